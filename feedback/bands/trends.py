"""Whether a metric, or a theme's share, has moved over several batches, not only since the last.

A fall of three points a month is chance in every month and none over six of them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from feedback.bands.changes import ThemeCounts
from feedback.bands.metrics import Metric, variance_of
from feedback.bands.tables import Floats, q_values
from feedback.settings import BandSettings

FEWEST_BATCHES = 3
"""Two batches are a change, not a trend."""
MOST_BATCHES = 6
"""A trend is news while it goes on: half a year of months."""
TREND_COLUMNS = ("theme_id", "first", "last", "slope", "n_batches", "p_value", "q_value")


@dataclass(frozen=True)
class Trend:
    """A straight line through the values of successive batches.

    Attributes:
        first: Value in the first of them.
        last: Value in the last.
        slope: Change from one batch to the next, in the values' unit.
        n_batches: How many there are.
        p_value: Of the null hypothesis of no slope.
    """

    first: float
    last: float
    slope: float
    n_batches: int
    p_value: float

    @property
    def is_steady(self) -> bool:
        """Whether the ends say what the line says."""
        return (self.last - self.first) * self.slope > 0


@dataclass(frozen=True)
class _Line:
    """A line fitted by weighted least squares to values with known variances, (n_batches,) each."""

    values: Floats
    slope: float
    error: float
    strays: float
    """Sum of the squared distances from the line, each over its variance; n - 2 by chance."""

    def trend(self, ratio: float = 1.0) -> Trend:
        """Return the trend, its error widened by the square root of `ratio`, if that is over 1."""
        from scipy.stats import norm

        ends = float(self.values[0]), float(self.values[-1])
        z = abs(self.slope) / (self.error * math.sqrt(max(1.0, ratio)))
        return Trend(*ends, self.slope, len(self.values), 2 * float(norm.sf(z)))


def _fit(values: Floats, variances: Floats) -> _Line:
    """Fit a line; the batches are taken as equally far apart."""
    weights, time = 1 / variances, np.arange(len(values), dtype=np.float64)
    middle, level = (weights @ column / weights.sum() for column in (time, values))
    spread = float(weights @ (time - middle) ** 2)
    slope = float(weights @ ((time - middle) * (values - level))) / spread
    strays = values - level - slope * (time - middle)
    return _Line(values, slope, spread**-0.5, float(weights @ strays**2))


def metric_trend(metrics: Sequence[Metric | None]) -> Trend | None:
    """Return the trend of one metric, in its unit; None where it was not asked often enough.

    Values that stray from the line by more than their own errors widen its error by their ratio
    (Birge, 1932): one odd month makes no trend.

    Args:
        metrics: The metric in each batch, oldest first, this batch's last; None where it was not
            asked. Those on another scale than the last one are left out, and all but the last
            `MOST_BATCHES`.
    """
    asked = [metric for metric in metrics if metric is not None and metric.value is not None]
    same = [m for m in asked if (m.name, m.scale) == (asked[-1].name, asked[-1].scale)]
    recent = same[-MOST_BATCHES:]
    variances = np.array([variance_of(metric) for metric in recent], dtype=np.float64)
    if len(recent) < FEWEST_BATCHES or not (variances > 0).all():
        return None
    line = _fit(np.array([metric.value for metric in recent], dtype=np.float64), variances)
    return line.trend(line.strays / (len(recent) - 2))


def theme_trends(batches: Sequence[ThemeCounts], settings: BandSettings) -> pd.DataFrame:
    """Return one row per theme whose share can be tested over the batches (`TREND_COLUMNS`).

    The test is the one of Cochran (1954) and Armitage (1955) in its regression form, on counts over
    their design effect. To the variance of a share comes what shares sway from batch to batch
    beyond chance, in proportion to themselves, as all themes together show it (the moments of
    DerSimonian & Laird, 1986): of 100 worlds of twelve themes whose shares sway by 15 % and go
    nowhere 15, 12 and 12 showed a trend over 3, 4 and 6 batches without it, with it 11, 8 and 7
    (`benchmarks bands`).

    Of a theme the batches count from the first that cites it on, so that one found late is not
    called a rise; it needs `min_expected` citations a batch on average. `first`, `last` and `slope`
    (a batch) are shares, 0 to 1; `q_value` is Benjamini and Hochberg's over all rows.

    Args:
        batches: Counts, oldest first, this batch's last.
        settings: `min_expected`.
    """
    recent = [batch for batch in batches if batch.n_responses][-MOST_BATCHES:]
    themes = sorted({theme for batch in recent for theme in batch.by_theme})
    series = []
    if len(recent) >= FEWEST_BATCHES and themes:
        counts = np.stack([batch.effective(themes) for batch in recent])
        known = ((name, _series(counts[:, i], settings)) for i, name in enumerate(themes))
        series = [(name, found) for name, found in known if found is not None]
    sway = _sway([found for _, found in series])
    rows = []
    for name, (shares, variances, level) in series:
        trend = _fit(shares, variances + sway * level**2).trend()
        ends = (trend.first, trend.last, trend.slope)
        rows.append((name, *ends, trend.n_batches, trend.p_value))
    table = pd.DataFrame(rows, columns=list(TREND_COLUMNS[:-1]))
    return table.assign(q_value=q_values(table["p_value"].to_numpy(dtype=np.float64)))


_Series = tuple[Floats, Floats, float]
"""A theme's shares and their variances, (n_batches,) each, and its share in all of them."""


def _series(counts: Floats, settings: BandSettings) -> _Series | None:
    """Return what is to be tested; `counts` are citations and answers, (n_batches, 2)."""
    cited, asked = counts[int(np.argmax(counts[:, 0] > 0)) :].T
    level = float(cited.sum() / asked.sum())
    few = level * asked.mean() < settings.min_expected
    if few or level >= 1 or len(asked) < FEWEST_BATCHES:
        return None
    return cited / asked, level * (1 - level) / asked, level


def _sway(series: Sequence[_Series]) -> float:
    """Return the squared coefficient of variation of shares from batch to batch, beyond chance."""
    over, weight = 0.0, 0.0
    for shares, variances, level in series:
        freedom = len(shares) - 2
        over += _fit(shares, variances).strays - freedom
        weight += freedom * level**2 / float(variances.mean())
    return max(0.0, over / weight) if weight else 0.0
