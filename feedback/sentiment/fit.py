"""Fits the shipped head: kernel ridge regression of the classes, then a temperature."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback.sentiment.head import (
    LEVEL,
    Array,
    SentimentHead,
    kernel,
    log_proba,
    quantised,
    softmax,
)
from feedback.types import FloatArray

FOLDS = 5
_TEMPERATURES = np.exp(np.linspace(np.log(0.05), np.log(2.0), 149))


@dataclass(frozen=True)
class FitSettings:
    """What was chosen by cross-validation on training data and by results on other domains.

    Attributes:
        gamma: Of the kernel, on squared distances divided by the dimension.
        penalty: Lambda of the regression, for a row of weight 1.
        weights: Of each source's rows, by source.
        seed: Draws the folds.
    """

    gamma: float
    penalty: float
    weights: tuple[tuple[str, float], ...]
    seed: int = 20240501


@dataclass(frozen=True)
class Examples:
    """Training rows: features (n, d), labels 0..2 (n), source and group names (n)."""

    features: FloatArray
    labels: NDArray[np.intp]
    sources: NDArray[np.str_]
    groups: NDArray[np.str_]

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Examples":
        """Return some of the rows."""
        return Examples(
            self.features[chosen], self.labels[chosen], self.sources[chosen], self.groups[chosen]
        )


def fit_head(examples: Examples, settings: FitSettings, temperature: float = 1.0) -> SentimentHead:
    """Fit a head on all rows; the same rows in the same order give the same bytes.

    Kernel ridge regression of the three indicator columns (Saunders et al., 1998); a row's
    penalty is divided by its source's weight. All rows stay as landmarks: keeping 2,500 of 7,900
    cost a point of macro-F1 in French.
    """
    features = examples.features.astype(np.float64)
    mean = features.mean(axis=0).astype(np.float32).astype(np.float64)
    scale = np.maximum(features.std(axis=0), 1e-6).astype(np.float32).astype(np.float64)
    z = (features - mean) / scale
    landmarks = quantised(z).astype(np.float64) * LEVEL
    weights = np.array([dict(settings.weights)[source] for source in examples.sources])
    targets = np.eye(3)[examples.labels]
    bias = (targets * weights[:, None]).sum(axis=0) / weights.sum()
    head = SentimentHead(
        mean=mean,
        scale=scale,
        landmarks=landmarks,
        kernel_weights=_ridge(landmarks, targets - bias, weights, settings),
        bias=bias,
        gamma=settings.gamma,
        temperature=temperature,
    )
    return head.rounded()


def _ridge(landmarks: Array, targets: Array, weights: Array, settings: FitSettings) -> Array:
    """Return the landmarks' weights, shape (n, 3)."""
    from scipy.linalg import solve

    between = kernel(landmarks, landmarks, settings.gamma)
    between[np.diag_indices(len(between))] += settings.penalty / weights
    return np.asarray(solve(between, targets, assume_a="pos"), dtype=np.float64)


def fold_of(examples: Examples, grouped: Sequence[str], seed: int) -> NDArray[np.intp]:
    """Give every row a fold; rows of the sources in `grouped` share that of their group."""
    rng = np.random.default_rng(seed)
    folds = rng.integers(0, FOLDS, len(examples.labels))
    is_grouped = np.isin(examples.sources, list(grouped))
    names = sorted(set(examples.groups[is_grouped].tolist()))
    for number, name in enumerate(names):
        folds[is_grouped & (examples.groups == name)] = number % FOLDS
    return np.asarray(folds, dtype=np.intp)


def out_of_fold(examples: Examples, settings: FitSettings, folds: NDArray[np.intp]) -> Array:
    """Return each row's probabilities (n, 3) from a head without temperature that never saw it."""
    found = np.zeros((len(examples.labels), 3))
    for fold in range(FOLDS):
        head = fit_head(examples.rows(folds != fold), settings)
        found[folds == fold] = head.predict_proba(examples.features[folds == fold])
    return found


def fitted_temperature(proba: Array, labels: NDArray[np.intp]) -> float:
    """Return the temperature with the least log-loss (Guo et al., 2017) of held-out rows."""
    logits = log_proba(proba)
    rows = np.arange(len(labels))
    losses = [-log_proba(softmax(logits / t))[rows, labels].mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def calibration_error(confidence: Array, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error over equal-width bins (Naeini et al., 2015)."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(right[which == b].mean() - confidence[which == b].mean()) * (which == b).mean()
        for b in np.unique(which)
    ]
    return float(np.sum(gaps))
