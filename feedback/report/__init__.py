"""The report: one frozen summary, written as a page and as JSON. See README.md beside this file."""

from feedback.report.data import (
    Method,
    MetricChange,
    ModelFact,
    Past,
    Previous,
    ReportData,
    ThemeChange,
)
from feedback.report.layout import place_comments
from feedback.report.model import Report
from feedback.report.render import render_html
from feedback.report.summarise import summarise
from feedback.report.summary import summary_json

__all__ = [
    "Method",
    "MetricChange",
    "ModelFact",
    "Past",
    "Previous",
    "Report",
    "ReportData",
    "ThemeChange",
    "place_comments",
    "render_html",
    "summarise",
    "summary_json",
]
