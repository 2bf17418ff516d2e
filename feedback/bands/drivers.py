"""Drivers: how much of the score's variance each theme, praised or blamed, accounts for."""

import zlib
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from feedback.bands.intervals import z_value
from feedback.bands.ordinal import fit_ordinal
from feedback.bands.regression import Fit, correlations, fit, relative_weights
from feedback.bands.tables import Bools, Floats, q_values
from feedback.settings import BandSettings

SENTIMENTS = ("negative", "positive")
DRIVER_COLUMNS = (
    *("theme_id", "sentiment", "n", "effect", "effect_low", "effect_high"),
    *("weight", "weight_low", "weight_high", "share", "q_value", "significant"),
    *("ordinal_effect", "ordinal_agrees"),
)
MAX_P = 0.05
"""The predictors together must be this unlikely by chance before any of them is ranked."""
MIN_ANSWERS = 60
"""Fewer answers than this are never modelled."""
RESAMPLES = 200

Status = Literal["ok", "no-effect", "not-enough-data"]


def empty_table() -> pd.DataFrame:
    """Return a table of `DRIVER_COLUMNS` without rows."""
    kinds = {"theme_id": "str", "sentiment": "str", "n": "int64"}
    kinds |= {"significant": "bool", "ordinal_agrees": "bool"}
    return pd.DataFrame(
        {name: pd.Series([], dtype=kinds.get(name, "float64")) for name in DRIVER_COLUMNS}
    )


@dataclass(frozen=True)
class Drivers:
    """What moves the score, if that can be told.

    Attributes:
        status: ``ok``; ``no-effect``: themes and sentiment together explain no more than chance;
            ``not-enough-data``: too few answers, too few cited themes, or one score only. The
            table is empty but for ``ok``.
        n: Answers in the model, each score counted once.
        n_predictors: Theme x sentiment pairs in it.
        n_left_out: Pairs cited too rarely to be in it.
        r2: Share of the score's variance that the model explains.
        r2_cv: The same for answers left out of the fit.
        pseudo_r2: McFadden's, of the ordinal model.
        agreement: Rank correlation of the two models' effects per standard deviation.
        table: One row per pair (`DRIVER_COLUMNS`), heaviest first. `n` answers speak of the theme
            with that sentiment; `effect` is in points of the score, others held equal; `weight`
            the pair's part of `r2` (Johnson, 2000) with its bootstrap interval, `share` that part
            over `r2`; `q_value` of the effect; `ordinal_effect` the log odds of a higher score;
            `ordinal_agrees`: same sign, and for a significant effect also beyond chance.
    """

    status: Status
    n: int
    n_predictors: int
    n_left_out: int
    r2: float | None = None
    r2_cv: float | None = None
    pseudo_r2: float | None = None
    agreement: float | None = None
    table: pd.DataFrame = field(default_factory=empty_table)


@dataclass(frozen=True)
class Voices:
    """Scored answers and what they say of each theme.

    Attributes:
        scores: Shape (n,).
        weights: Shape (n,), mean 1.
        says: Per sentiment of `SENTIMENTS`: which answer says it of which theme, (n, n_themes).
    """

    scores: Floats
    weights: Floats
    says: dict[str, Bools]


def find_drivers(voices: Voices, themes: list[str], settings: BandSettings, seed: int) -> Drivers:
    """Decompose the variance of the score over theme x sentiment, or say that it cannot be done.

    Args:
        voices: Scored answers that have a comment, one row per score given.
        themes: Theme ids, in the columns' order.
        settings: Level, thresholds.
        seed: Of the resamples.
    """
    pairs, x, left_out = _predictors(voices, themes, settings)
    n = len(voices.scores)
    nothing = Drivers("not-enough-data", n, len(pairs), left_out)
    if n < MIN_ANSWERS or len(pairs) < 2 or np.ptp(voices.scores) == 0:
        return nothing
    linear = fit(x, voices.scores, voices.weights)
    found = replace(nothing, r2=linear.r2, r2_cv=linear.r2_cv)
    if linear.p_value >= MAX_P or linear.r2_cv <= 0:
        return replace(found, status="no-effect")
    ordinal = fit_ordinal(x, voices.scores, voices.weights)
    table = _table(pairs, x, voices, linear, settings, seed)
    significant = table["significant"].to_numpy(dtype=bool)
    same = np.sign(ordinal.effects) == np.sign(linear.effects)
    beyond = np.abs(ordinal.z) > z_value(settings.confidence)
    table = table.assign(
        ordinal_effect=ordinal.effects, ordinal_agrees=same & (beyond | ~significant)
    )
    order = ["weight", "theme_id", "sentiment"]
    return replace(
        found,
        status="ok",
        pseudo_r2=ordinal.pseudo_r2,
        agreement=_agreement(x, linear.effects, ordinal.effects),
        table=table.sort_values(order, ascending=[False, True, True], ignore_index=True),
    )


