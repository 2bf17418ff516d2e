"""Where each comment lies on the map: themes that mean alike lie near, comments by their themes.

A landmark layout without random draws. The themes are the landmarks: classical scaling (Torgerson,
1952) of the cosine distances of their centres, refined by SMACOF (de Leeuw, 1977) from that start.
A comment lies between the themes it cites, shifted by the two leading components (Pearson, 1901)
of what its themes do not explain.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.frames import BatchFrames
from feedback.types import FloatArray

Floats = NDArray[np.float64]

PLACES = 3
"""Decimals kept: a map of 1,000 steps, short of what differs between processors."""
MIN_OF_LANGUAGE = 20
"""Segments of a language before it gets a centre of its own."""
MIN_LANDMARKS = 3
SPREAD = 0.45
"""Root mean square shift of a comment, in typical distances between neighbouring themes."""
SHARPNESS = 12.0
"""Of the softmax that places a comment without a theme among the themes."""


def place_comments(frames: BatchFrames, vectors: FloatArray) -> pd.DataFrame:
    """Return ``response_id``, ``x`` and ``y`` (0 to 1) of every response with a segment.

    Args:
        frames: The finished frames.
        vectors: The theme encoder's vectors, shape (n_segments, d), aligned with
            `frames.segments`.
    """
    order = np.argsort(frames.segments["segment_id"].to_numpy(dtype=str), kind="stable")
    segments = frames.segments.iloc[order].reset_index(drop=True)
    ids, owner = np.unique(segments["response_id"].to_numpy(dtype=str), return_inverse=True)
    if len(ids) < 2:
        return _table(ids, np.full((len(ids), 2), 0.5))
    centred = _centred(np.asarray(vectors, dtype=np.float64)[order], segments["language"])
    comments = _unit(_sums(centred, owner, len(ids)))
    weights = _weights(segments, frames.assignments, owner, len(ids))
    if weights.shape[1] < MIN_LANDMARKS:
        return _table(ids, _scaled(_components(comments)))
    centres = _unit(weights.T @ comments)
    near = np.exp(SHARPNESS * (comments @ centres.T))
    alone = weights.sum(axis=1) == 0
    weights[alone] = near[alone]
    weights /= weights.sum(axis=1, keepdims=True)
    landmarks = _landmarks(centres)
    shift = _components(comments - weights @ centres)
    size = np.sqrt((shift**2).sum(axis=1).mean())
    room = SPREAD * _neighbour_distance(landmarks) / size if size > 0 else 0.0
    return _table(ids, _scaled(weights @ landmarks + room * shift))


def _table(ids: NDArray[np.str_], places: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {"response_id": pd.Series(ids, dtype="str"), "x": places[:, 0], "y": places[:, 1]}
    )


def _centred(vectors: Floats, languages: pd.Series) -> Floats:
    """Return unit vectors less the mean of their language, so that languages do not part."""
    vectors = _unit(vectors)
    codes = languages.fillna("").to_numpy(dtype=str)
    means = np.tile(vectors.mean(axis=0), (len(vectors), 1))
    for code in np.unique(codes):
        own = codes == code
        if own.sum() >= MIN_OF_LANGUAGE:
            means[own] = vectors[own].mean(axis=0)
    return _unit(vectors - means)


def _weights(
    segments: pd.DataFrame, assignments: pd.DataFrame, owner: NDArray[np.intp], n: int
) -> Floats:
    """Return how strongly each response cites each theme, shape (n, n_themes)."""
    themes, theme = np.unique(assignments["theme_id"].to_numpy(dtype=str), return_inverse=True)
    row = pd.Index(segments["segment_id"]).get_indexer(pd.Index(assignments["segment_id"]))
    known = row >= 0
    weights = np.zeros((n, len(themes)))
    strength = assignments["strength"].to_numpy(dtype=float)[known]
    np.add.at(weights, (owner[row[known]], theme[known]), np.maximum(strength, 1e-6))
    return weights


def _landmarks(centres: Floats) -> Floats:
    from sklearn.manifold import smacof

    apart = np.clip(1.0 - centres @ centres.T, 0.0, None)
    np.fill_diagonal(apart, 0.0)
    start = _classical(apart)
    found = smacof(apart, n_components=2, init=start, n_init=1, normalized_stress=False)
    places: Floats = np.asarray(found[0], dtype=np.float64)
    return places


def _classical(apart: Floats) -> Floats:
    squares = apart**2
    inner = -0.5 * (squares - squares.mean(0) - squares.mean(1)[:, None] + squares.mean())
    values, axes = np.linalg.eigh(inner)
    return np.asarray(_signed(axes[:, ::-1][:, :2]) * np.sqrt(np.clip(values[::-1][:2], 0.0, None)))


def _components(rows: Floats) -> Floats:
    """Return the rows on their two leading principal components, shape (n, 2)."""
    middle = rows - rows.mean(axis=0)
    _, axes = np.linalg.eigh(middle.T @ middle)
    return np.asarray(middle @ _signed(axes[:, ::-1][:, :2]))


def _signed(axes: Floats) -> Floats:
    """Return axes whose largest entry is positive: an axis has no direction of its own."""
    largest = np.abs(axes).argmax(axis=0)
    signs = np.sign(axes[largest, np.arange(axes.shape[1])])
    return np.asarray(axes * np.where(signs == 0, 1.0, signs))


def _neighbour_distance(places: Floats) -> float:
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    return float(np.median(apart.min(axis=1)))


def _scaled(places: Floats) -> Floats:
    """Return places in 0 to 1, each axis on its own, the widest 1 % cut to the rim."""
    low, high = np.quantile(places, [0.005, 0.995], axis=0)
    wide = np.where(high > low, high - low, 1.0)
    return np.asarray(np.round(np.clip((places - low) / wide, 0.0, 1.0), PLACES))


def _sums(rows: Floats, owner: NDArray[np.intp], n: int) -> Floats:
    sums = np.zeros((n, rows.shape[1]))
    np.add.at(sums, owner, rows)
    return sums


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0))
