"""A batch in the formats of other programs."""

from feedback.export.door import KINDS, export
from feedback.export.text_tables import write_tables

__all__ = ["KINDS", "export", "write_tables"]
