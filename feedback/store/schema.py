"""The store's tables: their Arrow schemas, and the way from a frame to a table and back.

Every table carries `batch` and `position` (the row's place in its frame), so that a batch comes
back exactly as it went in.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa

from feedback.frames import (
    ANOMALIES,
    ASSIGNMENTS,
    EXTRAS,
    RESPONSES,
    SEGMENTS,
    THEME_BANDS,
    THEMES,
    Column,
    FrameSpec,
)
from feedback.store.analysis import index_words
from feedback.types import FloatArray

SCHEMA_VERSION = 3
"""Raised with every change of the tables; the steps from one to the next stand in `MIGRATIONS`."""


def _drop_word_index(writer: Any) -> None:
    """Version 2 searches in memory: the index on disk would keep words of erased comments."""
    writer.drop_indices("segments")


def _index_again(writer: Any) -> None:
    """Version 3 keeps apart words that the stemmer takes for one."""
    rows = writer.before.rows("segments")
    texts, languages = rows["text"].to_pylist(), rows["language"].to_pylist()
    words = pa.array(map(index_words, texts, languages), pa.string())
    writer.overwrite("segments", rows.set_column(rows.column_names.index("words"), "words", words))


MIGRATIONS: dict[int, Callable[[Any], None]] = {1: _drop_word_index, 2: _index_again}
"""From version n to n + 1: a function of the open `Writer`, run inside one commit."""

SPECS: dict[str, FrameSpec] = {
    "responses": RESPONSES,
    "segments": SEGMENTS,
    "assignments": ASSIGNMENTS,
    "themes": THEMES,
    "theme_bands": THEME_BANDS,
    "anomalies": ANOMALIES,
}

_TYPES = {
    "text": pa.string(),
    "float": pa.float64(),
    "int": pa.int64(),
    "bool": pa.bool_(),
    "date": pa.timestamp("s"),
    "texts": pa.list_(pa.string()),
}
_PLACE = [("batch", pa.string()), ("position", pa.int64())]
# A list of free length: the theme encoder, and with it the dimension, may change between batches.
_VECTOR = pa.list_(pa.float32())

_FURTHER: dict[str, list[tuple[str, pa.DataType]]] = {
    "responses": [("cohorts", pa.string())],
    # What the search filters by stands beside the words: one table, one prefilter.
    "segments": [
        ("score", pa.float64()),
        ("score_band", pa.string()),
        ("date", pa.timestamp("s")),
        ("theme_id", pa.string()),
        ("theme_ids", pa.list_(pa.string())),
        ("words", pa.string()),
        ("theme_vector", _VECTOR),
    ],
    "themes": [("centroid", _VECTOR)],
}

_SIDE_TABLES: dict[str, list[tuple[str, pa.DataType]]] = {
    "runs": [
        ("batch", pa.string()),
        ("sequence", pa.int64()),
        ("saved_at", pa.timestamp("us")),
        ("n_responses", pa.int64()),
        ("first_date", pa.timestamp("s")),
        ("last_date", pa.timestamp("s")),
        ("cohort_types", pa.string()),
        ("search_encoder", pa.string()),
        ("theme_encoder", pa.string()),
        ("facts", pa.string()),
    ],
    "means": [
        ("batch", pa.string()),
        ("space", pa.string()),
        ("language", pa.string()),
        ("n", pa.int64()),
        ("vector", _VECTOR),
    ],
    "edits": [("number", pa.int64()), ("saved_at", pa.timestamp("us")), ("edit", pa.string())],
    "reviews": [
        ("batch", pa.string()),
        ("response_id", pa.string()),
        ("kind", pa.string()),
        ("state", pa.string()),
        ("note", pa.string()),
        ("saved_at", pa.timestamp("us")),
    ],
}


def schemas() -> dict[str, pa.Schema]:
    """Return the Arrow schema of every table, as an empty store has it.

    The search vector's column joins `segments` with the first batch, which brings its dimension.
    """
    tables = {name: pa.schema(fields) for name, fields in _SIDE_TABLES.items()}
    for name, spec in SPECS.items():
        columns = [(column.name, _TYPES[column.kind]) for column in spec.columns]
        own = [] if any(key == "batch" for key, _ in columns) else _PLACE[:1]
        tables[name] = pa.schema([*own, _PLACE[1], *columns, *_FURTHER.get(name, [])])
    return tables


def vector_field(dimension: int) -> pa.Field:
    """Return the column of the search vectors, `dimension` wide."""
    return pa.field("vector", pa.list_(pa.float32(), dimension))


def to_table(name: str, batch: str, frame: pd.DataFrame, more: Mapping[str, Any]) -> pa.Table:
    """Turn a checked frame into rows of the table `name`; `more` holds its further columns."""
    columns: dict[str, Any] = {"batch": pa.array([batch] * len(frame), pa.string())}
    columns["position"] = pa.array(np.arange(len(frame)), pa.int64())
    for column in SPECS[name].columns:
        if column.name != "batch":
            columns[column.name] = _to_array(column, frame[column.name])
    columns.update(more)
    schema = schemas()[name]
    if "vector" in columns:
        schema = schema.append(pa.field("vector", columns["vector"].type))
    return pa.table({field.name: columns[field.name] for field in schema}, schema=schema)


def from_table(name: str, table: pa.Table) -> pd.DataFrame:
    """Turn rows of the table `name` into its frame, in the frame's types and saved order."""
    table = table.sort_by("position")
    types = SPECS[name].empty().dtypes
    return pd.DataFrame(
        {c.name: _from_array(c, table.column(c.name), types[c.name]) for c in SPECS[name].columns}
    )


