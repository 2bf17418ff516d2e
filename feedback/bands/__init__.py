"""Score bands: the metrics with their intervals, and what each theme does to them."""

from feedback.bands.changes import ThemeCounts, count_themes, theme_change
from feedback.bands.drivers import Drivers
from feedback.bands.intervals import Difference, Interval, share_interval
from feedback.bands.link import BandResult, link, measure_all
from feedback.bands.metrics import Metric, metric_difference
from feedback.bands.priorities import priority_matrix
from feedback.bands.tables import q_values
from feedback.bands.trends import Trend, metric_trend, theme_trends

__all__ = [
    "BandResult",
    "Difference",
    "Drivers",
    "Interval",
    "Metric",
    "ThemeCounts",
    "Trend",
    "count_themes",
    "link",
    "measure_all",
    "metric_difference",
    "metric_trend",
    "priority_matrix",
    "q_values",
    "share_interval",
    "theme_change",
    "theme_trends",
]
