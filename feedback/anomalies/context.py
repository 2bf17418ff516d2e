"""What a detector gets, what the room gives back, and the shape of a detector."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.anomalies.history import History
from feedback.frames import ANOMALIES
from feedback.notices import Notice
from feedback.settings import AnomalySettings
from feedback.types import FloatArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Evidence:
    """What the texts say of the scores; every array is aligned with the context's responses.

    Attributes:
        expected: Score the text lets one expect, on the response's own scale; NaN where there is
            no score, no text, or too little data for a model.
        gap: How far text and score are apart, -1 to 1 of the scale's width; positive: the text
            is better than the score. NaN where there is nothing to compare.
        severity: 0 to 1, for ranking: the size of `gap`, times the text's confidence where there
            is no model. 0 where there is nothing to compare. (Dividing by the local spread of the
            gaps was tried: better average precision on one development file, worse on three.)
        p_value: Share of honest answers at least this suspicious (`conformal`): of those, 1 %
            have 0.01 or less. NaN where there is nothing.
        modelled: Whether `expected` is a model's (else the polarity of the text stands in).
        agreement: Chance that a person agrees that score and text contradict each other, 0 to 1
            (`agreement`); 0 where there is nothing to compare, and for merits under a low score
            or faults under a high one where the question asks for them.
    """

    expected: Floats
    gap: Floats
    severity: Floats
    p_value: Floats
    modelled: Bools
    agreement: Floats


@dataclass(frozen=True)
class Reviewed:
    """A flag that a person accepted or dismissed: its kind and its severity when it was raised."""

    kind: str
    severity: float
    accepted: bool


@dataclass(frozen=True)
class AnomalyContext:
    """Everything known about a batch when anomalies are sought.

    Attributes:
        responses: `frames.RESPONSES`.
        segments: `frames.SEGMENTS`.
        assignments: `frames.ASSIGNMENTS`.
        themes: `frames.THEMES`.
        theme_bands: `frames.THEME_BANDS`.
        features: Text vectors aligned with the rows of `responses`, shape (n_responses, d).
        settings: Thresholds.
        seed: Of everything drawn.
        dismissed: (response_id, kind) pairs that a person has set aside.
        accepted: Such pairs that a person has confirmed.
        history: Earlier batches.
        reviews: What people decided about earlier flags.
        stances: By question, 1 where it asks for merits and -1 where it asks for faults.
        evidence: Filled at the door for the detectors; callers leave it out.
    """

    responses: pd.DataFrame
    segments: pd.DataFrame
    assignments: pd.DataFrame
    themes: pd.DataFrame
    theme_bands: pd.DataFrame
    features: FloatArray
    settings: AnomalySettings
    seed: int
    dismissed: frozenset[tuple[str, str]] = frozenset()
    accepted: frozenset[tuple[str, str]] = frozenset()
    history: History = field(default_factory=History)
    reviews: tuple[Reviewed, ...] = ()
    stances: Mapping[str, int] = field(default_factory=dict)
    evidence: Evidence | None = None


@dataclass(frozen=True)
class AnomalyResult:
    """What was found.

    Attributes:
        anomalies: `frames.ANOMALIES`, most severe first, without the dismissed pairs.
        expected: Expected score by response_id, every response; NaN where there is none.
        severity: Contradiction of score and text by response_id, 0 to 1, every response, flagged
            or not: for ranking. 0 without a score or a text.
        notices: What the reader must know.
        p_value: Conformal p-value of score against text by response_id; NaN where there is none.
        agreement: Chance that a person agrees with a contradiction of score and text, by
            response_id, 0 to 1, every response: the severity of such a flag.
        alerts: What is out of the ordinary in the batch as a whole (`alerts.ALERT_COLUMNS`).
        withheld: Flags that a person dismissed earlier (`frames.ANOMALIES`): their severity is
            needed to learn from the dismissal.
    """

    anomalies: pd.DataFrame
    expected: pd.Series
    severity: pd.Series
    notices: tuple[Notice, ...]
    p_value: pd.Series
    agreement: pd.Series
    alerts: pd.DataFrame
    withheld: pd.DataFrame


class Detector(Protocol):
    """One check. A new one is a class with these members and a place in the registry."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of flag that it raises."""
        ...

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return `frames.ANOMALIES` rows for the responses concerned."""
        ...


Flag = tuple[str, str, float, float | None, str, str]
"""response_id, kind, severity, expected score, reason in French, reason in English."""


def flags_frame(flags: list[Flag]) -> pd.DataFrame:
    """Return flags as a `frames.ANOMALIES` frame, sorted by response_id and kind."""
    if not flags:
        return ANOMALIES.empty()
    kinds = {c.name: {"text": "str", "float": "float64"}[c.kind] for c in ANOMALIES.columns}
    frame = pd.DataFrame(flags, columns=ANOMALIES.names()).astype(kinds)
    return frame.sort_values(["response_id", "kind"], ignore_index=True)


def direction(responses: pd.DataFrame) -> Floats:
    """Return 1 where a high score is good and -1 where a low one is, shape (n,).

    A scale turned upside down (1 = very good; effort) has its low numbers in the high band.
    """
    keys = [responses[name] for name in ("scale", "scale_low", "scale_high")]
    high = responses["score"].where(responses["score_band"] == "high")
    low = responses["score"].where(responses["score_band"] == "low")
    best, worst = (part.groupby(keys).transform("mean") for part in (high, low))
    turned = (best < worst).to_numpy(dtype=bool)
    return np.where(turned, -1.0, 1.0)


def has_text(responses: pd.DataFrame) -> Bools:
    """Return which responses have a comment at all, fillers included."""
    found: Bools = (responses["comment"].str.strip() != "").to_numpy(dtype=bool)
    return found


def is_scored(responses: pd.DataFrame) -> Bools:
    """Return which responses have a score on a known scale, with bounds and band."""
    needed = ["score", "scale", "scale_low", "scale_high", "score_band"]
    known = responses[needed].notna().all(axis=1).to_numpy(dtype=bool)
    wide = (responses["scale_high"] > responses["scale_low"]).to_numpy(dtype=bool)
    return known & wide
