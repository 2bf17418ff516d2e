"""Answers that praise one thing and blame another."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MIXED_FROM = 0.6
"""Confidence from which a segment counts as a side of a mixed answer."""


def mixed_responses(segments: pd.DataFrame) -> set[str]:
    """Return the ids of the responses with a surely positive and a surely negative segment.

    Args:
        segments: `SEGMENTS`; not changed.
    """
    sure = segments[segments["confidence"] >= MIXED_FROM]
    praised = set(sure.loc[sure["sentiment"] == "positive", "response_id"])
    blamed = set(sure.loc[sure["sentiment"] == "negative", "response_id"])
    return praised & blamed


def opposed(proba: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities (n, 3) where praise and blame of one answer cancel to neutral.

    The polarity stays what it was. Half of the smaller side goes over from each: two sides of
    equal weight read neutral, a side twice as heavy as the other still prevails.
    """
    moved = proba.copy()
    less = np.minimum(proba[:, 0], proba[:, 2]) / 2
    moved[:, 0] -= less
    moved[:, 2] -= less
    moved[:, 1] += 2 * less
    return moved
