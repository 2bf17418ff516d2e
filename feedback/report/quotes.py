"""Quotes: the segments that stand for a theme, each amid its comment."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from feedback.report.comments import MAX_CHARS, iso
from feedback.report.data import ReportData
from feedback.report.format import plain
from feedback.report.model import SMALL_SHARE, Quote
from feedback.report.numbers import number, text_of
from feedback.report.scores import languages_of

QUOTE_CONTEXT = 160
"""Characters of the comment kept on each side of a quoted segment."""

QUESTION_CHARS = 80


def quotes_by_theme(data: ReportData) -> dict[str, tuple[tuple[str, tuple[Quote, ...]], ...]]:
    """Return for each theme_id its quotes by language, the language with more comments first.

    Languages under `SMALL_SHARE` of the comments stand together as ``other``. A response is quoted
    once per theme; where that leaves too few of the chosen segments, the
    strongest assignments follow.
    """
    comments = languages_of(data.frames.responses)
    own = {share.code for share in comments if (share.share or 0.0) >= SMALL_SHARE}
    chosen = _chosen_segments(data)
    group = chosen["language"].where(chosen["language"].isin({"", *own}), "other")
    quoted = chosen.assign(group=group).groupby(["theme_id", "group"]).head(data.method.quotes)
    order = [*(share.code for share in comments if share.code in own), "other", ""]
    result: dict[str, dict[str, list[Quote]]] = {}
    responses = data.frames.responses.set_index("response_id")
    if responses["question"].nunique() < 2:  # one question needs no naming
        responses = responses.assign(question=None)
    for row in quoted.to_dict("records"):
        by_language = result.setdefault(row["theme_id"], {})
        decisive = data.decisive.get(row["segment_id"], ())
        quote = _quote(row, responses.loc[row["response_id"]], decisive)
        by_language.setdefault(row["group"], []).append(quote)
    return {
        theme: tuple(
            (code, tuple(by_language[code])) for code in sorted(by_language, key=order.index)
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


def _quote(
    segment: Mapping[Any, Any], response: pd.Series, decisive: Sequence[tuple[int, int]]
) -> Quote:
    comment = text_of(response["comment"])
    start, end = int(segment["start"]), int(segment["end"])
    return Quote(
        response_id=text_of(segment["response_id"]),
        language=text_of(segment["language"]),
        before=plain(_tail(comment[:start])),
        text=plain(comment[start:end][:MAX_CHARS]),
        pieces=_pieces(comment[start:end][:MAX_CHARS], decisive),
        after=plain(_head(comment[end:])),
        score=number(response["score"]),
        scale_high=number(response["scale_high"]),
        band=text_of(response["score_band"]),
        sentiment=text_of(segment["sentiment"]),
        date=iso(response["date"]),
        question=plain(_head(text_of(response["question"]), QUESTION_CHARS)),
    )


def _pieces(text: str, decisive: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Return the parts of `text` in order, each with whether it is among the deciding words."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(decisive):
        if at <= start < end <= len(text):
            parts += [(text[at:start], False), (text[start:end], True)]
            at = end
    parts.append((text[at:], False))
    return tuple((plain(part), decides) for part, decides in parts if part)


def _head(text: str, chars: int = QUOTE_CONTEXT) -> str:
    """Return the beginning of `text`, cut at a space where there is one."""
    if len(text) <= chars:
        return text.rstrip()
    kept = text[:chars]
    return (kept.rsplit(" ", 1)[0] if " " in kept.strip() else kept) + " …"


def _tail(text: str) -> str:
    """Return the end of `text`, cut at a space where there is one."""
    if len(text) <= QUOTE_CONTEXT:
        return text.lstrip()
    kept = text[-QUOTE_CONTEXT:]
    return "… " + (kept.split(" ", 1)[1] if " " in kept.strip() else kept)
