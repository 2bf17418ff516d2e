"""A stored batch with its themes changed, ready to be saved again."""

import dataclasses
from collections.abc import Callable

from feedback import bands
from feedback.assembly import Models
from feedback.frames import BatchFrames
from feedback.store import BatchVectors, Store
from feedback.themes import Coded

Change = Callable[[Coded], Coded]


def coded_batch(store: Store, batch: str, models: Models) -> Coded:
    """Return a stored batch as edits see it."""
    frames, space = store.load(batch), store.theme_space(batch)
    return Coded(
        themes=frames.themes,
        assignments=frames.assignments,
        centroids=space.centroids,
        centres=space.means,
        segments=frames.segments,
        vectors=models.meaning(list(frames.segments["text"])),
        context=models.settings.themes.context,
    )


def recoded(
    store: Store, batch: str, coded: Coded, models: Models
) -> tuple[BatchFrames, BatchVectors]:
    """Return the frames and vectors of a batch with other themes, links counted again.

    Args:
        store: Where the batch lies.
        batch: Its name.
        coded: Its themes as they shall be.
        models: The encoders.
    """
    frames = store.load(batch)
    linked = bands.link(
        frames.responses,
        frames.segments,
        coded.assignments,
        coded.themes,
        models.settings.bands,
        models.settings.seed,
    )
    new = dataclasses.replace(
        frames,
        themes=coded.themes,
        assignments=coded.assignments,
        theme_bands=linked.theme_bands,
    )
    return new, BatchVectors(
        search=models.search_vectors(frames.segments),
        themes=models.meaning(list(frames.segments["text"])),
        centroids=coded.centroids,
        theme_means=dict(coded.centres),
        search_encoder=models.features.encoder.fingerprint,
        theme_encoder=models.meaning.encoder.fingerprint,
    )
