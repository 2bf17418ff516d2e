"""Impact: how far the metric would move if a theme's answers were not there."""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MAX_LEVELS = 101
"""Scores finer than this many steps are resampled in this many groups of equal score."""


@dataclass(frozen=True)
class Resampling:
    """How the bootstrap is run: `samples` resamples at level `confidence` from `seed`."""

    samples: int
    confidence: float
    seed: int


def leave_one_out(values: Floats, cites: NDArray[np.bool_]) -> Floats:
    """Return ``mean(values) - mean(values of the answers that do not cite the theme)`` per theme.

    Negative: the theme pulls the metric down. NaN where no answer, or every answer, cites it.

    Args:
        values: One number per scored answer whose mean is the metric, shape (n,). Answers without
            a comment belong here too: they are in the metric that people read.
        cites: Shape (n, n_themes).
    """
    n_citing = cites.sum(axis=0).astype(float)
    n_rest = len(values) - n_citing
    known = (n_citing > 0) & (n_rest > 0)
    rest_sum = values.sum() - values @ cites
    impact = np.full(cites.shape[1], np.nan)
    impact[known] = values.mean() - rest_sum[known] / n_rest[known]
    return impact


def bootstrap_interval(
    levels: Floats,
    index: NDArray[np.intp],
    cites: NDArray[np.bool_],
    theme_id: str,
    how: Resampling,
) -> tuple[float, float]:
    """Return the percentile bootstrap interval (Efron, 1979) of one theme's impact.

    Answers are resampled by cell (level of the value x cites the theme or not), so one draw of a
    multinomial stands for a resample of any number of answers. The stream of random numbers
    depends on the seed and the theme's id alone, never on the order of themes or rows.

    Args:
        levels: Distinct values (`value_levels`).
        index: Each answer's level, shape (n,).
        cites: This theme's column, shape (n,).
        theme_id: Names the random stream.
        how: Resamples, level, seed.
    """
    n, k = len(index), len(levels)
    cells = np.bincount(index + k * cites, minlength=2 * k)
    rng = np.random.default_rng([how.seed, zlib.crc32(theme_id.encode())])
    drawn = rng.multinomial(n, cells / n, size=how.samples)
    rest, citing = drawn[:, :k], drawn[:, k:]
    n_rest = rest.sum(axis=1)
    usable = n_rest > 0  # a resample in which everybody cites the theme has nothing to leave
    everyone = (rest + citing)[usable] @ levels / n
    impact = everyone - rest[usable] @ levels / n_rest[usable]
    tail = 100 * (1 - how.confidence) / 2
    low, high = np.percentile(impact, [tail, 100 - tail]) if len(impact) else (np.nan, np.nan)
    return float(low), float(high)


def value_levels(values: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return the distinct values and each answer's index among them (grouped when too many)."""
    levels, index = np.unique(values, return_inverse=True)
    if len(levels) <= MAX_LEVELS:
        return levels, index
    edges = np.linspace(levels[0], levels[-1], MAX_LEVELS + 1)
    group = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, MAX_LEVELS - 1)
    _, index = np.unique(group, return_inverse=True)
    return np.bincount(index, weights=values) / np.bincount(index), index


def impacts(
    values: Floats, cites: NDArray[np.bool_], theme_ids: list[str], how: Resampling
) -> Floats:
    """Return impact, low and high per theme, shape (n_themes, 3); NaN where undefined."""
    found = np.full((len(theme_ids), 3), np.nan)
    if not len(values) or not theme_ids:
        return found
    found[:, 0] = leave_one_out(values, cites)
    levels, index = value_levels(values)
    for i, theme_id in enumerate(theme_ids):
        if not np.isnan(found[i, 0]):
            found[i, 1:] = bootstrap_interval(levels, index, cites[:, i], theme_id, how)
    return found
