"""Impact: how far the metric would move if a theme's answers were not there."""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MAX_LEVELS = 101
"""Scores finer than this many steps are resampled in this many groups of equal score."""
MAX_WEIGHTS = 20
"""And more weights than these in this many groups of weights."""


@dataclass(frozen=True)
class Resampling:
    """How the bootstrap is run: `samples` resamples at level `confidence` from `seed`."""

    samples: int
    confidence: float
    seed: int


@dataclass(frozen=True)
class Cells:
    """Answers grouped by value and weight, so that a resample is one draw of a multinomial.

    Attributes:
        value: Of each cell, shape (k,).
        worth: Weight of one answer of it, shape (k,).
        index: Each answer's cell, shape (n,).
    """

    value: Floats
    worth: Floats
    index: NDArray[np.intp]


def leave_one_out(
    values: Floats, cites: NDArray[np.bool_], weights: Floats | None = None
) -> Floats:
    """Return ``mean(values) - mean(values of the answers that do not cite the theme)`` per theme.

    Negative: the theme pulls the metric down. NaN where no answer, or every answer, cites it.

    Args:
        values: One number per scored answer whose mean is the metric, shape (n,). Answers without
            a comment belong here too: they are in the metric that people read.
        cites: Shape (n, n_themes).
        weights: Of the answers, shape (n,); None: all equal.
    """
    w = np.ones(len(values)) if weights is None else weights
    total = w.sum()
    citing, rest = w @ cites, w @ ~cites
    known = (citing > 0) & (rest > 0)
    rest_sum = (w * values) @ ~cites
    impact = np.full(cites.shape[1], np.nan)
    impact[known] = (w @ values) / total - rest_sum[known] / rest[known]
    return impact


def bootstrap_interval(
    cells: Cells, cites: NDArray[np.bool_], theme_id: str, how: Resampling
) -> tuple[float, float]:
    """Return the expanded percentile bootstrap interval of one theme's impact.

    Percentiles (Efron, 1979) are moved out as a t quantile is from a normal one (Hesterberg, 2015,
    "What teachers should know about the bootstrap"), with twice the smaller group's answers as
    degrees of freedom: a theme cited by 3 of 40 was covered in 91 % of simulations by the plain
    percentiles, in 96 % so; with many citers the two agree.

    Answers are resampled by cell (`Cells` x cites the theme or not). The stream of random numbers
    depends on the seed and the theme's id alone, never on the order of themes or rows.

    Args:
        cells: The answers (`cells_of`).
        cites: This theme's column, shape (n,).
        theme_id: Names the random stream.
        how: Resamples, level, seed.
    """
    n, k = len(cells.index), len(cells.value)
    counts = np.bincount(cells.index + k * cites, minlength=2 * k)
    rng = np.random.default_rng([how.seed, zlib.crc32(theme_id.encode())])
    drawn = rng.multinomial(n, counts / n, size=how.samples)
    rest, everyone = drawn[:, :k], drawn[:, :k] + drawn[:, k:]
    worth, value = cells.worth, cells.worth * cells.value
    usable = (rest @ worth > 0) & (everyone @ worth > 0)  # else there is nothing to leave out
    if not usable.any():
        return np.nan, np.nan
    rest, everyone = rest[usable], everyone[usable]
    impact = everyone @ value / (everyone @ worth) - rest @ value / (rest @ worth)
    tail = 100 * _tail(int(cites.sum()), n, how.confidence)
    low, high = np.percentile(impact, [tail, 100 - tail])
    return float(low), float(high)


def _tail(n_citing: int, n: int, confidence: float) -> float:
    from scipy.stats import norm
    from scipy.stats import t as student

    freedom = 2 * min(n_citing, n - n_citing)
    wide = student.ppf(0.5 + confidence / 2, freedom) * np.sqrt((freedom + 1) / freedom)
    return float(norm.cdf(-wide))


def cells_of(values: Floats, weights: Floats | None = None) -> Cells:
    """Group answers by value and weight; too many of either are grouped into `MAX_LEVELS`."""
    levels, level = _levels(values, MAX_LEVELS)
    if weights is None or np.ptp(weights) == 0:
        return Cells(levels, np.ones(len(levels)), level)
    heavy, weight = _levels(weights, MAX_WEIGHTS)
    pairs, index = np.unique(level * len(heavy) + weight, return_inverse=True)
    return Cells(levels[pairs // len(heavy)], heavy[pairs % len(heavy)], index)


def _levels(values: Floats, most: int) -> tuple[Floats, NDArray[np.intp]]:
    """Return the distinct values and each answer's index among them (grouped when too many)."""
    levels, index = np.unique(values, return_inverse=True)
    if len(levels) <= most:
        return levels, index
    edges = np.linspace(levels[0], levels[-1], most + 1)
    group = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, most - 1)
    _, index = np.unique(group, return_inverse=True)
    return np.bincount(index, weights=values) / np.bincount(index), index


def impacts(
    values: Floats,
    cites: NDArray[np.bool_],
    theme_ids: list[str],
    how: Resampling,
    weights: Floats | None = None,
) -> Floats:
    """Return impact, low and high per theme, shape (n_themes, 3); NaN where undefined."""
    found = np.full((len(theme_ids), 3), np.nan)
    if not len(values) or not theme_ids:
        return found
    found[:, 0] = leave_one_out(values, cites, weights)
    cells = cells_of(values, weights)
    for i, theme_id in enumerate(theme_ids):
        if not np.isnan(found[i, 0]):
            found[i, 1:] = bootstrap_interval(cells, cites[:, i], theme_id, how)
    return found


def influence(values: Floats, cites: NDArray[np.bool_], weights: Floats) -> Floats:
    """Return how much each answer moves each theme's impact, shape (n, n_themes).

    The influence function of `leave_one_out` (linearisation; Deville, 1999): the covariance of
    two impacts is the sum over answers of the product of their columns. 0 where undefined.
    """
    share = weights / weights.sum()
    mean = share @ values
    rest = share @ ~cites
    known = (rest > 0) & (rest < 1)
    safe = np.where(known, rest, 1.0)
    rest_mean = (share * values) @ ~cites / safe
    moved = (values - mean)[:, None] - ~cites * (values[:, None] - rest_mean) / safe
    return np.asarray(share[:, None] * np.where(known, moved, 0.0), dtype=np.float64)
