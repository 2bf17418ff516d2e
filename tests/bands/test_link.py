import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency, fisher_exact

from feedback.bands import ThemeCounts, count_themes, link, theme_change
from feedback.bands.breakdown import break_down
from feedback.bands.cohorts import Speakers, compare_cohorts
from feedback.bands.impact import (
    Resampling,
    bootstrap_interval,
    cells_of,
    impacts,
    leave_one_out,
)
from feedback.bands.metrics import scored
from feedback.bands.tables import q_values, two_by_two
from feedback.bands.themes import link_bands
from feedback.settings import BandSettings

SETTINGS = BandSettings()


def run(frames_of, seed=1):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return link(*frames_of, SETTINGS, seed)


def row(result, theme, band):
    table = result.theme_bands
    return table[(table["theme_id"] == theme) & (table["score_band"] == band)].iloc[0]


def test_counts_share_lift_and_fisher_by_hand(responses, frames):
    scores = [2, 3, 4, 9, 10, 9, 8, 8]
    result = run(frames(responses(scores), {"billing": [0, 1, 3]}))
    low = row(result, "billing", "low")
    assert (low["n"], low["share"]) == (2, pytest.approx(2 / 3))
    assert low["lift"] == pytest.approx((2 / 3) / (3 / 8))
    assert low["p_value"] == pytest.approx(fisher_exact([[2, 1], [1, 4]]).pvalue)


def test_large_tables_are_tested_by_chi_squared_without_correction():
    tables = np.array([[30.0, 70, 20, 180], [2, 3, 4, 9], [0, 0, 5, 5]])
    p = two_by_two(tables, min_expected=5)
    assert p[0] == pytest.approx(chi2_contingency(tables[0].reshape(2, 2), correction=False).pvalue)
    assert p[1] == pytest.approx(fisher_exact(tables[1].reshape(2, 2)).pvalue)
    assert np.isnan(p[2])


def test_q_values_are_benjamini_and_hochbergs_and_skip_what_has_no_test():
    q = q_values(np.array([0.01, np.nan, 0.04, 0.03]))
    assert q[[0, 2, 3]] == pytest.approx([0.03, 0.04, 0.04])
    assert np.isnan(q[1])


def test_impact_is_the_nps_with_the_theme_minus_the_nps_without_it(responses, frames):
    scores = [0, 0, 10, 10, 10, 8, 8, 8, 8, 8]
    result = run(frames(responses(scores), {"outage": [0, 1], "praise": [2, 3]}))
    impact = result.theme_metrics.set_index("theme_id")["impact"]
    assert impact["outage"] == pytest.approx(10 - 100 * 3 / 8)
    assert impact["praise"] == pytest.approx(10 - 100 * (1 - 2) / 8)


def test_scores_without_a_comment_are_in_the_impact_but_not_in_the_band_tests(responses, frames):
    frame = responses([0, 10, 10, 10], comment=["Bad", "Good", "", ""])
    result = run(frames(frame, {"t": [0]}))
    assert result.theme_metrics.loc[0, "impact"] == pytest.approx(50 - 100)
    assert row(result, "t", "high")["share"] == 0.0
    assert row(result, "t", "low")["lift"] == pytest.approx(2.0)  # 1 of 1 against 1 of 2
    assert result.theme_metrics.loc[0, "share"] == 0.5


def test_the_bootstrap_by_cells_agrees_with_resampling_answers():
    rng = np.random.default_rng(3)
    values = rng.choice([-100.0, 0.0, 100.0], 300, p=[0.3, 0.3, 0.4])
    cites = rng.random(300) < np.where(values < 0, 0.4, 0.1)
    picks = rng.integers(0, 300, (4000, 300))
    plain = [leave_one_out(values[i], cites[i][:, None])[0] for i in picks]
    low, high = bootstrap_interval(cells_of(values), cites, "t", Resampling(4000, 0.95, 5))
    assert (low, high) == pytest.approx(tuple(np.percentile(plain, [2.5, 97.5])), abs=0.5)


