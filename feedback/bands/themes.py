"""Theme by score band: who cites what, and whether more often than the others."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.bands.design import Design, unrelated
from feedback.bands.tables import Bools, Floats, cramers_v, two_by_two
from feedback.bands.theme_tests import theme_p_values, two_step_q_values
from feedback.frames import SCORE_BANDS, SENTIMENTS


def commented(responses: pd.DataFrame) -> pd.Series:
    """Return which responses say something: a comment that is not empty and not a filler."""
    return (responses["comment"].str.strip() != "") & ~responses["is_filler"]


def citations(
    response_ids: pd.Series, segments: pd.DataFrame, assignments: pd.DataFrame, themes: list[str]
) -> Bools:
    """Return which response cites which theme, shape (n_responses, n_themes).

    A response cites a theme if any of its segments is assigned to it.
    """
    cites = np.zeros((len(response_ids), len(themes)), dtype=bool)
    owner = segments.set_index("segment_id")["response_id"]
    rows = pd.Index(response_ids).get_indexer(pd.Index(assignments["segment_id"].map(owner)))
    columns = pd.Index(themes).get_indexer(pd.Index(assignments["theme_id"]))
    known = (rows >= 0) & (columns >= 0)
    cites[rows[known], columns[known]] = True
    return cites


def link_bands(
    bands: NDArray[np.object_],
    cites: Bools,
    themes: list[str],
    min_expected: float,
    design: Design | None = None,
) -> pd.DataFrame:
    """Return one row per theme and band: n, share, lift, p_value, q_value.

    Args:
        bands: Score band of each scored answer with a comment, shape (n,).
        cites: Shape (n, n_themes).
        themes: Theme ids, in the columns' order.
        min_expected: Exact tests below this expected count.
        design: Of the answers; None: unweighted and each somebody else's. `n` is the plain count
            even so.

    `p_value` compares the band with the two others taken together; `q_value` is corrected in two
    steps, the themes first and then the bands of those found (`theme_tests`). A band without
    answers, a theme that nobody or everybody cites, have no test (NaN); an empty band's share is 0.
    """
    plain = np.stack([bands == band for band in SCORE_BANDS]).astype(float)
    design = design or unrelated(np.ones(len(bands)))
    worth, effects = design.worth(), design.effects(cites, bands)
    in_band = plain * worth
    both = in_band @ cites  # (3, n_themes)
    n_band, n_theme, n = in_band.sum(axis=1)[:, None], (worth @ cites)[None, :], worth.sum()
    share = both / np.where(n_band > 0, n_band, 1)
    overall = n_theme / (n or 1)
    has_lift = (n_band > 0) & (n_theme > 0)
    lift = np.where(has_lift, share / np.where(overall > 0, overall, 1), np.nan)
    rest = np.maximum(n - n_band - n_theme + both, 0)
    cells = np.stack([both, n_theme - both, n_band - both, rest], axis=-1)
    p_values = two_by_two((cells / effects[:, None]).reshape(-1, 4), min_expected)
    of_themes = theme_p_values(both, n_band[:, 0], min_expected, effects)
    p_values[np.tile(np.isnan(of_themes), len(SCORE_BANDS))] = np.nan
    q_values = two_step_q_values(p_values.reshape(len(SCORE_BANDS), -1).T, of_themes)
    frame = pd.DataFrame(
        {
            "theme_id": pd.Series(np.tile(themes, len(SCORE_BANDS)), dtype="str"),
            "score_band": pd.Series(np.repeat(SCORE_BANDS, len(themes)), dtype="str"),
            "n": (plain @ cites).ravel().astype("int64"),
            "share": share.ravel(),
            "lift": lift.ravel(),
            "p_value": p_values,
            "q_value": q_values.T.ravel(),
        }
    )
    order = frame["score_band"].map({band: i for i, band in enumerate(SCORE_BANDS)})
    return (
        frame.assign(_o=order).sort_values(["theme_id", "_o"], ignore_index=True).drop(columns="_o")
    )


def band_association(bands: NDArray[np.object_], cites: Bools, design: Design) -> Floats:
    """Return Cramer's V of each theme (cited or not) with the three bands, shape (n_themes,)."""
    in_band = np.stack([bands == band for band in SCORE_BANDS]).astype(float) * design.worth()
    both, total = in_band @ cites, in_band.sum(axis=1)
    tables = (np.stack([column, total - column], axis=1) for column in both.T)
    return np.array([cramers_v(table) for table in tables], dtype=np.float64)


def sentiment_shares(
    segments: pd.DataFrame, assignments: pd.DataFrame, themes: list[str]
) -> pd.DataFrame:
    """Return per theme its segments: n_segments, the share of each sentiment, mean polarity.

    Shares are of the segments whose sentiment is known, and NaN where none is.
    """
    felt = assignments.merge(segments[["segment_id", "sentiment", "polarity"]], on="segment_id")
    table = pd.DataFrame(index=pd.Index(themes, name="theme_id"))
    felt = felt.assign(polarity=felt["polarity"].astype(float))
    groups = felt.groupby("theme_id")
    table["n_segments"] = groups["segment_id"].nunique().reindex(themes, fill_value=0)
    known = groups["sentiment"].count().reindex(themes, fill_value=0)
    for sentiment in SENTIMENTS:
        n = felt[felt["sentiment"] == sentiment].groupby("theme_id").size()
        table[sentiment] = n.reindex(themes, fill_value=0) / known.where(known > 0)
    table["polarity"] = groups["polarity"].mean().reindex(themes).astype(float)
    return table.reset_index()


def strongest_band(theme_bands: pd.DataFrame, rate: float) -> pd.DataFrame:
    """Return per theme the band that cites it more than the others do, where q is under `rate`.

    Columns: theme_id, band, band_lift, band_q; only themes that have such a band.
    """
    over = theme_bands[(theme_bands["lift"] > 1) & (theme_bands["q_value"] < rate)]
    best = over.sort_values(["theme_id", "q_value", "score_band"]).drop_duplicates("theme_id")
    names = {"score_band": "band", "lift": "band_lift", "q_value": "band_q"}
    return best.rename(columns=names)[["theme_id", "band", "band_lift", "band_q"]]


def theme_sizes(cites: Bools, n_commented: int) -> tuple[NDArray[np.int64], Floats]:
    """Return per theme how many commented responses cite it, and their share (0 without any)."""
    n = cites.sum(axis=0).astype("int64")
    return n, n / max(n_commented, 1)
