"""The most similar rows of every row: exactly for small sets, by cells for large ones.

Exact search is quadratic. Over `EXACT` rows the targets are divided into cells by k-means, and a
row looks into its nearest cells only (inverted file, Jegou, Douze and Schmid, 2011), which makes
the time per row nearly the same at 20,000 rows and at 200,000. Nothing is drawn at random: the
cells begin at rows evenly spaced in the canonical order.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from feedback.types import FloatArray

EXACT = 16_000
TIE_DECIMALS = 6
"""BLAS may differ in the last bits from one machine to another: no rank hangs on it."""

_CELL = 800  # rows of a cell, about
_PROBES = 27
"""Cells that a row looks into: of 197,000 reviews they find 0.94 of the 20 nearest rows, as 14
cells of 2,000 do in 1.4 times the time; 36 of 400 find as many, but take longer to choose."""
_FIRST = 1
"""Nearest cells searched before the others, where most rows then find little better."""
_ROUNDS = 6
_TRAINING = 50  # rows per cell that k-means looks at
_BLOCK = 2048
_SELF = -9.0

_Ints = NDArray[np.int64]


def most_similar(vectors: FloatArray, columns: _Ints, k: int) -> tuple[_Ints, FloatArray]:
    """Return the `k` rows among `columns` most similar to every row, itself last at cosine -9.

    Args:
        vectors: Unit rows, shape (n, d).
        columns: Row numbers of the targets, rising.
        k: Targets wanted.

    Returns:
        Row numbers and cosines, both of shape (n, min(k, len(columns))).
    """
    place = np.full(len(vectors), -1)
    place[columns] = np.arange(len(columns))
    targets = vectors if len(columns) == len(vectors) else vectors[columns]
    found, cosines = _search(vectors, targets, place, k)
    return columns[found], cosines


def most_similar_of(vectors: FloatArray, targets: FloatArray, k: int) -> tuple[_Ints, FloatArray]:
    """Return the `k` other rows most similar to every row.

    Args:
        vectors: Unit rows, shape (n, d).
        targets: Unit rows to look among, shape (m, d).
        k: Targets wanted.

    Returns:
        Row numbers of `targets` and cosines, both of shape (n, min(k, m)).
    """
    return _search(vectors, targets, np.full(len(vectors), -1), k)


def _search(
    vectors: FloatArray, targets: FloatArray, place: _Ints, k: int
) -> tuple[_Ints, FloatArray]:
    """Search exactly or by cells; `place` is each row's own place among the targets, -1 if none."""
    k = min(k, len(targets))
    search = _exactly if len(targets) <= EXACT else _by_cells
    return search(vectors, targets, place, k)


