"""How likely a person who reads the comment agrees that its score contradicts it.

Severity asks how strange the score is, which is what planted errors and the conformal p-value need.
A person asks something else: on which side is this text? The strangest scores of a real survey are
half of them mixed, factual or grudging texts, and of the hundred strangest a reader agreed with
three in ten. So flags are gated and ordered by this chance instead.

It rests on one number, the `side` of the text: the mean of two opinions, the expected score (out of
fold) and the text's polarity, each from 0 (the score's end of the scale) to 1 (the other end). How
extreme the given score is does not enter: a 9 over a complaint is as odd as a 10. The chance is a
logistic function of it (Platt, 1999), fitted to 667 labelled answers of two surveys (slope 13.6,
half at 0.78); fitted to each alone it has 13.5 and 0.81, 13.8 and 0.76, and 15.9 and 0.77 on 180
app reviews read afterwards. Average precision over the answers read, insurance and telco: 0.65 and
0.51, where the gap alone has 0.33 and 0.40, polarity alone 0.52 and 0.53. The worst, best and last
segment, the share of segments on either side, confidence, length and the gap itself added nothing
on the file that they were not fitted to.
"""

import numpy as np
import pandas as pd

from feedback.anomalies.context import Bools, Evidence, Floats, direction

SLOPE, HALF = 14.0, 0.78
SLOPE_OF_POLARITY, HALF_OF_POLARITY = 9.7, 0.86
"""Where no model says what to expect: the same fit on polarity alone, which is wrong more often. In
samples of 80 answers (two surveys, and app reviews that fitted nothing) 0.31, 0.37, 0.82 and 0.89
of what a reader agreed with are flagged, and the reader agrees with 0.92, 0.85, 0.90 and 0.90 of
the flags; half at 0.91, fitted to an earlier sentiment head, found 0.20, 0.24, 0.65 and 0.78."""
MIN_AUC = 0.6
"""Polarity must tell a question's high scores from its low ones this well: on the demo months 0.72
to 0.78 under "why this score?", 0.42 under "what should we improve?"."""
MIN_ANSWERS = 10
"""Answers in the end bands of a question under which that is not judged."""


def agreement(responses: pd.DataFrame, evidence: Evidence) -> Floats:
    """Return the chance that a person agrees, 0 to 1, shape (n_responses,).

    0 where there is nothing to compare, for a score in the middle band, which goes with any text,
    and where the question's answers do not speak of the score: all complain to "what should we
    improve?", whatever they scored.
    """
    expected = _expected_place(responses, evidence)
    felt = (1 + responses["polarity"].to_numpy(dtype=np.float64)) / 2
    both = np.where(evidence.modelled, (expected + felt) / 2, felt)
    place = np.where(np.isnan(felt), expected, both)
    band = responses["score_band"].to_numpy(dtype=object)
    side = np.where(band == "low", place, 1 - place)
    slope = np.where(evidence.modelled, SLOPE, SLOPE_OF_POLARITY)
    half = np.where(evidence.modelled, HALF, HALF_OF_POLARITY)
    chance = 1 / (1 + np.exp(-slope * (side - half)))
    compared = ~np.isnan(evidence.gap) & ~np.isnan(side) & np.isin(band, ["low", "high"])
    known: Floats = np.where(compared & speaks_of_score(responses), chance, 0.0)
    return known


def _expected_place(responses: pd.DataFrame, evidence: Evidence) -> Floats:
    """Return how good the expected score is, 0 (worst) to 1; NaN without a model."""
    width = (responses["scale_high"] - responses["scale_low"]).to_numpy(dtype=np.float64)
    up = (evidence.expected - responses["scale_low"].to_numpy(dtype=np.float64)) / width
    good: Floats = np.where(direction(responses) > 0, up, 1 - up)
    return good


def speaks_of_score(responses: pd.DataFrame) -> Bools:
    """Return which responses answer a question whose answers go with the score.

    Per scale and question: the chance that an answer of the high band is more positive than one
    of the low band (area under the ROC curve) is `MIN_AUC` or more. True where fewer than
    `MIN_ANSWERS` are in these bands, or one of the two is empty.
    """
    known = responses["polarity"].notna() & responses["score_band"].isin(["low", "high"])
    keys = ["scale", "scale_low", "scale_high", "question"]
    speaks = np.ones(len(responses), dtype=bool)
    for index in responses.groupby(keys, dropna=False, sort=True).indices.values():
        part = responses.iloc[index][known.iloc[index].to_numpy()]
        if len(part) >= MIN_ANSWERS and _auc(part) < MIN_AUC:
            speaks[index] = False
    return speaks


def _auc(part: pd.DataFrame) -> float:
    """Return how well polarity tells the high band from the low one; 1 where one is empty."""
    is_high = (part["score_band"] == "high").to_numpy(dtype=bool)
    n_high, n_low = int(is_high.sum()), int((~is_high).sum())
    if not n_high or not n_low:
        return 1.0
    ranks = part["polarity"].rank().to_numpy(dtype=np.float64)
    return float((ranks[is_high].sum() - n_high * (n_high + 1) / 2) / (n_high * n_low))
