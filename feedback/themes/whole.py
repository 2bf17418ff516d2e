"""The one theme of a whole comment, where a comment may count only once."""

import pandas as pd

from feedback.themes.graph import centred, unit
from feedback.themes.request import ThemeResult
from feedback.types import FloatArray


def strongest_of_comments(
    found: ThemeResult, segments: pd.DataFrame, responses: pd.DataFrame, vectors: FloatArray
) -> pd.Series:
    """Return each response's strongest theme id, "" without one, aligned with `responses`.

    Strongest is the theme whose centroid is nearest to the vector of the whole comment. On the
    human clusters of app reviews that agrees better (AMI 0.26) than the theme of the comment's
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
    cosines = centred(vectors, languages, found.centres) @ unit(found.centroids[used]).T
    ids = found.themes["theme_id"].to_numpy(dtype=object)[used]
    best = pd.Series(ids[cosines.round(6).argmax(axis=1)], dtype="str")
    spoken = segments[segments["segment_id"].isin(found.assignments["segment_id"])]
    has_theme = responses["response_id"].isin(spoken["response_id"]).reset_index(drop=True)
    return best.where(has_theme, "")
