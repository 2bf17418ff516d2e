"""A score that its own text contradicts."""

import numpy as np
import pandas as pd

from feedback.anomalies.context import (
    AnomalyContext,
    Bools,
    Evidence,
    Flag,
    Floats,
    flags_frame,
)
from feedback.anomalies.learned import ceiling
from feedback.anomalies.wording import figure

PRAISE, COMPLAINT = "praise-low-score", "complaint-high-score"


class ScoreAgainstText:
    """Praise with a low score, complaint with a high one.

    A response is flagged where all of this holds: it is among the `flag_share` most suspicious of
    its scale; the gap is at least `min_gap` of the scale; the score is in the low (high) band and
    the text lets one expect another band; and the text's polarity, where known, is on the
    expectation's side by `min_polarity` or more. Fillers are never flagged.
    """

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``praise-low-score`` and ``complaint-high-score``."""
        evidence = context.evidence
        if evidence is None:
            return flags_frame([])
        rows = np.flatnonzero(contradicts(context, evidence))
        return flags_frame([_flag(context, evidence, int(i)) for i in rows])


def contradicts(context: AnomalyContext, evidence: Evidence) -> Bools:
    """Return which responses are flagged, shape (n_responses,)."""
    settings = context.settings
    share = ceiling(context.reviews, (PRAISE, COMPLAINT), settings)
    rare = np.nan_to_num(evidence.p_value, nan=1.0) <= share
    # Under 100 answers a share of them is one or two: the gap alone decides there.
    suspicious = np.where(evidence.modelled, rare, evidence.severity >= settings.sure_severity)
    wide = np.abs(np.nan_to_num(evidence.gap)) >= settings.min_gap
    speaking = ~context.responses["is_filler"].to_numpy(dtype=bool)
    against = against_band(context.responses, evidence, settings.min_polarity)
    found: Bools = suspicious & wide & speaking & against
    return found


def against_band(responses: pd.DataFrame, evidence: Evidence, least: float = 0.0) -> Bools:
    """Return where the text is on the other side than the score's band, by a polarity of `least`.

    An unknown polarity is no objection.
    """
    band = responses["score_band"].to_numpy(dtype=object)
    gap = np.nan_to_num(evidence.gap)
    polarity = responses["polarity"].to_numpy(dtype=np.float64)
    leaves = _leaves_band(responses, evidence)
    praise = (band == "low") & (gap > 0) & ~(polarity < least)
    complaint = (band == "high") & (gap < 0) & ~(polarity > -least)
    found: Bools = (praise | complaint) & leaves
    return found


def _leaves_band(responses: pd.DataFrame, evidence: Evidence) -> Bools:
    """Return where the expected score lies outside the given band (True without a model).

    Where a band ends is read from the scores that are in it.
    """
    keys = [responses[name] for name in ("scale", "scale_low", "scale_high", "score_band")]
    scores = responses["score"].groupby(keys)
    low_end: Floats = scores.transform("min").to_numpy(dtype=np.float64)
    high_end: Floats = scores.transform("max").to_numpy(dtype=np.float64)
    outside: Bools = (evidence.expected < low_end) | (evidence.expected > high_end)
    return outside | ~evidence.modelled


def _flag(context: AnomalyContext, evidence: Evidence, i: int) -> Flag:
    row = context.responses.iloc[i]
    kind = PRAISE if evidence.gap[i] > 0 else COMPLAINT
    expected = float(evidence.expected[i]) if evidence.modelled[i] else None
    french, english = (_reason(row, expected, language) for language in ("fr", "en"))
    return str(row["response_id"]), kind, float(evidence.severity[i]), expected, french, english


def _reason(row: pd.Series, expected: float | None, language: str) -> str:
    score, top = figure(row["score"], language), figure(row["scale_high"], language)
    if expected is not None:
        wanted = figure(expected, language)
        if language == "fr":
            return f"Note {score} sur {top}, alors que le texte fait attendre {wanted}."
        return f"Score {score} out of {top}, although the text suggests {wanted}."
    polarity = figure(row["polarity"], language, 2)
    if language == "fr":
        tone = "positif" if row["polarity"] > 0 else "négatif"
        return f"Note {score} sur {top}, alors que le texte est {tone} (polarité {polarity})."
    tone = "positive" if row["polarity"] > 0 else "negative"
    return f"Score {score} out of {top}, although the text is {tone} (polarity {polarity})."
