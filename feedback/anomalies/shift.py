"""Scores that slipped by a row against their texts, as scrapers and bad joins leave them.

The text of a row predicts its own score where the rows are whole. Where the scores slipped, it
predicts a neighbour's better. A ridge regression on words gives every text a prediction that has
not seen its own row (leave-one-out in closed form: Allen, 1974), once for its own score and once
for each neighbour's; the stretch of rows where a neighbour wins is the maximal sum of the
difference (Bentley, 1984), and is believed only where Fisher's z (1921) of the two correlations,
corrected for the number of stretches there are, leaves no doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = (-1, 1)
"""The neighbours asked: the row above, the row below."""
MIN_ROWS = 60
"""Under so many scored texts in a stretch no shift is named: 40 short ones correlate by chance."""
_BLOCK = 1_500  # rows of one regression: its cost grows with the cube, 1,500 take half a second
_MAX_BLOCKS = 6
_RIDGE = 1.0
_MIN_CORRELATION = 0.2
_P_VALUE = 1e-3
_MIN_LETTERS = 8


@dataclass(frozen=True)
class Shift:
    """A stretch of rows whose texts fit a neighbour's score better than their own.

    Attributes:
        step: Where the fitting score stands: 1 in the row below, -1 in the row above.
        first: Position of the stretch's first row.
        last: Position of its last row.
        n: Scored texts in it.
        own: Correlation of the texts' predictions with their own scores, -1 to 1.
        neighbour: The same with the neighbour's scores.
        p_value: Of the difference, corrected for all the stretches that were possible.
    """

    step: int
    first: int
    last: int
    n: int
    own: float
    neighbour: float
    p_value: float


def find_shift(
    texts: Sequence[str], positions: Sequence[int], scores: dict[int, float]
) -> Shift | None:
    """Say where texts predict a neighbour's score better than their own, or None.

    Args:
        texts: The comments of one open question.
        positions: Their rows in the file, one each.
        scores: Position → the score given there, also in rows without a comment.
    """
    order = np.argsort(np.asarray(positions, dtype=np.int64), kind="stable")
    rows = [
        (int(positions[i]), texts[i])
        for i in order
        if sum(map(str.isalpha, texts[i])) >= _MIN_LETTERS and positions[i] in scores
    ]
    found = [_in_block(block, scores) for block in _blocks(rows)]
    return max(_joined(found), key=lambda shift: (shift.n, -shift.p_value), default=None)


def _joined(found: Sequence[Shift | None]) -> list[Shift]:
    """Join the stretches of consecutive blocks that slipped the same way."""
    joined: list[Shift] = []
    previous: Shift | None = None
    for shift in found:
        if shift and previous and shift.step == previous.step:
            joined[-1] = _union(joined[-1], shift)
        elif shift:
            joined.append(shift)
        previous = shift
    return joined


def _union(one: Shift, other: Shift) -> Shift:
    n = one.n + other.n
    own = (one.own * one.n + other.own * other.n) / n
    neighbour = (one.neighbour * one.n + other.neighbour * other.n) / n
    p_value = min(one.p_value, other.p_value)
    return Shift(one.step, one.first, other.last, n, own, neighbour, p_value)


def _blocks(rows: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Cut into stretches of equal length; of a long file take some, evenly spread."""
    if len(rows) < MIN_ROWS:
        return []
    n_blocks = -(-len(rows) // _BLOCK)
    size = -(-len(rows) // n_blocks)
    chosen = range(n_blocks)
    if n_blocks > _MAX_BLOCKS:
        chosen = np.linspace(0, n_blocks - 1, _MAX_BLOCKS).round().astype(int).tolist()
    return [rows[k * size : (k + 1) * size] for k in chosen]


def _in_block(rows: list[tuple[int, str]], scores: dict[int, float]) -> Shift | None:
    positions = np.array([position for position, _ in rows], dtype=np.int64)
    targets = {
        step: np.array([scores.get(int(p) + step, np.nan) for p in positions])
        for step in (0, *STEPS)
    }
    if len(rows) < MIN_ROWS or np.nanstd(targets[0]) == 0:
        return None
    solve = _leave_one_out([text for _, text in rows])
    if solve is None:
        return None
    own = solve(targets[0])
    found = [
        _stretch(step, positions, (own, targets[0]), (solve(targets[step]), targets[step]))
        for step in STEPS
        if np.isfinite(targets[step]).sum() >= MIN_ROWS
    ]
    sure = [shift for shift in found if shift is not None]
    return min(sure, key=lambda shift: (shift.p_value, -shift.step), default=None)


def _leave_one_out(texts: Sequence[str]) -> "_LeaveOneOut | None":
    """Prepare the regression of these texts; None when they share no words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2),
        min_df=2,
        max_features=20_000,
        sublinear_tf=True,
        token_pattern=r"[^\W\d_]{2,}",  # noqa: S106 (words, no password)
        dtype=np.float64,
    )
    try:
        words = vectorizer.fit_transform(texts)
    except ValueError:  # no word stands in two texts
        return None
    return _LeaveOneOut(np.asarray((words @ words.T).todense()))


class _LeaveOneOut:
    """Ridge regression in the dual, without the row it predicts.

    Args:
        kernel: Similarities of the texts, shape (n_texts, n_texts).
    """

    def __init__(self, kernel: Floats) -> None:
        n = len(kernel)
        # A constant in the kernel is the intercept.
        self._inverse = np.linalg.inv(kernel + 1.0 + _RIDGE * np.eye(n))

    def __call__(self, target: Floats) -> Floats:
        """Return the prediction of each target value without it, shape (n_texts,).

        Missing values are the mean: they teach nothing but where the middle is.
        """
        filled = np.where(np.isnan(target), np.nanmean(target), target)
        residual = (self._inverse @ filled) / np.diag(self._inverse)
        return np.asarray(filled - residual)


def _stretch(
    step: int,
    positions: NDArray[np.int64],
    own: tuple[Floats, Floats],
    neighbour: tuple[Floats, Floats],
) -> Shift | None:
    """Find the rows where the neighbour wins by most, and test them."""
    known = ~np.isnan(neighbour[1])
    if np.std(neighbour[1][known]) == 0:
        return None
    gain = _fit(*neighbour) - _fit(*own)
    first, last = _maximal(np.where(known, gain, 0.0))
    inside = np.flatnonzero(known[first : last + 1]) + first
    n = len(inside)
    if n < MIN_ROWS:
        return None
    own_r = _correlation(own[0][inside], own[1][inside])
    other_r = _correlation(neighbour[0][inside], neighbour[1][inside])
    if other_r < _MIN_CORRELATION or other_r <= own_r:
        return None
    z = (np.arctanh(min(other_r, 0.999)) - np.arctanh(own_r)) * np.sqrt((n - 3) / 2)
    p_value = _upper_tail(float(z)) * len(positions) ** 2 / 2
    if p_value > _P_VALUE:
        return None
    where = (int(positions[first]), int(positions[last]))
    return Shift(step, *where, n, own_r, other_r, p_value)


def _fit(predicted: Floats, given: Floats) -> Floats:
    """Return each row's share in the correlation: the product of the two standard scores."""
    return _standard(predicted) * _standard(given)


def _standard(values: Floats) -> Floats:
    spread = float(np.nanstd(values))
    filled = np.where(np.isnan(values), np.nanmean(values), values)
    return np.asarray((filled - filled.mean()) / spread) if spread else np.zeros(len(values))


def _maximal(gain: Floats) -> tuple[int, int]:
    """Return the ends of the stretch with the largest sum."""
    best, best_ends, total, start = -np.inf, (0, 0), 0.0, 0
    for place, value in enumerate(gain):
        if total <= 0:
            total, start = 0.0, place
        total += value
        if total > best:
            best, best_ends = total, (start, place)
    return best_ends


def _correlation(one: Floats, other: Floats) -> float:
    if np.std(one) == 0 or np.std(other) == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _upper_tail(z: float) -> float:
    from math import erfc, sqrt

    return 0.5 * erfc(z / sqrt(2))
