"""Drivers, priorities, cohorts and distinctive words against what is known to be true."""

import itertools
import math
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from feedback.bands import link, priority_matrix
from feedback.bands.drivers import SENTIMENTS, Voices, find_drivers
from feedback.bands.impact import influence, leave_one_out
from feedback.bands.ordinal import _Loss, fit_ordinal, levels_of
from feedback.bands.priorities import rank_ranges
from feedback.bands.regression import correlations, fit, relative_weights
from feedback.bands.tables import cramers_v
from feedback.bands.words import Group, distinctive_words, log_odds_ratio
from feedback.settings import BandSettings

SETTINGS = BandSettings()


def r_squared(x, y):
    if x.shape[1] == 0:
        return 0.0
    design = np.c_[np.ones(len(y)), x]
    residual = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return 1 - residual @ residual / ((y - y.mean()) ** 2).sum()


def lmg(x, y):
    """Lindeman, Merenda & Gold's average over all orders, by brute force."""
    p = x.shape[1]
    found = np.zeros(p)
    for order in itertools.permutations(range(p)):
        for k, column in enumerate(order):
            found[column] += r_squared(x[:, order[: k + 1]], y) - r_squared(x[:, order[:k]], y)
    return found / math.factorial(p)


def test_relative_weights_sum_to_r_squared_and_agree_with_lmg():
    rng = np.random.default_rng(1)
    x = rng.multivariate_normal(np.zeros(4), 0.4 + 0.6 * np.eye(4), 800)
    y = x @ [2.0, 1.0, 0.5, 0.0] + rng.normal(0, 2, 800)
    weights = relative_weights(*correlations(x, y, np.ones(800)))
    assert weights.sum() == pytest.approx(r_squared(x, y))
    assert weights == pytest.approx(lmg(x, y), abs=0.01)


def test_a_repeated_predictor_shares_its_weight():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(300, 2))
    y = x[:, 0] + rng.normal(size=300)
    weights = relative_weights(*correlations(np.c_[x, x[:, 0]], y, np.ones(300)))
    assert weights[0] == pytest.approx(weights[2])
    assert weights.sum() == pytest.approx(r_squared(x, y))


def test_press_is_leave_one_out():
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(40, 2)), rng.normal(size=40)
    errors = []
    for i in range(40):
        rest = np.arange(40) != i
        design = np.c_[np.ones(39), x[rest]]
        errors.append(y[i] - np.r_[1, x[i]] @ np.linalg.lstsq(design, y[rest], rcond=None)[0])
    expected = 1 - np.square(errors).sum() / ((y - y.mean()) ** 2).sum()
    assert fit(x, y, np.ones(40)).r2_cv == pytest.approx(expected)


def test_the_gradient_of_the_ordinal_model_is_right():
    rng = np.random.default_rng(4)
    x = (rng.random((200, 3)) < 0.3).astype(float)
    level = levels_of(rng.integers(0, 5, 200).astype(float))
    loss = _Loss(x, level, rng.uniform(0.5, 1.5, 200), 4)
    at = np.array([-1.0, 0.1, -0.2, 0.3, 0.5, -0.4, 0.2])
    step = 1e-6 * np.eye(len(at))
    numeric = [(loss(at + h)[0] - loss(at - h)[0]) / 2e-6 for h in step]
    assert loss(at)[1] == pytest.approx(numeric, rel=1e-4, abs=1e-4)


def test_the_ordinal_model_finds_the_odds_it_was_drawn_from():
    rng = np.random.default_rng(5)
    x = (rng.random((6000, 2)) < 0.3).astype(float)
    latent = x @ [1.5, -0.8] + rng.logistic(size=6000)
    scores = np.digitize(latent, [-1.0, 0.0, 1.0]).astype(float)
    found = fit_ordinal(x, scores, np.ones(6000))
    assert found.effects == pytest.approx([1.5, -0.8], abs=0.15)
    assert (np.abs(found.z) > 5).all()


def world(rng, n=1200, k=8, *, null=False):
    says = np.stack([rng.random((n, k)) < rng.uniform(0.05, 0.15, k) for _ in SENTIMENTS], axis=-1)
    effect = np.stack([-rng.gamma(2, 1, k), rng.gamma(2, 0.5, k)], axis=-1)
    signal = 0.0 if null else (says * effect).sum(axis=(1, 2))
    score = np.clip(np.round(7 + signal + rng.normal(0, 2, n)), 0, 10)
    voices = Voices(score, np.ones(n), {s: says[..., i] for i, s in enumerate(SENTIMENTS)})
    return voices, effect**2 * says.var(axis=0)


