"""Survey weights: how much each answer counts, and how many plain answers that is worth."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.frames import WEIGHT
from feedback.notices import Notice

Floats = NDArray[np.float64]


def usable_weights(values: pd.Series) -> NDArray[np.bool_]:
    """Return which weights are finite and not negative, shape (n,)."""
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    usable: NDArray[np.bool_] = np.isfinite(numbers) & (numbers >= 0)
    return usable


def clean_weights(answers: pd.DataFrame) -> Floats:
    """Return one weight per answer with a mean of 1, shape (n,); all 1 without a weight column.

    An answer whose weight is missing, negative or no number counts as the average answer does. If
    no weight is left, or all are 0, every answer counts the same.
    """
    n = len(answers)
    if WEIGHT not in answers.columns or not n:
        return np.ones(n)
    usable = usable_weights(answers[WEIGHT])
    numbers = pd.to_numeric(answers[WEIGHT], errors="coerce").to_numpy(np.float64, na_value=np.nan)
    total = float(numbers[usable].sum())
    if total <= 0:
        return np.ones(n)
    average = total / int(usable.sum())
    return np.where(usable, numbers, average) / average


def effective_n(weights: Floats) -> float:
    """Return how many equally weighted answers carry as much information (Kish, 1965).

    ``(sum w)^2 / sum w^2``; exactly the number of answers where all weights are equal.
    """
    if not len(weights):
        return 0.0
    if np.ptp(weights) == 0:
        return float(len(weights))
    return float(weights.sum() ** 2 / (weights**2).sum())


def about_weights(answers: pd.DataFrame) -> list[Notice]:
    """Return a notice where answers are weighted, and one where weights could not be used."""
    if WEIGHT not in answers.columns or not len(answers):
        return []
    usable = usable_weights(answers[WEIGHT])
    broken = int((~usable).sum())
    notes = []
    if broken:
        notes.append(
            Notice(
                "weights-mended",
                f"{broken} scored answers have no weight or a negative one: each counts as an "
                "average answer.",
                f"{broken} réponses notées n’ont pas de poids ou ont un poids négatif\u202f: "
                "chacune compte comme une réponse moyenne.",
            )
        )
    weights = clean_weights(answers)
    if np.ptp(weights) == 0:
        return notes
    worth = effective_n(weights)
    notes.append(
        Notice(
            "weighted",
            f"Scores are weighted: {len(answers)} answers are worth {worth:.0f} equally weighted "
            "ones, and every interval is as wide as theirs.",
            f"Les notes sont pondérées\u202f: {len(answers)} réponses en valent {worth:.0f} de "
            "même poids, et chaque intervalle en a la largeur.",
        )
    )
    return notes
