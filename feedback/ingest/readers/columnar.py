"""Parquet and JSON lines: every value as the text a csv of it would hold."""

import json
import math
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from feedback.errors import InputError
from feedback.ingest.readers.layout import BrokenRow, Row, Sheet


def cell_text(value: object) -> str:
    """Return a value as text: whole floats without their point, dates in ISO, nothing as ``""``."""
    if value is None:
        return ""
    if isinstance(value, str):
        # JSON may escape half a character ("\\ud83d"), which no file could be written with.
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(cell_text(item) for item in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)
    return str(value).replace("\0", "")


def read_parquet(path: Path) -> Sheet:
    """Read a Parquet file.

    Raises:
        InputError: It is damaged.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.read_table(path)
        columns = [[cell_text(v) for v in column.to_pylist()] for column in table.columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(
            "is damaged, or not a Parquet file", where=path.name, todo="Export it again"
        ) from error
    rows: list[Row] = [list(table.column_names), *(list(r) for r in zip(*columns, strict=True))]
    return Sheet(path.name, "parquet", None, rows)


def read_json(text: str, file: str, encoding: str) -> Sheet:
    """Read JSON lines, or one JSON array, of objects.

    Raises:
        InputError: It is neither.
    """
    records = _records(text, file)
    names = list(dict.fromkeys(k for record in records if record is not None for k in record))
    if not names:
        raise InputError("holds no JSON objects", where=file, todo="Write one object per line")
    rows: list[Row] = [
        BrokenRow("is not a JSON object")
        if record is None
        else [cell_text(record.get(name)) for name in names]
        for record in records
    ]
    return Sheet(file, "jsonl", encoding, [names, *rows])


def _records(text: str, file: str) -> list[dict[str, Any] | None]:
    if text.lstrip().startswith("["):
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(
                f"is not valid JSON: {error}", where=file, todo="Export it again"
            ) from error
        return [_flat(value) for value in values]
    return [_flat(_parsed(line)) for line in text.split("\n") if line.strip()]


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _flat(value: object) -> dict[str, Any] | None:
    """Return an object with those inside it opened by one level, or None if it is no object."""
    if not isinstance(value, dict):
        return None
    flat: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            flat |= {f"{key}.{name}": item for name, item in inner.items()}
        else:
            flat[str(key)] = inner
    return flat
