"""A batch on its way into the tables and out of them."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from feedback.errors import FrameContractError
from feedback.frames import BatchFrames
from feedback.store import decisions, schema
from feedback.store.analysis import index_words
from feedback.store.centring import LanguageMean, centre, measure, pool, unit
from feedback.store.journal import Snapshot, Writer, any_of, quote
from feedback.types import FloatArray


@dataclass(frozen=True)
class BatchVectors:
    """The vectors of a batch.

    Attributes:
        search: Shape (n_segments, d), aligned with the rows of `frames.segments`; for the
            bundled e5 its first 384 features.
        themes: Shape (n_segments, t), the theme encoder's, aligned with the same rows.
        centroids: Shape (n_themes, t), aligned with the rows of `frames.themes`.
        theme_means: The theme encoder's mean per language, each of shape (t,).
        search_encoder: Fingerprint of the search encoder: vectors of two are never compared.
        theme_encoder: Fingerprint of the theme encoder.
    """

    search: FloatArray
    themes: FloatArray
    centroids: FloatArray
    theme_means: Mapping[str, FloatArray] = field(default_factory=dict)
    search_encoder: str = ""
    theme_encoder: str = ""


def check(frames: BatchFrames, vectors: BatchVectors) -> dict[str, pd.DataFrame]:
    """Return the frames by table name, checked against their contracts and the vectors.

    Raises:
        FrameContractError: A frame, or the shape of an array, breaks its contract.
    """
    checked = {name: spec.check(getattr(frames, name)) for name, spec in schema.SPECS.items()}
    if not (checked["responses"]["batch"] == frames.batch).all():
        raise FrameContractError(f"responses: rows of another batch than {frames.batch!r}")
    wanted = {"search": "segments", "themes": "segments", "centroids": "themes"}
    for array, frame in wanted.items():
        shape = getattr(vectors, array).shape
        if len(shape) != 2 or shape[0] != len(checked[frame]):
            raise FrameContractError(f"{array}: shape {shape} for {len(checked[frame])} {frame}")
    return checked


def save(
    writer: Writer, frames: BatchFrames, vectors: BatchVectors, facts: Mapping[str, object]
) -> int:
    """Write a checked batch in the place of its earlier self; return its sequence number."""
    checked = check(frames, vectors)
    runs = writer.before.rows("runs").to_pylist()
    sequence = _sequence(frames.batch, runs)
    measured = measure(unit(vectors.search), _languages(checked["segments"]))
    earlier = {
        r["batch"]
        for r in runs
        if r["sequence"] < sequence and r["search_encoder"] == vectors.search_encoder
    }
    dimension = vectors.search.shape[1]
    means = pool([*means_of(writer.before, sorted(earlier), dimension), *measured])
    cohorts, cohort_types = schema.pack_cohorts(checked["responses"])
    more: dict[str, dict[str, Any]] = {
        "responses": {"cohorts": cohorts},
        "segments": _search_columns(checked, vectors, means),
        "themes": {"centroid": schema.vectors_array(vectors.centroids)},
    }
    if len(checked["segments"]):
        writer.set_dimension("segments", dimension)
    ours = f"batch = {quote(frames.batch)}"
    _forget_replaced(writer, frames.batch, checked["responses"])
    for name, frame in checked.items():
        writer.replace(name, ours, schema.to_table(name, frames.batch, frame, more.get(name, {})))
    writer.replace("means", ours, _means_rows(frames.batch, measured, vectors.theme_means))
    run = _run_row(checked["responses"], vectors, facts)
    run |= {"batch": frames.batch, "sequence": sequence, "cohort_types": cohort_types}
    writer.replace("runs", ours, schema.rows_table("runs", [run]))
    return sequence


def _forget_replaced(writer: Writer, batch: str, responses: pd.DataFrame) -> None:
    """Take out the decisions on answers in whose place others of the same id now stand."""
    ours = f"batch = {quote(batch)}"
    reviews = writer.before.rows("reviews", ours).to_pylist()
    judged = decisions.answers_of(writer.before, reviews)
    held = decisions.held(reviews, batch, judged, decisions.answers_in(batch, responses))
    gone = sorted({row["response_id"] for row in reviews} - {identity for identity, _ in held})
    if gone:
        writer.replace("reviews", f"{ours} AND {any_of('response_id', gone)}")


def drop(writer: Writer, batch: str) -> None:
    """Delete a batch's rows of every table; the log of edits is nobody's and stays."""
    for name in (*schema.SPECS, "means", "reviews", "runs"):
        writer.replace(name, f"batch = {quote(batch)}")


def load(snapshot: Snapshot, batch: str, cohort_types: str) -> BatchFrames:
    """Read a batch back: the frames as they were saved, in their order."""
    ours = f"batch = {quote(batch)}"
    tables = {
        name: snapshot.rows(name, ours, _columns(name)).sort_by("position") for name in schema.SPECS
    }
    frames = {name: schema.from_table(name, table) for name, table in tables.items()}
    packed = tables["responses"].column("cohorts").to_pylist()
    cohorts = schema.unpack_cohorts(packed, cohort_types)
    frames["responses"] = pd.concat([frames["responses"], cohorts], axis=1)
    parts: dict[str, Any] = dict(frames)
    return BatchFrames(batch=batch, **parts)


def means_of(snapshot: Snapshot, batches: list[str], dimension: int) -> list[LanguageMean]:
    """Return the search means of `batches` that have this dimension."""
    where = f"space = 'search' AND {any_of('batch', batches)}"
    return [
        LanguageMean(row["language"], row["n"], np.array(row["vector"], dtype=np.float32))
        for row in snapshot.rows("means", where).to_pylist()
        if len(row["vector"]) == dimension
    ]


def strongest(assignments: pd.DataFrame) -> pd.DataFrame:
    """Return each segment's strongest theme: `segment_id`, `theme_id`, `strength`; ties by id."""
    order = assignments.sort_values(
        ["segment_id", "strength", "theme_id"], ascending=[True, False, True], kind="stable"
    )
    return order.drop_duplicates("segment_id")