def test_known_weights_come_back_in_order():
    rng = np.random.default_rng(6)
    found = []
    for k in range(5):
        voices, truth = world(rng)
        themes = [f"t{i}" for i in range(8)]
        result = find_drivers(voices, themes, SETTINGS, k)
        assert result.status == "ok"
        order = [
            truth[themes.index(t), SENTIMENTS.index(s)]
            for t, s in zip(result.table["theme_id"], result.table["sentiment"], strict=True)
        ]
        found.append(spearmanr(order, result.table["weight"]).statistic)
        assert result.table["weight"].sum() == pytest.approx(result.r2)
        heavy = result.table.head(3)
        assert (heavy["weight_low"] < heavy["weight"]).all()
        assert heavy["ordinal_agrees"].all()
    assert np.mean(found) >= 0.85


def test_nothing_is_ranked_where_nothing_drives():
    rng = np.random.default_rng(7)
    results = [
        find_drivers(world(rng, 400, null=True)[0], [f"t{i}" for i in range(8)], SETTINGS, k)
        for k in range(40)
    ]
    assert sum(r.table["significant"].any() for r in results) <= 2
    assert sum(r.status == "no-effect" for r in results) >= 36


@pytest.mark.parametrize("n", [0, 1, 12, 59])
def test_few_answers_are_not_enough_data(n):
    rng = np.random.default_rng(8)
    voices, _ = world(rng, n) if n else (Voices(np.zeros(0), np.zeros(0), {}), None)
    says = voices.says or dict.fromkeys(SENTIMENTS, np.zeros((0, 8), dtype=bool))
    voices = Voices(voices.scores, voices.weights, says)
    result = find_drivers(voices, [f"t{i}" for i in range(8)], SETTINGS, 1)
    assert (result.status, len(result.table)) == ("not-enough-data", 0)


def test_influence_is_what_leaving_an_answer_out_does():
    rng = np.random.default_rng(9)
    values, cites = rng.choice([-100.0, 0, 100], 500), rng.random((500, 2)) < 0.3
    moved = influence(values, cites, np.ones(500))
    whole = leave_one_out(values, cites)
    for i in range(5):
        rest = np.arange(500) != i
        without = leave_one_out(values[rest], cites[rest])
        assert moved[i] == pytest.approx(whole - without, rel=0.02, abs=1e-3)


def test_ranks_that_overlap_cannot_be_told_apart():
    harm = np.array([10.0, 9.8, 0.0])
    best, worst = rank_ranges(harm, np.diag([1.0, 1.0, 1.0]), 0.05)
    assert best.tolist() == [1, 1, 3]
    assert worst.tolist() == [2, 2, 3]


def test_the_priority_matrix_puts_the_common_harm_first(responses, frames):
    rng = np.random.default_rng(10)
    scores = rng.choice([10.0, 9, 8, 7], 300)
    outage, praise = np.arange(0, 60), np.arange(100, 160)
    scores[outage] = rng.choice([0.0, 2, 3], 60)
    scores[praise] = 10
    parts = frames(responses(scores.tolist()), {"outage": outage, "praise": praise, "rare": [299]})
    result = link(*parts, SETTINGS, 1)
    trend = pd.DataFrame({"theme_id": ["outage"], "change": [0.1], "low": [0.05], "high": [0.15]})
    table = priority_matrix(result.theme_metrics, result.impacts, trend, SETTINGS)
    assert table["theme_id"].tolist()[0] == "outage"
    assert table.set_index("theme_id")["quadrant"].to_dict() == {
        "outage": "fix",
        "praise": "keep",
        "rare": "unclear",
    }
    assert table.loc[0, ["rank_best", "rank_worst"]].tolist() == [1, 1]
    assert table.loc[0, "trend"] == 0.1
    without = priority_matrix(result.theme_metrics, result.impacts, None, SETTINGS)
    assert without["trend"].isna().all()


def test_what_no_band_confirms_or_nobody_can_fix_is_not_to_fix(responses, frames):
    scores = np.random.default_rng(12).choice([10.0, 9, 8, 7], 300)
    scores[:60] = 2.0
    scores[100:160] = 10.0
    parts = frames(responses(scores.tolist()), {"outage": range(60), "praise": range(100, 160)})
    result = link(*parts, SETTINGS, 1)
    known = result.theme_metrics.assign(q_value=0.5)
    table = priority_matrix(known, result.impacts, None, SETTINGS)
    assert table.set_index("theme_id")["quadrant"].to_dict() == {
        "outage": "watch",
        "praise": "unclear",
    }
    generic = priority_matrix(result.theme_metrics, result.impacts, None, SETTINGS, {"outage"})
    assert generic["quadrant"].tolist() == ["generic", "keep"]


def test_effort_turns_the_priorities_round(responses, frames):
    # Asked as effort, 1 is good: a theme with high scores is the harmful one.
    scores = [1.0] * 40 + [5.0] * 40
    bands = ["high"] * 40 + ["low"] * 40
    frame = responses(scores, scale="ces").assign(score_band=pd.Series(bands, dtype="str"))
    result = link(*frames(frame, {"form": range(40, 75)}), SETTINGS, 1)
    assert result.primary.lower_is_better
    assert result.primary.top_box.value == 50.0
    table = priority_matrix(result.theme_metrics, result.impacts, None, SETTINGS)
    assert table.loc[0, "impact"] > 0
    assert table.loc[0, "quadrant"] == "fix"


