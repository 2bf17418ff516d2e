"""The given scores: by score band and as a histogram."""

import pandas as pd

from feedback.frames import SCORE_BANDS
from feedback.report.model import Bar, MetricView, Share
from feedback.report.numbers import ratio
from feedback.votes import one_vote_each

MAX_BARS = 21
"""A scale with more steps (0-100) is drawn in ten equal bins."""


def has_words(responses: pd.DataFrame) -> pd.Series:
    """Return which responses have a comment."""
    return responses["comment"].str.strip() != ""


def shares_of(values: pd.Series, codes: tuple[str, ...]) -> tuple[Share, ...]:
    """Return count and share of each code among the values that are one of them."""
    counts = values.value_counts()
    total = int(sum(counts.get(code, 0) for code in codes))
    return tuple(
        Share(code, int(counts.get(code, 0)), ratio(int(counts.get(code, 0)), total))
        for code in codes
    )


def languages_of(responses: pd.DataFrame) -> tuple[Share, ...]:
    """Return the languages of the comments, most frequent first."""
    counts = responses.loc[has_words(responses), "language"].dropna().value_counts()
    codes = sorted((str(code) for code in counts.index), key=lambda code: (-counts[code], code))
    return shares_of(responses.loc[has_words(responses), "language"], tuple(codes))


def _of_primary(responses: pd.DataFrame, metrics: tuple[MetricView, ...]) -> pd.DataFrame:
    """Return the scored answers on the primary metric's scale and bounds."""
    if not metrics:
        return responses.iloc[:0]
    primary = metrics[0]
    mine = responses[(responses["scale"] == primary.name) & responses["score_band"].notna()]
    if primary.unit != "score" and primary.name in ("nps", "enps"):
        return mine
    low, _, high = primary.scale.rpartition("-")
    right = [
        mine[column].isna() | (mine[column].map(lambda v: f"{v:g}") == end)
        for column, end in (("scale_low", low), ("scale_high", high))
    ]
    return mine[right[0] & right[1]]


def score_bands(responses: pd.DataFrame, metrics: tuple[MetricView, ...]) -> tuple[Share, ...]:
    """Return the scores of the primary scale that were given with a comment, by score band.

    These are what the shares in `theme_bands` are of: each score once.
    """
    answers = _of_primary(responses, metrics)
    speaking = one_vote_each(answers[has_words(answers) & ~answers["is_filler"]])
    return shares_of(speaking["score_band"], SCORE_BANDS) if len(answers) else ()


def histogram(responses: pd.DataFrame, metrics: tuple[MetricView, ...]) -> tuple[Bar, ...]:
    """Return the scores given on the primary scale by score and score band, each vote once."""
    answers = one_vote_each(_of_primary(responses, metrics))
    if answers.empty:
        return ()
    low, high = _scale_ends(metrics[0], answers)
    scores = answers["score"].astype(float)
    whole = bool((scores % 1 == 0).all()) and high - low < MAX_BARS
    width = 1.0 if whole else (high - low) / 10
    last = round((high - low) / width) - (0 if whole else 1)
    bins = ((scores - low) // width).clip(0, last).astype(int)
    counts = answers.groupby([bins, answers["score_band"]]).size()
    bars = []
    for position in range(last + 1):
        left = low + position * width
        right = left if whole else left + width
        found = [band for band in SCORE_BANDS if (position, band) in counts.index]
        bars += [Bar(left, right, int(counts[position, band]), band) for band in found]
        if not found:
            bars.append(Bar(left, right, 0, ""))
    return tuple(bars)


def _scale_ends(metric: MetricView, answers: pd.DataFrame) -> tuple[float, float]:
    low, _, high = metric.scale.rpartition("-")
    scores = answers["score"]
    try:
        ends = float(low), float(high)
    except ValueError:
        ends = float(scores.min()), float(scores.max())
    first, last = min(ends[0], float(scores.min())), max(ends[1], float(scores.max()))
    return (first, last) if last > first else (first, first + 1)
