"""A batch with its themes, as edits, sub-themes and quotes see it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from feedback.settings import ThemeSettings
from feedback.themes.graph import IntArray, centred, with_context
from feedback.themes.texts import comments_of, languages_of
from feedback.types import Embed, FloatArray


@dataclass(frozen=True)
class Coded:
    """A batch with its themes, as edits see it.

    Attributes:
        themes: `THEMES`.
        assignments: `ASSIGNMENTS`.
        centroids: Aligned with `themes`, shape (n_themes, d).
        centres: Mean vector per language.
        segments: `SEGMENTS` or `SEGMENTS_PREPARED`.
        vectors: Aligned with `segments`, as the encoder gave them; None: encoded when needed.
        context: The setting the batch was coded with.
    """

    themes: pd.DataFrame
    assignments: pd.DataFrame
    centroids: FloatArray
    centres: Mapping[str, FloatArray]
    segments: pd.DataFrame
    vectors: FloatArray | None = None
    context: float = ThemeSettings.context

    def row(self, identity: str) -> int:
        """Return the row number of a theme id."""
        return int(np.flatnonzero((self.themes["theme_id"] == identity).to_numpy())[0])

    def name(self, identity: str) -> str:
        """Return the English name of a theme id."""
        return str(self.themes["name_en"].iloc[self.row(identity)])


def counted(
    themes: pd.DataFrame, assignments: pd.DataFrame, segments: pd.DataFrame
) -> pd.DataFrame:
    """Return the themes with `n_segments` and `n_responses` counted from the assignments."""
    rows = assignments.merge(segments[["segment_id", "response_id"]], on="segment_id")
    by_theme = rows.groupby("theme_id")
    counts = by_theme["segment_id"].nunique(), by_theme["response_id"].nunique()
    columns = [c.reindex(themes["theme_id"], fill_value=0).to_numpy(np.int64) for c in counts]
    return themes.assign(n_segments=columns[0], n_responses=columns[1])


def places_of(coded: Coded, identity: str) -> IntArray:
    """Return the row numbers of a theme's segments."""
    own = coded.assignments.loc[coded.assignments["theme_id"] == identity, "segment_id"]
    return np.flatnonzero(coded.segments["segment_id"].isin(own).to_numpy()).astype(np.int64)


def rows_of(coded: Coded, embed: Embed) -> FloatArray:
    """Return the centred unit rows of a batch's segments with their context, shape (n, d)."""
    vectors = coded.vectors
    if vectors is None:
        vectors = embed(coded.segments["text"].tolist())
    languages = languages_of(coded.segments)
    rows = centred(vectors, languages, coded.centres)
    return with_context(rows, comments_of(coded.segments), coded.context)
