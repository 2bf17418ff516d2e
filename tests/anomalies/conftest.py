"""A synthetic batch whose vectors carry the true opinion, with contradictions planted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from feedback.anomalies import AnomalyContext
from feedback.frames import ASSIGNMENTS, RESPONSES, SEGMENTS, THEME_BANDS, THEMES
from feedback.settings import AnomalySettings


def band(score: float | None) -> str | None:
    if score is None:
        return None
    return "low" if score <= 6 else "mid" if score <= 8 else "high"


def make_responses(scores: list[float | None], **columns: Any) -> pd.DataFrame:
    n = len(scores)
    values = {
        "response_id": [f"r{i:05d}" for i in range(n)],
        "batch": "b",
        "source": "nps",
        "question": None,
        "respondent_id": None,
        "comment": [f"Comment number {i}" for i in range(n)],
        "language": "en",
        "score": scores,
        "scale": [None if s is None else "nps" for s in scores],
        "scale_low": 0.0,
        "scale_high": 10.0,
        "score_band": [band(s) for s in scores],
        "date": pd.Series([pd.NaT] * n, dtype="datetime64[s]"),
        "sentiment": None,
        "polarity": None,
        "confidence": None,
        "is_filler": False,
        "filler_kind": None,
    } | columns
    kinds = {c.name: "float64" for c in RESPONSES.columns if c.kind == "float"}
    texts = {c.name: "str" for c in RESPONSES.columns if c.kind == "text"}
    return pd.DataFrame(values, index=range(n)).astype(kinds | texts)


def make_context(
    responses: pd.DataFrame, features: np.ndarray | None = None, **changes: Any
) -> AnomalyContext:
    return AnomalyContext(
        responses=responses,
        segments=SEGMENTS.empty(),
        assignments=ASSIGNMENTS.empty(),
        themes=THEMES.empty(),
        theme_bands=THEME_BANDS.empty(),
        features=np.zeros((len(responses), 4), np.float32) if features is None else features,
        **{"settings": AnomalySettings(), "seed": 1} | changes,
    )


@dataclass(frozen=True)
class Planted:
    context: AnomalyContext
    flipped: set[str]


@pytest.fixture(scope="session")
def planted() -> Planted:
    """400 answers, 12 of them with the score turned to the other end."""
    rng = np.random.default_rng(3)
    n, d = 400, 24
    opinion = np.where(rng.random(n) < 0.4, -1.0, 1.0) * rng.uniform(0.4, 1, n)
    scores = np.clip(np.round(5 + 5 * opinion + rng.normal(0, 0.7, n)), 0, 10)
    features = rng.normal(0, 1, (n, d)).astype(np.float32)
    features[:, :4] += 2 * opinion[:, None]
    wrong = rng.choice(np.flatnonzero((scores <= 1) | (scores >= 9)), 12, replace=False)
    scores[wrong] = 10 - scores[wrong]
    responses = make_responses(
        [float(s) for s in scores], polarity=opinion, confidence=np.abs(opinion)
    )
    return Planted(make_context(responses, features), set(responses["response_id"].iloc[wrong]))


@pytest.fixture
def responses() -> Callable[..., pd.DataFrame]:
    return make_responses


@pytest.fixture
def context() -> Callable[..., AnomalyContext]:
    return make_context