def _columns(name: str) -> list[str]:
    further = ["cohorts"] if name == "responses" else []
    return ["position", *(c.name for c in schema.SPECS[name].columns), *further]


def _sequence(batch: str, runs: list[dict[str, Any]]) -> int:
    known = {row["batch"]: int(row["sequence"]) for row in runs}
    return known.get(batch, max(known.values(), default=0) + 1)


def _languages(segments: pd.DataFrame) -> list[str]:
    return [str(language) for language in segments["language"].fillna("")]


def _search_columns(
    frames: Mapping[str, pd.DataFrame], vectors: BatchVectors, means: Mapping[str, FloatArray]
) -> dict[str, pa.Array]:
    segments, assignments = frames["segments"], frames["assignments"]
    responses = frames["responses"].set_index("response_id")
    first = strongest(assignments).set_index("segment_id")["theme_id"]
    every = assignments.groupby("segment_id")["theme_id"].agg(sorted)
    ids, languages = segments["segment_id"], _languages(segments)
    columns: dict[str, Any] = {
        name: schema.column_array("segments", name, segments["response_id"].map(responses[name]))
        for name in ("score", "score_band", "date")
    }
    columns["theme_id"] = schema.column_array("segments", "theme_id", ids.map(first))
    columns["theme_ids"] = pa.array(
        [every.get(segment, []) for segment in ids], pa.list_(pa.string())
    )
    columns["words"] = pa.array(map(index_words, segments["text"], languages), pa.string())
    columns["theme_vector"] = schema.vectors_array(vectors.themes)
    if len(segments):
        centred = centre(vectors.search, languages, means)
        columns["vector"] = schema.fixed_vectors_array(centred)
    return columns


def _means_rows(
    batch: str, measured: list[LanguageMean], theme_means: Mapping[str, FloatArray]
) -> pa.Table:
    rows = [
        {
            "batch": batch,
            "space": "search",
            "language": m.language,
            "n": m.n,
            "vector": m.vector.tolist(),
        }
        for m in measured
    ]
    rows += [
        {
            "batch": batch,
            "space": "theme",
            "language": language,
            "n": 0,
            "vector": np.asarray(vector, dtype=np.float32).tolist(),
        }
        for language, vector in sorted(theme_means.items())
    ]
    return schema.rows_table("means", rows)


def _run_row(
    responses: pd.DataFrame, vectors: BatchVectors, facts: Mapping[str, object]
) -> dict[str, Any]:
    dates = pd.to_datetime(responses["date"]).dropna()
    return {
        "saved_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
        "n_responses": len(responses),
        "first_date": dates.min().to_pydatetime() if len(dates) else None,
        "last_date": dates.max().to_pydatetime() if len(dates) else None,
        "search_encoder": vectors.search_encoder,
        "theme_encoder": vectors.theme_encoder,
        "facts": json.dumps(dict(facts), ensure_ascii=False, default=str),
    }
