"""Parquet files and one JSON document, for programs."""

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd

from feedback.export.files import replacing, write_bytes
from feedback.export.tables import (
    METRIC_COLUMNS,
    SPECS,
    canonical,
    further_tables,
    iso,
    metrics,
    plain,
)
from feedback.frames import BatchFrames

FORMAT_VERSION = 1


def write_parquet(frames: BatchFrames, folder: Path) -> None:
    """Write each of the six frames as `folder`/NAME.parquet, lists and types kept.

    Raises:
        WorkspaceError: The folder cannot be written.
    """
    for name, table in canonical(frames).items():
        with replacing(folder / f"{name}.parquet") as fresh:
            table.to_parquet(fresh, index=False)


def write_json(frames: BatchFrames, out: Path) -> None:
    """Write one document: `format`, `version`, `batch`, `schema`, `metrics` and the six frames.

    `analysis` holds the tables that came with the frames (drivers, priorities, cohorts, ...).

    Each frame is a list of records; dates are ISO 8601, a missing value is null. `schema` gives
    the columns of every frame: `name`, `kind` (text, float, int, bool, date, texts) and whether
    a value may be missing (`nullable`).

    Raises:
        WorkspaceError: The file cannot be written.
    """
    tables = canonical(frames)
    document: dict[str, Any] = {
        "format": "feedback-batch",
        "version": FORMAT_VERSION,
        "batch": frames.batch,
        "schema": {name: _schema(name, table) for name, table in tables.items()},
        "metrics": [
            {name: _value(row[name]) for name in METRIC_COLUMNS} for row in metrics(frames)
        ],
    }
    document["analysis"] = {
        name: [{str(k): _value(v) for k, v in row.items()} for row in table.to_dict("records")]
        for name, table in further_tables(frames).items()
    }
    for name, table in tables.items():
        records = table.to_dict("records")
        document[name] = [{str(k): _value(v) for k, v in row.items()} for row in records]
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    write_bytes(out, (text + "\n").encode("utf-8", "replace"))


def _schema(name: str, table: pd.DataFrame) -> list[dict[str, Any]]:
    known = {column.name: column for column in SPECS[name].columns}
    described = []
    for column in table.columns:
        spec = known.get(column)
        kind = spec.kind if spec else _kind(table[column])
        nullable = spec.missing if spec else True
        described.append({"name": str(column), "kind": kind, "nullable": nullable})
    return described


def _kind(values: pd.Series) -> str:
    types = pd.api.types
    if types.is_bool_dtype(values.dtype):
        return "bool"
    if types.is_integer_dtype(values.dtype):
        return "int"
    if types.is_float_dtype(values.dtype):
        return "float"
    return "date" if types.is_datetime64_any_dtype(values.dtype) else "text"


def _value(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, pd.Timestamp):
        return iso(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
