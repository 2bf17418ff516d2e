"""The priority matrix: how many speak of a theme, what it does to the metric, where it is going."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.bands.intervals import proportion
from feedback.bands.tables import Floats, q_values
from feedback.settings import BandSettings

PRIORITY_COLUMNS = (
    *("theme_id", "n", "share", "share_low", "share_high"),
    *("impact", "impact_low", "impact_high", "trend", "trend_low", "trend_high"),
    *("quadrant", "rank", "rank_best", "rank_worst"),
)


@dataclass(frozen=True)
class Impacts:
    """Impact of every theme with the covariance that tells two of them apart.

    Attributes:
        themes: Theme ids.
        value: Impact, low and high, shape (n_themes, 3); NaN where undefined.
        covariance: Of the impacts, shape (n_themes, n_themes).
        sign: 1, or -1 where a lower metric is the better one.
    """

    themes: list[str]
    value: Floats
    covariance: Floats
    sign: int = 1


def priority_matrix(
    theme_metrics: pd.DataFrame,
    impacts: Impacts,
    trend: pd.DataFrame | None,
    settings: BandSettings,
    generic: Collection[str] = (),
) -> pd.DataFrame:
    """Return one row per theme with an impact (`PRIORITY_COLUMNS`), the most harmful first.

    `share` is of commented responses with Wilson's interval; `trend` the change of that share
    against the batch before with Newcombe's (NaN without one). `rank` orders by impact;
    `rank_best` and `rank_worst` are the ranks that the data leave open: a theme stands surely
    above another only where their impacts differ (z test of the difference, with their covariance,
    Benjamini-Hochberg over all pairs; cf. Mohamad, van Zwet, Cator & Goeman, 2020). Themes whose
    ranges overlap cannot be told apart.

    `quadrant`: ``fix`` where the impact's interval is wholly harmful, the theme is surely commoner
    in some score band (the smallest q-value of its bands is under the false discovery rate), and
    it is cited by at least the median share or growing; ``watch`` where it is harmful but rarer,
    or less sure, or where it is growing and the impact leans to harm; ``keep`` where the interval
    is wholly helpful and a band is sure; ``generic`` for a theme without a subject, which keeps its
    rank but which nobody can fix; ``unclear`` otherwise.

    Args:
        theme_metrics: As in `BandResult`.
        impacts: Impacts and their covariance.
        trend: As `changes.theme_change` gives it; None: no batch before.
        settings: Level and false discovery rate.
        generic: Ids of the themes that praise or blame without a subject.
    """
    known = np.flatnonzero(~np.isnan(impacts.value).any(axis=1))
    if not len(known):
        return _empty()
    themes = [impacts.themes[i] for i in known]
    table = _sizes(theme_metrics.set_index("theme_id").loc[themes], settings.confidence)
    for k, name in enumerate(("impact", "impact_low", "impact_high")):
        table[name] = impacts.value[known, k]
    table = _with_trend(table, trend)
    covariance = impacts.covariance[np.ix_(known, known)]
    q = theme_metrics.set_index("theme_id")["q_value"].loc[themes].to_numpy(dtype=np.float64)
    harm = -impacts.sign * table["impact"].to_numpy(dtype=np.float64)
    best, worst = rank_ranges(harm, covariance, settings.false_discovery_rate)
    table = table.assign(
        quadrant=pd.Series(
            _quadrants(table, impacts.sign, q < settings.false_discovery_rate, generic), dtype="str"
        ),
        rank=np.argsort(np.lexsort((np.array(themes), -harm))) + 1,
        rank_best=best,
        rank_worst=worst,
    )
    return table.sort_values("rank", ignore_index=True)[list(PRIORITY_COLUMNS)]


def _sizes(cited: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Return how many cite each theme of the index: `theme_id`, `n`, `share` and its interval."""
    table = pd.DataFrame({"theme_id": pd.Series(cited.index, dtype="str")})
    table = table.assign(n=cited["n_responses"].to_numpy(dtype=np.int64))
    table = table.assign(share=cited["share"].to_numpy(dtype=np.float64))
    effective = table["n"] / cited["design_effect"].to_numpy(dtype=np.float64)
    ends = [
        proportion(n, n / share, confidence) if share > 0 else None
        for n, share in zip(effective, table["share"], strict=True)
    ]
    table["share_low"] = [_hundredth(e.low) if e else 0.0 for e in ends]
    table["share_high"] = [_hundredth(e.high) if e else 0.0 for e in ends]
    return table


def rank_ranges(harm: Floats, covariance: Floats, rate: float) -> tuple[Floats, Floats]:
    """Return the best and the worst rank (from 1) that each theme may have, shape (n,) each."""
    from scipy.stats import norm

    n = len(harm)
    variance = np.diag(covariance)
    spread = np.sqrt(np.maximum(variance[:, None] + variance[None, :] - 2 * covariance, 0))
    gap = harm[:, None] - harm[None, :]
    z = np.divide(np.abs(gap), spread, out=np.zeros_like(gap), where=spread > 0)
    upper = np.triu_indices(n, 1)
    sure = np.zeros((n, n), dtype=bool)
    sure[upper] = q_values(2 * norm.sf(z[upper])) < rate
    sure |= sure.T
    best = 1 + (sure & (gap < 0)).sum(axis=1)
    worst = n - (sure & (gap > 0)).sum(axis=1)
    return best, worst


def _with_trend(table: pd.DataFrame, trend: pd.DataFrame | None) -> pd.DataFrame:
    names = {"change": "trend", "low": "trend_low", "high": "trend_high"}
    if trend is None or trend.empty:
        return table.assign(**dict.fromkeys(names.values(), np.nan))
    part = trend.rename(columns=names)[["theme_id", *names.values()]]
    return table.merge(part, on="theme_id", how="left")


def _quadrants(
    table: pd.DataFrame, sign: int, is_sure: NDArray[np.bool_], generic: Collection[str]
) -> list[str]:
    common = table["share"] >= table["share"].median()
    growing = table["trend_low"].fillna(0.0) > 0
    ends = sign * table[["impact_low", "impact_high"]].to_numpy(dtype=np.float64)
    harmful, helpful = ends.max(axis=1) < 0, ends.min(axis=1) > 0
    leaning = sign * table["impact"].to_numpy(dtype=np.float64) < 0
    chosen = np.select(
        [
            table["theme_id"].isin(list(generic)),
            harmful & is_sure & (common | growing),
            harmful | (growing & leaning),
            helpful & is_sure,
        ],
        ["generic", "fix", "watch", "keep"],
        "unclear",
    )
    return [str(name) for name in chosen]


def _hundredth(value: float | None) -> float:
    return float("nan") if value is None else value / 100


def _empty() -> pd.DataFrame:
    kinds = {"theme_id": "str", "quadrant": "str"}
    kinds |= dict.fromkeys(("n", "rank", "rank_best", "rank_worst"), "int64")
    return pd.DataFrame(
        {name: pd.Series([], dtype=kinds.get(name, "float64")) for name in PRIORITY_COLUMNS}
    )
