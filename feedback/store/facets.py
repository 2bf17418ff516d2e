"""How many responses each value of a facet gives: as many as choosing it will find."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from feedback.store.asked import Query
from feedback.store.filters import together
from feedback.store.index import BoolArray, SearchIndex

FACETS = ("theme", "band", "sentiment", "language", "batch", "anomaly")
_MOST = 30  # values of a facet that are counted; a list of two hundred helps nobody


def is_within(query: Query, but: str = "") -> bool:
    """Say whether a query asks within a theme or a kind of anomaly, one filter left aside."""
    themed = but != "theme" and query.theme is not None
    return themed or (but != "anomaly" and query.anomaly not in (None, "none"))


class Answering(Protocol):
    """Says which segments answer where only some pass the filters; arrays of shape (n,)."""

    @property
    def candidates(self) -> int:
        """Return how many segments may pass that they are still few."""
        ...

    def among(self, passing: BoolArray, *, within: bool) -> BoolArray:
        """Return those that answer among all that pass."""
        ...

    def if_few(self, passing: BoolArray, *, within: bool) -> BoolArray:
        """Return those that would answer if few passed: never fewer than `among`."""
        ...


@dataclass(frozen=True)
class Facets:
    """What is counted.

    Attributes:
        index: What is searched.
        query: The filters as they were asked.
        masks: The segments that pass each of them, by the filter's name.
        answering: Which segments answer.
    """

    index: SearchIndex
    query: Query
    masks: Mapping[str, BoolArray]
    answering: Answering

    def count(self) -> dict[str, list[dict[str, Any]]]:
        """Count the responses by the values of every facet.

        Each facet is counted under the filters of all the others, so that a person sees what
        choosing another value would give.

        Returns:
            For each facet its values, `value`, `count` and where it has names `name_fr` and
            `name_en`, most frequent first; cohorts as ``cohort_NAME``.
        """
        cohorts = [name for name in self.index.response_labels if name.startswith("cohort_")]
        counted = {facet: self._of(facet) for facet in (*FACETS, *cohorts)}
        return {name: values for name, values in counted.items() if values}

    def _of(self, facet: str) -> list[dict[str, Any]]:
        """Count one facet: as if few segments had each value, then again where many have it."""
        passing = together(self.masks, self.index.n, but=facet)
        within = facet in ("theme", "anomaly") or is_within(self.query, but=facet)
        hits = self.answering.if_few(passing, within=within)
        values = _most(_COUNTERS.get(facet, _count_label)(self.index, hits, facet))
        if int(passing.sum()) <= self.answering.candidates:
            return values
        for value in values:
            chosen = passing & _holding(self.index, facet, value["value"])
            if int(chosen.sum()) > self.answering.candidates:
                hits = self.answering.among(chosen, within=within)
                value["count"] = len(np.unique(self.index.owner[hits]))
        return _most(values)


def _most(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    values = [value for value in values if value["count"]]
    return sorted(values, key=lambda value: (-value["count"], value["value"]))[:_MOST]


def _holding(index: SearchIndex, facet: str, value: str) -> BoolArray:
    """Return the segments that the filter by one value lets pass."""
    if facet == "theme":
        passing = np.zeros(index.n, dtype=bool)
        passing[index.themes[value]] = True
        return passing
    if facet in index.segment_labels:
        return index.segment_labels[facet].equal(value)
    is_flag = facet == "anomaly"
    rows = index.anomalies[value] if is_flag else index.response_labels[facet].equal(value)
    return rows[index.owner]


def _count_label(index: SearchIndex, hits: BoolArray, facet: str) -> list[dict[str, Any]]:
    labels = index.response_labels[facet]
    rows = index.of_responses(hits)
    return _tally(labels.names, labels.codes[rows])


def _count_segment_label(index: SearchIndex, hits: BoolArray, facet: str) -> list[dict[str, Any]]:
    """Count responses by a label of their segments: one response may count under two values."""
    labels = index.segment_labels[facet]
    pairs = np.unique(np.stack([index.owner[hits], labels.codes[hits].astype(np.int64)]), axis=1)
    return _tally(labels.names, pairs[1])


def _count_themes(index: SearchIndex, hits: BoolArray, _facet: str) -> list[dict[str, Any]]:
    counted = []
    for theme, rows in index.themes.items():
        french, english = index.theme_names.get(theme, (theme, theme))
        n = len(np.unique(index.owner[rows[hits[rows]]]))
        counted.append({"value": theme, "count": n, "name_fr": french, "name_en": english})
    return counted


def _count_anomalies(index: SearchIndex, hits: BoolArray, _facet: str) -> list[dict[str, Any]]:
    rows = index.of_responses(hits)
    return [{"value": k, "count": int((m & rows).sum())} for k, m in index.anomalies.items()]


def _tally(names: Sequence[str], codes: Any) -> list[dict[str, Any]]:
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    return [{"value": name, "count": int(n)} for name, n in zip(names, counts, strict=True)]


_COUNTERS: Mapping[str, Callable[[SearchIndex, BoolArray, str], list[dict[str, Any]]]] = {
    "theme": _count_themes,
    "anomaly": _count_anomalies,
    "sentiment": _count_segment_label,
    "language": _count_segment_label,
}
