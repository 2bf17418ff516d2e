"""A score column, read: the scale of every row, its number and its band."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from feedback.errors import SettingsError
from feedback.ingest import notes
from feedback.ingest.mixed import split
from feedback.ingest.model import ScaleGuess
from feedback.ingest.recognise_scores import ScoreRole
from feedback.ingest.scales import (
    bands,
    fit_setting,
    recognise_scale,
    scale_from_setting,
    scale_of_part,
)
from feedback.ingest.scores import is_missing, parse_score
from feedback.notices import Notice

SCORE_DTYPES: dict[str, str] = {
    "score": "float64",
    "scale": "str",
    "scale_low": "float64",
    "scale_high": "float64",
    "score_band": "str",
}
"""Columns of `Scored.rows`, with their types."""


_MOSTLY = 0.5


@dataclass(frozen=True)
class Scored:
    """A score column, read: its scale, or two, and for each row number, scale and band.

    `rows` has the columns score, scale, scale_low, scale_high and score_band, one row each.
    """

    name: str
    scales: tuple[ScaleGuess, ...]
    rows: pd.DataFrame

    @property
    def numbers(self) -> pd.Series:
        """One number (or NaN) per row."""
        return self.rows["score"]


def read_scores(
    role: ScoreRole,
    cells: pd.Series,
    given: str | None,
    groups: Mapping[str, pd.Series],
    dates: pd.Series,
) -> tuple[Scored, dict[str, str], list[Notice]]:
    """Read every cell of a score column on the scale of its row.

    Args:
        role: The column, its values summed up.
        cells: Its cells.
        given: The scale that a person named; None: recognise it.
        groups: Column → group of each row, by which two mixed scales may be told.
        dates: Date of each row.

    Returns:
        The scores, what is wrong with cells that hold none, and what was assumed.

    Raises:
        SettingsError: Most scores lie outside the scale that a person named.
    """
    rows = pd.DataFrame(index=cells.index, columns=list(SCORE_DTYPES)).astype(SCORE_DTYPES)
    problems: dict[str, str] = {}
    parts, notices = _parts(role, cells, given, groups, dates)
    for scale, mask in parts:
        part = cells[mask]
        read = {cell: _read_score(cell, scale) for cell in set(part.tolist())}
        problems |= {cell: problem for cell, (_, problem) in read.items() if problem}
        numbers = part.map({cell: value for cell, (value, _) in read.items()})
        rows.loc[mask, "score"] = numbers.astype("float64")
        rows.loc[mask, "scale"] = scale.scale
        rows.loc[mask, ["scale_low", "scale_high"]] = (scale.low, scale.high)
        rows.loc[mask, "score_band"] = bands(rows.loc[mask, "score"], scale)
    return Scored(role.name, tuple(scale for scale, _ in parts), rows), problems, notices


def _parts(
    role: ScoreRole,
    cells: pd.Series,
    given: str | None,
    groups: Mapping[str, pd.Series],
    dates: pd.Series,
) -> tuple[list[tuple[ScaleGuess, pd.Series]], list[Notice]]:
    """Return the scale of every row, one for all or two that the column mixes, and the notices."""
    everywhere = pd.Series(True, index=cells.index)
    if given:
        scale = fit_setting(scale_from_setting(role.name, given), role.column)
        _check_fit(scale, role.column.counts, given)
        return [(scale, everywhere)], []
    whole = recognise_scale(role.column)
    parsed = {cell: parse_score(cell) for cell in set(cells.tolist())}
    values = cells.map({c: s.value if s else np.nan for c, s in parsed.items()}).astype(float)
    out_of = cells.map({c: s.out_of if s else None for c, s in parsed.items()}).astype(float)
    parts = split(values, out_of, groups, dates)
    if not parts:
        return [(whole, everywhere)], notes.of_scale(whole)
    guesses = []
    for part in parts:
        counts = Counter(values[part.mask].tolist())
        column = replace(role.column, counts=counts, out_of={})
        guesses.append(scale_of_part(whole, column, part.high, part.rows))
    masks = [pd.Series(part.mask, index=cells.index) for part in parts]
    masks[-1] |= ~np.logical_or.reduce(masks)
    notice = notes.scales_mixed(role.name, guesses)
    return list(zip(guesses, masks, strict=True)), [notice]


def _check_fit(scale: ScaleGuess, counts: Mapping[float, int], given: str) -> None:
    total = sum(counts.values())
    outside = sum(n for value, n in counts.items() if not scale.low <= value <= scale.high)
    if outside > _MOSTLY * total:
        raise SettingsError(
            f'scale "{given}" does not fit column "{scale.column}": {outside:,} of {total:,} '
            f"scores lie outside {scale.low:g} to {scale.high:g}",
            where="scale",
            todo="Name another scale, or the column it is for with --score, or leave it out",
        )


def _read_score(cell: str, scale: ScaleGuess) -> tuple[float, str | None]:
    """Return a cell's score or NaN, and what is wrong with it."""
    if is_missing(cell):
        return np.nan, None
    score = parse_score(cell)
    if score is None:
        return np.nan, "not a score that can be read"
    if not scale.low <= score.value <= scale.high:
        return np.nan, f"score outside its scale: {score.value:g}"
    if score.out_of is not None and score.out_of != scale.high:
        return np.nan, f"score outside its scale: out of {score.out_of:g}"
    return score.value, None