def _exactly(
    vectors: FloatArray, targets: FloatArray, place: _Ints, k: int
) -> tuple[_Ints, FloatArray]:
    import torch  # its top-k is 3 times faster than numpy's partition, and BERTopic loads it anyway

    turned = np.ascontiguousarray(targets.T)
    ids, values = [], []
    room = np.empty((min(_BLOCK, len(vectors)), len(targets)), dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        rows = vectors[start : start + _BLOCK]
        block = np.matmul(rows, turned, out=room[: len(rows)])  # new pages each time cost a fifth
        inside = np.flatnonzero(place[start : start + len(block)] >= 0)
        block[inside, place[start + inside]] = _SELF
        best = torch.topk(torch.from_numpy(block), k, dim=1)
        ids.append(best.indices.numpy())
        values.append(best.values.numpy().round(TIE_DECIMALS))
    return np.concatenate(ids), np.concatenate(values)


def _by_cells(
    vectors: FloatArray, targets: FloatArray, place: _Ints, k: int
) -> tuple[_Ints, FloatArray]:
    keep_best = _compiled()
    centres = cells_of(targets, max(len(targets) // _CELL, 2))
    homes = _nearest(targets, centres, 1)[:, 0]
    looks = _nearest(vectors, centres, min(_PROBES, len(centres)))
    ids = np.zeros((len(vectors), k), dtype=np.int64)
    values = np.full((len(vectors), k), _SELF, dtype=np.float32)
    order, starts = _by_cell(homes, len(centres))
    column = np.empty(len(targets), dtype=np.int64)
    column[order] = np.arange(len(targets)) - starts[homes[order]]
    for ranks in (looks[:, :_FIRST], looks[:, _FIRST:]):
        askers, edges = _by_cell(ranks.ravel(), len(centres))
        for cell in range(len(centres)):
            members = order[starts[cell] : starts[cell + 1]]
            rows = askers[edges[cell] : edges[cell + 1]] // max(ranks.shape[1], 1)
            turned = np.ascontiguousarray(targets[members].T)
            for start in range(0, len(rows), _BLOCK):
                own = rows[start : start + _BLOCK]
                block = vectors[own] @ turned
                inside = np.flatnonzero((place[own] >= 0) & (homes[place[own]] == cell))
                block[inside, column[place[own[inside]]]] = _SELF
                keep_best(block, own, members, ids, values)
    return ids, values.round(TIE_DECIMALS)


def _keep_best(
    block: FloatArray, rows: _Ints, columns: _Ints, ids: _Ints, values: FloatArray
) -> None:
    """Put what is better than the worst so far into its place among the best of its row.

    Args:
        block: Cosines, shape (len(rows), len(columns)).
        rows: Rows of `ids` and `values` that they belong to.
        columns: Row numbers of the targets.
        ids: Best targets so far, shape (n, k); changed.
        values: Their cosines, falling; changed.
    """
    last = ids.shape[1] - 1
    for number, row in enumerate(rows):
        for column in range(block.shape[1]):
            value = block[number, column]
            if value > values[row, last]:
                at = last
                while at > 0 and values[row, at - 1] < value:
                    values[row, at] = values[row, at - 1]
                    ids[row, at] = ids[row, at - 1]
                    at -= 1
                values[row, at] = value
                ids[row, at] = columns[column]


@cache
def _compiled() -> Callable[..., None]:
    """Return `_keep_best` as machine code: half a second, then 4 times as fast as torch's top-k."""
    from numba import njit  # BERTopic's UMAP brings it

    compiled: Callable[..., None] = njit(_keep_best)
    return compiled


def _by_cell(cells: _Ints, n_cells: int) -> tuple[_Ints, _Ints]:
    """Return places in the order of their cells, and where each cell's begin and end there."""
    order = np.argsort(cells, kind="stable")
    return order, np.searchsorted(cells[order], np.arange(n_cells + 1))


def cells_of(rows: FloatArray, n: int) -> FloatArray:
    """Return `n` unit centres by spherical k-means on evenly spaced rows, shape (n, d)."""
    step = max(len(rows) // (n * _TRAINING), 1)
    training = rows[::step]
    centres = training[np.linspace(0, len(training) - 1, n).astype(np.int64)].copy()
    for _ in range(_ROUNDS):
        own = _nearest(training, centres, 1)[:, 0]
        order = np.argsort(own, kind="stable")
        filled, first = np.unique(own[order], return_index=True)
        sums = np.add.reduceat(training[order], first, axis=0)
        lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        centres[filled] = sums / lengths
    return np.asarray(centres, dtype=np.float32)


def _nearest(rows: FloatArray, centres: FloatArray, n: int) -> _Ints:
    """Return the `n` nearest centres of each row, shape (n_rows, n)."""
    found = []
    for start in range(0, len(rows), 8 * _BLOCK):
        cosines = (rows[start : start + 8 * _BLOCK] @ centres.T).round(TIE_DECIMALS)
        if n == 1:
            found.append(cosines.argmax(axis=1)[:, None])
        else:
            found.append(np.argsort(-cosines, axis=1, kind="stable")[:, :n])
    return np.concatenate(found).astype(np.int64)
