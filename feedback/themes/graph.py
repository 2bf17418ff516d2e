"""From vectors to a graph of segments that share neighbours, blind to the language of the text.

Raw sentence vectors gather by language before they gather by subject. Two corrections undo that:
the mean vector of each language is subtracted, and neighbours are ranked by CSLS, which holds a
similarity against how crowded both ends are in the other's language (Conneau et al., 2018, "Word
translation without parallel data"). On the six bilingual reference files the second correction
raised the language mix from 0.75 to 0.81 at the same agreement with people.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from feedback.themes.nearest import TIE_DECIMALS, most_similar
from feedback.types import FloatArray

IntArray: TypeAlias = NDArray[np.int64]
Labels: TypeAlias = NDArray[np.str_]

ANY_LANGUAGE = ""
"""Key of the mean over all languages among the centres."""

SHRINKAGE = 5.0
"""Rows a language needs before its own mean outweighs the mean of all."""

_ROWS = 20_000  # of the graph made at once
_PART = 4_000  # of rows made part by part: of 20,000 a few copies are 0.4 GB
_RARE = 100  # a language of fewer than one row in so many is not ranked apart


def unit(vectors: FloatArray) -> FloatArray:
    """Return the rows scaled to length 1; rows of zeros stay zero. Shape (n, d)."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def language_centres(
    vectors: FloatArray, languages: Labels, known: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    """Return the mean unit vector of each language, keeping those already `known`.

    A language of few rows is drawn towards the mean of all (shrinkage by `SHRINKAGE` rows), so that
    three French comments are not centred on themselves.

    Args:
        vectors: Shape (n, d), rows of any length.
        languages: Shape (n,).
        known: Centres of an earlier batch: kept, so that batches stay comparable.
    """
    centres = dict(known)
    if not len(vectors):
        return centres
    names, own = np.unique(languages, return_inverse=True)
    counts = np.bincount(own)[:, None]
    sums = np.zeros((len(names), vectors.shape[1]))
    for start in range(0, len(vectors), _ROWS):
        part = slice(start, start + _ROWS)
        for number in range(len(names)):
            sums[number] += unit(vectors[part][own[part] == number]).sum(axis=0, dtype=np.float64)
    mean = (sums.sum(axis=0) / len(vectors)).astype(np.float32)
    everyone = centres.setdefault(ANY_LANGUAGE, mean)
    drawn = (sums + SHRINKAGE * everyone) / (counts + SHRINKAGE)
    for name, centre in zip(names, drawn.astype(np.float32), strict=True):
        centres.setdefault(str(name), centre)
    return centres


def centred(
    vectors: FloatArray, languages: Sequence[str] | Labels, centres: Mapping[str, FloatArray]
) -> FloatArray:
    """Return unit vectors with the centre of their language taken away. Shape (n, d)."""
    names, kinds = np.unique(np.asarray(languages, dtype=np.str_), return_inverse=True)
    means = np.stack([centres.get(str(name), centres[ANY_LANGUAGE]) for name in names])
    rows = np.empty(vectors.shape, dtype=np.float32)
    for start in range(0, len(rows), _ROWS):
        part = slice(start, start + _ROWS)
        rows[part] = unit(unit(vectors[part]) - means[kinds[part]])
    return rows


def centred_by_guess(vectors: FloatArray, centres: Mapping[str, FloatArray]) -> FloatArray:
    """Return unit vectors of phrases whose language is not known, each less the nearest centre."""
    names = sorted(name for name in centres if name != ANY_LANGUAGE) or [ANY_LANGUAGE]
    cosines = unit(vectors) @ unit(np.stack([centres[name] for name in names])).T
    return centred(vectors, [names[i] for i in cosines.round(TIE_DECIMALS).argmax(axis=1)], centres)


def with_context(rows: FloatArray, comments: IntArray, share: float) -> FloatArray:
    """Let rows lean towards the mean of their comment; they are changed in place and returned.

    A sentence alone ("They asked about it on Sunday.") often does not say what it is about; the
    rest of its comment does.

    Args:
        rows: Centred unit rows of segments, shape (n, d).
        comments: Number of the comment of every row, 0 and up, shape (n,).
        share: Weight of the comment's mean, 0 to 1; a comment of one segment does not change.
    """
    from scipy import sparse

    shared = np.flatnonzero(np.bincount(comments)[comments] > 1) if len(rows) else comments
    if not len(shared):
        return rows
    ones = np.ones(len(shared), dtype=np.float32)
    names, own = np.unique(comments[shared], return_inverse=True)
    member = sparse.csr_matrix((ones, (own, shared)), shape=(len(names), len(rows)))
    means = unit(np.asarray(member @ rows, dtype=np.float32))
    for start in range(0, len(shared), _ROWS):  # whole, four copies of 200,000 rows are 1.6 GB
        part = slice(start, start + _ROWS)
        row = shared[part]
        rows[row] = unit((1 - share) * rows[row] + share * means[own[part]])
    return rows


def condensed(rows: FloatArray, dimensions: int) -> FloatArray:
    """Return unit rows in the directions in which they vary most, shape (n, dimensions or d)."""
    if min(rows.shape) <= dimensions:
        return rows
    return condensed_parts(lambda part: rows[part], len(rows), dimensions)


