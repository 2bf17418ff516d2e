"""Answers that praise one thing and blame another."""

import pandas as pd

MIXED_FROM = 0.6
"""Confidence from which a segment counts as a side of a mixed answer."""


def mixed_responses(segments: pd.DataFrame) -> set[str]:
    """Return the ids of the responses with a surely positive and a surely negative segment.

    Args:
        segments: `SEGMENTS`; not changed.
    """
    sure = segments[segments["confidence"] >= MIXED_FROM]
    praised = set(sure.loc[sure["sentiment"] == "positive", "response_id"])
    blamed = set(sure.loc[sure["sentiment"] == "negative", "response_id"])
    return praised & blamed
