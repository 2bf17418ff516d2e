"""The report: one frozen summary, written as a page and as JSON. See README.md beside this file."""

from feedback.report.data import (
    Method,
    MetricChange,
    ModelFact,
    Past,
    Previous,
    ReportData,
    ThemeChange,
    Trends,
    TrendTest,
)
from feedback.report.index import render_index
from feedback.report.layout import place_comments
from feedback.report.model import Report
from feedback.report.pdf import find_browser, write_pdf
from feedback.report.render import render_html
from feedback.report.summarise import summarise
from feedback.report.summary import SCHEMA, summary_json

__all__ = [
    "SCHEMA",
    "Method",
    "MetricChange",
    "ModelFact",
    "Past",
    "Previous",
    "Report",
    "ReportData",
    "ThemeChange",
    "TrendTest",
    "Trends",
    "find_browser",
    "place_comments",
    "render_html",
    "render_index",
    "summarise",
    "summary_json",
    "write_pdf",
]
