"""The batches before this one as points of lines, and the batch's place among its cohorts."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from feedback.report.data import ReportData, TrendTest
from feedback.report.format import plain
from feedback.report.model import CohortView, Dimension, MetricView, Point, Trend
from feedback.report.numbers import number, text_of

PREFIX = "cohort_"
MAX_GROUPS = 40
"""A cohort with more groups is a name or a number: nobody filters by it in a list."""
MAX_DIMENSIONS = 8


def points(data: ReportData, primary: MetricView | None, n_commented: int) -> tuple[Point, ...]:
    """Return the primary metric in every batch, this one last; none without a past."""
    if not data.history:
        return ()
    name = primary.name if primary else ""
    past = []
    for known in data.history:
        value, low, high = map(number, known.metrics.get(name, (None, None, None)))
        past.append(Point(plain(known.batch), value, low, high, known.n))
    ends = (primary.value, primary.low, primary.high) if primary else (None, None, None)
    return (*past, Point(plain(data.frames.batch), *ends, n=n_commented))


def tested(test: TrendTest | None, level: float) -> Trend | None:
    """Return a trend with what it may be called: significant under `level`, and steady."""
    if test is None:
        return None
    p_value = test.p_value if test.q_value is None else test.q_value
    return Trend(
        first=test.first,
        last=test.last,
        n_batches=test.n_batches,
        p_value=test.p_value,
        significant=test.steady and p_value < level,
        q_value=test.q_value,
    )


def theme_trend(data: ReportData, theme_id: str, share: float | None) -> tuple[float | None, ...]:
    """Return a theme's share in every batch; None before it was first cited, 0 once it was."""
    if not data.history:
        return ()
    shares: list[float | None] = []
    for past in data.history:
        known = past.themes.get(theme_id)
        is_later = any(value is not None for value in shares)
        shares.append(number(known) if known is not None else 0.0 if is_later else None)
    return (*shares, share)


def dimensions(responses: pd.DataFrame) -> tuple[Dimension, ...]:
    """Return the cohorts of 2 to `MAX_GROUPS` groups, those with fewer groups first."""
    spoken = responses[responses["comment"].str.strip() != ""]
    found = []
    for column in sorted(c for c in responses.columns if c.startswith(PREFIX)):
        groups = tuple(sorted({plain(text_of(v)) for v in spoken[column].dropna()} - {""}))
        if 2 <= len(groups) <= MAX_GROUPS:
            found.append(Dimension(column.removeprefix(PREFIX), groups))
    return tuple(sorted(found, key=lambda d: (len(d.groups), d.name))[:MAX_DIMENSIONS])


def cohort_views(data: ReportData) -> Mapping[str, tuple[CohortView, ...]]:
    """Return the rows of ``tables["cohorts"]`` by theme_id, the primary metric's own under ``""``.

    Of a theme only the groups that differ significantly are kept, the largest difference first.
    """
    table = data.tables.get("cohorts")
    primary = data.metrics[0].name if data.metrics else ""
    found: dict[str, list[CohortView]] = {}
    for row in table.to_dict("records") if table is not None else ():
        theme, view = text_of(row["theme_id"]), _cohort(row)
        if view.significant if theme else text_of(row["metric"]) == primary:
            found.setdefault(theme, []).append(view)
    for theme, views in found.items():
        if theme:
            views.sort(key=lambda v: (-abs(v.difference or 0.0), v.dimension, v.group))
    return {theme: tuple(views) for theme, views in found.items()}


def _cohort(row: Mapping[Any, Any]) -> CohortView:
    return CohortView(
        dimension=plain(text_of(row["dimension"])),
        group=plain(text_of(row["group"])),
        n=int(row["n"]),
        value=number(row["value"]),
        difference=number(row["difference"]),
        low=number(row["difference_low"]),
        high=number(row["difference_high"]),
        q_value=number(row["q_value"]),
        significant=bool(row["significant"]),
    )
