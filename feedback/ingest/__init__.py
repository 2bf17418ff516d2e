"""Room 1: files in, `responses` out. See `read` for the contract."""

from feedback.ingest.inspect import inspect, look
from feedback.ingest.model import ColumnGuess, Inspection, Reading, ScaleGuess, SourceReport
from feedback.ingest.read import read
from feedback.ingest.words import cohort_column

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
