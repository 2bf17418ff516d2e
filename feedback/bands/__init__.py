"""Score bands: the metrics with their intervals, and what each theme does to them."""

from feedback.bands.changes import ThemeCounts, count_themes, theme_change
from feedback.bands.intervals import Difference, Interval
from feedback.bands.link import BandResult, link, measure_all
from feedback.bands.metrics import Metric, metric_difference

__all__ = [
    "BandResult",
    "Difference",
    "Interval",
    "Metric",
    "ThemeCounts",
    "count_themes",
    "link",
    "measure_all",
    "metric_difference",
    "theme_change",
]
