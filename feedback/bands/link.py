"""The door: link themes to score bands, and say what each theme does to the metric."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.bands.breakdown import break_down
from feedback.bands.cohorts import Speakers, compare_cohorts
from feedback.bands.design import Design, counted, design_of
from feedback.bands.drivers import Drivers, find_drivers
from feedback.bands.intervals import Interval
from feedback.bands.metrics import Metric, is_reversed, measure, metrics_of, scored
from feedback.bands.notes import about_groups, about_response_rate, about_scores
from feedback.bands.primary import Primary, find_primary, theme_impacts, voices, votes
from feedback.bands.priorities import Impacts
from feedback.bands.rate import response_rate
from feedback.bands.tables import Bools
from feedback.bands.themes import (
    band_association,
    citations,
    commented,
    link_bands,
    sentiment_shares,
    strongest_band,
    theme_sizes,
)
from feedback.bands.weights import about_weights
from feedback.bands.words import band_groups, distinctive_words, theme_groups
from feedback.frames import ASSIGNMENTS, RESPONSES, SEGMENTS, THEME_BANDS, THEMES
from feedback.notices import Notice
from feedback.settings import BandSettings

IMPACT = ("impact", "impact_low", "impact_high")


@dataclass(frozen=True)
class BandResult:
    """What the scores say.

    Attributes:
        theme_bands: `frames.THEME_BANDS`, on the scores of the primary scale that were given with
            a comment, each once; empty without scores or themes.
        metrics: One per scale present, most answers first.
        primary: The first of them; None without a score.
        theme_metrics: One row per theme: theme_id, n_segments, n_responses (commented responses
            that cite it, scored or not), share (of commented responses), design_effect (of
            that share, `design.Design.effects`), n_scored, value, low, high (the primary metric
            among its scored answers; NaN without any), negative, neutral, positive (shares of its
            segments), polarity, impact, impact_low, impact_high, band, band_lift, band_q (the band
            that cites it significantly more; missing if none), cramers_v (theme
            cited or not x band, 0 to 1; NaN where it cannot be told), q_value (the smallest of its
            bands, NaN without any).
        breakdown: `breakdown.BREAKDOWN_COLUMNS`, by language and cohort.
        notices: What the reader must know.
        impacts: Impacts with their covariance, for `priority_matrix`.
        drivers: What moves the score (`drivers.Drivers`).
        words: Distinctive words of bands and themes (`words.WORD_COLUMNS`).
        cohorts: Groups against the others (`cohorts.COHORT_COLUMNS`).
        response_rate: Percent of those asked, with Wilson's interval; None where not known.
    """

    theme_bands: pd.DataFrame
    metrics: tuple[Metric, ...]
    primary: Metric | None
    theme_metrics: pd.DataFrame
    breakdown: pd.DataFrame
    notices: tuple[Notice, ...]
    impacts: Impacts
    drivers: Drivers
    words: pd.DataFrame
    cohorts: pd.DataFrame
    response_rate: Interval | None = None


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

    Theme by band tests count scores given with a comment; impact is on the metric over all scored
    answers of the primary scale, with or without a comment, since that is the figure people read.

    Raises:
        FrameContractError: A frame breaks its contract.
    """
    responses = RESPONSES.check(responses).sort_values("response_id", ignore_index=True)
    segments, assignments = SEGMENTS.check(segments), ASSIGNMENTS.check(assignments)
    theme_ids = _linked_themes(THEMES.check(themes), assignments)
    answers = scored(responses)
    metrics = metrics_of(answers, settings.confidence)
    primary = find_primary(answers, segments, assignments, theme_ids)
    effects = theme_impacts(primary, theme_ids, settings, seed)
    theme_bands = _theme_bands(primary, effects, settings)
    breakdown, left_out = break_down(answers, settings)
    speakers = _speakers(responses, segments, assignments, theme_ids)
    sizes = _sizes(speakers, segments, assignments)
    spoken = voices(primary, segments, assignments, theme_ids)
    rate = response_rate(responses, settings)
    return BandResult(
        theme_bands=THEME_BANDS.check(theme_bands),
        metrics=metrics,
        primary=metrics[0] if metrics else None,
        theme_metrics=_theme_metrics(sizes, primary, effects, theme_bands, settings),
        breakdown=breakdown,
        notices=(*about_scores(metrics), *_notices(responses, left_out, rate, settings)),
        impacts=effects,
        drivers=find_drivers(spoken, theme_ids, settings, seed),
        words=_distinctive(primary, speakers, settings),
        cohorts=compare_cohorts(answers, speakers, settings),
        response_rate=rate,
    )


def measure_all(responses: pd.DataFrame, confidence: float) -> tuple[Metric, ...]:
    """Return the metrics of a batch, most answers first, as `link` gives them."""
    return metrics_of(scored(responses), confidence)


