"""Intervals and two-sample comparisons behind the metrics, each with its source."""

import math
from dataclasses import dataclass

import numpy as np

from feedback.bands.tables import Floats, two_by_two
from feedback.bands.weights import effective_n

PSEUDO_ANSWERS = 3.0
"""Answers added by the adjusted Wald interval: 3/4 promoter, 3/4 detractor, 3/2 passive."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval; `low` and `high` are None where none can be given."""

    value: float
    low: float | None
    high: float | None

    def within(self, bounds: tuple[float, float]) -> "Interval":
        """Return it cut at the ends of the scale, past which no mean can lie."""
        if self.low is None or self.high is None:
            return self
        return Interval(self.value, max(self.low, bounds[0]), min(self.high, bounds[1]))


@dataclass(frozen=True)
class Difference:
    """How far one batch's metric is from another's.

    Attributes:
        value: `a` minus `b`, in the metric's unit.
        low: Lower end of its interval.
        high: Upper end of its interval.
        p_value: Two-sided.
        method: The test, for a footnote.
    """

    value: float
    low: float
    high: float
    p_value: float
    method: str


def z_value(confidence: float) -> float:
    """Return the two-sided normal quantile of `confidence` (0.95 gives 1.96)."""
    from scipy.stats import norm

    return float(norm.ppf(0.5 + confidence / 2))


def net_score_parts(high: float, low: float, n: float) -> tuple[float, float]:
    """Return the adjusted net score (-1 to 1) and its squared standard error.

    Counts may be fractions: weighted shares times the effective number of answers.

    Rocks (2016), "Interval estimation for the Net Promoter Score", The American Statistician
    70(4): three answers are added, 3/4 of them promoters and 3/4 detractors, and then
    ``var = p + d - (p - d)**2`` over ``n + 3``. Lewis & Sauro (2021) confirm it on real data.
    """
    total = n + PSEUDO_ANSWERS
    p = (high + PSEUDO_ANSWERS / 4) / total
    d = (low + PSEUDO_ANSWERS / 4) / total
    return p - d, (p + d - (p - d) ** 2) / total


def net_score(high: float, low: float, n: float, confidence: float) -> Interval:
    """Return ``100 * (high - low) / n`` with its adjusted Wald interval (Rocks, 2016).

    The interval is cut at -100 and 100, and reaches to the score itself where all of a few answers
    are alike: around the adjusted score alone, one detractor would be -100 within -98 to 48.
    `n` is over 0.
    """
    centre, variance = net_score_parts(high, low, n)
    half, score = z_value(confidence) * math.sqrt(variance), (high - low) / n
    return Interval(
        100 * score,
        100 * max(-1.0, min(centre - half, score)),
        100 * min(1.0, max(centre + half, score)),
    )


def proportion(k: float, n: float, confidence: float) -> Interval:
    """Return ``100 * k / n`` with the score interval of Wilson (1927). `n` is over 0.

    Brown, Cai & DasGupta (2001) recommend it for small n; it never leaves 0 to 100.
    """
    z2, share = z_value(confidence) ** 2, k / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (share * (1 - share) + z2 / (4 * n)) / n) / (1 + z2 / n)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    # Nothing, or everything, is at the very end; rounding would leave 1e-18 there.
    return Interval(100 * share, 100 * low if k > 0 else 0.0, 100 * high if k < n else 100.0)


def share_interval(k: int, n: int) -> Interval:
    """Return `proportion` at the usual 95 %, for shares that no setting governs."""
    return proportion(k, n, 0.95)


def mean(scores: Floats, confidence: float, weights: Floats | None = None) -> Interval:
    """Return the mean with Student's t interval; no interval under two scores.

    A constant score has no spread to estimate an interval from: both ends are the mean. Weighted
    scores count as their effective number (Kish, 1965) with the weighted variance.
    """
    from scipy.stats import t

    if weights is None or np.ptp(weights) == 0:
        value, n, spread = float(scores.mean()), float(len(scores)), _spread(scores)
    else:
        value, n, spread = weighted_moments(scores, weights)
    if n < 2:
        return Interval(value, None, None)
    half = float(t.ppf(0.5 + confidence / 2, n - 1)) * spread / math.sqrt(n)
    return Interval(value, value - half, value + half)


def _spread(scores: Floats) -> float:
    return float(scores.std(ddof=1)) if len(scores) > 1 else 0.0


def weighted_moments(scores: Floats, weights: Floats) -> tuple[float, float, float]:
    """Return weighted mean, effective number of scores, and standard deviation."""
    n = effective_n(weights)
    value = float(weights @ scores / weights.sum())
    variance = float(weights @ (scores - value) ** 2 / weights.sum())
    return value, n, math.sqrt(variance * n / (n - 1)) if n > 1 else 0.0


def net_score_difference(
    a: tuple[float, float, float], b: tuple[float, float, float], confidence: float
) -> Difference:
    """Compare two net scores, each given as (high, low, n).

    Both are adjusted as in `net_score_parts`; their difference is held against the normal with
    the sum of their variances. The value shown is the difference of the unadjusted scores.
    """
    from scipy.stats import norm

    (centre_a, var_a), (centre_b, var_b) = net_score_parts(*a), net_score_parts(*b)
    error, gap = math.sqrt(var_a + var_b), centre_a - centre_b
    half = z_value(confidence) * error
    return Difference(
        value=100 * ((a[0] - a[1]) / a[2] - (b[0] - b[1]) / b[2]),
        low=100 * max(-2.0, gap - half),
        high=100 * min(2.0, gap + half),
        p_value=float(2 * norm.sf(abs(gap) / error)),
        method="adjusted Wald (Rocks 2016)",
    )


def proportion_difference(
    a: tuple[float, float], b: tuple[float, float], confidence: float
) -> Difference:
    """Compare two proportions, each given as (k, n), in percentage points.

    The interval is Newcombe's (1998, method 10): Wilson's ends combined in squares. The p-value
    is the one of the 2 x 2 table (`feedback.bands.tables`).
    """
    first, second = proportion(*a, confidence), proportion(*b, confidence)
    gap = first.value - second.value
    below = math.hypot(first.value - _end(first.low), _end(second.high) - second.value)
    above = math.hypot(_end(first.high) - first.value, second.value - _end(second.low))
    table = np.array([[a[0], a[1] - a[0], b[0], b[1] - b[0]]], dtype=np.float64)
    p_value = float(two_by_two(table, min_expected=5.0)[0])
    return Difference(
        gap, gap - below, gap + above, 1.0 if math.isnan(p_value) else p_value, "Newcombe (1998)"
    )


def mean_difference(
    a: tuple[float, float, float], b: tuple[float, float, float], confidence: float
) -> Difference | None:
    """Compare two means, each given as (mean, standard deviation, n), by Welch's (1947) test.

    None where both samples are constant or one has fewer than two scores: there is no spread to
    compare with.
    """
    from scipy.stats import t as student
    from scipy.stats import ttest_ind_from_stats

    if min(a[2], b[2]) < 2 or (a[1] == 0 and b[1] == 0):
        return None
    parts = (a[1] ** 2 / a[2], b[1] ** 2 / b[2])
    error = math.sqrt(sum(parts))
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (a[2] - 1) + parts[1] ** 2 / (b[2] - 1))
    half = float(student.ppf(0.5 + confidence / 2, freedom)) * error
    gap = a[0] - b[0]
    p_value = ttest_ind_from_stats(*a, *b, equal_var=False).pvalue
    return Difference(gap, gap - half, gap + half, float(p_value), "Welch (1947)")


def _end(value: float | None) -> float:
    return 0.0 if value is None else value
