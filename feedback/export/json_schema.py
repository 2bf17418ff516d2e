"""The schema of the JSON export, made from the frames' own contracts."""

from typing import Any

from feedback.export.tables import METRIC_COLUMNS, SPECS
from feedback.frames import Column, FrameSpec

SCHEMA_FILE = "export.schema.json"
_TYPES = {
    "text": "string",
    "float": "number",
    "int": "integer",
    "bool": "boolean",
    "texts": "array",
    "date": "string",
}
_DATE = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?)?$"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `export json` writes."""
    frames = {name: _frame(spec) for name, spec in SPECS.items()}
    columns = {"type": "array", "items": {"$ref": "#/$defs/column"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "feedback-batch",
        "description": "One batch of customer feedback as `feedback export json` writes it.",
        "type": "object",
        "required": ["format", "version", "batch", "schema", "metrics", *frames],
        "properties": {
            "format": {"const": "feedback-batch"},
            "version": {"const": 1},
            "batch": {"type": "string"},
            "schema": {
                "type": "object",
                "required": list(frames),
                "additionalProperties": columns,
            },
            "metrics": {"type": "array", "items": _metric()},
            **frames,
        },
        "$defs": {
            "column": {
                "type": "object",
                "required": ["name", "kind", "nullable"],
                "properties": {
                    "name": {"type": "string"},
                    "kind": {"enum": ["text", "float", "int", "bool", "date", "texts"]},
                    "nullable": {"type": "boolean"},
                },
            }
        },
    }


def _metric() -> dict[str, Any]:
    figures = ["number", "null"]
    kinds = {"value": figures, "low": figures, "high": figures, "n": ["integer", "null"]}
    properties = {name: {"type": kinds.get(name, ["string", "null"])} for name in METRIC_COLUMNS}
    return {"type": "object", "properties": properties}


def _frame(spec: FrameSpec) -> dict[str, Any]:
    row: dict[str, Any] = {
        "type": "object",
        "required": spec.names(),
        "properties": {column.name: _column(column) for column in spec.columns},
        "additionalProperties": False,
    }
    if spec.prefixes:
        row["patternProperties"] = {f"^{prefix}": True for prefix in spec.prefixes}
    return {"type": "array", "items": row}


def _column(column: Column) -> dict[str, Any]:
    kind = _TYPES[column.kind]
    described: dict[str, Any] = {"type": [kind, "null"] if column.missing else kind}
    if column.allowed:
        described["enum"] = [*column.allowed, *([None] if column.missing else [])]
    if column.kind == "texts":
        described["items"] = {"type": "string"}
    if column.kind == "date":
        described["pattern"] = _DATE
    return described
