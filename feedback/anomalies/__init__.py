"""Answers that should not be taken at face value, each with its reason in both languages."""

from feedback.anomalies.alerts import ALERT_COLUMNS
from feedback.anomalies.context import AnomalyContext, AnomalyResult, Reviewed
from feedback.anomalies.flag import DETECTORS, KINDS, flag
from feedback.anomalies.history import History, history_of
from feedback.anomalies.shift import Shift, find_shift

__all__ = [
    "ALERT_COLUMNS",
    "DETECTORS",
    "KINDS",
    "AnomalyContext",
    "AnomalyResult",
    "History",
    "Reviewed",
    "Shift",
    "find_shift",
    "flag",
    "history_of",
]
