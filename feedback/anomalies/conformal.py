"""How often an honest answer looks at least this contradictory.

A conformal p-value (Vovk, Gammerman & Shafer, 2005) is the share of comparable answers that are at
least as strange. Counted over the batch itself it says something else where part of the batch is
wrong: with 2 % of contradictions the strangest 1 % are nearly all of them, and only 1 honest answer
in 1,000 is flagged at "1 %", with half of the contradictions missed. So the contradictions'
share is estimated and taken out first.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MIRROR_WIDTH = 0.75
"""Answers whose mirrored score lies this far away (in widths of the scale) show what a
contradiction looks like."""
LEVELS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
"""Quantiles of the mirrored answers' strangeness at which their share is looked for."""
MIN_MIRRORED = 100


def share_at_least(values: Floats, at: Floats) -> Floats:
    """Return the share of `values` that are at least each of `at`, shape of `at`."""
    ordered = np.sort(values)
    shares = 1 - np.searchsorted(ordered, at, side="left") / max(len(ordered), 1)
    return np.asarray(shares, dtype=np.float64)


def contradiction_share(strangeness: Floats, mirrored: Floats) -> float:
    """Return which share of the answers is contradictory, at most; 0 where that cannot be told.

    The share of a known component in a mixture is bounded by the smallest ratio of the two tails
    (Blanchard, Lee & Scott, 2010, "Semi-supervised novelty detection"). On the development files it
    gives 0.1 to 0.3 % as they are, and 1.9 to 2.4 % with 1.5 to 2.0 % planted.

    Args:
        strangeness: Of the answers as given, shape (n,).
        mirrored: Of those with an extreme score, with the score turned to the other end.
    """
    if len(mirrored) < MIN_MIRRORED:
        return 0.0
    at = np.quantile(mirrored, LEVELS)
    return float(np.min(share_at_least(strangeness, at) / share_at_least(mirrored, at)))


def honest_p_values(strangeness: Floats, mirrored: Floats) -> Floats:
    """Return for each answer the share of honest answers at least as strange, shape (n,).

    Without enough mirrored answers, the share of all answers (the plain conformal p-value).
    """
    n = len(strangeness)
    if not n:
        return np.zeros(0)
    share = contradiction_share(strangeness, mirrored)
    honest = share_at_least(strangeness, strangeness)
    if share > 0:
        honest = (honest - share * share_at_least(mirrored, strangeness)) / (1 - share)
    # The difference of two tails may dip: the p-value never falls as strangeness does.
    order = np.argsort(-strangeness, kind="stable")
    rising = np.maximum.accumulate(np.clip(honest[order], 1 / n, 1.0))
    p_values = np.empty(n)
    p_values[order] = rising
    return p_values
