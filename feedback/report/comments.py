"""Comments, quotes and anomalies as the page shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from feedback.report.data import ReportData
from feedback.report.format import plain
from feedback.report.model import AnomalyGroup, AnomalyView, CommentView, Quote, Text
from feedback.report.numbers import number, text_of

MAX_CHARS = 4000
"""A longer comment is cut on the page; the files keep it whole."""
QUOTE_CONTEXT = 160
"""Characters of the comment kept on each side of a quoted segment."""
SHOWN = 6
"""Anomalies of one kind shown at once."""
FOLDED = 60
"""Further ones behind a fold; the rest is counted and stands in anomalies.csv."""
QUIET_KINDS = frozenset({"non-answer"})
"""Kinds that are counted apart: nobody needs to re-read "nothing to add"."""


def comment_views(
    data: ReportData, ranks: Mapping[str, int], flags: Mapping[str, tuple[str, ...]]
) -> tuple[CommentView, ...]:
    """Return every comment that is not empty, most recent first, then by id.

    Args:
        data: The run.
        ranks: Position of each theme on the page, by theme_id.
        flags: Kinds of anomaly, by response_id.
    """
    responses = data.frames.responses
    filled = responses[responses["comment"].str.strip() != ""].sort_values("response_id")
    themes = themes_by_response(data, ranks)
    views = [
        comment_view(row, themes.get(row["response_id"], ()), flags.get(row["response_id"], ()))
        for row in filled.to_dict("records")
    ]
    return tuple(sorted(views, key=lambda view: view.date, reverse=True))


def comment_view(
    row: Mapping[Any, Any], themes: tuple[int, ...], flags: tuple[str, ...]
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
    )


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


def quotes_by_theme(data: ReportData) -> dict[str, tuple[tuple[str, tuple[Quote, ...]], ...]]:
    """Return for each theme_id its quotes by language, the language with more comments first.

    A response is quoted once per theme; where that leaves too few of the chosen segments, the
    strongest assignments follow.
    """
    quoted = _chosen_segments(data).groupby(["theme_id", "language"]).head(data.method.quotes)
    comments = data.frames.responses["language"].value_counts()
    result: dict[str, dict[str, list[Quote]]] = {}
    responses = data.frames.responses.set_index("response_id")
    for row in quoted.to_dict("records"):
        by_language = result.setdefault(row["theme_id"], {})
        quote = _quote(row, responses.loc[row["response_id"]])
        by_language.setdefault(row["language"], []).append(quote)
    return {
        theme: tuple(
            (code, tuple(by_language[code]))
            for code in sorted(by_language, key=lambda code: (-comments.get(code, 0), code))
        )
        for theme, by_language in result.items()
    }


def _chosen_segments(data: ReportData) -> pd.DataFrame:
    """Return the candidates for quotes with their segments, best first, one per response."""
    given = strongest_segments(data).assign(choice=1)
    if data.quotes is not None:
        given = pd.concat([data.quotes.assign(choice=0), given], ignore_index=True)
    given = given.sort_values(["theme_id", "choice", "rank", "segment_id"], ignore_index=True)
    given = given.assign(language=given["language"].fillna(""))
    segments = data.frames.segments.drop(columns="language")
    joined = given.merge(segments, on="segment_id", how="inner")
    return joined.drop_duplicates(["theme_id", "response_id"])


def strongest_segments(data: ReportData) -> pd.DataFrame:
    """Return the strongest assignments of each theme and language, one per response.

    Columns ``theme_id``, ``language``, ``segment_id``, ``rank``.
    """
    cited = data.frames.assignments.merge(
        data.frames.segments[["segment_id", "response_id", "language"]], on="segment_id"
    )
    cited = cited.assign(language=cited["language"].fillna("")).sort_values(
        ["theme_id", "language", "strength", "segment_id"], ascending=[True, True, False, True]
    )
    cited = cited.drop_duplicates(["theme_id", "response_id"])
    ranks = cited.groupby(["theme_id", "language"]).cumcount() + 1
    cited = cited.assign(rank=ranks)
    return cited.loc[
        cited["rank"] <= data.method.quotes, ["theme_id", "language", "segment_id", "rank"]
    ]


def _quote(segment: Mapping[Any, Any], response: pd.Series) -> Quote:
    comment = text_of(response["comment"])
    start, end = int(segment["start"]), int(segment["end"])
    return Quote(
        response_id=text_of(segment["response_id"]),
        language=text_of(segment["language"]),
        before=plain(_tail(comment[:start])),
        text=plain(comment[start:end][:MAX_CHARS]),
        after=plain(_head(comment[end:])),
        score=number(response["score"]),
        scale_high=number(response["scale_high"]),
        band=text_of(response["score_band"]),
        sentiment=text_of(segment["sentiment"]),
        date=iso(response["date"]),
    )


def _head(text: str) -> str:
    """Return the beginning of `text`, cut at a space where there is one."""
    if len(text) <= QUOTE_CONTEXT:
        return text.rstrip()
    kept = text[:QUOTE_CONTEXT]
    return (kept.rsplit(" ", 1)[0] if " " in kept.strip() else kept) + " …"


def _tail(text: str) -> str:
    """Return the end of `text`, cut at a space where there is one."""
    if len(text) <= QUOTE_CONTEXT:
        return text.lstrip()
    kept = text[-QUOTE_CONTEXT:]
    return "… " + (kept.split(" ", 1)[1] if " " in kept.strip() else kept)


def flags_by_response(anomalies: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the kinds of anomaly of each flagged response, sorted."""
    found: dict[str, set[str]] = {}
    for response, kind in zip(anomalies["response_id"], anomalies["kind"], strict=True):
        found.setdefault(response, set()).add(kind)
    return {response: tuple(sorted(kinds)) for response, kinds in found.items()}


