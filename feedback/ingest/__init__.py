"""Room 1: files in, `responses` out. See `read` for the contract."""

from feedback.headers import cohort_column
from feedback.ingest.inspect import inspect, look
from feedback.ingest.model import ColumnGuess, Inspection, Reading, ScaleGuess, SourceReport
from feedback.ingest.read import read

__all__ = [
    "ColumnGuess",
    "Inspection",
    "Reading",
    "ScaleGuess",
    "SourceReport",
    "cohort_column",
    "inspect",
    "look",
    "read",
]