def _linked_themes(themes: pd.DataFrame, assignments: pd.DataFrame) -> list[str]:
    cited = themes["theme_id"].isin(assignments["theme_id"])
    return sorted(themes.loc[cited | (themes["status"] != "retired"), "theme_id"])


def _notices(
    responses: pd.DataFrame, left_out: int, rate: Interval | None, settings: BandSettings
) -> tuple[Notice, ...]:
    """Return what must be known of weights, groups left out and the response rate."""
    return (
        *about_weights(responses[responses["score"].notna()]),
        *about_groups(left_out, settings.min_group),
        *about_response_rate(rate, settings.invitations),
    )


def _theme_metrics(
    sizes: pd.DataFrame,
    primary: Primary | None,
    effects: Impacts,
    theme_bands: pd.DataFrame,
    settings: BandSettings,
) -> pd.DataFrame:
    """Return `BandResult.theme_metrics`: beside its sizes, what the scores say of each theme."""
    association = np.full(len(effects.themes), np.nan)
    if primary is not None:
        association = band_association(*_tested(primary))
    return (
        sizes.merge(_among_citers(primary, effects.themes, settings), on="theme_id")
        .assign(**dict(zip(IMPACT, effects.value.T, strict=True)))
        .merge(strongest_band(theme_bands, settings.false_discovery_rate), "left", on="theme_id")
        .assign(cramers_v=association)
        .merge(theme_bands.groupby("theme_id", as_index=False)["q_value"].min(), "left", "theme_id")
    )


def _tested(primary: Primary) -> tuple[NDArray[np.object_], Bools, Design]:
    """Return the band, cited themes and design of every score that was given with a comment.

    Who gave a score and answered three questions is one promoter, who speaks of what any of the
    answers does.
    """
    speaking = commented(primary.answers).to_numpy()[:, None]
    answers, said = votes(primary, np.hstack([speaking, primary.cites & speaking]))
    answers, cites = answers[said[:, 0]], said[said[:, 0], 1:]
    return answers["score_band"].to_numpy(dtype=object), cites, design_of(answers)


def _distinctive(
    primary: Primary | None, speakers: Speakers, settings: BandSettings
) -> pd.DataFrame:
    """Return the words of the bands (primary scale) and of the themes (all comments)."""
    responses = speakers.responses
    bands = pd.Series(None, index=responses.index, dtype="object")
    if primary is not None:
        mine = responses["response_id"].isin(primary.answers["response_id"])
        bands = responses["score_band"].where(mine)
    groups = [*band_groups(bands), *theme_groups(speakers.cites, speakers.themes)]
    return distinctive_words(responses, groups, settings)


def _theme_bands(primary: Primary | None, effects: Impacts, settings: BandSettings) -> pd.DataFrame:
    themes = effects.themes
    if primary is None or not themes:
        return THEME_BANDS.empty()
    bands, cites, design = _tested(primary)
    frame = link_bands(bands, cites, themes, settings.min_expected, design)
    columns = pd.DataFrame(effects.value, columns=list(IMPACT))
    return frame.merge(columns.assign(theme_id=pd.Series(themes, dtype="str")), on="theme_id")


def _speakers(
    responses: pd.DataFrame, segments: pd.DataFrame, assignments: pd.DataFrame, themes: list[str]
) -> Speakers:
    speaking = responses[commented(responses)].reset_index(drop=True)
    cites = citations(speaking["response_id"], segments, assignments, themes)
    return Speakers(speaking, cites, themes)


def _sizes(speakers: Speakers, segments: pd.DataFrame, assignments: pd.DataFrame) -> pd.DataFrame:
    n, share = theme_sizes(speakers.cites, len(speakers.responses))
    felt = sentiment_shares(segments, assignments, speakers.themes)
    effects = counted(speakers.responses).effects(speakers.cites)
    return felt.assign(n_responses=n, share=share, design_effect=effects)


def _among_citers(
    primary: Primary | None, themes: list[str], settings: BandSettings
) -> pd.DataFrame:
    """Return the primary metric among each theme's scored answers."""
    rows: list[tuple[str, int, float | None, float | None, float | None]] = []
    turned = primary is not None and is_reversed(primary.answers)
    for i, theme in enumerate(themes):
        if primary is None or not primary.cites[:, i].any():
            rows.append((theme, 0, None, None, None))
            continue
        citers = primary.answers[primary.cites[:, i]]
        level = settings.confidence
        metric = measure(citers, primary.name, primary.bounds, level, low_is_good=turned)
        rows.append((theme, metric.n, metric.value, metric.low, metric.high))
    kinds = {"theme_id": "str", "n_scored": "int64"} | dict.fromkeys(
        ("value", "low", "high"), "float64"
    )
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
