"""What the search reads: one commit of the store, held in memory and shared by all readers.

Filters, counts and both rankings are then a few array operations; nothing of it lies on a disk,
so nothing of it has to be erased there. One segment costs about 1.2 kB: 120 MB for 100,000.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from feedback.store.decisions import answers_of, held
from feedback.store.journal import Snapshot
from feedback.store.meaning import Space, read_space
from feedback.store.postings import Postings
from feedback.types import FloatArray

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

_SEGMENT = (
    *("batch", "response_id", "segment_id", "start", "end", "text", "language", "sentiment"),
    *("theme_id", "theme_ids", "words"),
)
_RESPONSE = ("batch", "response_id", "comment", "language", "score", "score_band", "date")
_MEANINGLESS = 3  # bytes
_KEPT = 2  # indexes of the stores used last: a server reads one, a test two
_indexes: OrderedDict[tuple[str, int, str], "SearchIndex"] = OrderedDict()
_building = threading.Lock()


@dataclass(frozen=True)
class Labels:
    """One label per row, as numbers.

    Attributes:
        names: The labels, sorted.
        codes: Which of them, shape (n,); -1 where there is none.
    """

    names: list[str]
    codes: NDArray[np.int32]

    def equal(self, name: str) -> BoolArray:
        """Say which rows have this label."""
        if name not in self.names:
            return np.zeros(len(self.codes), dtype=bool)
        rows: BoolArray = self.codes == self.names.index(name)
        return rows

    @classmethod
    def of(cls, values: pa.ChunkedArray | pa.Array) -> "Labels":
        """Number the labels of a column of text."""
        series = pd.Series(values.to_pylist(), dtype="str")
        codes, names = pd.factorize(series, sort=True)
        return cls([str(name) for name in names], codes.astype(np.int32))


@dataclass(frozen=True)
class SearchIndex:
    """Segments in the order of batch and id, and the responses they belong to.

    Attributes:
        segments: `segment_id`, `start`, `end`, `text`, `theme_id` and more, a row per segment.
        responses: `batch`, `response_id`, `comment`, ..., a row per response.
        owner: The response's row of each segment, shape (n_segments,).
        postings: The words.
        space: The vectors.
        segment_labels: `sentiment` and `language` per segment.
        response_labels: `batch`, `band`, and one per cohort, per response.
        themes: Theme ids, and of each the segments it was assigned.
        anomalies: Of each kind, the responses flagged and not dismissed.
        theme_names: Theme id to its French and English name, as the latest batch has them.
        runs: Rows of the table of runs, in sequence.
    """

    segments: pa.Table
    responses: pa.Table
    owner: IntArray
    postings: Postings
    space: Space
    segment_labels: Mapping[str, Labels]
    response_labels: Mapping[str, Labels]
    themes: Mapping[str, IntArray]
    anomalies: Mapping[str, BoolArray]
    theme_names: Mapping[str, tuple[str, str]]
    runs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def n(self) -> int:
        """How many segments there are."""
        return len(self.segments)

    @property
    def batches(self) -> list[str]:
        """The batches in sequence."""
        return [str(run["batch"]) for run in self.runs]

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """The score of each response; NaN where there is none."""
        scores: NDArray[np.float64] = self.responses["score"].to_numpy().astype(np.float64)
        return scores

    @cached_property
    def dates(self) -> NDArray[np.datetime64]:
        """The date of each response, in seconds; NaT where there is none."""
        dates: NDArray[np.datetime64] = self.responses["date"].to_numpy().astype("datetime64[s]")
        return dates

    @cached_property
    def shared_ids(self) -> frozenset[str]:
        """The response ids that stand in several batches: without the batch they name nobody."""
        ids = pd.Series(self.responses["response_id"].to_pylist(), dtype="str")
        return frozenset(ids[ids.duplicated()])

    @cached_property
    def letters(self) -> IntArray:
        """How many letters and digits each segment has.

        Counted in bytes, since two Chinese characters may be a sentence.
        """
        letters = ("".join(filter(str.isalnum, text)) for text in self.segments["text"].to_pylist())
        sizes = (len(said.encode("utf-8", "replace")) for said in letters)
        return np.fromiter(sizes, dtype=np.int64, count=self.n)

    @property
    def says_something(self) -> BoolArray:
        """Say which segments have letters enough for a meaning: "ok" lies near every short query.

        At a cosine of 0.85 to 0.9 it came before the sentences that were meant.
        """
        enough: BoolArray = self.letters > _MEANINGLESS
        return enough

    def of_comments(self, cosines: FloatArray) -> FloatArray:
        """Return the cosine of each response's mean vector, shape (n_responses,).

        Args:
            cosines: Of its segments to the same vector, shape (n_segments,).
        """
        sums = np.bincount(self.owner, weights=cosines, minlength=len(self.responses))
        return (sums / self._lengths).astype(np.float32)

    @cached_property
    def _lengths(self) -> NDArray[np.float64]:
        """The length of the sum of each response's vectors; a cosine is a sum of products by it."""
        n = len(self.responses)
        squares = np.zeros(n)
        for column in self.space.matrix.T:
            squares += np.bincount(self.owner, weights=column, minlength=n) ** 2
        lengths: NDArray[np.float64] = np.sqrt(np.maximum(squares, 1e-12))
        return lengths

    def of_responses(self, segments: BoolArray) -> BoolArray:
        """Return the responses that own one of the segments."""
        found = np.zeros(len(self.responses), dtype=bool)
        found[self.owner[segments]] = True
        return found


