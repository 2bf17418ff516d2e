"""What found no theme of its own joins a near one, so that few texts are left over."""

from dataclasses import replace

import numpy as np

from feedback.themes import tone
from feedback.themes.batch import Batch, Found
from feedback.themes.continuity import NEAR
from feedback.themes.generic import into_generic
from feedback.themes.graph import IntArray, unit
from feedback.themes.words import LANGUAGES, content_words, tokens

_FEW_WORDS = 3
_SURE = 0.6
_SIGNS = {"positive": 1, "negative": -1}


def join_near(batch: Batch, found: Found) -> Found:
    """Give the texts still without a theme to the nearest one, where one is near.

    A text that lies nearest to mere praise or mere dissatisfaction speaks of no subject, but the
    vectors do not tell the one from the other: its own sentiment does ("très mécontente" once stood
    under general praise). Where the sentiment is neutral or unknown, or the other theme of tone
    does not exist, such a text keeps none: founded on what is left over, general dissatisfaction
    drew 56 segments of a demo month, complaints about the new login among them.
    """
    free = np.flatnonzero(found.slots < 0)
    alive = np.flatnonzero((found.themes["status"] != "retired").to_numpy())
    if not len(free) or not len(alive):
        return found
    cosines = (batch.rows[free] @ unit(found.centroids[alive]).T).round(6)
    near = cosines.max(axis=1) >= NEAR
    free, nearest = free[near], alive[cosines.argmax(axis=1)[near]]
    is_tone = found.themes["theme_id"].isin(tone.generic_ids()).to_numpy()[nearest]
    slots = found.slots.copy()
    slots[free[~is_tone]] = nearest[~is_tone]
    return _judged(batch, replace(found, slots=slots), free[is_tone])


def without_wordless(batch: Batch, found: Found) -> Found:
    """Take the theme of a subject from texts of up to three words without any that has one.

    "ok" stood under "Phone", as a quote: the vectors put such a text anywhere. It joins general
    praise or dissatisfaction if its sentiment is one and the theme exists, else it has none. One
    that lies near its theme ("merci beaucoup" under thanks, in a codebook of one's own) stays.
    """
    of_tone = found.themes["theme_id"].isin(tone.generic_ids()).to_numpy()
    pairs = zip(batch.texts.texts, batch.texts.languages, strict=True)
    wordless = np.array([_is_wordless(text, str(language)) for text, language in pairs])
    taken = np.flatnonzero(wordless & (found.slots >= 0))
    taken = taken[~of_tone[found.slots[taken]]]
    if not len(taken):
        return found
    own = unit(found.centroids)[found.slots[taken]]
    taken = taken[np.einsum("nd,nd->n", batch.rows[taken], own).round(6) < _SURE]
    slots = found.slots.copy()
    slots[taken] = -1
    return _judged(batch, replace(found, slots=slots), taken)


def _is_wordless(text: str, language: str) -> bool:
    words = tokens(text)
    return language in LANGUAGES and 0 < len(words) <= _FEW_WORDS and not content_words(text)


def _judged(batch: Batch, found: Found, texts: IntArray) -> Found:
    """Give texts that only judge to the theme of the tone that their sentiment says."""
    signs = _signs(batch)[texts]
    for kind, sign in (("praise", 1), ("blame", -1)):
        if tone.IDS[kind] in set(found.themes["theme_id"]):
            found = into_generic(batch, found, kind, texts[signs == sign])
    return found


def _signs(batch: Batch) -> IntArray:
    """Return for every text 1 if more of its segments praise than blame, -1 if fewer, else 0."""
    if "sentiment" not in batch.segments.columns:
        return np.zeros(len(batch.texts), dtype=np.int64)
    signs = batch.segments["sentiment"].map(_SIGNS).fillna(0).to_numpy(dtype=np.float64)
    summed = np.bincount(batch.texts.row_of_segment, weights=signs, minlength=len(batch.texts))
    return np.sign(summed).astype(np.int64)
