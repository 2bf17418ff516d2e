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
from feedback.anomalies.wording import NARROW, figure

PRAISE, COMPLAINT = "praise-low-score", "complaint-high-score"


class ScoreAgainstText:
    """Praise with a low score, complaint with a high one.

    A response is flagged where all of this holds: it is among the `flag_share` most suspicious of
    its scale, or the first `flag_least`; the gap is at least `min_gap` of the scale; the score is
    in the low (high) band and the text lets one expect another band; the text's polarity, where
    known, is on the expectation's side; and the chance that a person agrees is `min_agreement` or
    more. Fillers are never flagged, nor is a merit or a fault that the question asks for.
    A flag's severity is that chance.
    """

    kinds = (PRAISE, COMPLAINT)

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
    most = ceiling(context.reviews, (PRAISE, COMPLAINT), settings)
    share = np.maximum(most, settings.flag_least / _compared(context.responses, evidence))
    rare = np.nan_to_num(evidence.p_value, nan=1.0) <= share
    # Under 100 answers a share of them is one or two: the gap alone decides there.
    suspicious = np.where(evidence.modelled, rare, evidence.severity >= settings.sure_severity)
    wide = np.abs(np.nan_to_num(evidence.gap)) >= settings.min_gap
    speaking = ~context.responses["is_filler"].to_numpy(dtype=bool)
    against = against_band(context.responses, evidence)
    agreed = evidence.agreement >= settings.min_agreement
    found: Bools = suspicious & wide & speaking & against & agreed
    return found


def _compared(responses: pd.DataFrame, evidence: Evidence) -> Floats:
    """Return how many answers of each one's scale were compared, 1 at least."""
    keys = [responses[name] for name in ("scale", "scale_low", "scale_high")]
    known = pd.Series(~np.isnan(evidence.p_value), index=responses.index)
    counts = known.groupby(keys, dropna=False).transform("sum").to_numpy(dtype=np.float64)
    compared: Floats = np.maximum(counts, 1.0)
    return compared


def against_band(responses: pd.DataFrame, evidence: Evidence) -> Bools:
    """Return where the text is on the other side than the score's band.

    An unknown polarity is no objection.
    """
    band = responses["score_band"].to_numpy(dtype=object)
    gap = np.nan_to_num(evidence.gap)
    polarity = responses["polarity"].to_numpy(dtype=np.float64)
    leaves = _leaves_band(responses, evidence)
    praise = (band == "low") & (gap > 0) & ~(polarity < 0)
    complaint = (band == "high") & (gap < 0) & ~(polarity > 0)
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
    french, english = (_reason(row, expected, kind, language) for language in ("fr", "en"))
    return str(row["response_id"]), kind, float(evidence.agreement[i]), expected, french, english


def _reason(row: pd.Series, expected: float | None, kind: str, language: str) -> str:
    """Say what the score is, of what tone the text, and which score that would suggest."""
    score, top = figure(row["score"], language), figure(row["scale_high"], language)
    wanted = None if expected is None else figure(expected, language)
    if language == "fr":
        tone = "positif" if kind == PRAISE else "négatif"
        told = f"Note {score} sur {top}, alors que le texte est {tone}"
        return f"{told}." if wanted is None else f"{told}{NARROW}: on attendrait plutôt {wanted}."
    tone = "positive" if kind == PRAISE else "negative"
    told = f"Score {score} out of {top}, although the text is {tone}"
    return f"{told}." if wanted is None else f"{told}: it suggests about {wanted}."
