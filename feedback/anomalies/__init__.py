"""Answers that should not be taken at face value, each with its reason in both languages."""

from feedback.anomalies.context import AnomalyContext, AnomalyResult
from feedback.anomalies.flag import DETECTORS, flag
from feedback.anomalies.shift import Shift, find_shift

__all__ = ["DETECTORS", "AnomalyContext", "AnomalyResult", "Shift", "find_shift", "flag"]
