"""The score a text lets one expect, predicted without ever having seen that text's own score.

Three ridge regressions of the score are averaged: one linear in the text vector, one in an RBF
kernel approximated by landmarks (Nystrom; Williams & Seeger, 2001), one on words. Regression, not
classification: on the development files it ranks planted contradictions better, since an error of
four steps counts more than one of a single step. The kernel adds average precision and the linear
part steadies it on small files.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback.anomalies.word_model import word_predictions
from feedback.types import FloatArray

Floats = NDArray[np.float64]

LINEAR_PENALTIES = (300.0, 1000.0, 3000.0, 10000.0)
KERNEL_PENALTIES = (0.3, 1.0, 3.0, 10.0)
LANDMARKS = 1000
"""More landmarks cost their cube and gained nothing on 6,000 reviews."""
WIDTH = 2.0
"""Kernel ``exp(-WIDTH * d2 / median(d2))``: 1 and 2 were even, 0.5 behind."""


@dataclass(frozen=True)
class Folds:
    """Which part each answer belongs to, shape (n,), values 0 to `count` - 1."""

    index: NDArray[np.intp]
    count: int


def text_rank(texts: Sequence[str], seed: int) -> NDArray[np.uint64]:
    """Return a number per text that depends on the text and the seed alone, shape (n,)."""
    hashes = (
        hashlib.blake2b(f"{seed}\0{text}".encode("utf-8", "replace"), digest_size=8).digest()
        for text in texts
    )
    return np.array([int.from_bytes(h, "big") for h in hashes], dtype=np.uint64)


def folds_by_text(ranks: NDArray[np.uint64], count: int) -> Folds:
    """Spread the distinct texts evenly over folds, so that duplicates share one.

    Row order cannot matter: the order is that of the texts' hashes.
    """
    distinct, index = np.unique(ranks, return_inverse=True)
    count = max(2, min(count, len(distinct)))
    return Folds((np.arange(len(distinct)) % count)[index], count)


def expected_scores(
    features: FloatArray,
    scores: Floats,
    ranks: NDArray[np.uint64],
    folds: int,
    texts: Sequence[str] | None = None,
) -> Floats:
    """Return the out-of-fold expected score of every text, shape (n,), within the scores seen.

    Args:
        features: Text vectors, shape (n, d).
        scores: Shape (n,).
        ranks: `text_rank` of each text, shape (n,).
        folds: Parts the texts are split into.
        texts: The texts themselves, for a third model on their words; None: vectors alone.
    """
    from threadpoolctl import threadpool_limits

    parts = folds_by_text(ranks, folds)
    # One thread: 6,000 texts take under 2 s so, the result does not depend on the number of cores,
    # and on a busy machine two threads waiting for each other took twenty times as long.
    with threadpool_limits(limits=1, user_api="blas"):
        x = _standardised(features)
        linear = _out_of_fold(x, scores, parts, LINEAR_PENALTIES)
        kernel = _out_of_fold(_landmark_features(x, ranks), scores, parts, KERNEL_PENALTIES)
        words = None if texts is None else word_predictions(texts, scores, parts.index, parts.count)
    models = [model for model in (linear, kernel, words) if model is not None]
    return np.asarray(np.clip(np.mean(models, axis=0), scores.min(), scores.max()), np.float64)


def _standardised(features: FloatArray) -> FloatArray:
    centred = features.astype(np.float32) - features.mean(axis=0, dtype=np.float64)
    spread = centred.std(axis=0)
    scaled: FloatArray = (centred / np.where(spread > 0, spread, 1)).astype(np.float32)
    return scaled


def _landmark_features(x: FloatArray, ranks: NDArray[np.uint64]) -> FloatArray:
    """Return features whose inner products approximate the RBF kernel, shape (n, landmarks)."""
    _, first = np.unique(ranks, return_index=True)  # distinct texts, in the order of their hashes
    landmarks = x[first[:LANDMARKS]]
    between = _squared_distances(landmarks, landmarks)
    gamma = WIDTH / max(float(np.median(between)), 1e-6)
    values, vectors = np.linalg.eigh(np.exp(-gamma * between).astype(np.float64))
    floor = 1e-4  # directions with less weight than this are noise of the float32 kernel
    whitening = (vectors / np.sqrt(np.maximum(values, floor))).astype(np.float32)
    kernel: FloatArray = np.exp(-gamma * _squared_distances(x, landmarks)) @ whitening
    return kernel


def _squared_distances(a: FloatArray, b: FloatArray) -> FloatArray:
    squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None, :] - 2 * (a @ b.T)
    distances: FloatArray = np.maximum(squares, 0)
    return distances


def _out_of_fold(x: FloatArray, y: Floats, parts: Folds, penalties: Sequence[float]) -> Floats:
    """Return ridge predictions of each fold from the others, with the penalty that errs least.

    The Gram matrix of each training set is the whole one less the fold's, so that every row is
    multiplied once whatever the number of folds.
    """
    rows = [np.flatnonzero(parts.index == k) for k in range(parts.count)]
    grams = [(x[r].T @ x[r]).astype(np.float64) for r in rows]
    whole = np.sum(grams, axis=0)
    predicted = np.empty((len(penalties), len(y)))
    for fold, gram in zip(rows, grams, strict=True):
        train = np.setdiff1d(np.arange(len(y)), fold)
        predicted[:, fold] = _ridge(x, y, (train, fold), (whole - gram, penalties))
    errors = ((predicted - y) ** 2).mean(axis=1)
    return np.asarray(predicted[int(np.argmin(errors))], dtype=np.float64)


def _ridge(
    x: FloatArray,
    y: Floats,
    split: tuple[NDArray[np.intp], NDArray[np.intp]],
    system: tuple[Floats, Sequence[float]],
) -> Floats:
    """Solve for every penalty at once; return predictions, shape (n_penalties, n_held_out)."""
    from scipy.linalg import cho_factor, cho_solve

    (train, held_out), (gram, penalties) = split, system
    centre, level = x[train].mean(axis=0, dtype=np.float64), float(y[train].mean())
    gram = gram - len(train) * np.outer(centre, centre)
    target = x[train].T @ (y[train] - level)
    found = []
    for penalty in penalties:
        loaded = gram + penalty * np.eye(len(gram))
        weights = cho_solve(cho_factor(loaded, lower=True, overwrite_a=True), target)
        found.append((x[held_out] - centre) @ weights + level)
    return np.stack(found)
