"""Is a cluster that no known theme took a new subject, or one that was there all along?

Clusters of what is left over always exist: the long tail of any month. So only texts are clustered
that have more like them in this batch than in the one before, and a subject of theirs is new if
significantly more comments speak of it than before.

Of twenty demo quarters (other seeds, 5 % of the answers left out) the planted new theme is found in
70 % and 0.65 others are invented.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback.themes.graph import IntArray, Labels, unit
from feedback.themes.nearest import most_similar_of
from feedback.types import FloatArray

SIGNIFICANT = 0.005
GROWTH = 5.0
"""A new subject is five times as frequent as before, at a one-sided exact p of 0.5 % divided by
the number of subjects of its size that what is left over could have held (Bonferroni): it was
chosen among them for being dense and for having no like before. At three times as frequent
0.95 other themes are invented and 80 % of the planted ones found: what grew is not new."""

_NOVEL = 0.05
_NEIGHBOURS = 40
_FEW = 20  # of fewer segments than 800 one in so many, or a small subject has too few like it

_REACH = 0.1
"""Quantile of the members' closeness that bounds the subject. With the half of them, strays in, six
of twelve answers on a new subject were counted, at a p of 0.012, now ten, at 0.0006."""

_STRAY = 0.5  # times the median closeness, under which a member is not of the subject


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


def are_novel(asked: IntArray, now: FloatArray, before: FloatArray) -> NDArray[np.bool_]:
    """Say of some texts whether their nearest neighbours are mostly of this batch, shape (n,).

    Were a subject spoken of as before, its texts would lie among those of both batches as these are
    large: the nearest-neighbour test of two samples (Schilling, 1986), asked of each text alone, at
    a one-sided binomial p of 5 %.

    Args:
        asked: Row numbers in `now`, shape (n,).
        now: Centred unit rows of the batch, shape (n_now, d), n_now over 0.
        before: Those of the batch before, shape (n_before, d), n_before over 0.
    """
    from scipy.stats import binom

    if not len(asked):
        return np.zeros(0, dtype=np.bool_)
    in_all = len(now) + len(before) - 1
    share = (len(now) - 1) / in_all
    least = math.ceil(math.log(_NOVEL) / math.log(share)) if share > 0 else 1
    k = min(max(min(_NEIGHBOURS, in_all // _FEW), least), in_all)
    same, near = most_similar_of(now[asked], now, k + 1)
    near = np.where(same == asked[:, None], -2.0, near)  # itself
    _, past = most_similar_of(now[asked], before, k)
    order = np.argsort(-np.concatenate([near, past], axis=1), axis=1, kind="stable")[:, :k]
    of_now = (order < near.shape[1]).sum(axis=1)
    return np.asarray(binom.sf(of_now - 1, k, share) < _NOVEL)


def is_more_frequent(
    members: FloatArray, now: Population, before: Population, n_left: int = 1
) -> bool:
    """Say whether the subject of a cluster is significantly more frequent than before.

    A comment speaks of it if a segment is as near to the cluster's centroid as nine in ten of its
    members are, strays left out. The test is Fisher's exact one (one-sided).

    Args:
        members: Rows of the cluster, shape (n_members, d).
        now: The batch.
        before: The batch before.
        n_left: Segments among which it was found.
    """
    from scipy.stats import fisher_exact

    core = _without_strays(members)
    direction = unit(core.mean(axis=0, keepdims=True))[0]
    radius = float(np.quantile(others_cosine(core), _REACH))
    n_now, n_before = now.speaking(direction, radius), before.speaking(direction, radius)
    table = [[n_now, now.size() - n_now], [n_before, before.size() - n_before]]
    growth = (n_now / now.size()) / (max(n_before, 0.5) / before.size())
    p_value = float(fisher_exact(table, "greater").pvalue)
    n_tests = max(n_left // max(len(members), n_now), 1)
    return bool(growth >= GROWTH and p_value < SIGNIFICANT / n_tests)


def _without_strays(members: FloatArray) -> FloatArray:
    """Return the rows of a cluster that are near the others, or all where two would be left."""
    closeness = others_cosine(members)
    kept = closeness >= _STRAY * np.median(closeness)
    return members[kept] if kept.sum() > 2 else members


def holds_together(members: FloatArray, cohesions: FloatArray) -> bool:
    """Say whether a cluster is as tight as half of the known themes.

    Args:
        members: Rows of the cluster, shape (n_members, d).
        cohesions: Mean cosine of every known theme's texts to its centroid, shape (n_known,).
    """
    known = cohesions[cohesions > 0]
    return not len(known) or float(others_cosine(members).mean()) >= float(np.median(known))
