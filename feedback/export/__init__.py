"""A batch in the formats of other programs."""

from feedback.export.door import KINDS, export
from feedback.export.json_schema import SCHEMA_FILE, json_schema
from feedback.export.phrases import anomaly_name
from feedback.export.text_tables import write_tables

__all__ = ["KINDS", "SCHEMA_FILE", "anomaly_name", "export", "json_schema", "write_tables"]
