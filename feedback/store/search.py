"""Hybrid search: by word and by meaning, in both languages, in one ranking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from feedback.settings import StoreSettings
from feedback.store import asked as asking
from feedback.store import filters
from feedback.store.asked import Asked, Query
from feedback.store.facets import Facets, is_within
from feedback.store.highlight import folded_words, holds_phrase
from feedback.store.index import BoolArray, SearchIndex, index_of
from feedback.store.journal import Snapshot
from feedback.store.ranking import COMPARABLE, Ranking, rank
from feedback.store.results import Hits, to_table
from feedback.store.spelling import Spelling, spell
from feedback.types import Embed, FloatArray

__all__ = ["Query", "SearchResults", "search"]


@dataclass(frozen=True)
class SearchResults:
    """Responses that answer a query, best first.

    Attributes:
        rows: `response_id`, `segment_id` (the segment that answers best), `comment`, `language`,
            `score`, `score_band`, `sentiment` and `theme_id` of that segment, `date`, `why`,
            then `batch`, `text` (the segment), `relevance`, `sentence` (where the segment stands
            in the comment), `highlights` (where the words stand), `duplicates` (ids of
            near-identical answers shown by this one), and with `Query.explain` `explanation`.
        query_language: What the query was taken for; None where that could not be told.
        total: Responses that answer, before grouping and cutting.
        facets: For each facet its values with their counts, where they were asked for.
        corrections: Words that no comment holds, and what was looked for instead.
        nearest: How near the best of them comes: ``words`` if one holds a word of the query,
            ``meaning`` if none does, ``far`` if no meaning is near either.
        theme_names: French and English name of each theme that the query asks within, by id.
        shared_ids: Response ids among the rows that stand in several batches.
    """

    rows: pd.DataFrame
    query_language: str | None
    total: int = 0
    facets: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nearest: Literal["words", "meaning", "far"] = "words"
    theme_names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    shared_ids: frozenset[str] = frozenset()

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as plain values that JSON can hold, None for missing ones."""
        records: list[dict[str, Any]] = self.rows.to_dict("records")  # type: ignore[assignment]
        return [{key: _plain(value) for key, value in row.items()} for row in records]


@dataclass(frozen=True)
class _Answering:
    """Which segments answer, of those that pass the filters; arrays of shape (n_segments,).

    Attributes:
        worded: They hold a word of the query.
        meaning: How near they come to it (`Ranking.near`), the same whatever the filters.
        says_something: They have letters enough for a meaning.
        least: Cosine from which a segment answers by meaning.
        candidates: As many of them at most, unless as many are as near.
    """

    worded: BoolArray
    meaning: FloatArray
    says_something: BoolArray
    least: float
    candidates: int

    def among(self, passing: BoolArray, *, within: bool) -> BoolArray:
        """Return the segments that answer: those with a word, and the nearest in meaning."""
        inside = self.meaning[passing]
        if len(inside) <= self.candidates:
            return self.if_few(passing, within=within)
        nearest = float(np.partition(inside, -self.candidates)[-self.candidates])
        return self._from(passing, max(self.least, nearest))

    def if_few(self, passing: BoolArray, *, within: bool) -> BoolArray:
        """Return the segments that answer where few pass.

        Who asks within a theme or a kind of anomaly wants the whole of it: one of three flagged
        answers was hidden because it said little of the word.
        """
        answers = self._from(passing, self.least)
        return answers | (passing & (self.meaning > COMPARABLE)) if within else answers

    def _from(self, passing: BoolArray, threshold: float) -> BoolArray:
        near = (self.meaning >= threshold) & self.says_something
        answers: BoolArray = passing & (self.worded | near)
        return answers


def search(
    snapshot: Snapshot,
    query: Query,
    embed: Embed | None,
    settings: StoreSettings,
    also: Embed | None = None,
) -> SearchResults:
    """Answer `query` from a snapshot; without `embed` by words alone.

    Args:
        snapshot: The commit that answers.
        query: What is asked.
        embed: The search encoder.
        settings: Depth and thresholds.
        also: The theme encoder, which sees what the search encoder does not.

    Raises:
        FeedbackError: The query is empty, or a filter names what does not exist.
    """
    asked = asking.read(query)
    index = index_of(snapshot)
    masks = filters.masks(index, query)
    if not index.n:
        return SearchResults(to_table(index, Hits.none(), query), asked.language)
    spelling = spell(index, asked)
    obeyed = _obeying(index, asked)
    passing = obeyed & filters.together(masks, index.n)
    ranking = rank(index, asked, spelling, (obeyed, passing), (embed, also))
    answering = _Answering(
        ranking.words > 0,
        ranking.near,
        index.says_something,
        settings.min_similarity,
        settings.candidates,
    )
    answers = answering.among(passing, within=is_within(query))
    hits = _hits(index, ranking, answers, spelling, settings)
    counting = Facets(index, query, {**masks, "": obeyed}, answering)
    rows = to_table(index, hits, query)
    return SearchResults(
        rows=rows,
        query_language=asked.language,
        total=len(hits.responses),
        facets=counting.count() if query.facets else {},
        corrections=spelling.corrections,
        nearest=ranking.nearest(passing),
        theme_names=filters.chosen_themes(index, query),
        shared_ids=index.shared_ids.intersection(rows["response_id"]),
    )


def _obeying(index: SearchIndex, asked: Asked) -> BoolArray:
    """Return the segments of comments that hold every phrase and nothing that is excluded."""
    passing = np.ones(len(index.responses), dtype=bool)
    for forms in asked.without_words:
        passing[index.owner[index.postings.holding(forms)]] = False
    for phrase in asked.phrases:
        passing &= _holding_phrase(index, phrase)
    for phrase in asked.without_phrases:
        passing &= ~_holding_phrase(index, phrase)
    return passing[index.owner]


def _holding_phrase(index: SearchIndex, phrase: tuple[str, ...]) -> BoolArray:
    """Return the responses whose comment holds a phrase: the index narrows, the text decides."""
    rows = np.arange(len(index.responses))
    for word in phrase:
        if asking.is_function_word(word):
            continue  # not in the index of its own language
        forms = asking.forms(word)
        held = np.zeros(len(index.responses), dtype=bool)
        held[index.owner[index.postings.holding(forms)]] = True
        rows = rows[held[rows]]
    comments = index.responses["comment"].take(rows).to_pylist()
    found = np.zeros(len(index.responses), dtype=bool)
    keeps = [holds_phrase(folded_words(comment), phrase) for comment in comments]
    found[rows[np.array(keeps, dtype=bool)]] = True
    return found


def _hits(
    index: SearchIndex,
    ranking: Ranking,
    found: BoolArray,
    spelling: Spelling,
    settings: StoreSettings,
) -> Hits:
    """Return the responses found, best first, each with its best segment."""
    rows = np.flatnonzero(found)
    fused = ranking.fused[rows].round(5)
    rows = rows[np.lexsort((rows, -fused))]
    _, first = np.unique(index.owner[rows], return_index=True)
    best = rows[np.sort(first)]
    return Hits(
        responses=index.owner[best],
        segments=best,
        relevance=ranking.fused[best],
        words=ranking.words[best],
        meaning=ranking.meaning[best],
        cosine=ranking.cosine[best],
        is_near=ranking.near[best] >= settings.min_similarity,
        asked=spelling.looked_for,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat()
    return value.item() if isinstance(value, np.generic) else value