def anomaly_groups(
    data: ReportData, ranks: Mapping[str, int], flags: Mapping[str, tuple[str, ...]]
) -> tuple[AnomalyGroup, ...]:
    """Return the anomalies by kind: those about the score first, quiet kinds last."""
    anomalies = data.frames.anomalies
    if anomalies.empty:
        return ()
    rows = data.frames.responses.set_index("response_id", drop=False)
    themes = themes_by_response(data, ranks)

    def view(anomaly: Mapping[Any, Any]) -> AnomalyView:
        response = text_of(anomaly["response_id"])
        row = rows.loc[response].to_dict()
        return AnomalyView(
            severity=number(anomaly["severity"]) or 0.0,
            expected=number(anomaly["expected_score"]),
            reason=Text(plain(text_of(anomaly["reason_fr"])), plain(text_of(anomaly["reason_en"]))),
            comment=comment_view(row, themes.get(response, ()), flags.get(response, ())),
        )

    ordered = anomalies.sort_values(["severity", "response_id"], ascending=[False, True])
    ordered = ordered[ordered["response_id"].isin(rows.index)]
    groups = []
    for kind, group in ordered.groupby("kind"):
        views = [view(record) for record in group.head(SHOWN + FOLDED).to_dict("records")]
        shown, more = tuple(views[:SHOWN]), tuple(views[SHOWN:])
        groups.append(AnomalyGroup(str(kind), len(group), shown, more, len(group) - len(views)))
    return tuple(sorted(groups, key=_group_order))


def _group_order(group: AnomalyGroup) -> tuple[bool, bool, int, str]:
    about_score = any(view.expected is not None for view in group.shown)
    return (group.kind in QUIET_KINDS, not about_score, -group.n, group.kind)


def n_to_reread(flags: Mapping[str, Sequence[str]]) -> int:
    """Return how many responses carry a flag of a kind worth re-reading."""
    return sum(any(kind not in QUIET_KINDS for kind in kinds) for kinds in flags.values())
