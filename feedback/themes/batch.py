"""What the theme stage works on: a batch in canonical order, and the themes found in it so far."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from feedback import frames
from feedback.errors import FrameContractError
from feedback.themes.graph import IntArray, centred, language_centres, with_context
from feedback.themes.precedents import rows_before
from feedback.themes.request import ThemeRequest
from feedback.themes.texts import Texts, comments_of, distinct_texts, languages_of
from feedback.types import FloatArray


@dataclass(frozen=True)
class Batch:
    """The batch in canonical order: its segments, and their distinct texts.

    `before` holds the centred unit rows of the batch before, with context, shape (n_before, d).
    """

    request: ThemeRequest
    segments: pd.DataFrame
    vectors: FloatArray
    texts: Texts
    centres: dict[str, FloatArray]
    before: FloatArray | None = None

    @property
    def rows(self) -> FloatArray:
        """Vectors of the distinct texts, centred, with context."""
        return self.texts.rows


@dataclass(frozen=True)
class Found:
    """Themes as rows with centroids, and for every distinct text the row of its theme or -1."""

    themes: pd.DataFrame
    centroids: FloatArray
    slots: IntArray


def prepare(request: ThemeRequest) -> Batch:
    """Sort the segments, centre their vectors by language, and fold what repeats.

    Raises:
        FrameContractError: A frame or the vectors break their contract.
    """
    has_sentiment = "sentiment" in request.segments.columns
    spec = frames.SEGMENTS if has_sentiment else frames.SEGMENTS_PREPARED
    segments = spec.check(request.segments)
    if len(request.vectors) != len(segments):
        raise FrameContractError(
            f"themes: {len(request.vectors)} vectors for {len(segments)} segments"
        )
    vectors = np.asarray(request.vectors, dtype=np.float32)
    if not segments["segment_id"].is_monotonic_increasing:  # a copy of 200,000 rows is 0.4 GB
        order = np.argsort(segments["segment_id"].to_numpy(dtype=str), kind="stable")
        segments, vectors = segments.iloc[order], vectors[order]
    segments = segments.reset_index(drop=True)
    languages = languages_of(segments)
    once = ~segments.duplicated(["text", "language"]).to_numpy()
    if once.all():
        centres = language_centres(vectors, languages, request.codebook.centres)
    else:
        centres = language_centres(vectors[once], languages[once], request.codebook.centres)

    def rows() -> FloatArray:
        own = centred(vectors, languages, centres) if len(segments) else vectors
        return with_context(own, comments_of(segments), request.settings.context)

    texts = distinct_texts(segments, rows)
    before = rows_before(request.codebook.earlier, centres, request.settings.context)
    return Batch(request, segments, vectors, texts, centres, before)
