"""How many themes: the finest partition that the graph still supports, never looking at a label."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from feedback.errors import SettingsError
from feedback.themes.graph import IntArray

RESOLUTIONS = (0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
"""Leiden resolutions tried; the modularity reported is always the one at resolution 1."""

_FACTORS = {"few": 0.5, "balanced": 1.0, "many": 2.0}
_ENOUGH = 1.5
_PULL = 0.15  # a partition with half or twice the wanted themes must be 10 % more modular


def wanted_themes(n: int, granularity: str) -> float:
    """Return the number of themes a reader expects for `n` texts: 2 times the cube root of n.

    That is the rule for histogram bins named after Rice University (Terrell and Scott, 1985): 12
    themes for 200 comments, 19 for 900, 45 for 11,000; half as many for ``few``, twice for
    ``many``. It only pulls; clear structure in the graph wins over it.

    Raises:
        SettingsError: The granularity is none of the three.
    """
    if granularity not in _FACTORS:
        raise SettingsError(
            f"unknown granularity {granularity!r}",
            where="themes.granularity",
            todo="Use few, balanced or many",
        )
    return float(max(2.0, _FACTORS[granularity] * 2.0 * n ** (1 / 3)))


def modularity(graph: Any, labels: IntArray) -> float:
    """Return Newman and Girvan's (2004) modularity of a partition of a weighted graph, -0.5..1.

    Args:
        graph: Symmetric scipy csr_matrix.
        labels: Community of every row, 0 and up.
    """
    edges = graph.tocoo()
    total = float(edges.data.sum())
    if total == 0:
        return 0.0
    inside = float(edges.data[labels[edges.row] == labels[edges.col]].sum()) / total
    degrees = np.bincount(labels, weights=np.asarray(graph.sum(axis=1)).ravel()) / total
    return inside - float((degrees**2).sum())


def choose_partition(partition: Callable[[float], IntArray], graph: Any, wanted: float) -> IntArray:
    """Return the partition with the best modularity, drawn towards the `wanted` number of themes.

    The score is Q / max Q - 0.15 |ln(number of themes / wanted)|; communities of one or two rows
    are not counted as themes. The search goes from coarse to fine and ends once there are more
    than 1.5 times the themes wanted. Ties go to the coarser partition.

    Args:
        partition: Gives the communities at a resolution.
        graph: The graph they divide.
        wanted: Number of themes a reader expects.
    """
    found: list[tuple[IntArray, float, int]] = []
    for resolution in RESOLUTIONS:
        labels = partition(resolution)
        themes = max(int((np.bincount(labels) >= 3).sum()), 1)
        found.append((labels, modularity(graph, labels), themes))
        if themes > _ENOUGH * wanted:
            break
    best = max(*(quality for _, quality, _ in found), 1e-9)
    scores = [
        round(quality / best - _PULL * abs(math.log(themes / wanted)), 9)
        for _, quality, themes in found
    ]
    return found[int(np.argmax(scores))][0]
