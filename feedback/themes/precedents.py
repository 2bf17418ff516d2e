"""What was said before keeps its theme: a text very near to earlier ones goes where they went."""

from collections.abc import Mapping

import numpy as np

from feedback.themes.codebook import Earlier
from feedback.themes.continuity import NO_MATCH
from feedback.themes.graph import IntArray, centred, with_context
from feedback.themes.nearest import most_similar_of
from feedback.themes.texts import comments_of, languages_of
from feedback.types import FloatArray

PRECEDENT = 0.7
"""Cosine, in the space of themes, from which an earlier text is a precedent.

Half of clinc150 coded as a batch after the other half, with 15 intents that the first half lacks:
against centroids alone the AMI rises by 0.003 to 0.007 and the texts in the theme of their intent
by 0.5 to 0.9 points. From 0.6 it rises by 0.010 to 0.016, but 4 to 8 points more of the
new intents are taken for known ones.
"""

_NEIGHBOURS = 10
_SHARPNESS = 8
"""Power of the cosine in the vote: one text with the same words outweighs nine at 0.75."""


def rows_before(
    earlier: Earlier | None, centres: Mapping[str, FloatArray], context: float
) -> FloatArray | None:
    """Return the rows of the batch before as this one has its own, None where it had none.

    Args:
        earlier: The batch before.
        centres: Mean vector per language that this batch is centred by.
        context: Weight of the rest of the comment, see `with_context`.
    """
    if earlier is None or not len(earlier.segments):
        return None
    comments = comments_of(earlier.segments)
    rows = centred(earlier.vectors, languages_of(earlier.segments), centres)
    return with_context(rows, comments, context)


def themes_of_precedents(rows: FloatArray, before: FloatArray, slots: IntArray) -> IntArray:
    """Return for every text the theme for which its nearest earlier texts vote, else -1.

    Nearest neighbours, weighted by their similarity (Dudani, 1976). Earlier texts without a theme
    vote too: where they win, nothing is decided here.

    Args:
        rows: Unit rows of the new texts, shape (n, d).
        before: Unit rows of the earlier ones, in the same space, shape (m, d).
        slots: Number of the theme of each earlier text, -1 for none, shape (m,).
    """
    nearest, cosines = most_similar_of(rows, before, _NEIGHBOURS)
    weights = np.clip(cosines, 0, 1) ** _SHARPNESS
    votes = np.zeros((len(rows), int(slots.max(initial=0)) + 2))
    np.add.at(votes, (np.arange(len(rows))[:, None], slots[nearest] + 1), weights)
    winners = votes.round(6).argmax(axis=1) - 1
    return np.where(cosines[:, 0] >= PRECEDENT, winners, NO_MATCH).astype(np.int64)
