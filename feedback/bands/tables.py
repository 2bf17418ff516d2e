"""Tests of 2 x 2 tables and their correction for being many."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

EMPTY = 1e-9
"""A margin smaller than this part of all answers is none."""


def two_by_two(tables: Floats, min_expected: float) -> Floats:
    """Return a two-sided p-value per table, NaN where a margin is empty (nothing to compare).

    Args:
        tables: Counts, shape (n, 4), each row ``a, b, c, d`` of ``[[a, b], [c, d]]``; of weighted
            answers fractions, scaled to their effective number (the first-order correction of
            Rao & Scott, 1984), rounded for Fisher's test.
        min_expected: Fisher's exact test (1935) where an expected count is smaller, else
            Pearson's chi-squared test without Yates's correction (Cochran, 1954).
    """
    from scipy.stats import chi2, fisher_exact

    a, b, c, d = tables.T
    total = tables.sum(axis=1)
    rows, columns = np.stack([a + b, c + d]), np.stack([a + c, b + d])
    margins = rows.prod(axis=0) * columns.prod(axis=0)
    p_values = np.full(len(tables), np.nan)
    # Weights leave 1e-15 of an answer where there is none.
    known = np.minimum(rows, columns).min(axis=0) > EMPTY * total
    statistic = total[known] * (a * d - b * c)[known] ** 2 / margins[known]
    p_values[known] = chi2.sf(statistic, 1)
    expected = rows.min(axis=0) * columns.min(axis=0) / np.maximum(total, 1)
    for i in np.flatnonzero(known & (expected < min_expected)):
        p_values[i] = fisher_exact(np.rint(tables[i]).reshape(2, 2).astype(int)).pvalue
    return p_values


def q_values(p_values: Floats) -> Floats:
    """Return Benjamini and Hochberg's (1995) adjusted p-values over all that are not NaN."""
    from scipy.stats import false_discovery_control

    adjusted = np.full(len(p_values), np.nan)
    known = ~np.isnan(p_values)
    if known.any():
        adjusted[known] = false_discovery_control(np.clip(p_values[known], 0, 1), method="bh")
    return adjusted


def cramers_v(counts: Floats) -> float:
    """Return Cramer's V of a table of counts, 0 to 1; NaN where a margin leaves nothing to compare.

    Bias-corrected (Bergsma, 2013): 0 is expected where rows and columns are independent, however
    small the table's counts. Empty rows and columns are dropped first.
    """
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    n = float(counts.sum())
    rows, columns = counts.shape
    if min(rows, columns) < 2 or n < 2:
        return float("nan")
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    phi2 = float(((counts - expected) ** 2 / expected).sum()) / n
    phi2 = max(0.0, phi2 - (rows - 1) * (columns - 1) / (n - 1))
    rows_left, columns_left = (k - (k - 1) ** 2 / (n - 1) for k in (rows, columns))
    least = min(rows_left, columns_left) - 1
    return float(min(1.0, np.sqrt(phi2 / least))) if least > 0 else float("nan")
