"""The frozen summary of a run: plain numbers, texts and tuples, in no language yet.

Missing numbers are None and are shown as a dash. Shares are 0 to 1, dates are ISO texts.
"""

from feedback.report.model.comments import Alert, AnomalyGroup, AnomalyView, CommentView, Dimension
from feedback.report.model.page import SMALL_SHARE, Movers, Report, Titles, Volume
from feedback.report.model.scores import Asked, Bar, CohortView, Driver, Drivers, MetricView, Point
from feedback.report.model.texts import Change, Finding, Share, Text, Trend, Value
from feedback.report.model.themes import (
    Landmark,
    Priority,
    Quote,
    ThemeBand,
    ThemeView,
    Vanished,
    Word,
    WordList,
)

__all__ = [
    "SMALL_SHARE",
    "Alert",
    "AnomalyGroup",
    "AnomalyView",
    "Asked",
    "Bar",
    "Change",
    "CohortView",
    "CommentView",
    "Dimension",
    "Driver",
    "Drivers",
    "Finding",
    "Landmark",
    "MetricView",
    "Movers",
    "Point",
    "Priority",
    "Quote",
    "Report",
    "Share",
    "Text",
    "ThemeBand",
    "ThemeView",
    "Titles",
    "Trend",
    "Value",
    "Vanished",
    "Volume",
    "Word",
    "WordList",
]
