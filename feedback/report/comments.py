"""Comments as the page shows them, and where they stand on the map."""

import dataclasses
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from feedback.report.data import ReportData
from feedback.report.format import plain
from feedback.report.model import CommentView, Dimension, Landmark, ThemeView
from feedback.report.numbers import number, text_of
from feedback.report.trends import PREFIX

MIN_ALONE = 3
"""Comments about one theme only that are enough to say where its name stands on the map."""
MAX_CHARS = 4000
"""A longer comment is cut on the page; the files keep it whole."""


def comment_views(
    data: ReportData,
    ranks: Mapping[str, int],
    flags: Mapping[str, tuple[str, ...]],
    filters: Sequence[Dimension] = (),
) -> tuple[CommentView, ...]:
    """Return every comment that is not empty, most recent first, then by id.

    Args:
        data: The run.
        ranks: Position of each theme on the page, by theme_id.
        flags: Kinds of anomaly, by response_id.
        filters: Cohorts to keep with each comment.
    """
    responses = data.frames.responses
    filled = responses[responses["comment"].str.strip() != ""].sort_values("response_id")
    themes = themes_by_response(data, ranks)
    places = _places(data.positions)
    views = [
        dataclasses.replace(
            comment_view(row, themes.get(key, ()), flags.get(key, ()), data),
            cohorts=tuple(plain(text_of(row[f"{PREFIX}{d.name}"])) for d in filters),
            place=places.get(key),
        )
        for key, row in zip(filled["response_id"], filled.to_dict("records"), strict=True)
    ]
    return tuple(sorted(views, key=lambda view: view.date, reverse=True))


def _places(positions: pd.DataFrame | None) -> dict[str, tuple[float, float]]:
    if positions is None:
        return {}
    return {
        str(key): (float(x), float(y))
        for key, x, y in positions[["response_id", "x", "y"]].itertuples(index=False)
    }


def landmarks(comments: Sequence[CommentView], themes: Sequence[ThemeView]) -> tuple[Landmark, ...]:
    """Return where the name of each theme stands on the map: amid its comments, most cited first.

    A theme that is part of another has no name there.
    """
    found = []
    for i, theme in enumerate(themes):
        cited = [c for c in comments if i in c.themes and c.place is not None]
        only = [c for c in cited if len(c.themes) == 1]
        mine = [c.place for c in (only if len(only) >= MIN_ALONE else cited) if c.place]
        if mine and theme.parent is None:
            x, y = (statistics.median(axis) for axis in zip(*mine, strict=True))
            found.append(Landmark(i, round(x, 3), round(y, 3)))
    return tuple(sorted(found, key=lambda mark: (-themes[mark.theme].n, mark.theme)))


def comment_view(
    row: Mapping[Any, Any], themes: tuple[int, ...], flags: tuple[str, ...], data: ReportData
) -> CommentView:
    """Return one row of `responses` as a comment."""
    comment = plain(text_of(row["comment"]).strip())
    return CommentView(
        response_id=plain(text_of(row["response_id"])),
        text=comment[:MAX_CHARS],
        is_cut=len(comment) > MAX_CHARS,
        language=text_of(row["language"]),
        score=number(row["score"]),
        scale_high=number(row["scale_high"]),
        band=text_of(row["score_band"]),
        sentiment=text_of(row["sentiment"]),
        themes=themes,
        date=iso(row["date"]),
        flags=flags,
        is_mixed=row["response_id"] in data.mixed,
        is_unsure=_is_unsure(row, data.unsure_below),
    )


def _is_unsure(row: Mapping[Any, Any], below: float) -> bool:
    """Say whether a response's sentiment was read with too little confidence to rely on."""
    confidence = number(row["confidence"])
    return bool(text_of(row["sentiment"])) and confidence is not None and confidence < below


def iso(value: object) -> str:
    """Return a timestamp as an ISO date, a missing one as an empty text."""
    return "" if pd.isna(value) else pd.Timestamp(value).date().isoformat()  # type: ignore[call-overload, arg-type]


def themes_by_response(data: ReportData, ranks: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Return the page positions of the themes that each response cites."""
    cited = data.frames.assignments.merge(
        data.frames.segments[["segment_id", "response_id"]], on="segment_id"
    )
    found: dict[str, set[int]] = {}
    for response, theme in zip(cited["response_id"], cited["theme_id"], strict=True):
        if theme in ranks:
            found.setdefault(response, set()).add(ranks[theme])
    return {response: tuple(sorted(positions)) for response, positions in found.items()}
