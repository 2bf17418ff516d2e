"""Least squares with errors that need not be alike, and what each predictor adds to R-squared."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEARLY_ONE = 1e-9
"""Eigenvalues of a correlation matrix under this are taken for collinear predictors."""


@dataclass(frozen=True)
class Fit:
    """A weighted least-squares fit.

    Attributes:
        effects: Coefficient of each predictor, in units of the outcome, shape (p,).
        errors: Their standard errors, HC3 (MacKinnon & White, 1985), shape (p,).
        p_values: Two-sided, Student's t with n - p - 1 degrees of freedom, shape (p,).
        r2: Share of the outcome's variance explained.
        r2_cv: The same for answers that the model has not seen (leave-one-out; PRESS of
            Allen, 1974); under 0 where the mean would have done better.
        p_value: F test of all predictors together.
        freedom: n - p - 1.
    """

    effects: Floats
    errors: Floats
    p_values: Floats
    r2: float
    r2_cv: float
    p_value: float
    freedom: int


def fit(x: Floats, y: Floats, weights: Floats) -> Fit:
    """Fit ``y`` by ``x`` and a constant.

    Args:
        x: Predictors, shape (n, p); n is over p + 1 and no column is constant.
        y: Outcome, shape (n,), not constant.
        weights: Shape (n,), mean 1.
    """
    from scipy.stats import f, t

    n, p = x.shape
    root = np.sqrt(weights)[:, None]
    design = np.column_stack([np.ones(n), x])
    inverse = np.linalg.pinv((design * weights[:, None]).T @ design, hermitian=True)
    coefficients = inverse @ (design * weights[:, None]).T @ y
    residual = y - design @ coefficients
    leverage = np.clip(((design * root) @ inverse * (design * root)).sum(axis=1), 0, 1 - 1e-8)
    jackknifed = residual / (1 - leverage)
    meat = design * (weights * jackknifed)[:, None]
    errors = np.sqrt(np.diag(inverse @ (meat.T @ meat) @ inverse))[1:]
    centred = y - weights @ y / weights.sum()
    total = float(weights @ centred**2)
    r2 = 1 - float(weights @ residual**2) / total
    freedom = n - p - 1
    ratio = (r2 / p) / max((1 - r2) / freedom, 1e-12)
    statistic = np.divide(coefficients[1:], errors, out=np.zeros(p), where=errors > 0)
    return Fit(
        effects=coefficients[1:],
        errors=errors,
        p_values=2 * t.sf(np.abs(statistic), freedom),
        r2=r2,
        r2_cv=1 - float(weights @ jackknifed**2) / total,
        p_value=float(f.sf(ratio, p, freedom)),
        freedom=freedom,
    )


def correlations(x: Floats, y: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the weighted correlations among predictors, (p, p), and with the outcome, (p,).

    A constant column is uncorrelated with everything.
    """
    joint = np.column_stack([x, y])
    share = weights / weights.sum()
    centred = joint - share @ joint
    covariance = (centred * share[:, None]).T @ centred
    spread = np.sqrt(np.diag(covariance))
    safe = np.where(spread > 0, spread, 1.0)
    matrix = covariance / np.outer(safe, safe)
    np.fill_diagonal(matrix, 1.0)
    return matrix[:-1, :-1], matrix[:-1, -1]


def relative_weights(among: Floats, outcome: Floats) -> Floats:
    """Return the part of R-squared that each predictor accounts for, shape (p,); they sum to it.

    Johnson's (2000) relative weights: predictors are replaced by the nearest uncorrelated ones and
    shared back. They agree closely with the average over all orders of entry (LMG; Shapley), whose
    cost doubles with every predictor (Johnson & LeBreton, 2004).

    Args:
        among: Correlations of the predictors, shape (p, p).
        outcome: Their correlations with the outcome, shape (p,).
    """
    values, vectors = np.linalg.eigh(among)
    root = np.sqrt(np.maximum(values, 0.0))
    inverse = np.where(values > NEARLY_ONE, 1 / np.where(root > 0, root, 1.0), 0.0)
    loadings = (vectors * root) @ vectors.T
    standard = (vectors * inverse) @ vectors.T @ outcome
    return np.asarray((loadings**2) @ standard**2, dtype=np.float64)
