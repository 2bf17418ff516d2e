"""The scale most people answered: its scores, what they cite, and the votes behind them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from feedback.bands.drivers import SENTIMENTS, Voices
from feedback.bands.impact import Resampling, impacts, influence
from feedback.bands.metrics import answer_values, is_reversed, split_by_scale
from feedback.bands.priorities import Impacts
from feedback.bands.tables import Bools
from feedback.bands.themes import citations, commented
from feedback.frames import WEIGHT
from feedback.settings import BandSettings
from feedback.votes import score_units


@dataclass(frozen=True)
class Primary:
    """The scored answers of the primary scale and what they cite."""

    answers: pd.DataFrame
    name: str
    bounds: tuple[float, float]
    cites: Bools


def find_primary(
    answers: pd.DataFrame, segments: pd.DataFrame, assignments: pd.DataFrame, themes: list[str]
) -> Primary | None:
    """Return the answers of the primary scale, or None without a score."""
    if answers.empty:
        return None
    parts = split_by_scale(answers)
    # As `metrics_of` orders them: most answers first; the dict is already in the scales' order.
    name, low, high = max(parts, key=lambda key: len(parts[key]))
    part = parts[name, low, high]
    cites = citations(part["response_id"], segments, assignments, themes)
    return Primary(part, name, (low, high), cites)


def theme_impacts(
    primary: Primary | None, themes: list[str], settings: BandSettings, seed: int
) -> Impacts:
    """Return impact, low, high per theme and the impacts' covariance."""
    k = len(themes)
    if primary is None:
        return Impacts(themes, np.full((k, 3), np.nan), np.zeros((k, k)))
    answers, cites = votes(primary, primary.cites)
    values = answer_values(answers, primary.name, primary.bounds)
    weights = answers[WEIGHT].to_numpy(dtype=np.float64)
    how = Resampling(settings.bootstrap_samples, settings.confidence, seed)
    moved = influence(values, cites, weights)
    sign = -1 if primary.name == "ces" and is_reversed(answers) else 1
    return Impacts(themes, impacts(values, cites, themes, how, weights), moved.T @ moved, sign)


def votes(primary: Primary, says: Bools) -> tuple[pd.DataFrame, Bools]:
    """Return one row per given score, saying what any of its answers says."""
    units = score_units(primary.answers)
    _, first, unit = np.unique(units, return_index=True, return_inverse=True)
    together = np.zeros((len(first), says.shape[1]), dtype=bool)
    np.logical_or.at(together, unit, says)
    return primary.answers.iloc[first], together


def voices(
    primary: Primary | None, segments: pd.DataFrame, assignments: pd.DataFrame, themes: list[str]
) -> Voices:
    """Return the scores given with a comment, and what is said of each theme in which tone."""
    if primary is None:
        nothing = np.zeros((0, len(themes)), dtype=bool)
        return Voices(np.zeros(0), np.zeros(0), dict.fromkeys(SENTIMENTS, nothing))
    ids = primary.answers["response_id"]
    tone = assignments["segment_id"].map(segments.set_index("segment_id")["sentiment"])
    parts = {
        name: citations(ids, segments, assignments[tone == name], themes) for name in SENTIMENTS
    }
    speaking = commented(primary.answers).to_numpy()[:, None]
    answers, spoke = votes(primary, speaking)
    kept = spoke[:, 0]
    return Voices(
        answers["score"].to_numpy(dtype=np.float64)[kept],
        answers[WEIGHT].to_numpy(dtype=np.float64)[kept],
        {name: votes(primary, part)[1][kept] for name, part in parts.items()},
    )
