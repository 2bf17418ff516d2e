"""Segments worth quoting: typical of their theme and different from one another."""

from collections.abc import Callable

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
    assignments: pd.DataFrame,
    segments: pd.DataFrame,
    rows_of: Callable[[IntArray], FloatArray],
    n: int,
) -> pd.DataFrame:
    """Choose up to `n` segments per theme and language by maximal marginal relevance.

    Segments of 40 to 220 characters come first; no text is quoted twice.

    Args:
        assignments: `ASSIGNMENTS`.
        segments: `SEGMENTS` or `SEGMENTS_PREPARED`.
        rows_of: Gives the centred unit rows of segments by their places, shape (m, d).
        n: Quotes per theme and language.

    Returns:
        `theme_id`, `language`, `segment_id`, `rank` from 1.
    """
    if not len(assignments):
        return empty_quotes()
    rows = _ranked(assignments, segments)
    kept = rows[rows.groupby(["theme_id", "language"], sort=False).cumcount() < _POOL]
    kept = kept.sort_values(["theme_id", "language"], kind="stable", ignore_index=True)
    scores, places = kept["score"].to_numpy(dtype=np.float64), kept["row"].to_numpy(dtype=np.int64)
    chosen, ranks = [], []
    for indices in kept.groupby(["theme_id", "language"], sort=True).indices.values():
        group = np.asarray(indices, dtype=np.int64)
        order = group[_marginal(scores[group], rows_of(places[group]), n)]
        chosen.append(order)
        ranks.append(np.arange(1, len(order) + 1, dtype=np.int64))
    found = kept.loc[np.concatenate(chosen), ["theme_id", "language", "segment_id"]]
    return found.assign(rank=np.concatenate(ranks)).reset_index(drop=True)


def _ranked(assignments: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the assigned segments, the most typical first, no text of a theme twice."""
    place = pd.Index(segments["segment_id"]).get_indexer(pd.Index(assignments["segment_id"]))
    texts = segments["text"].astype(str).to_numpy(dtype=object)[place]
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    is_off = (lengths < _GOOD_LENGTH[0]) | (lengths > _GOOD_LENGTH[1])
    rows = pd.DataFrame(
        {
            "theme_id": assignments["theme_id"].to_numpy(dtype=object),
            "segment_id": assignments["segment_id"].to_numpy(dtype=object),
            "language": segments["language"].fillna("").to_numpy(dtype=object)[place],
            "text": texts,
            "row": place,
            "score": assignments["strength"].to_numpy(dtype=np.float64) - _OFF_LENGTH * is_off,
        }
    )
    rows = rows.sort_values(["score", "segment_id"], ascending=[False, True], ignore_index=True)
    return rows.drop_duplicates(["theme_id", "language", "text"])


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