def index_of(snapshot: Snapshot) -> SearchIndex:
    """Return the index of a commit: built once, whoever asks first."""
    head = snapshot.head
    key = (snapshot.uri, head.number, head.saved_at)
    with _building:
        if key not in _indexes:
            for old in [k for k in _indexes if k[0] == key[0]]:
                del _indexes[old]  # a later commit of the same store
            _indexes[key] = _build(snapshot)
        _indexes.move_to_end(key)
        while len(_indexes) > _KEPT:
            _indexes.popitem(last=False)
        return _indexes[key]


def _build(snapshot: Snapshot) -> SearchIndex:
    runs = snapshot.rows("runs").sort_by("sequence").to_pylist()
    responses = snapshot.rows("responses", columns=[*_RESPONSE, "cohorts"])
    responses = responses.sort_by([("batch", "ascending"), ("response_id", "ascending")])
    stored = snapshot.rows("segments", columns=[*_SEGMENT, *_vectors(snapshot)])
    order = pc.sort_indices(stored, sort_keys=[("batch", "ascending"), ("segment_id", "ascending")])
    segments = stored.select(list(_SEGMENT)).take(order).combine_chunks()
    owner = _owners(segments, responses)
    cohorts = responses["cohorts"]
    plain = responses.drop_columns(["cohorts"]).combine_chunks()
    return SearchIndex(
        segments=segments.drop_columns(["theme_ids"]),
        responses=plain,
        owner=owner,
        postings=Postings(segments["words"].combine_chunks()),
        space=read_space(stored, order.to_numpy(), runs, snapshot),
        segment_labels={
            "sentiment": Labels.of(segments["sentiment"]),
            "language": Labels.of(segments["language"]),
        },
        response_labels={
            "batch": Labels.of(plain["batch"]),
            "band": Labels.of(plain["score_band"]),
            **_cohorts(cohorts),
        },
        themes=_themes(segments),
        anomalies=_anomalies(snapshot, plain),
        theme_names=_theme_names(snapshot, runs),
        runs=runs,
    )


def _vectors(snapshot: Snapshot) -> list[str]:
    names = snapshot.table("segments").schema.names
    return [name for name in ("vector", "theme_vector") if name in names]


def _owners(segments: pa.Table, responses: pa.Table) -> IntArray:
    place = {
        key: row
        for row, key in enumerate(
            zip(responses["batch"].to_pylist(), responses["response_id"].to_pylist(), strict=True)
        )
    }
    keys = zip(segments["batch"].to_pylist(), segments["response_id"].to_pylist(), strict=True)
    return np.fromiter((place[key] for key in keys), dtype=np.int64, count=len(segments))


def _cohorts(packed: pa.ChunkedArray) -> dict[str, Labels]:
    rows = [json.loads(text) if text else {} for text in packed.to_pylist()]
    names = sorted({name for row in rows for name in row if name.startswith("cohort_")})
    return {
        name: Labels.of(pa.array([_word(row.get(name)) for row in rows], pa.string()))
        for name in names
    }


def _word(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)


def _themes(segments: pa.Table) -> dict[str, IntArray]:
    lists = segments["theme_ids"].combine_chunks()
    rows = pc.list_parent_indices(lists).to_numpy().astype(np.int64)
    labels = Labels.of(lists.flatten())
    return {name: rows[labels.codes == k] for k, name in enumerate(labels.names)}


def _anomalies(snapshot: Snapshot, responses: pa.Table) -> dict[str, BoolArray]:
    names = ["batch", "response_id", "kind"]
    gone = _dismissed(snapshot)
    keys = zip(responses["batch"].to_pylist(), responses["response_id"].to_pylist(), strict=True)
    place = {key: row for row, key in enumerate(keys)}
    found: dict[str, BoolArray] = {}
    for row in snapshot.rows("anomalies", columns=names).to_pylist():
        at = place.get((row["batch"], row["response_id"]))
        if at is not None and (row["batch"], row["response_id"], row["kind"]) not in gone:
            mask = found.setdefault(row["kind"], np.zeros(len(responses), dtype=bool))
            mask[at] = True
    return dict(sorted(found.items()))


def _dismissed(snapshot: Snapshot) -> set[tuple[str, str, str]]:
    """Return batch, response id and kind of every flag that a person set aside."""
    reviews = snapshot.rows("reviews").to_pylist()
    answers = answers_of(snapshot, reviews)
    return {
        (batch, *key)
        for batch in {batch for batch, _ in answers}
        for key, row in held(reviews, batch, answers, answers).items()
        if row["state"] == "dismissed"
    }


def _theme_names(
    snapshot: Snapshot, runs: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[str, str]]:
    order = {run["batch"]: run["sequence"] for run in runs}
    rows = snapshot.rows("themes", columns=["batch", "theme_id", "name_fr", "name_en"]).to_pylist()
    rows.sort(key=lambda row: (order.get(row["batch"], 0), row["theme_id"]))
    return {row["theme_id"]: (row["name_fr"], row["name_en"]) for row in rows}