def test_cohorts_are_corrected_together_and_differ_where_they_do(responses, frames):
    rng = np.random.default_rng(11)
    plan = np.repeat(["free", "pro"], 150)
    scores = np.where(plan == "free", rng.choice([3.0, 9], 300), rng.choice([9.0, 10], 300))
    frame = responses(scores.tolist(), cohort_plan=plan, cohort_seat=rng.choice(["a", "b"], 300))
    result = link(*frames(frame, {"t": range(20)}), SETTINGS, 1)
    table = result.cohorts
    nps = table[(table["group"] == "free") & (table["metric"] == "nps")].iloc[0]
    assert nps["significant"]
    assert nps["difference"] == pytest.approx(nps["value"] - 100)
    share = table[(table["group"] == "free") & (table["theme_id"] == "t")].iloc[0]
    assert share["value"] == pytest.approx(20 / 150)
    assert not table.loc[table["dimension"] == "seat", "significant"].any()
    ordered = table.sort_values("p_value")
    assert (ordered["q_value"] >= ordered["p_value"]).all()
    assert ordered["q_value"].is_monotonic_increasing


def test_a_number_of_months_becomes_quarters(responses, frames):
    frame = responses([9.0, 3] * 60, cohort_tenure=[str(i) for i in range(120)])
    cohorts = link(*frames(frame, {}), SETTINGS, 1).cohorts
    assert sorted(cohorts.loc[cohorts["dimension"] == "tenure", "group"].unique()) == [
        "0 – 29",
        "30 – 59",
        "60 – 89",
        "90 – 119",
    ]


def test_cramers_v_is_one_for_a_diagonal_and_zero_for_no_link():
    assert cramers_v(np.diag([50.0, 50.0])) == pytest.approx(1, abs=0.01)
    assert cramers_v(np.array([[10.0, 20], [20, 40]])) == 0
    assert math.isnan(cramers_v(np.array([[10.0, 0], [20, 0]])))
    assert math.isnan(cramers_v(np.zeros((3, 2))))


def test_log_odds_by_hand():
    mine, theirs = np.array([8.0, 2]), np.array([2.0, 8])
    ratio, z = log_odds_ratio(mine, theirs)
    a, b = 8 + 1, 2 + 1  # a tenth of ten in both, as prior
    expected = math.log(a / (12 - a)) - math.log(b / (12 - b))
    assert ratio[0] == pytest.approx(expected)
    assert z[0] == pytest.approx(expected / math.sqrt(1 / a + 1 / b))
    assert ratio[1] == pytest.approx(-expected)


def test_distinctive_words_are_found_per_language_and_hold_no_placeholder():
    french = ["La livraison est en retard [name]"] * 12 + ["Très bon accueil, merci"] * 12
    english = ["The invoice was wrong again"] * 12 + ["Lovely staff, thank you"] * 12
    answers = pd.DataFrame({"comment": french + english, "language": ["fr"] * 24 + ["en"] * 24})
    low = np.tile(np.repeat([True, False], 12), 2)
    words = distinctive_words(
        answers, [Group("band", "low", low), Group("band", "high", ~low)], SETTINGS
    )
    found = words.groupby(["key", "language"])["word"].agg(" | ".join)
    assert "retard" in found["low", "fr"]
    assert "invoice" in found["low", "en"]
    assert "accueil" in found["high", "fr"]
    assert not words["word"].str.contains("name").any()
    assert (words["n_rest"] < words["n"]).all()


def test_the_response_rate_counts_people_once(responses, frames):
    frame = responses([9.0, 9, 3, 8], respondent_id=["ann", "ann", "bob", None])
    settings = BandSettings(invitations=10)
    rate = link(*frames(frame, {}), settings, 1).response_rate
    assert rate.value == pytest.approx(30.0)
    fewer = link(*frames(frame, {}), BandSettings(invitations=2), 1)
    assert fewer.response_rate is None
    assert "more-answers-than-invitations" in {n.code for n in fewer.notices}


@pytest.mark.parametrize("scores", [[None] * 5, [9] * 80, [9] * 12, [0] * 30 + [10] * 50])
def test_thin_batches_give_empty_tables_without_a_warning(responses, frames, scores):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = link(*frames(responses(scores), {"t": [0, 1, 2]}), SETTINGS, 1)
        table = priority_matrix(result.theme_metrics, result.impacts, None, SETTINGS)
    assert not table[["share", "impact", "impact_low", "impact_high"]].isna().any().any()
    assert not result.cohorts[["value", "p_value"]].isna().any().any()


def test_an_empty_table_of_cohorts_keeps_its_columns(responses, frames):
    result = link(*frames(responses([None]), {}), SETTINGS, 1)
    assert result.cohorts["significant"].dtype == bool
