"""From labels to frames: theme rows, assignments, history."""

import numpy as np
import pandas as pd

from feedback import frames
from feedback.themes.graph import IntArray, unit
from feedback.types import FloatArray

_ROWS = 20_000  # looked at together


def theme_rows(ids: list[str], names: pd.DataFrame, status: str, batch: str) -> pd.DataFrame:
    """Return `THEMES` rows of themes first met in `batch`, sizes still 0.

    Args:
        ids: Their ids.
        names: `name_fr`, `name_en`, `keywords_fr`, `keywords_en`, aligned with `ids`.
        status: ``active`` or ``emerging``.
        batch: The batch.
    """
    return pd.DataFrame(
        {
            "theme_id": pd.Series(ids, dtype="str"),
            "name_fr": names["name_fr"].astype("str").to_numpy(),
            "name_en": names["name_en"].astype("str").to_numpy(),
            "keywords_fr": pd.Series(list(names["keywords_fr"]), dtype="object"),
            "keywords_en": pd.Series(list(names["keywords_en"]), dtype="object"),
            "parent_id": pd.Series([None] * len(ids), dtype="str"),
            "status": pd.Series([status] * len(ids), dtype="str"),
            "first_batch": pd.Series([batch] * len(ids), dtype="str"),
            "last_batch": pd.Series([batch] * len(ids), dtype="str"),
            "n_segments": np.zeros(len(ids), dtype=np.int64),
            "n_responses": np.zeros(len(ids), dtype=np.int64),
        }
    )


def assignments_of(
    segments: pd.DataFrame, slots: IntArray, ids: list[str], strengths: FloatArray
) -> pd.DataFrame:
    """Return `ASSIGNMENTS` for the segments that have a theme.

    Args:
        segments: In the order of `slots`.
        slots: Row number in `ids` of every segment's theme, -1 for none.
        ids: Theme ids.
        strengths: Cosine of every segment to its centroid, clipped to 0..1.
    """
    inside = np.flatnonzero(slots >= 0)
    chosen = pd.DataFrame(
        {
            "segment_id": segments["segment_id"].to_numpy()[inside],
            "theme_id": np.array([ids[slot] for slot in slots[inside]], dtype=object),
            "strength": strengths[inside].astype(np.float64),
        }
    ).astype({"segment_id": "str", "theme_id": "str", "strength": "float64"})
    return frames.ASSIGNMENTS.check(chosen.sort_values("segment_id", ignore_index=True))


def strengths_of(rows: FloatArray, slots: IntArray, centroids: FloatArray) -> FloatArray:
    """Return the cosine of every row to its own centroid, 0..1 with 6 decimals, 0 for none."""
    if not len(centroids):
        return np.zeros(len(rows), dtype=np.float32)
    targets = unit(centroids)
    own = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), _ROWS):  # the centroids of 200,000 rows are 0.4 GB
        part = slice(start, start + _ROWS)
        own[part] = np.einsum("nd,nd->n", rows[part], targets[slots[part]])
    return np.asarray(np.where(slots >= 0, np.clip(own, 0, 1), 0).round(6), dtype=np.float32)


def after_batch(themes: pd.DataFrame, batch: str) -> pd.DataFrame:
    """Return counted themes with `last_batch` and `status` as the batch leaves them.

    A theme that was emerging in an earlier batch and is spoken of again is active from now on. An
    imported theme gets its first batch here.
    """
    seen = themes["n_segments"] > 0
    grown = seen & (themes["status"] == "emerging") & (themes["first_batch"] != batch)
    return themes.assign(
        status=themes["status"].mask(grown, "active"),
        first_batch=themes["first_batch"].mask(seen & (themes["first_batch"] == ""), batch),
        last_batch=themes["last_batch"].mask(seen, batch),
    )


def history_of(themes: pd.DataFrame, batch: str) -> pd.DataFrame:
    """Return what happened to every theme in the batch, see `ThemeResult.history`."""
    events = [
        _event(row["status"], row["parent_id"], row["first_batch"] == batch, row["n_segments"])
        for row in themes.to_dict("records")
    ]
    return pd.DataFrame(
        {
            "batch": pd.Series([batch] * len(themes), dtype="str"),
            "theme_id": themes["theme_id"].to_numpy(),
            "event": pd.Series(events, dtype="str"),
            "n_segments": themes["n_segments"].to_numpy(),
            "target": pd.Series(
                themes["parent_id"].where(themes["status"] == "retired").to_numpy(), dtype="str"
            ),
        }
    )


def _event(status: str, parent: object, is_first: bool, n_segments: int) -> str:
    if status == "retired":
        return "merged" if isinstance(parent, str) else "retired"
    if not n_segments:
        return "absent"
    if is_first:
        return "emerging" if status == "emerging" else "new"
    return "continued"


def in_final_order(themes: pd.DataFrame, centroids: FloatArray) -> tuple[pd.DataFrame, FloatArray]:
    """Return themes and centroids by falling size, then id."""
    order = np.lexsort((themes["theme_id"].to_numpy(dtype=str), -themes["n_segments"].to_numpy()))
    return themes.iloc[order].reset_index(drop=True), centroids[order]


def texts_by_language(texts: list[str], languages: list[str]) -> dict[str, list[str]]:
    """Return the texts by language."""
    found: dict[str, list[str]] = {}
    for text, language in zip(texts, languages, strict=True):
        found.setdefault(str(language), []).append(text)
    return found
