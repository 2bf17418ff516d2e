"""The two generic themes: texts that only praise or only blame."""

from dataclasses import replace

import numpy as np
import pandas as pd

from feedback.themes import tone
from feedback.themes.assemble import theme_rows
from feedback.themes.batch import Batch, Found
from feedback.themes.continuity import NO_MATCH
from feedback.themes.graph import IntArray
from feedback.themes.leiden import smallest_theme


def generic(batch: Batch, found: Found) -> Found:
    """Put texts that only judge into the two generic themes, where there are enough of them."""
    kinds = np.array([kind or "" for kind in tone.tones(batch.texts)])
    slots = found.slots.copy()
    slots[kinds != ""] = NO_MATCH
    found = replace(found, slots=slots)
    for kind in tone.TONES:
        found = into_generic(batch, found, kind, np.flatnonzero(kinds == kind))
    return found


def into_generic(batch: Batch, found: Found, kind: str, members: IntArray) -> Found:
    """Give the texts numbered `members` to the generic theme of a tone, founded if need be."""
    is_known = tone.IDS[kind] in set(found.themes["theme_id"])
    n_segments = int(batch.texts.counts[members].sum())
    total = int(batch.texts.counts.sum())
    if not is_known and n_segments < smallest_theme(total, batch.request.settings):
        return found
    if not is_known:
        row = tone.generic_row(kind)
        themes = theme_rows([tone.IDS[kind]], row, "active", batch.request.batch)
        centroid = batch.rows[members].mean(axis=0, keepdims=True)
        found = Found(
            pd.concat([found.themes, themes], ignore_index=True),
            np.concatenate([found.centroids, centroid]).astype(np.float32),
            found.slots,
        )
    slots = found.slots.copy()
    slots[members] = int(np.flatnonzero(found.themes["theme_id"] == tone.IDS[kind])[0])
    return replace(found, slots=slots)
