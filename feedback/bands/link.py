"""The door: link themes to score bands, and say what each theme does to the metric."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from feedback.bands.breakdown import break_down
from feedback.bands.impact import Floats, Resampling, impacts
from feedback.bands.metrics import (
    Metric,
    answer_values,
    measure,
    metrics_of,
    score_units,
    scored,
    split_by_scale,
)
from feedback.bands.notes import about_groups, about_scores
from feedback.bands.themes import (
    Bools,
    citations,
    commented,
    link_bands,
    sentiment_shares,
    strongest_band,
    theme_sizes,
)
from feedback.frames import ASSIGNMENTS, RESPONSES, SEGMENTS, THEME_BANDS, THEMES
from feedback.notices import Notice
from feedback.settings import BandSettings


@dataclass(frozen=True)
class BandResult:
    """What the scores say.

    Attributes:
        theme_bands: `frames.THEME_BANDS`, on the scored answers of the primary scale that say
            something; empty without scores or themes.
        metrics: One per scale present, most answers first.
        primary: The first of them; None without a score.
        theme_metrics: One row per theme: theme_id, n_segments, n_responses (commented responses
            that cite it, scored or not), share (of commented responses), n_scored, value, low,
            high (the primary metric among its scored answers; NaN without any), negative,
            neutral, positive (shares of its segments), polarity, impact, impact_low, impact_high,
            band, band_lift, band_q (the band that cites it significantly more; missing if none).
        breakdown: `breakdown.BREAKDOWN_COLUMNS`, by language and cohort.
        notices: What the reader must know.
    """

    theme_bands: pd.DataFrame
    metrics: tuple[Metric, ...]
    primary: Metric | None
    theme_metrics: pd.DataFrame
    breakdown: pd.DataFrame
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class _Primary:
    """The scored answers of the primary scale and what they cite."""

    answers: pd.DataFrame
    name: str
    bounds: tuple[float, float]
    cites: Bools


def link(
    responses: pd.DataFrame,
    segments: pd.DataFrame,
    assignments: pd.DataFrame,
    themes: pd.DataFrame,
    settings: BandSettings,
    seed: int,
) -> BandResult:
    """Compute metrics, theme by band tests and impacts.

    Args:
        responses: `frames.RESPONSES`.
        segments: `frames.SEGMENTS`.
        assignments: `frames.ASSIGNMENTS`.
        themes: `frames.THEMES`; retired themes are linked only where they are cited.
        settings: Levels and thresholds.
        seed: Of the bootstrap.

    Theme by band tests count answers with a comment; impact is on the metric over all scored
    answers of the primary scale, with or without a comment, since that is the figure people read.

    Raises:
        FrameContractError: A frame breaks its contract.
    """
    responses = RESPONSES.check(responses).sort_values("response_id", ignore_index=True)
    segments, assignments = SEGMENTS.check(segments), ASSIGNMENTS.check(assignments)
    theme_ids = _linked_themes(THEMES.check(themes), assignments)
    answers = scored(responses)
    metrics = metrics_of(answers, settings.confidence)
    primary = _primary(answers, segments, assignments, theme_ids)
    effects = _effects(primary, theme_ids, settings, seed)
    theme_bands = _theme_bands(primary, theme_ids, effects, settings)
    breakdown, left_out = break_down(answers, settings)
    sizes = _sizes(responses, segments, assignments, theme_ids)
    theme_metrics = (
        sizes.merge(_among_citers(primary, theme_ids, settings), on="theme_id")
        .assign(impact=effects[:, 0], impact_low=effects[:, 1], impact_high=effects[:, 2])
        .merge(strongest_band(theme_bands, settings.false_discovery_rate), "left", on="theme_id")
    )
    return BandResult(
        theme_bands=THEME_BANDS.check(theme_bands),
        metrics=metrics,
        primary=metrics[0] if metrics else None,
        theme_metrics=theme_metrics,
        breakdown=breakdown,
        notices=(*about_scores(metrics), *about_groups(left_out, settings.min_group)),
    )


def measure_all(responses: pd.DataFrame, confidence: float) -> tuple[Metric, ...]:
    """Return the metrics of a batch, most answers first, as `link` gives them."""
    return metrics_of(scored(responses), confidence)


def _linked_themes(themes: pd.DataFrame, assignments: pd.DataFrame) -> list[str]:
    cited = themes["theme_id"].isin(assignments["theme_id"])
    return sorted(themes.loc[cited | (themes["status"] != "retired"), "theme_id"])


def _primary(
    answers: pd.DataFrame, segments: pd.DataFrame, assignments: pd.DataFrame, themes: list[str]
) -> _Primary | None:
    if answers.empty:
        return None
    parts = split_by_scale(answers)
    # As `metrics_of` orders them: most answers first; the dict is already in the scales' order.
    name, low, high = max(parts, key=lambda key: len(parts[key]))
    part = parts[name, low, high]
    cites = citations(part["response_id"], segments, assignments, themes)
    return _Primary(part, name, (low, high), cites)


def _effects(
    primary: _Primary | None, themes: list[str], settings: BandSettings, seed: int
) -> Floats:
    """Return impact, low, high per theme, shape (n_themes, 3)."""
    if primary is None:
        return np.full((len(themes), 3), np.nan)
    answers, cites = _votes(primary)
    values = answer_values(answers, primary.name, primary.bounds)
    how = Resampling(settings.bootstrap_samples, settings.confidence, seed)
    return impacts(values, cites, themes, how)


def _votes(primary: _Primary) -> tuple[pd.DataFrame, Bools]:
    """Return one row per given score, citing what any of its answers cites."""
    units = score_units(primary.answers)
    _, first, unit = np.unique(units, return_index=True, return_inverse=True)
    cites = np.zeros((len(first), primary.cites.shape[1]), dtype=bool)
    np.logical_or.at(cites, unit, primary.cites)
    return primary.answers.iloc[first], cites


def _theme_bands(
    primary: _Primary | None, themes: list[str], effects: Floats, settings: BandSettings
) -> pd.DataFrame:
    if primary is None or not themes:
        return THEME_BANDS.empty()
    speaking = commented(primary.answers).to_numpy()
    bands = primary.answers["score_band"].to_numpy(dtype=object)[speaking]
    frame = link_bands(bands, primary.cites[speaking], themes, settings.min_expected)
    columns = pd.DataFrame(effects, columns=["impact", "impact_low", "impact_high"])
    return frame.merge(columns.assign(theme_id=pd.Series(themes, dtype="str")), on="theme_id")


def _sizes(
    responses: pd.DataFrame, segments: pd.DataFrame, assignments: pd.DataFrame, themes: list[str]
) -> pd.DataFrame:
    speaking = responses[commented(responses)]
    cites = citations(speaking["response_id"], segments, assignments, themes)
    n, share = theme_sizes(cites, len(speaking))
    felt = sentiment_shares(segments, assignments, themes)
    return felt.assign(n_responses=n, share=share)


def _among_citers(
    primary: _Primary | None, themes: list[str], settings: BandSettings
) -> pd.DataFrame:
    """Return the primary metric among each theme's scored answers."""
    rows: list[tuple[str, int, float | None, float | None, float | None]] = []
    for i, theme in enumerate(themes):
        if primary is None or not primary.cites[:, i].any():
            rows.append((theme, 0, None, None, None))
            continue
        citers = primary.answers[primary.cites[:, i]]
        metric = measure(citers, primary.name, primary.bounds, settings.confidence)
        rows.append((theme, metric.n, metric.value, metric.low, metric.high))
    kinds = {"theme_id": "str", "n_scored": "int64"} | dict.fromkeys(
        ("value", "low", "high"), "float64"
    )
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