@pytest.mark.parametrize(("people", "shown"), [(8, False), (10, True)])
def test_a_small_group_is_small_however_many_questions_its_people_answered(
    responses, people, shown
):
    sizes = {"few": people, "many": 30}
    who = [f"{team}-{i}" for team, n in sizes.items() for i in range(n) for _ in range(3)]
    rows = responses(
        [float(i % 11) for i in range(len(who))],
        respondent_id=who,
        cohort_team=[name.split("-")[0] for name in who],
    )
    answers = scored(rows)
    breakdown, left_out = break_down(answers, SETTINGS)
    assert ("few" in set(breakdown["group"]), left_out) == (shown, int(not shown))
    cites = np.arange(len(rows))[:, None] % 3 == 0
    cohorts = compare_cohorts(answers, Speakers(rows, cites, ["t"]), SETTINGS)
    assert set(cohorts["group"]) == ({"few", "many"} if shown else set())
    assert set(cohorts["theme_id"]) == ({"", "t"} if shown else set())


def test_how_a_group_scores_is_significant_however_many_themes_there_are(responses):
    rng = np.random.default_rng(2)
    sites = [name for name, n in (("north", 40), ("south", 160)) for _ in range(n)]
    scores = [5.0, 1.0, 1.0, 1.0] * 10 + [5.0, 2.0] * 80
    rows = responses(scores, "csat", cohort_site=sites)

    def north(n_themes):
        cites = rng.random((len(rows), n_themes)) < 0.2
        speakers = Speakers(rows, cites, [f"t{i}" for i in range(n_themes)])
        table = compare_cohorts(scored(rows), speakers, SETTINGS)
        return table[(table["group"] == "north") & (table["theme_id"] == "")].iloc[0]

    few, many = north(1), north(60)
    assert few["significant"]
    assert many["significant"]
    assert many["q_value"] == pytest.approx(few["q_value"])


def test_fine_scores_are_grouped_without_moving_the_interval():
    rng = np.random.default_rng(4)
    values, cites = rng.normal(50, 10, 500), rng.random(500) < 0.2
    fine = bootstrap_interval(cells_of(np.round(values)), cites, "t", Resampling(3000, 0.95, 5))
    grouped = bootstrap_interval(cells_of(values), cites, "t", Resampling(3000, 0.95, 5))
    assert grouped == pytest.approx(fine, abs=0.1)


@pytest.mark.slow
def test_the_impact_interval_covers_the_truth():
    # Population: 20 % cite the theme; NPS -40 among them, 30 among the others.
    rng, n, hits, rounds = np.random.default_rng(11), 200, 0, 400
    truth = (0.2 * -40 + 0.8 * 30) - 30
    for k in range(rounds):
        cites = rng.random(n) < 0.2
        values = np.where(
            cites,
            rng.choice([-100.0, 0.0, 100.0], n, p=[0.6, 0.2, 0.2]),
            rng.choice([-100.0, 0.0, 100.0], n, p=[0.2, 0.3, 0.5]),
        )
        low, high = bootstrap_interval(cells_of(values), cites, "t", Resampling(500, 0.95, k))
        hits += low <= truth <= high
    assert 0.92 <= hits / rounds <= 0.98


def test_sixty_themes_take_the_seed_and_not_their_order():
    rng = np.random.default_rng(0)
    values, cites = rng.choice([-100.0, 0.0, 100.0], 500), rng.random((500, 4)) < 0.1
    how = Resampling(200, 0.95, 9)
    names = ["a", "b", "c", "d"]
    forward = impacts(values, cites, names, how)
    backward = impacts(values[::-1], cites[::-1, ::-1], names[::-1], how)
    np.testing.assert_allclose(forward, backward[::-1])
    assert not np.array_equal(forward, impacts(values, cites, names, Resampling(200, 0.95, 10)))


