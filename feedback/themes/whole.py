"""The one theme of a whole comment, where a comment may count only once."""

import numpy as np
import pandas as pd

from feedback.themes.graph import ANY_LANGUAGE, IntArray, centred, unit
from feedback.themes.leiden import centroids_of
from feedback.themes.request import ThemeResult
from feedback.themes.space import spread
from feedback.types import FloatArray

_ROUNDS, _KEPT = 3, 0.3


def strongest_of_comments(
    found: ThemeResult, segments: pd.DataFrame, responses: pd.DataFrame, vectors: FloatArray
) -> pd.Series:
    """Return each response's strongest theme id, "" without one, aligned with `responses`.

    Strongest is the theme whose centroid is nearest to the vector of the whole comment. On the
    human clusters of app reviews that agrees better (AMI 0.28) than the theme of the comment's
    strongest segment (0.22) or the one with the most characters (0.23).

    Args:
        found: The themes of the batch.
        segments: Those of the batch; a response without an assigned segment has no theme.
        responses: `response_id` and `language`.
        vectors: Of the whole comments, shape (n_responses, d), from the encoder of the themes.
    """
    used = found.themes["n_segments"].to_numpy() > 0
    if not used.any():
        return pd.Series("", index=range(len(responses)), dtype="str")
    languages = responses["language"].fillna("").astype(str).tolist()
    centre = found.centres.get(ANY_LANGUAGE)
    rows = spread(centred(vectors, languages, found.centres), centre)
    nearest = _settled(rows, spread(unit(found.centroids[used]), centre))
    ids = found.themes["theme_id"].to_numpy(dtype=object)[used]
    best = pd.Series(ids[nearest], dtype="str")
    spoken = segments[segments["segment_id"].isin(found.assignments["segment_id"])]
    has_theme = responses["response_id"].isin(spoken["response_id"]).reset_index(drop=True)
    return best.where(has_theme, "")


def _settled(rows: FloatArray, directions: FloatArray) -> IntArray:
    """Return the nearest direction of each row, the directions moved towards their rows.

    The centroids were found on clauses; whole comments say more at once. Three rounds of spherical
    k-means (Dhillon and Modha, 2001) that keep 30 % of each centroid raised the agreement with
    people on the reference clusters from 0.272 to 0.284.
    """
    moved = directions
    for _ in range(_ROUNDS):
        means = unit(centroids_of(rows, (rows @ moved.T).round(6).argmax(axis=1)))
        found = np.zeros_like(directions)
        found[: len(means)] = means
        moved = unit((1 - _KEPT) * found + _KEPT * directions)
    return np.asarray((rows @ moved.T).round(6).argmax(axis=1), dtype=np.int64)
