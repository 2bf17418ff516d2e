"""From ranked segments to the rows a person reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from feedback.store.analysis import fold
from feedback.store.asked import Query
from feedback.store.highlight import spans, words_found
from feedback.store.index import BoolArray, IntArray, SearchIndex
from feedback.store.ranking import COMPARABLE
from feedback.types import FloatArray

DUPLICATE = 90
"""Similarity of two folded comments, 0 to 100 (normalised Indel), from which one stands for both:
a changed number or ending stays above it, another sentence does not."""
_COMPARED = 25  # places above; near-identical comments rank side by side
_LONGEST = 2_000  # characters that are compared
_WHY = {
    "en": ("words: {}", "meaning", " + ", "the filter alone"),
    "fr": ("mots : {}", "sens", " + ", "le filtre seul"),
}
COLUMNS = (
    *("response_id", "segment_id", "comment", "language", "score", "score_band"),
    *("sentiment", "theme_id", "date", "why", "batch", "text", "relevance"),
    *("sentence", "highlights", "duplicates"),
)


@dataclass(frozen=True)
class Hits:
    """Responses found, best first.

    Attributes:
        responses: Their rows in the index.
        segments: The row of the best segment of each.
        relevance: What they are sorted by.
        words: BM25 of that segment.
        meaning: What that segment and its comment mean beside the query, `ranking._weighed`.
        cosine: The segment's cosine to the query.
        is_near: Whether that is near enough to count as meaning.
        asked: The words looked for, with their forms.
    """

    responses: IntArray
    segments: IntArray
    relevance: FloatArray
    words: FloatArray
    meaning: FloatArray
    cosine: FloatArray
    is_near: BoolArray
    asked: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def none(cls) -> "Hits":
        """Return no hits."""
        rows, values = np.zeros(0, np.int64), np.zeros(0, np.float32)
        return cls(rows, rows, values, values, values, values, np.zeros(0, dtype=bool))


def to_table(index: SearchIndex, hits: Hits, query: Query) -> pd.DataFrame:
    """Return the rows of one page of results."""
    groups = _grouped(index, hits, query)
    chosen = groups[query.offset :][: query.limit]
    rows = [_row(index, hits, k, copies, query) for k, copies in chosen]
    names = [*COLUMNS, "explanation"] if query.explain else list(COLUMNS)
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in names}
    columns["score"] = np.array(columns["score"], dtype=np.float64)  # None becomes NaN
    columns["date"] = np.array(columns["date"], dtype="datetime64[s]")
    return pd.DataFrame(columns)


def _grouped(index: SearchIndex, hits: Hits, query: Query) -> list[tuple[int, list[int]]]:
    """Return places in `hits`, each with the places of its near-duplicates further down."""
    wanted = query.offset + query.limit
    if not query.group:
        return [(k, []) for k in range(min(wanted, len(hits.responses)))]
    groups: list[tuple[int, list[int]]] = []
    texts: list[str] = []
    for k in range(len(hits.responses)):
        if len(groups) >= wanted + _COMPARED:
            break  # far enough below the page to have seen its near-duplicates
        text = _comparable(index, int(hits.responses[k]))
        same = _first_alike(text, texts)
        if same is None:
            groups.append((k, []))
            texts.append(text)
        else:
            groups[same][1].append(k)
    return groups


def _comparable(index: SearchIndex, response: int) -> str:
    comment: str = index.responses["comment"][response].as_py()
    return " ".join(fold(comment[:_LONGEST]).split())


def _first_alike(text: str, above: list[str]) -> int | None:
    from rapidfuzz.fuzz import ratio

    start = max(0, len(above) - _COMPARED)
    for k, other in enumerate(above[start:], start=start):
        if text == other or ratio(text, other, score_cutoff=DUPLICATE):
            return k
    return None


def _row(index: SearchIndex, hits: Hits, k: int, copies: list[int], query: Query) -> dict[str, Any]:
    segment = {name: index.segments[name][int(hits.segments[k])].as_py() for name in _SEGMENT}
    response = index.responses.slice(int(hits.responses[k]), 1).to_pylist()[0]
    comment = response["comment"]
    held = frozenset(segment["words"].split())
    found = words_found(held, hits.asked) if hits.words[k] > 0 else ()
    forms = frozenset().union(*hits.asked.values())
    ids = [index.responses["response_id"][int(hits.responses[c])].as_py() for c in copies]
    row = {
        **segment,
        "comment": comment,
        "score": response["score"],
        "score_band": response["score_band"],
        "date": response["date"],
        "batch": response["batch"],
        "why": _why(found, bool(hits.is_near[k]), query.why_language),
        "relevance": round(float(hits.relevance[k]), 6),
        "sentence": [segment["start"], segment["end"]],
        "highlights": [list(span) for span in spans(comment, forms)],
        "duplicates": ids,
    }
    if query.explain:
        row["explanation"] = _explanation(hits, k, found)
    return row


_SEGMENT = (
    *("response_id", "segment_id", "start", "end", "text", "language", "sentiment", "theme_id"),
    "words",
)


def _why(found: tuple[str, ...], is_near: bool, language: str) -> str:
    words, meaning, plus, neither = _WHY.get(language, _WHY["en"])
    parts = []
    if found:
        parts.append(words.format(", ".join(found)))
    if is_near:
        parts.append(meaning)
    return plus.join(parts) or neither


def _explanation(hits: Hits, k: int, found: tuple[str, ...]) -> dict[str, Any]:
    """Return how a place came about: relevance = meaning + share x BM25 / the best BM25."""
    meaning, relevance = float(hits.meaning[k]), float(hits.relevance[k])
    is_comparable = meaning > COMPARABLE
    return {
        "rank": k + 1,
        "words": list(found),
        "bm25": round(float(hits.words[k]), 4),
        "from_words": round(relevance - meaning if is_comparable else relevance, 4),
        "cosine": round(float(hits.cosine[k]), 4) if is_comparable else None,
        "from_meaning": round(meaning, 4) if is_comparable else None,
        "relevance": round(relevance, 4),
    }
