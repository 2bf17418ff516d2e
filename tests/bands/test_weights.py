"""Weighted answers: defined results whatever the weights hold."""

import warnings

import numpy as np
import pandas as pd
import pytest

from feedback.bands import link
from feedback.bands.impact import Resampling, cells_of, impacts, leave_one_out
from feedback.bands.metrics import metrics_of, scored
from feedback.bands.weights import clean_weights, effective_n
from feedback.settings import BandSettings


def only(frame):
    (metric,) = metrics_of(scored(frame), 0.95)
    return metric


def test_equal_weights_change_nothing(responses):
    scores = [10, 9, 8, 3, 0, 7, 10, 2]
    plain, weighted = only(responses(scores)), only(responses(scores).assign(weight=3.0))
    assert plain == weighted


def test_an_answer_of_weight_two_counts_as_two(responses):
    weighted = only(responses([10, 0, 8], weight=[2.0, 1.0, 1.0]))
    assert weighted.value == pytest.approx(only(responses([10, 10, 0, 8])).value)
    # Kish's effective number: the squared sum over the sum of squares.
    assert weighted.n_effective == pytest.approx(16 / 6)
    assert weighted.n == 3
    assert weighted.counts == {"low": 1, "mid": 1, "high": 1}


def test_weights_widen_the_interval(responses):
    scores = [10, 9, 8, 3, 0, 7] * 20
    heavy = np.tile([1.0, 9.0], 60)
    one, two = only(responses(scores)), only(responses(scores, weight=heavy))
    assert two.high - two.low > one.high - one.low


@pytest.mark.parametrize("scale", ["csat", "stars", "ces"])
def test_every_family_takes_weights(responses, scale):
    frame = responses([1, 5, 4, 2], scale=scale, weight=[1.0, 3.0, 3.0, 1.0])
    twin = responses([1, 5, 5, 5, 4, 4, 4, 2], scale=scale)
    assert only(frame).value == pytest.approx(only(twin).value)


@pytest.mark.parametrize(
    "weights",
    [
        [1.0, -2.0, np.nan, 3.0, np.inf, 1.0],
        [0.0] * 6,
        [-1.0] * 6,
        [np.nan] * 6,
        [0.0, 0.0, 0.0, 0.0, 0.0, 5.0],
    ],
)
def test_bad_weights_give_defined_results_and_a_notice(responses, frames, weights):
    frame = responses([10, 9, 8, 3, 0, 7], weight=weights)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = link(*frames(frame, {"t": [0, 3]}), BandSettings(), 1)
    assert np.isfinite([result.primary.value, result.primary.low, result.primary.high]).all()
    codes = {notice.code for notice in result.notices}
    bad = [w for w in weights if not (np.isfinite(w) and w >= 0)]
    assert ("weights-mended" in codes) == bool(bad)


def test_a_missing_weight_counts_as_the_average():
    weights = clean_weights(pd.DataFrame({"weight": [2.0, 4.0, np.nan]}))
    assert weights == pytest.approx([2 / 3, 4 / 3, 1.0])
    assert effective_n(weights) < 3


def test_weighted_impact_is_that_of_repeated_answers():
    values, cites = np.array([100.0, -100, 0, 100]), np.array([[True], [True], [False], [False]])
    weights, times = np.array([1.0, 3, 2, 1]), [1, 3, 2, 1]
    repeated = leave_one_out(np.repeat(values, times), np.repeat(cites, times, axis=0))
    assert leave_one_out(values, cites, weights) == pytest.approx(repeated)


def test_the_weighted_bootstrap_covers_its_own_estimate():
    rng = np.random.default_rng(2)
    values, weights = rng.choice([-100.0, 0, 100], 400), rng.uniform(0.2, 4, 400)
    cites = rng.random((400, 3)) < 0.2
    found = impacts(values, cites, ["a", "b", "c"], Resampling(500, 0.95, 1), weights)
    assert (found[:, 1] < found[:, 0]).all()
    assert (found[:, 0] < found[:, 2]).all()
    assert len(cells_of(values, weights).value) <= 60
