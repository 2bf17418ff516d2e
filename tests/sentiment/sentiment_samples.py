"""Small frames, a stand-in encoder and a head that a test can reason about."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from feedback.frames import RESPONSES_PREPARED, SEGMENTS_PREPARED
from feedback.sentiment.head import SentimentHead
from feedback.types import FloatArray

DIMENSION = 8
POLES = {"good": 0, "bad": 1, "plain": 2}


def pole_embed(texts: Sequence[str]) -> FloatArray:
    """Say how often each word of `POLES` stands in a text; a little noise from its hash."""
    rows = []
    for text in texts:
        digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()[:DIMENSION]
        row = np.frombuffer(digest, dtype=np.uint8).astype(np.float32) / 25_500
        for word, place in POLES.items():
            row[place] += text.lower().count(word)
        rows.append(row)
    return np.array(rows, dtype=np.float32).reshape(len(texts), DIMENSION)


def pole_head() -> SentimentHead:
    """A head with one landmark per pole."""
    landmarks = np.zeros((3, DIMENSION))
    landmarks[[0, 1, 2], [1, 2, 0]] = 1.0  # negative, neutral, positive
    return SentimentHead(
        mean=np.zeros(DIMENSION),
        scale=np.ones(DIMENSION),
        landmarks=landmarks,
        kernel_weights=np.eye(3) * 6,
        bias=np.zeros(3),
        gamma=8.0,
        temperature=1.0,
    )


def make_responses(comments: Sequence[str], fillers: Sequence[str | None] = ()) -> pd.DataFrame:
    n = len(comments)
    kinds = list(fillers) or [None] * n
    frame = pd.DataFrame(
        {
            "response_id": [f"r{i:03d}" for i in range(n)],
            "batch": "b",
            "source": "survey",
            "question": pd.Series([None] * n, dtype="str"),
            "respondent_id": pd.Series([None] * n, dtype="str"),
            "comment": pd.Series(list(comments), dtype="str"),
            "language": "en",
            "score": np.nan,
            "scale": pd.Series([None] * n, dtype="str"),
            "scale_low": np.nan,
            "scale_high": np.nan,
            "score_band": pd.Series([None] * n, dtype="str"),
            "date": pd.Series([pd.NaT] * n, dtype="datetime64[s]"),
            "is_filler": pd.Series([kind is not None for kind in kinds], dtype=bool),
            "filler_kind": pd.Series(kinds, dtype="str"),
        },
        index=range(n),
    )
    return RESPONSES_PREPARED.check(frame)


def make_segments(responses: pd.DataFrame) -> pd.DataFrame:
    """Cut every comment that is no filler at its full stops."""
    rows = []
    for row in responses[~responses["is_filler"]].itertuples():
        start = 0
        for k, piece in enumerate(row.comment.split(". ")):
            end = start + len(piece)
            rows.append((f"{row.response_id}.{k:03d}", row.response_id, start, end, piece, "en"))
            start = end + 2
    names = ["segment_id", "response_id", "start", "end", "text", "language"]
    if not rows:
        return SEGMENTS_PREPARED.empty()
    return SEGMENTS_PREPARED.check(pd.DataFrame(rows, columns=names))
