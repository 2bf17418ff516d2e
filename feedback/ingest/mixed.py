"""Two scales in one score column: waves put under each other, or app stars beside an NPS.

Told by what the cells say ("4/5" among "8/10"), by values no other scale holds (70 among 6 and 8),
or by a group of rows, a channel or the time before a date, that never leaves a shorter scale
although by the rest's habits it would have.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Bools = NDArray[np.bool_]

_MIN_ROWS = 30
_MIN_SHARE = 0.05
_CHANCE = 1e-6
_SHORT = (5.0, 7.0, 10.0)
_PERCENT_FROM = 10.0
_MIDDLING = (6.0, 7.0, 8.0, 9.0)
"""Frequent answers out of 10 that hardly anybody gives out of 100."""


@dataclass(frozen=True)
class Part:
    """The rows of one scale: their mask, their highest possible value, and how they are told."""

    mask: Bools
    high: float
    rows: str


def split(
    values: pd.Series, out_of: pd.Series, groups: Mapping[str, pd.Series], dates: pd.Series
) -> list[Part]:
    """Return the parts of a column that mixes scales, [] for a column of one.

    Args:
        values: The number of each row, NaN where there is none.
        out_of: The highest value a cell states, NaN where it does not.
        groups: Column → the group of each row, "" or missing where unknown.
        dates: The date of each row, NaT where unknown.
    """
    numbers = values.to_numpy(dtype="float64")
    stated = _by_cells(numbers, out_of.to_numpy(dtype="float64"))
    return stated or _by_size(numbers) or _by_rows(numbers, groups, dates)


def _by_cells(values: NDArray[np.float64], out_of: NDArray[np.float64]) -> list[Part]:
    known = ~np.isnan(values)
    least = max(3.0, _MIN_SHARE * known.sum())
    highs, counts = np.unique(out_of[known & ~np.isnan(out_of)], return_counts=True)
    frequent = [float(h) for h, n in zip(highs, counts, strict=True) if n >= least]
    if len(frequent) < 2:
        return []
    parts = [Part(known & (out_of == high), high, f"“…/{high:g}”") for high in frequent]
    bare = known & np.isnan(out_of)
    # A bare number is of the longest scale that is stated: no shorter one holds them all.
    longest = parts[-1]
    return [*parts[:-1], Part(longest.mask | bare, longest.high, longest.rows)]


def _by_size(values: NDArray[np.float64]) -> list[Part]:
    known = ~np.isnan(values)
    least = max(3.0, 2 * _MIN_SHARE * known.sum())
    large = known & (values > _PERCENT_FROM) & (values <= 100)
    middling = known & np.isin(values, _MIDDLING)
    if large.sum() < least or middling.sum() < least or (values[large] <= 20).mean() > 0.5:
        return []
    return [Part(known & ~large, 10.0, "≤ 10"), Part(large, 100.0, "> 10")]


def _by_rows(
    values: NDArray[np.float64], groups: Mapping[str, pd.Series], dates: pd.Series
) -> list[Part]:
    known = ~np.isnan(values)
    if known.sum() < 2 * _MIN_ROWS:
        return []
    top = np.nanmax(values)
    if top > 10:
        return []
    high = float(next(h for h in _SHORT if h >= top))
    for short in _SHORT:
        if short >= high:
            break
        for told in (*_dated(values, dates, short), *_grouped(groups)):
            short_rows = [
                (rows, mask)
                for rows, mask in told
                if _is_short(values[known & mask], values[known & ~mask], short)
            ]
            if short_rows:
                inside = known & np.logical_or.reduce([mask for _, mask in short_rows])
                rows = " / ".join(rows for rows, _ in short_rows)
                return [
                    Part(inside, short, rows),
                    Part(known & ~inside, high, f"¬ ({rows})"),
                ]
    return []


def _is_short(inside: NDArray[np.float64], outside: NDArray[np.float64], short: float) -> bool:
    """Say whether rows are of a shorter scale, not only of unhappier people.

    They never pass its end though others do, never give 0, and use its end as an end.
    """
    if min(len(inside), len(outside)) < _MIN_ROWS or inside.max() != short or inside.min() < 1:
        return False
    beyond = float((outside > short).mean())
    if beyond == 0 or len(inside) * np.log1p(-min(beyond, 0.999)) > np.log(_CHANCE):
        return False
    return bool((inside == short).mean() >= 0.1 and (inside >= short - 1).mean() >= 0.25)


def _grouped(groups: Mapping[str, pd.Series]) -> Iterator[list[tuple[str, Bools]]]:
    for name, cells in groups.items():
        labels = cells.fillna("").astype(str).str.strip()
        yield [
            (f"{name} = {label}", (labels == label).to_numpy())
            for label in sorted(set(labels) - {""})
        ]


def _dated(
    values: NDArray[np.float64], dates: pd.Series, short: float
) -> Iterator[list[tuple[str, Bools]]]:
    """Yield the rows before the first, and after the last, value beyond the shorter scale."""
    beyond = dates[values > short].dropna()
    if beyond.empty:
        return
    yield [(f"date < {beyond.min():%Y-%m-%d}", (dates < beyond.min().normalize()).to_numpy())]
    next_day = beyond.max().normalize() + pd.Timedelta(days=1)
    yield [(f"date ≥ {next_day:%Y-%m-%d}", (dates >= next_day).to_numpy())]
