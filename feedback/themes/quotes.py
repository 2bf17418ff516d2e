"""Segments worth quoting: typical of their theme and different from one another."""

import numpy as np
import pandas as pd

from feedback.themes.graph import IntArray
from feedback.types import FloatArray

_LAMBDA = 0.7  # weight of being typical against being different (Carbonell and Goldstein, 1998)
_GOOD_LENGTH = (40, 220)
_OFF_LENGTH = 0.15
_POOL = 60


def empty_quotes() -> pd.DataFrame:
    """Return a frame of no quotes."""
    return pd.DataFrame(
        {
            "theme_id": pd.Series([], dtype="str"),
            "language": pd.Series([], dtype="str"),
            "segment_id": pd.Series([], dtype="str"),
            "rank": pd.Series([], dtype="int64"),
        }
    )


def typical_segments(
    assignments: pd.DataFrame, segments: pd.DataFrame, vectors: FloatArray, n: int
) -> pd.DataFrame:
    """Choose up to `n` segments per theme and language by maximal marginal relevance.

    Segments of 40 to 220 characters come first; no text is quoted twice.

    Args:
        assignments: `ASSIGNMENTS`.
        segments: `SEGMENTS` or `SEGMENTS_PREPARED`.
        vectors: Centred unit rows aligned with `segments`, shape (n_segments, d).
        n: Quotes per theme and language.

    Returns:
        `theme_id`, `language`, `segment_id`, `rank` from 1.
    """
    place = pd.Series(np.arange(len(segments)), index=segments["segment_id"])
    rows = assignments.sort_values("segment_id", ignore_index=True)
    rows = rows.assign(row=place.loc[rows["segment_id"]].to_numpy())
    rows["language"] = segments["language"].fillna("").astype(str).to_numpy()[rows["row"]]
    rows["text"] = segments["text"].to_numpy()[rows["row"]]
    rows["score"] = rows["strength"] - _OFF_LENGTH * ~rows["text"].str.len().between(*_GOOD_LENGTH)
    rows = rows.sort_values(["score", "segment_id"], ascending=[False, True])
    rows = rows.drop_duplicates(["theme_id", "language", "text"])
    parts = [
        _best_of(group.head(_POOL), vectors, n)
        for _, group in rows.groupby(["theme_id", "language"], sort=True)
    ]
    if not parts:
        return empty_quotes()
    chosen = pd.concat(parts, ignore_index=True)
    return chosen[["theme_id", "language", "segment_id", "rank"]]


def _best_of(group: pd.DataFrame, vectors: FloatArray, n: int) -> pd.DataFrame:
    order = _marginal(group["score"].to_numpy(), vectors[group["row"].to_numpy()], n)
    return group.iloc[order].assign(rank=np.arange(1, len(order) + 1, dtype=np.int64))


def _marginal(scores: FloatArray, vectors: FloatArray, n: int) -> IntArray:
    """Return the places of up to `n` rows, each good and unlike those before it."""
    alike = vectors @ vectors.T
    chosen: list[int] = []
    while len(chosen) < min(n, len(scores)):
        nearest = alike[:, chosen].max(axis=1) if chosen else np.zeros(len(scores))
        value = (_LAMBDA * scores - (1 - _LAMBDA) * nearest).round(6)
        value[chosen] = -np.inf
        chosen.append(int(value.argmax()))
    return np.array(chosen, dtype=np.int64)
