"""Small frames that hold exactly what a test of the bands needs."""

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from feedback.frames import ASSIGNMENTS, RESPONSES, SEGMENTS, THEMES

Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]


def nps_band(score: float) -> str:
    return "low" if score <= 6 else "mid" if score <= 8 else "high"


def make_responses(scores: Sequence[float | None], scale: str = "nps", **columns) -> pd.DataFrame:
    n = len(scores)
    bounds = {"nps": (0.0, 10.0), "enps": (0.0, 10.0), "ces": (1.0, 7.0)}.get(scale, (1.0, 5.0))
    values = {
        "response_id": [f"r{i:05d}" for i in range(n)],
        "batch": "b",
        "source": "nps",
        "question": None,
        "respondent_id": None,
        "comment": "Something was said here",
        "language": "en",
        "score": scores,
        "scale": [scale if s is not None else None for s in scores],
        "scale_low": bounds[0],
        "scale_high": bounds[1],
        "score_band": [nps_band(s) if s is not None else None for s in scores],
        "date": pd.Series([pd.NaT] * n, dtype="datetime64[s]"),
        "sentiment": "neutral",
        "polarity": 0.0,
        "confidence": 0.5,
        "is_filler": False,
        "filler_kind": None,
    } | columns
    frame = pd.DataFrame(values, index=range(n))
    kinds = {c.name: "float64" for c in RESPONSES.columns if c.kind == "float"}
    texts = {c.name: "str" for c in RESPONSES.columns if c.kind == "text"}
    return RESPONSES.check(frame.astype(kinds | texts))


def make_frames(responses: pd.DataFrame, cited: dict[str, Sequence[int]]) -> Frames:
    """One segment per response; `cited` gives the row numbers that cite each theme."""
    ids = responses["response_id"]
    segments = pd.DataFrame(
        {
            "segment_id": ids + ".000",
            "response_id": ids,
            "start": 0,
            "end": responses["comment"].str.len().astype("int64"),
            "text": responses["comment"],
            "language": "en",
            "sentiment": responses["sentiment"],
            "polarity": responses["polarity"],
            "confidence": responses["confidence"],
        }
    )
    pairs = [(f"r{i:05d}.000", theme, 0.9) for theme, rows in cited.items() for i in rows]
    assignments = pd.DataFrame(pairs, columns=ASSIGNMENTS.names()) if pairs else ASSIGNMENTS.empty()
    rows = [(t, t, t, [], [], None, "active", "b", "b", 1, 1) for t in cited]
    themes = pd.DataFrame(rows, columns=THEMES.names()) if rows else THEMES.empty()
    return responses, SEGMENTS.check(segments), assignments, themes


@pytest.fixture
def responses() -> Callable[..., pd.DataFrame]:
    return make_responses


@pytest.fixture
def frames() -> Callable[..., Frames]:
    return make_frames
