"""What the room is asked and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from feedback.notices import Notice
from feedback.progress import SILENT, Progress
from feedback.settings import ThemeSettings
from feedback.themes.codebook import Codebook, Earlier
from feedback.themes.proposed import Namer
from feedback.types import Embed, FloatArray


@dataclass(frozen=True)
class ThemeRequest:
    """One batch to find themes in.

    Attributes:
        responses: `RESPONSES_PREPARED` or `RESPONSES`.
        segments: `SEGMENTS_PREPARED` or `SEGMENTS`.
        vectors: One row per segment, shape (n_segments, d), in the order of `segments`.
        codebook: Themes known from earlier batches; `Codebook()` for the first.
        settings: Thresholds.
        seed: Seed of every random step.
        batch: Name of the batch.
        embed: The encoder that gave `vectors`, for the phrases that become names.
        progress: Where to report.
        namer: Proposes other names for the themes new in this batch; None: ours stand.
    """

    responses: pd.DataFrame
    segments: pd.DataFrame
    vectors: FloatArray
    codebook: Codebook
    settings: ThemeSettings
    seed: int
    batch: str
    embed: Embed
    progress: Progress = SILENT
    namer: Namer | None = None


@dataclass(frozen=True)
class ThemeResult:
    """The themes of a batch.

    Attributes:
        themes: `THEMES`: those of this batch, and the known ones that it does not mention
            (`n_segments` 0), sorted by falling size, then id.
        assignments: `ASSIGNMENTS`, sorted by segment; a segment has one theme at most.
        centroids: Mean centred vector per row of `themes`, shape (n_themes, d); its length is the
            mean cosine of the theme's segments to it.
        centres: Mean vector per language that was taken away before comparing; pass them on.
        history: One row per theme and batch: `batch`, `theme_id`, `event` (new, emerging,
            continued, absent, retired, merged), `n_segments`, `target`.
        quotes: `theme_id`, `language`, `segment_id`, `rank`: typical and different segments.
        earlier: The batch's segments with their vectors, for the next batch's codebook.
        notices: What the reader must know.
    """

    themes: pd.DataFrame
    assignments: pd.DataFrame
    centroids: FloatArray
    centres: Mapping[str, FloatArray]
    history: pd.DataFrame
    quotes: pd.DataFrame
    earlier: Earlier
    notices: tuple[Notice, ...] = field(default=())

    def codebook(self, before: Codebook) -> Codebook:
        """Return the codebook for the next batch, keeping the edits of the one `before`."""
        return Codebook(
            self.themes, self.centroids, before.edits, dict(self.centres), earlier=self.earlier
        )
