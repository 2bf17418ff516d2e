"""How far each score is from what its text lets one expect, and how sure that is."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.anomalies.agreement import agreement
from feedback.anomalies.conformal import MIRROR_WIDTH, honest_p_values
from feedback.anomalies.context import (
    AnomalyContext,
    Bools,
    Evidence,
    Floats,
    direction,
    has_text,
    is_scored,
)
from feedback.anomalies.expected import expected_scores, text_rank
from feedback.settings import AnomalySettings


def gather(context: AnomalyContext) -> Evidence:
    """Compare score and text of every response that has both.

    Each scale of the batch is judged by itself. With `settings.min_scored` answers or more the
    expectation is the out-of-fold model's, blended with the text's polarity in a small batch;
    under that number the polarity of the text stands in for it.

    Args:
        context: Its responses sorted by response_id, its features aligned with them.
    """
    responses, settings = context.responses, context.settings
    n = len(responses)
    found = Evidence(
        expected=np.full(n, np.nan),
        gap=np.full(n, np.nan),
        severity=np.zeros(n),
        p_value=np.full(n, np.nan),
        modelled=np.zeros(n, bool),
        agreement=np.zeros(n),
    )
    usable = is_scored(responses) & has_text(responses)
    for rows in _by_scale(responses, usable):
        fill = _from_model if _can_model(responses, rows, settings) else _from_polarity
        fill(context, rows, found)
        found.p_value[rows] = honest_p_values(found.severity[rows], _mirrored(context, rows, found))
    found.agreement[:] = np.where(_as_asked(context), 0.0, agreement(responses, found))
    return found


def _as_asked(context: AnomalyContext) -> Bools:
    """Return which answers give the other side than their score because it was asked for.

    "What works well here?" is answered with praise by those who would leave tomorrow, too.
    """
    asked = context.responses["question"].map(context.stances).fillna(0).to_numpy(dtype=np.int64)
    band = context.responses["score_band"].to_numpy(dtype=object)
    given: Bools = ((asked == 1) & (band == "low")) | ((asked == -1) & (band == "high"))
    return given


def _mirrored(context: AnomalyContext, rows: NDArray[np.intp], found: Evidence) -> Floats:
    """Return how strange the answers with an extreme score would be with the score turned round.

    Only where a model says what to expect: the polarity of a text is too rough for it.
    """
    low, high = _bounds(context.responses, rows)
    scores = context.responses["score"].to_numpy(dtype=np.float64)[rows]
    far = np.abs(low + high - 2 * scores) >= MIRROR_WIDTH * (high - low)
    turned = (low + high - scores)[far & found.modelled[rows]]
    return np.abs(found.expected[rows][far & found.modelled[rows]] - turned) / (high - low)


def _by_scale(responses: pd.DataFrame, usable: Bools) -> list[NDArray[np.intp]]:
    keys = ["scale", "scale_low", "scale_high"]
    groups = responses[usable].groupby(keys, sort=True).indices.values()
    positions = np.flatnonzero(usable)
    return [positions[np.sort(index)] for index in groups]


def _can_model(responses: pd.DataFrame, rows: NDArray[np.intp], settings: AnomalySettings) -> bool:
    """Return whether enough distinct comments are scored, and not all alike."""
    part = responses.iloc[rows]
    enough = part["comment"].nunique() >= max(settings.min_scored, 2 * settings.folds)
    return bool(enough and part["score"].min() < part["score"].max())


def _bounds(responses: pd.DataFrame, rows: NDArray[np.intp]) -> tuple[float, float]:
    first = responses.iloc[rows[0]]
    return float(first["scale_low"]), float(first["scale_high"])


def _from_model(context: AnomalyContext, rows: NDArray[np.intp], found: Evidence) -> None:
    part = context.responses.iloc[rows]
    scores = part["score"].to_numpy(dtype=np.float64)
    low, high = _bounds(context.responses, rows)
    texts = part["comment"].tolist()
    ranks = text_rank(texts, context.seed)
    folds = context.settings.folds
    words = texts if len(rows) >= context.settings.words_from else None
    expected = expected_scores(context.features[rows], scores, ranks, folds, words)
    weight = polarity_weight(len(rows), context.settings)
    polarity = part["polarity"].to_numpy(dtype=np.float64)
    side = direction(context.responses)[rows]
    suggested = low + (high - low) * (1 + side * polarity) / 2
    blend = (1 - weight) * expected + weight * suggested
    expected = np.where(np.isnan(suggested), expected, blend)
    gap = side * (expected - scores) / (high - low)
    found.expected[rows], found.gap[rows], found.modelled[rows] = expected, gap, True
    found.severity[rows] = np.abs(gap)


def polarity_weight(n: int, settings: AnomalySettings) -> float:
    """Return the share of polarity in the expected score of `n` answers, fading as n grows.

    Large batches are left to their own model: it is the better judge there, and the shipped
    sentiment head may have been trained on the very texts that a benchmark plants errors in.
    """
    full, none = settings.polarity_full_until, settings.polarity_none_from
    faded = (none - n) / max(none - full, 1)
    return settings.polarity_weight * min(1.0, max(0.0, faded))


def _from_polarity(context: AnomalyContext, rows: NDArray[np.intp], found: Evidence) -> None:
    """Let the text's polarity, as far as it is sure of itself, stand for the expected score."""
    part = context.responses.iloc[rows]
    low, high = _bounds(context.responses, rows)
    position = (part["score"].to_numpy(dtype=np.float64) - low) / (high - low)
    polarity = part["polarity"].to_numpy(dtype=np.float64)
    sure = part["confidence"].fillna(1.0).to_numpy(dtype=np.float64)
    gap = (1 + polarity) / 2 - np.where(
        direction(context.responses)[rows] > 0, position, 1 - position
    )
    found.gap[rows] = gap
    found.severity[rows] = np.nan_to_num(np.abs(gap) * sure)