def column_array(name: str, column: str, values: pd.Series) -> pa.Array:
    """Turn values, missing ones included, into the column of a table."""
    return _plain_array(values, schemas()[name].field(column).type)


def rows_table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Turn plain rows into rows of a side table."""
    return pa.Table.from_pylist(rows, schema=schemas()[name])


def vectors_array(vectors: FloatArray) -> pa.Array:
    """Turn an array of shape (n, d) into an Arrow column of lists of free length."""
    n, d = vectors.shape
    flat = pa.array(np.ascontiguousarray(vectors, dtype=np.float32).ravel())
    return pa.ListArray.from_arrays(pa.array(np.arange(n + 1) * d, pa.int32()), flat)


def fixed_vectors_array(vectors: FloatArray) -> pa.Array:
    """Turn an array of shape (n, d) into an Arrow column of lists of d numbers."""
    flat = pa.array(np.ascontiguousarray(vectors, dtype=np.float32).ravel())
    return pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1])


def pack_cohorts(responses: pd.DataFrame) -> tuple[pa.Array, str]:
    """Pack the columns that differ between batches (cohorts, weight) into one column of JSON.

    Returns:
        The column, and the packed columns' names and types as JSON.
    """
    names = [name for name in responses.columns if name.startswith(EXTRAS)]
    types = {name: str(responses[name].dtype) for name in names}
    values = responses[names].astype(object).where(responses[names].notna(), None)
    packed = [json.dumps(row, ensure_ascii=False, default=str) for row in values.to_dict("records")]
    return pa.array(packed, pa.string()), json.dumps(types, ensure_ascii=False)


def unpack_cohorts(packed: list[str], types_json: str) -> pd.DataFrame:
    """Undo `pack_cohorts`."""
    types: dict[str, str] = json.loads(types_json)
    rows = [json.loads(text) for text in packed]
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype=cast("Any", kind))
            for name, kind in types.items()
        }
    )


def _to_array(column: Column, values: pd.Series) -> pa.Array:
    if column.kind == "texts":
        return pa.array([[str(v) for v in row] for row in values], _TYPES["texts"])
    if column.kind == "float":
        return pa.array(values.astype("float64"), pa.float64(), from_pandas=True)
    if column.kind == "date":
        return pa.array(pd.to_datetime(values).astype("datetime64[s]"), _TYPES["date"])
    return _plain_array(values, _TYPES[column.kind])


def _plain_array(values: pd.Series, kind: pa.DataType) -> pa.Array:
    plain = values.astype(object).where(values.notna(), None)
    return pa.array(plain.tolist(), kind)


def _from_array(column: Column, values: pa.ChunkedArray, kind: Any) -> pd.Series:
    plain = values.to_pylist() if column.kind in ("text", "texts") else values.to_numpy()
    series: pd.Series = pd.Series(plain, dtype=kind)
    return series
