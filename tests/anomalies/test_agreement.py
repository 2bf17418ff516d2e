"""The chance that a person agrees with a contradiction of score and text."""

import warnings

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from feedback.anomalies import flag
from feedback.anomalies.agreement import HALF, SLOPE, agreement, speaks_of_score
from feedback.anomalies.context import Evidence

KINDS = ("praise-low-score", "complaint-high-score")


def modelled(frame, expected, side=1.0):
    """Evidence of a model that expects these scores; `side` is -1 where low is good."""
    expected = np.array(expected, dtype=float)
    gap = side * (expected - frame["score"].to_numpy(float)) / 10
    zeros, n = np.zeros(len(frame)), len(frame)
    return Evidence(expected, gap, np.abs(gap), zeros, np.ones(n, dtype=bool), zeros.copy())


def felt(frame):
    """Evidence without a model: the gap is that of the polarity."""
    gap = (1 + frame["polarity"].to_numpy(float)) / 2 - frame["score"].to_numpy(float) / 10
    zeros, n = np.zeros(len(frame)), len(frame)
    return Evidence(np.full(n, np.nan), gap, np.abs(gap), zeros, np.zeros(n, bool), zeros.copy())


def test_the_chance_by_hand(responses):
    frame = responses([9, 1], polarity=[-0.8, 0.4])
    # A complaint that suggests 2: 0.8 of the way down by the model, 0.9 by its polarity.
    sides = np.array([(0.8 + 0.9) / 2, (0.75 + 0.7) / 2])
    found = agreement(frame, modelled(frame, [2.0, 7.5]))
    assert found == pytest.approx(1 / (1 + np.exp(-SLOPE * (sides - HALF))))


def test_where_the_text_stands_counts_and_not_how_extreme_the_score_is(responses):
    frame = responses([9, 10, 6, 0], polarity=[-0.9, -0.9, 0.9, 0.9])
    nine, ten, six, nought = agreement(frame, modelled(frame, [2.0, 2.0, 9.0, 9.0]))
    assert nine == ten > 0.5
    assert six == nought > 0.5


def test_a_score_that_goes_with_its_text_or_with_any_text_has_no_chance(responses):
    frame = responses([9, 1, 7, 8], polarity=[0.9, -0.9, -0.9, 0.9])
    found = agreement(frame, modelled(frame, [9.0, 1.0, 1.0, 9.0]))
    assert found.max() < 0.01
    assert (found[2:] == 0).all()


def test_an_unknown_polarity_leaves_the_model_and_a_calm_one_speaks_against(responses):
    polarity = {"angry": -0.9, "unknown": np.nan, "calm": 0.0}
    found = {}
    for name, value in polarity.items():
        frame = responses([9], polarity=[value])
        found[name] = agreement(frame, modelled(frame, [1.0]))[0]
    assert found["angry"] > 0.8
    assert found["unknown"] > 0.8
    assert found["calm"] < 0.3


def test_without_a_model_the_polarity_must_be_clear(responses):
    frame = responses([10, 10], polarity=[-0.6, -0.95])
    unsure, sure = agreement(frame, felt(frame))
    assert unsure < 0.4
    assert sure > 0.5


def test_effort_is_read_the_other_way_round(responses):
    """Where low is good the low numbers are in the high band."""
    frame = responses(
        [1.0, 9.0, 2.0, 8.0],
        score_band=["high", "low", "high", "low"],
        polarity=[-0.9, 0.9, 0.9, -0.9],
    )
    complaint, praise, *honest = agreement(frame, modelled(frame, [9.0, 1.0, 2.0, 8.0], -1.0))
    assert complaint == pytest.approx(praise)
    assert praise > 0.5
    assert max(honest) < 0.01


def asked(responses, polarity_of_high, question):
    """Twenty answers, half of them of each end; the low ones complain."""
    rng = np.random.default_rng(2)
    high = polarity_of_high + rng.uniform(-0.05, 0.05, 10)
    low = -0.9 + rng.uniform(-0.05, 0.05, 10)
    return responses(
        [10.0] * 10 + [0.0] * 10,
        polarity=[*high, *low],
        confidence=[0.95] * 20,
        question=[question] * 20,
    )


def test_complaints_to_a_question_that_asks_for_them_contradict_no_score(responses, context):
    frame = asked(responses, -0.9, "What should we improve?")
    assert not speaks_of_score(frame).any()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = flag(context(frame))
    assert not result.anomalies["kind"].isin(KINDS).any()
    assert (result.agreement == 0).all()


def test_one_complaint_among_praise_does(responses, context):
    frame = asked(responses, 0.9, "Why this score?")
    polarity = frame["polarity"].to_numpy().copy()
    polarity[3] = -0.95
    frame = frame.assign(polarity=polarity)
    assert speaks_of_score(frame).all()
    result = flag(context(frame))
    flags = result.anomalies[result.anomalies["kind"].isin(KINDS)]
    assert flags["response_id"].tolist() == ["r00003"]
    assert flags["severity"].iloc[0] == result.agreement["r00003"] > 0.5


def test_questions_are_judged_each_by_itself_and_by_the_area_under_the_curve(responses):
    rng = np.random.default_rng(6)
    verdicts = []
    for _ in range(40):
        frame = responses(
            rng.choice([0.0, 1.0, 9.0, 10.0], 30).tolist(),
            polarity=rng.normal(0, 0.4, 30).round(1),
            question=["q"] * 30,
        )
        frame["polarity"] += np.where(frame["score"] > 5, 0.1, 0.0)
        area = roc_auc_score(frame["score_band"] == "high", frame["polarity"])
        assert speaks_of_score(frame).all() == (area >= 0.6)
        verdicts.append(area >= 0.6)
    assert {True, False} == set(verdicts)


def test_a_few_answers_or_one_band_condemn_no_question(responses):
    few = asked(responses, -0.95, "q").iloc[[0, 1, 2, 10, 11, 12]].reset_index(drop=True)
    assert speaks_of_score(few).all()
    only_high = asked(responses, -0.9, "q").iloc[:10].reset_index(drop=True)
    assert speaks_of_score(only_high).all()
    both = asked(responses, -0.93, "q")
    assert not speaks_of_score(both).any()


def test_answers_without_a_score_have_no_chance(responses, context):
    frame = responses([None, 9.0], polarity=[-0.9, np.nan])
    assert flag(context(frame)).agreement.tolist() == [0.0, 0.0]
