"""The survey design: what each answer weighs, and which person gave it.

Two answers of one person are not two opinions: who speaks of delays under one question often does
under the next, and the score stands twice. Tests that took them for two found a link in too many
batches without one (`benchmarks bands`, "two or three answers a person").
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.bands.tables import EMPTY, Bools, Floats
from feedback.bands.weights import clean_weights, effective_n
from feedback.votes import people_of


@dataclass(frozen=True)
class Design:
    """How n answers came about.

    Attributes:
        weights: Shape (n,), 0 or more.
        people: Shape (n,), the same number for the answers of one person.
    """

    weights: Floats
    people: NDArray[np.intp]

    def of(self, rows: Bools) -> "Design":
        """Return the design of some of the answers."""
        return Design(self.weights[rows], self.people[rows])

    def worth(self) -> Floats:
        """Return each answer's part of the effective number of answers, (n,); 1 each if equal."""
        weights = self.weights
        if not len(weights) or np.ptp(weights) == 0:
            return np.ones(len(weights))
        return np.asarray(weights / weights.sum() * effective_n(weights), dtype=np.float64)

    def effects(self, cites: Bools, groups: NDArray[Any] | None = None) -> Floats:
        """Return by how much people's answers being alike widens each theme's shares, (n_themes,).

        Rao and Scott (1992): counts and totals divided by this design effect are tested as if
        every answer were somebody else's. It is the variance of a share between people over that
        between as many unrelated answers, one figure for all groups, and never under 1, so that
        nothing is gained by it; exactly 1 where each person answered once.

        Args:
            cites: Shape (n, n_themes).
            groups: Shape (n,), whose shares are compared; None: one group.
        """
        people, person = np.unique(self.people, return_inverse=True)
        if len(people) == len(person):
            return np.ones(cites.shape[1])
        groups = np.zeros(len(cites)) if groups is None else groups
        _, group = np.unique(groups, return_inverse=True)
        total = np.bincount(group, self.weights)
        safe = np.where(total > 0, total, 1.0)
        effects = np.ones(cites.shape[1])
        for i, cited in enumerate(cites.T):
            share = np.bincount(group, self.weights * cited) / safe
            strays = self.weights * (cited - share[group])
            alone = (strays**2).sum()
            if alone > EMPTY * len(strays):
                effects[i] = max(1.0, (np.bincount(person, strays) ** 2).sum() / alone)
        return effects


def design_of(answers: pd.DataFrame) -> Design:
    """Return the design of `frames.RESPONSES` rows, their weights cleaned."""
    return Design(clean_weights(answers), people_of(answers))


def counted(answers: pd.DataFrame) -> Design:
    """Return the design of `frames.RESPONSES` rows that are counted, whatever they weigh."""
    return Design(np.ones(len(answers)), people_of(answers))


def unrelated(weights: Floats) -> Design:
    """Return the design of answers that were all given by different people."""
    return Design(weights, np.arange(len(weights)))
