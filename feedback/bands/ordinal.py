"""Proportional odds (McCullagh, 1980): the second opinion on what moves a score of ordered steps.

Least squares takes the step from 8 to 9 for as large as that from 0 to 1; this model knows only
that one is above the other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MAX_LEVELS = 11
"""Finer scores are cut into this many groups of about equal size."""
RIDGE = 1e-2
"""Keeps the effect of a predictor that everybody of one level has from running off to infinity."""


@dataclass(frozen=True)
class OrdinalFit:
    """Effects as log odds of a higher score, shape (p,), their Wald z, and McFadden's R-squared."""

    effects: Floats
    z: Floats
    pseudo_r2: float


def levels_of(scores: Floats) -> NDArray[np.intp]:
    """Return each score's level, 0 to the number of levels less one, shape (n,)."""
    values, level = np.unique(scores, return_inverse=True)
    if len(values) <= MAX_LEVELS:
        return np.asarray(level, dtype=np.intp)
    cuts = np.unique(np.quantile(scores, np.linspace(0, 1, MAX_LEVELS + 1)[1:-1]))
    _, level = np.unique(np.searchsorted(cuts, scores, side="right"), return_inverse=True)
    return np.asarray(level, dtype=np.intp)


def fit_ordinal(x: Floats, scores: Floats, weights: Floats) -> OrdinalFit:
    """Fit by penalised maximum likelihood.

    Args:
        x: Predictors, shape (n, p).
        scores: Shape (n,), at least two levels.
        weights: Shape (n,), mean 1.
    """
    from scipy.optimize import minimize

    level = levels_of(scores)
    shares = np.bincount(level, weights=weights) / weights.sum()
    below = np.cumsum(shares)[:-1]
    cuts = np.log(below / (1 - below))
    # Gaps between the cuts are kept positive by their logarithm.
    start = np.concatenate([cuts[:1], np.log(np.diff(cuts)), np.zeros(x.shape[1])])
    loss = _Loss(x, level, weights, len(cuts))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    errors = _errors(loss, found.x)[len(cuts) :]
    effects = found.x[len(cuts) :]
    null = -float(weights @ np.log(shares[level]))
    fitted = loss(found.x)[0] - RIDGE / 2 * float(effects @ effects)
    z = np.divide(effects, errors, out=np.zeros(len(effects)), where=errors > 0)
    return OrdinalFit(effects, z, 1 - fitted / null if null > 0 else 0.0)


@dataclass(frozen=True)
class _Loss:
    """Negative log likelihood with its ridge, and its gradient."""

    x: Floats
    level: NDArray[np.intp]
    weights: Floats
    n_cuts: int

    def __call__(self, parameters: Floats) -> tuple[float, Floats]:
        first, gaps = parameters[0], np.exp(parameters[1 : self.n_cuts])
        effects = parameters[self.n_cuts :]
        cuts = np.concatenate([[-np.inf], first + np.cumsum([0.0, *gaps]), [np.inf]])
        slope = self.x @ effects
        upper, lower = _logistic(cuts[self.level + 1] - slope), _logistic(cuts[self.level] - slope)
        chance = np.maximum(upper - lower, 1e-12)
        up, down = upper * (1 - upper) / chance, lower * (1 - lower) / chance
        up, down = self.weights * up, self.weights * down
        by_cut = np.bincount(self.level, -up, self.n_cuts + 1)[: self.n_cuts]
        by_cut += np.bincount(self.level, down, self.n_cuts + 1)[1:]
        from_here = np.cumsum(by_cut[::-1])[::-1]  # a gap moves every cut after it
        gradient = np.concatenate(
            [[from_here[0]], from_here[1:] * gaps, self.x.T @ (up - down) + RIDGE * effects]
        )
        penalty = RIDGE / 2 * float(effects @ effects)
        return -float(self.weights @ np.log(chance)) + penalty, gradient


def _logistic(values: Floats) -> Floats:
    from scipy.special import expit

    return np.asarray(expit(values), dtype=np.float64)


def _errors(loss: _Loss, at: Floats) -> Floats:
    """Return standard errors from the observed information, by differences of the gradient."""
    step = 1e-4
    moves = np.eye(len(at)) * step
    rows = [(loss(at + move)[1] - loss(at - move)[1]) / (2 * step) for move in moves]
    information = np.array(rows)
    inverse = np.linalg.pinv((information + information.T) / 2, hermitian=True)
    return np.sqrt(np.maximum(np.diag(inverse), 0.0))
