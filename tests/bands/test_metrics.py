import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.bands import intervals, metric_difference
from feedback.bands.metrics import answer_values, metrics_of, scored, split_by_scale, top_threshold


def only(frame: pd.DataFrame, confidence: float = 0.95):
    (metric,) = metrics_of(scored(frame), confidence)
    return metric


def test_nps_and_its_adjusted_wald_interval_by_hand(responses):
    # 5 promoters, 3 passives, 2 detractors: p = 5.75 / 13, d = 2.75 / 13.
    nps = only(responses([10, 10, 9, 9, 9, 8, 7, 7, 6, 0]))
    assert (nps.name, nps.value, nps.n) == ("nps", 30.0, 10)
    assert nps.counts == {"low": 2, "mid": 3, "high": 5}
    p, d = 5.75 / 13, 2.75 / 13
    half = 1.959964 * math.sqrt((p + d - (p - d) ** 2) / 13)
    assert nps.low == pytest.approx(100 * (p - d - half), abs=1e-3)
    assert nps.high == pytest.approx(100 * (p - d + half), abs=1e-3)
    assert nps.low == pytest.approx(-19.05, abs=0.005)


def test_employees_are_asked_the_same_question(responses):
    assert only(responses([10, 9, 3], scale="enps")).value == pytest.approx(100 / 3)


@pytest.mark.parametrize(
    ("bounds", "lowest"), [((1, 5), 4), ((1, 7), 6), ((1, 10), 9), ((1, 3), 3), ((0, 100), 80)]
)
def test_satisfied_are_the_top_boxes(bounds, lowest):
    assert top_threshold("csat", *bounds) == lowest


def test_csat_is_the_top_two_boxes_with_wilsons_interval(responses):
    csat = only(responses([5, 5, 4, 4, 4, 4, 4, 4, 3, 1], scale="csat"))
    assert (csat.value, csat.unit, csat.top) == (80.0, "percent", 8)
    # Wilson, 8 of 10 at 95 %: 0.4902 to 0.9433 (Newcombe 1998, table of examples' formula).
    assert (csat.low, csat.high) == pytest.approx((49.02, 94.33), abs=0.01)


def test_ces_is_a_mean_with_students_interval_and_a_top_box(responses):
    ces = only(responses([7, 6, 5, 4, 3], scale="ces"))
    assert ces.value == 5.0
    # s = sqrt(2.5), t(0.975, 4) = 2.776445
    assert ces.high == pytest.approx(5 + 2.776445 * math.sqrt(2.5 / 5), abs=1e-5)
    assert ces.top_box.value == pytest.approx(60.0)


def test_one_answer_has_a_value_and_no_interval(responses):
    stars = only(responses([4.0], scale="stars"))
    assert (stars.value, stars.low, stars.high, stars.spread) == (4.0, None, None, None)


def test_the_scale_with_most_answers_comes_first(responses):
    both = pd.concat(
        [
            responses([5, 4], scale="csat"),
            responses([9, 9, 1]).assign(response_id=["a", "b", "c"]),
        ]
    )
    assert [m.name for m in metrics_of(scored(both), 0.95)] == ["nps", "csat"]


def test_every_metric_is_the_mean_of_its_answer_values(responses):
    for scale in ("nps", "csat", "ces", "stars"):
        answers = scored(responses([1, 2, 5, 4, 5, 3], scale=scale))
        ((name, *bounds),) = split_by_scale(answers)
        values = answer_values(answers, name, tuple(bounds))
        assert values.mean() == pytest.approx(only(answers).value)


def test_answers_without_a_score_or_a_band_are_not_counted(responses):
    frame = responses([10, None, 0, 5])
    frame.loc[3, "score_band"] = None
    assert only(frame).n == 2


def test_net_score_difference_by_hand():
    gap = intervals.net_score_difference((50, 20, 100), (30, 40, 100), 0.95)
    a, b = (50.75 - 20.75) / 103, (30.75 - 40.75) / 103
    variance = sum(
        ((p + d) / 103 - ((p - d) / 103) ** 2) / 103 for p, d in ((50.75, 20.75), (30.75, 40.75))
    )
    assert gap.value == 40.0
    assert gap.low == pytest.approx(100 * (a - b - 1.959964 * math.sqrt(variance)), abs=1e-3)
    assert gap.p_value == pytest.approx(math.erfc((a - b) / math.sqrt(2 * variance)), rel=1e-9)


def test_newcombes_interval_of_a_difference():
    # Newcombe (1998), Statistics in Medicine 17, example (a): 56/70 - 48/80, method 10.
    gap = intervals.proportion_difference((56, 70), (48, 80), 0.95)
    assert (gap.low, gap.high) == pytest.approx((5.24, 33.39), abs=0.01)


def test_welch_agrees_with_scipy():
    from scipy.stats import ttest_ind

    a, b = np.array([5.0, 4, 3, 5, 5]), np.array([1.0, 2, 2, 4])
    moments = ((v.mean(), v.std(ddof=1), len(v)) for v in (a, b))
    gap = intervals.mean_difference(*moments, confidence=0.95)
    reference = ttest_ind(a, b, equal_var=False)
    ends = reference.confidence_interval()
    assert gap.p_value == pytest.approx(reference.pvalue)
    assert (gap.low, gap.high) == pytest.approx((ends.low, ends.high))


def test_different_scales_are_not_compared(responses):
    nps, csat = only(responses([9, 1])), only(responses([5, 1], scale="csat"))
    assert metric_difference(nps, csat) is None
    assert metric_difference(nps, nps).value == 0.0


def test_two_constant_means_have_no_test(responses):
    a = only(responses([4, 4, 4], scale="stars"))
    assert metric_difference(a, a) is None


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.floats(0.5, 0.999))
@settings(max_examples=60, deadline=None)
def test_an_nps_interval_stays_on_the_scale_and_around_its_value(high, mid, low, confidence):
    n = high + mid + low
    if not n:
        return
    nps = intervals.net_score(high, low, n, confidence)
    assert -100 <= nps.low <= nps.high <= 100
    mirrored = intervals.net_score(low, high, n, confidence)
    assert mirrored.low == pytest.approx(-nps.high)


@pytest.mark.parametrize("n", [40, 200])
@pytest.mark.parametrize("truth", [(0.5, 0.3, 0.2), (0.2, 0.3, 0.5), (0.75, 0.2, 0.05)])
def test_the_nps_interval_covers_the_truth_about_95_times_in_100(n, truth):
    rng = np.random.default_rng(7)
    draws = rng.multinomial(n, truth, size=3000)
    target = 100 * (truth[0] - truth[2])
    ends = [intervals.net_score(int(h), int(d), n, 0.95) for h, _, d in draws]
    coverage = np.mean([e.low <= target <= e.high for e in ends])
    assert 0.93 <= coverage <= 0.97


@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=30))
@settings(max_examples=50, deadline=None)
def test_bands_add_up_and_nothing_warns(scores):
    from tests.bands.conftest import make_responses

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answers = scored(make_responses(scores)) if scores else None
        for metric in metrics_of(answers, 0.95) if answers is not None else ():
            assert sum(metric.counts.values()) == metric.n
            assert metric.value == pytest.approx(
                100 * (metric.counts["high"] - metric.counts["low"]) / metric.n
            )


def test_a_score_given_once_counts_once_however_many_answers_carry_it(responses):
    frame = responses([10, 10, 10, 0, 0], respondent_id=["ann", "ann", "ann", "bob", None])
    metric = only(frame)
    assert metric.n == 3
    assert metric.counts == {"low": 2, "mid": 0, "high": 1}