def test_shuffled_rows_give_the_same_frames(responses, frames):
    rng = np.random.default_rng(1)
    scores = list(rng.integers(0, 11, 120))
    cited = {"b": list(range(0, 120, 3)), "a": list(range(40))}
    first = frames(responses(scores, language=["en", "fr"] * 60), cited)
    second = [f.sample(frac=1, random_state=2) for f in first]
    one, two = run(first), run(second)
    for name in ("theme_bands", "theme_metrics", "breakdown"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
    assert one.metrics == two.metrics


def test_shuffled_scores_keep_the_false_discoveries_down():
    rng = np.random.default_rng(5)
    cites = rng.random((300, 12)) < 0.15
    themes, rounds = [f"t{k:02d}" for k in range(12)], 200
    bands = np.array(["low"] * 90 + ["mid"] * 60 + ["high"] * 150, dtype=object)
    tables = (link_bands(rng.permutation(bands), cites, themes, 5.0) for _ in range(rounds))
    alarms = sum(bool((table["q_value"] < 0.05).any()) for table in tables)
    assert alarms / rounds <= 0.08  # 5 % promised, two standard errors allowed


def test_a_planted_link_is_found_and_named(responses, frames):
    scores = [0] * 30 + [10] * 70
    result = run(
        frames(responses(scores), {"delay": list(range(25)), "other": list(range(10, 60))})
    )
    found = result.theme_metrics.set_index("theme_id").loc["delay"]
    assert found["band"] == "low"
    assert found["band_q"] < 1e-6
    assert found["impact_high"] < 0
    assert (found["n_responses"], found["n_scored"], found["value"]) == (25, 25, -100.0)


def test_sentiment_shares_of_a_theme(responses, frames):
    frame = responses([1, 2, 3, 4], sentiment=["negative", "negative", "positive", None])
    found = run(frames(frame, {"t": [0, 1, 2, 3]})).theme_metrics.iloc[0]
    assert tuple(found[["negative", "neutral", "positive"]]) == pytest.approx((2 / 3, 0, 1 / 3))


def test_small_groups_are_counted_and_not_shown(responses, frames):
    languages = ["en"] * 15 + ["fr"] * 3
    frame = responses([9] * 18, language=languages, cohort_plan=["pro"] * 9 + [None] * 9)
    result = run(frames(frame, {"t": [0]}))
    assert result.breakdown[["dimension", "group", "n"]].to_numpy().tolist() == [
        ["language", "en", 15]
    ]
    (notice,) = [n for n in result.notices if n.code == "small-groups"]
    assert notice.en.endswith("(1 left out).")


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ([None] * 5, "no-scores"),
        ([9] * 20, "constant-score"),
        ([10, 10, 9, 0] * 5, "empty-band"),
        ([9, 2, 7], "few-scores"),
    ],
)
def test_thin_scores_give_defined_results_and_a_notice(responses, frames, scores, code):
    result = run(frames(responses(scores), {"t": [0, 1], "u": list(range(len(scores)))}))
    assert code in {n.code for n in result.notices}
    assert result.theme_metrics["share"].notna().all()
    if code == "no-scores":
        assert result.primary is None
        assert result.theme_bands.empty
    else:
        assert result.theme_bands[["n", "share"]].notna().all(axis=None)
        assert result.primary.value is not None


def test_no_themes_and_no_responses(responses, frames):
    assert run(frames(responses([9, 1]), {})).theme_bands.empty
    nothing = run(tuple(f.iloc[:0] for f in frames(responses([9, 1]), {"t": [0]})))
    assert nothing.primary is None
    assert nothing.theme_metrics.empty


def test_theme_change_by_hand(responses, frames):
    now, before = ThemeCounts(100, {"a": 30, "new": 4}), ThemeCounts(200, {"a": 20, "gone": 10})
    table = theme_change(now, before, SETTINGS).set_index("theme_id")
    assert list(table.index) == ["a", "gone", "new"]
    assert table.loc["a", "change"] == pytest.approx(0.2)
    reference = chi2_contingency([[30, 70], [20, 180]], correction=False).pvalue
    assert table.loc["a", "p_value"] == pytest.approx(reference)
    assert table.loc["new", "p_value"] == pytest.approx(fisher_exact([[4, 96], [0, 200]]).pvalue)
    assert (table["low"] <= table["change"]).all()
    assert (table["change"] <= table["high"]).all()
    assert theme_change(now, ThemeCounts(0, {}), SETTINGS).empty


def test_count_themes_counts_responses_that_say_something(responses, frames):
    frame = responses([9, 1, 5], comment=["a", "b", ""], is_filler=[False, True, False])
    counts = count_themes(*frames(frame, {"t": [0, 1, 2]})[:3])
    assert counts == ThemeCounts(1, {"t": 1})


def test_who_wrote_nothing_has_no_language(responses):
    comments = ["It was fine", ""] * 12
    answers = responses([9, 3] * 12, comment=comments, language=["en", "fr"] * 12)
    table, _ = break_down(answers, SETTINGS)
    assert table[["dimension", "group", "n"]].to_numpy().tolist() == [["language", "en", 12]]