def condensed_parts(rows_of: Callable[[slice], FloatArray], n: int, dimensions: int) -> FloatArray:
    """Return the same for rows made part by part, which never stand in memory together.

    Principal components by the d x d covariance: exact, the same for any order of the rows up to
    rounding, and neighbours are found faster; what the small directions hold is noise.

    Args:
        rows_of: Gives some of the rows, shape (m, d), d over `dimensions`.
        n: Rows in all.
        dimensions: Of the result.
    """
    from threadpoolctl import threadpool_limits

    parts = [slice(at, min(at + _PART, n)) for at in range(0, n, _PART)]
    covariance = sum((r.T @ r).astype(np.float64) for r in map(rows_of, parts))
    with threadpool_limits(limits=1):  # with 2 threads on 2 busy cores this took 100 times longer
        _, directions = np.linalg.eigh(np.asarray(covariance))
    kept = directions[:, -dimensions:].astype(np.float32)
    return np.concatenate([unit(rows_of(part) @ kept) for part in parts])


def neighbours(vectors: FloatArray, languages: Labels, k: int) -> IntArray:
    """Return the `k` nearest rows of each row by CSLS, see `nearest`. Shape (n, min(k, n - 1)).

    Candidates are the 2 k most similar rows of each language; among them the rank is
    2 cos(a, b) - r(a) - r(b), with r the mean cosine of a row to its `k` nearest in the language
    of the other row. Ties go to the lower row number.

    Args:
        vectors: Centred unit rows, shape (n, d).
        languages: Shape (n,).
        k: Neighbours of each row.
    """
    groups = language_groups(languages, len(languages) // _RARE)
    found = [most_similar(vectors, group, 2 * k) for group in groups]
    crowding = np.stack([_mean_cosine(values[:, :k]) for _, values in found])
    own = np.empty(len(vectors), dtype=np.int64)
    for number, group in enumerate(groups):
        own[group] = number
    columns = np.concatenate([ids for ids, _ in found], axis=1)
    cosines = np.concatenate([values for _, values in found], axis=1)
    here = crowding[own[columns], np.arange(len(vectors))[:, None]]
    there = crowding[own[:, None], columns]
    ranked = np.where(cosines < -1, -99.0, 2 * cosines - here - there).round(TIE_DECIMALS)
    order = np.lexsort((columns, -ranked), axis=1)[:, : min(k, len(vectors) - 1)]
    return np.asarray(np.take_along_axis(columns, order, axis=1), dtype=np.int64)


def language_groups(languages: Labels, least: int) -> list[IntArray]:
    """Return the rows of each language; those of fewer than `least` count as the commonest's.

    Seven English words taken for French stood near everything, as the only ones of their language:
    they tied 7,500 requests together, and AMI with their 150 kinds fell by 0.1.
    """
    names, counts = np.unique(languages, return_counts=True)
    if not len(names):
        return []
    common = names[counts.argmax()]
    rare = np.isin(languages, names[counts < least])
    spoken = np.where(rare, common, languages)
    return [np.flatnonzero(spoken == name) for name in np.unique(spoken)]


def _mean_cosine(values: FloatArray) -> FloatArray:
    """Return the mean of each row without the mark of the row itself; 0 where nothing is left."""
    real = values >= -1
    total = np.where(real, values, 0).sum(axis=1)
    return np.asarray(total / np.maximum(real.sum(axis=1), 1), dtype=np.float32)


def shared_neighbour_graph(nearest: IntArray, min_weight: float) -> Any:
    """Return the symmetric graph whose weights say how far two rows share their neighbours.

    The weight is the Jaccard index of the two neighbourhoods, each with its row (Jarvis and
    Patrick, 1973; Jaccard-weighted as in PhenoGraph, Levine et al., 2015).

    Args:
        nearest: Neighbour row numbers, shape (n, k).
        min_weight: Edges lighter than this are dropped.

    Returns:
        A scipy csr_matrix of shape (n, n) with sorted indices and an empty diagonal.
    """
    from scipy import sparse

    n, k = nearest.shape
    rows = np.repeat(np.arange(n), k)
    member = sparse.csr_matrix((np.ones(n * k, np.float32), (rows, nearest.ravel())), shape=(n, n))
    member = member + sparse.identity(n, dtype=np.float32, format="csr")
    other = member.T.tocsr()
    parts = [
        _edges(member[at : at + _ROWS] @ other, at, k, min_weight) for at in range(0, n, _ROWS)
    ]
    graph = sparse.vstack(parts, format="csr")
    graph.sort_indices()
    return graph


def _edges(shared: Any, start: int, k: int, min_weight: float) -> Any:
    """Return the rows of the graph from how many neighbours they share with each other row."""
    from scipy import sparse

    shared = shared.tocoo()
    weights = shared.data / (2 * (k + 1) - shared.data)
    keep = (weights >= min_weight) & (shared.row + start != shared.col)
    kept = (weights[keep], (shared.row[keep], shared.col[keep]))
    return sparse.csr_matrix(kept, shape=shared.shape)
