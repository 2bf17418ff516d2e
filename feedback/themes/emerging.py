"""Is a cluster that no known theme took a new subject, or one that was there all along?

Clusters of what is left over always exist: the long tail of any month. A subject is new if
significantly more comments speak of it than in the batch before.
"""

from dataclasses import dataclass

import numpy as np

from feedback.themes.graph import IntArray, Labels, unit
from feedback.types import FloatArray

SIGNIFICANT = 0.005
GROWTH = 3.0
"""A new subject is three times as frequent as before, at a one-sided exact p of 0.5 % divided by
the number of clusters tested in the batch (Bonferroni): each was chosen for being dense now."""

_CORE = 0.5
"""Quantile of the members' closeness that bounds the subject: the nearer half. With three quarters
the planted subject of the demo months reached into older ones, and one word decided on it."""


@dataclass(frozen=True)
class Population:
    """Segments and the comments they stand in.

    Attributes:
        rows: Centred unit vectors with context, shape (n, d).
        comments: Number of each one's comment, shape (n,).
        sources: Kind of source of each one's comment, shape (n,); None where it is not known.
    """

    rows: FloatArray
    comments: IntArray
    sources: Labels | None = None

    def like(self, other: "Population") -> "Population":
        """Return those of the kinds of source that `other` has too; all where a kind is unknown.

        The first interviews among surveys bring turns of phrase that no survey has: without this
        the only theme called new in a demo month was one of them, and the planted one was lost.
        """
        if self.sources is None or other.sources is None:
            return self
        shared = np.isin(self.sources, np.unique(other.sources))
        return Population(self.rows[shared], self.comments[shared], self.sources[shared])

    def speaking(self, direction: FloatArray, at_least: float) -> int:
        """Return how many comments have a segment this near to a direction."""
        near = (self.rows @ direction).round(6) >= at_least
        return len(np.unique(self.comments[near]))

    def size(self) -> int:
        """Return the number of comments."""
        return len(np.unique(self.comments))


def others_cosine(rows: FloatArray) -> FloatArray:
    """Return the cosine of each row to the mean of the others, shape (n,).

    Its own part in the mean would make a small cluster look tighter than it is.
    """
    total = rows.sum(axis=0, keepdims=True)
    return np.asarray((rows * unit(total - rows)).sum(axis=1).round(6), dtype=np.float32)


def is_more_frequent(
    members: FloatArray, now: Population, before: Population, n_tests: int = 1
) -> bool:
    """Say whether the subject of a cluster is significantly more frequent than before.

    A comment speaks of it if a segment is as near to the cluster's centroid as the nearer half of
    its members is. The test is Fisher's exact one (one-sided).

    Args:
        members: Rows of the cluster, shape (n_members, d).
        now: The batch.
        before: The batch before.
        n_tests: Clusters tested in the batch.
    """
    from scipy.stats import fisher_exact

    direction = unit(members.mean(axis=0, keepdims=True))[0]
    radius = float(np.quantile(others_cosine(members), _CORE))
    n_now, n_before = now.speaking(direction, radius), before.speaking(direction, radius)
    table = [[n_now, now.size() - n_now], [n_before, before.size() - n_before]]
    growth = (n_now / now.size()) / (max(n_before, 0.5) / before.size())
    p_value = float(fisher_exact(table, "greater").pvalue)
    return bool(growth >= GROWTH and p_value < SIGNIFICANT / n_tests)


def holds_together(members: FloatArray, cohesions: FloatArray) -> bool:
    """Say whether a cluster is as tight as half of the known themes.

    Args:
        members: Rows of the cluster, shape (n_members, d).
        cohesions: Mean cosine of every known theme's texts to its centroid, shape (n_known,).
    """
    known = cohesions[cohesions > 0]
    return not len(known) or float(others_cosine(members).mean()) >= float(np.median(known))
