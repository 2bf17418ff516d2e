"""Frames as the reader gives them, for the text room's tests."""

from collections.abc import Sequence

import pandas as pd

from feedback.frames import RESPONSES_READ


def responses_of(comments: Sequence[str], **columns: Sequence[object]) -> pd.DataFrame:
    n = len(comments)
    frame = RESPONSES_READ.empty().reindex(range(n))
    frame["response_id"] = pd.Series([f"id-{i:05d}" for i in range(n)], dtype="str")
    frame["batch"] = pd.Series(["2024-03"] * n, dtype="str")
    frame["source"] = pd.Series(["nps"] * n, dtype="str")
    frame["comment"] = pd.Series(list(comments), dtype="str")
    for name, values in columns.items():
        frame[name] = pd.Series(list(values), dtype="str")
    return frame