def _predictors(
    voices: Voices, themes: list[str], settings: BandSettings
) -> tuple[list[tuple[str, str]], Floats, int]:
    """Return the pairs that enter the model, their columns, and how many were too rare."""
    columns = [
        (int(says.sum()), theme, sentiment, says)
        for sentiment in SENTIMENTS
        for theme, says in zip(themes, voices.says[sentiment].T, strict=True)
    ]
    cited = [column for column in columns if column[0]]
    n, least = len(voices.scores), settings.driver_answers
    usable = [c for c in cited if least <= c[0] <= n - least]
    most = n // settings.answers_per_driver
    chosen = sorted(usable, key=lambda column: (-column[0], *column[1:3]))[:most]
    chosen.sort(key=lambda column: column[1:3])
    x = np.array([column[3] for column in chosen], dtype=np.float64).reshape(len(chosen), n).T
    return [column[1:3] for column in chosen], x, len(cited) - len(chosen)


def _table(
    pairs: list[tuple[str, str]],
    x: Floats,
    voices: Voices,
    linear: Fit,
    settings: BandSettings,
    seed: int,
) -> pd.DataFrame:
    from scipy.stats import t

    weight = relative_weights(*correlations(x, voices.scores, voices.weights))
    low, high = _weight_intervals(x, voices, pairs, settings.confidence, seed)
    half = float(t.ppf(0.5 + settings.confidence / 2, linear.freedom)) * linear.errors
    q = q_values(linear.p_values)
    return pd.DataFrame(
        {
            "theme_id": pd.Series([theme for theme, _ in pairs], dtype="str"),
            "sentiment": pd.Series([sentiment for _, sentiment in pairs], dtype="str"),
            "n": x.sum(axis=0).astype("int64"),
            "effect": linear.effects,
            "effect_low": linear.effects - half,
            "effect_high": linear.effects + half,
            "weight": weight,
            "weight_low": low,
            "weight_high": high,
            "share": weight / weight.sum(),
            "q_value": q,
            "significant": q < settings.false_discovery_rate,
        }
    )


def _weight_intervals(
    x: Floats, voices: Voices, pairs: list[tuple[str, str]], confidence: float, seed: int
) -> tuple[Floats, Floats]:
    """Return the percentile bootstrap interval of each relative weight (Tonidandel et al., 2009).

    Answers that say and score the same are resampled together, as one cell of a multinomial.
    """
    rows = np.column_stack([x, voices.scores, voices.weights])
    cells, counts = np.unique(rows, axis=0, return_counts=True)
    name = "\0".join(f"{theme}\0{sentiment}" for theme, sentiment in pairs)
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    drawn = rng.multinomial(len(rows), counts / len(rows), size=RESAMPLES)
    found = []
    for times in drawn:
        there = times > 0
        share = times[there] * cells[there, -1]
        if share.sum() > 0 and np.ptp(cells[there, -2]) > 0:
            part = cells[there]
            found.append(relative_weights(*correlations(part[:, :-2], part[:, -2], share)))
    tail = 100 * (1 - confidence) / 2
    low, high = np.percentile(np.array(found), [tail, 100 - tail], axis=0)
    return low, high


def _agreement(x: Floats, linear: Floats, ordinal: Floats) -> float | None:
    from scipy.stats import spearmanr

    spread = x.std(axis=0)
    rho = float(spearmanr(linear * spread, ordinal * spread).statistic)
    return None if np.isnan(rho) else rho
