"""Known themes first: texts go to them by nearness and by what was said before."""

from dataclasses import replace

import numpy as np

from feedback.themes import tone
from feedback.themes.batch import Batch, Found
from feedback.themes.continuity import (
    NO_MATCH,
    Known,
    inherit,
    known_themes,
    match,
    thresholds,
)
from feedback.themes.graph import ANY_LANGUAGE, IntArray
from feedback.themes.precedents import themes_of_precedents
from feedback.themes.space import spread


def recognise(batch: Batch) -> Found:
    """Give texts to the themes of the codebook."""
    book = batch.request.codebook
    known = known_themes(book, batch.centres, batch.request.embed, batch.rows.shape[1])
    slots = np.full(len(batch.texts), NO_MATCH, dtype=np.int64)
    if len(known):
        centre = batch.centres.get(ANY_LANGUAGE)
        matches = match(batch.rows, without_tones(known), thresholds(known), centre)
        kept = _said_before(batch, known)
        slots = inherit(np.where(kept >= 0, kept, matches), known, batch.rows)
    return Found(known.themes, known.centroids, slots)


def _said_before(batch: Batch, known: Known) -> IntArray:
    """Return for every text the known theme of what the batch before said alike, -1 for none."""
    earlier = batch.request.codebook.earlier
    if batch.before is None or earlier is None or earlier.theme_ids is None:
        return np.full(len(batch.texts), NO_MATCH, dtype=np.int64)
    place = {identity: row for row, identity in enumerate(known.themes["theme_id"])}
    slots = np.array([place.get(str(i), NO_MATCH) for i in earlier.theme_ids], dtype=np.int64)
    centre = batch.centres.get(ANY_LANGUAGE)
    rows, before = spread(batch.rows, centre), spread(batch.before, centre)
    return themes_of_precedents(rows, before, slots)


def without_tones(known: Known) -> Known:
    """Return the themes with those of mere tone out of reach: words decide on them, not vectors."""
    is_tone = known.themes["theme_id"].isin(tone.IDS.values()).to_numpy()
    return replace(known, centroids=np.where(is_tone[:, None], 0, known.centroids))
