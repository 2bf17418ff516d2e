import re
import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from feedback.anomalies import flag
from feedback.anomalies.conformal import honest_p_values
from feedback.anomalies.evidence import polarity_weight
from feedback.anomalies.expected import expected_scores, folds_by_text, text_rank
from feedback.errors import FrameContractError
from tests.anomalies.conftest import make_context, make_responses


def run(context):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return flag(context)


def kinds(result, *names):
    return result.anomalies[result.anomalies["kind"].isin(names or result.anomalies["kind"])]


def test_planted_contradictions_rank_first(planted):
    result = run(planted.context)
    truth = result.severity.index.isin(planted.flipped)
    assert roc_auc_score(truth, result.severity) > 0.99
    assert average_precision_score(truth, result.severity) > 0.9


def test_planted_contradictions_are_flagged_and_hardly_anything_else(planted):
    found = set(
        kinds(run(planted.context), "praise-low-score", "complaint-high-score")["response_id"]
    )
    assert len(planted.flipped & found) >= 11
    assert len(found - planted.flipped) <= 2


@pytest.mark.parametrize("n", [30, 400])  # by polarity alone, and with a model
def test_a_merit_or_a_fault_that_was_asked_for_contradicts_no_score(n):
    """An answer to "what works well?" is praise, whatever its author scored."""
    praised = np.arange(n) < 6
    scores = np.where(praised, 1.0, np.where(np.arange(n) % 2, 9.0, 2.0))
    polarity = np.where(praised, 0.95, np.where(scores > 5, 0.9, -0.9))
    features = np.repeat(polarity[:, None], 4, axis=1).astype(np.float32)
    columns = {"polarity": polarity, "confidence": 0.95}
    for question, told, score, kind in (
        ("What works well?", 0.95, 1.0, "praise-low-score"),
        ("What is bad?", -0.95, 10.0, "complaint-high-score"),
    ):
        columns["polarity"] = np.where(praised, told, polarity)
        responses = make_responses(
            np.where(praised, score, scores).tolist(), question=question, **columns
        )
        context = make_context(responses, features * np.where(praised, np.sign(told), 1)[:, None])
        stance = 1 if told > 0 else -1
        assert len(kinds(run(context), kind)) >= 3
        assert kinds(run(replace(context, stances={question: stance})), kind).empty
        assert len(kinds(run(replace(context, stances={question: -stance})), kind)) >= 3


def test_the_kind_follows_the_direction_and_the_reason_holds_the_figures(planted):
    anomalies = run(planted.context).anomalies
    scores = planted.context.responses.set_index("response_id")["score"]
    for row in kinds(run(planted.context), "praise-low-score", "complaint-high-score").itertuples():
        score = scores[row.response_id]
        assert (row.expected_score > score) == (row.kind == "praise-low-score")
        assert row.reason_en == (
            f"Score {score:g} out of 10, although the text is "
            f"{'positive' if row.kind == 'praise-low-score' else 'negative'}: "
            f"it suggests about {row.expected_score:.1f}."
        ).replace(".0.", ".")
        assert re.fullmatch(
            r"Note \d+ sur 10, alors que le texte est (positif|négatif)\u202f: "
            r"on attendrait plutôt \d+(,\d)?\.",
            row.reason_fr,
        )
    assert anomalies["severity"].between(0, 1).all()


def test_at_most_the_share_asked_for_of_the_honest_is_flagged(planted):
    context = replace(planted.context, settings=replace(planted.context.settings, flag_share=0.01))
    flagged = set(kinds(run(context), "praise-low-score", "complaint-high-score")["response_id"])
    assert len(flagged - planted.flipped) <= 4
    assert len(flagged & planted.flipped) >= 11


def contaminated(rng, n, share, d=1.5):
    """Strangeness of honest answers, of contradictions, and of mirrored honest answers."""
    honest = np.abs(rng.normal(0, 0.17, n))
    wrong = np.clip(rng.normal(0.75, 0.12, round(share * n)), 0, d)
    mirrored = np.clip(rng.normal(0.75, 0.12, n // 2), 0, d)
    return honest, wrong, mirrored


@pytest.mark.parametrize("share", [0.0, 0.01, 0.03, 0.08])
def test_one_per_cent_of_honest_answers_have_a_p_value_of_one_per_cent(share):
    honest, wrong, mirrored = contaminated(np.random.default_rng(4), 8000, share)
    p = honest_p_values(np.concatenate([honest, wrong]), mirrored)
    assert 0.005 <= (p[: len(honest)] <= 0.01).mean() <= 0.015
    if share:
        assert (p[len(honest) :] <= 0.01).mean() > 0.9
        plain = honest_p_values(np.concatenate([honest, wrong]), mirrored[:0])
        assert (plain[: len(honest)] <= 0.01).mean() < 0.005 or share < 0.02


def test_p_values_never_rise_with_strangeness():
    honest, wrong, mirrored = contaminated(np.random.default_rng(5), 500, 0.1)
    strangeness = np.concatenate([honest, wrong])
    p = honest_p_values(strangeness, mirrored)
    assert (np.diff(p[np.argsort(strangeness)]) <= 0).all()


def test_a_scale_turned_upside_down_is_read_the_right_way_round(planted):
    frame = planted.context.responses
    turned = frame.assign(score=10 - frame["score"])
    one = run(planted.context)
    two = run(replace(planted.context, responses=turned))
    keys = ["response_id", "kind"]
    both = [r.anomalies[keys].sort_values(keys, ignore_index=True) for r in (one, two)]
    pd.testing.assert_frame_equal(*both)
    assert two.anomalies["kind"].isin(["praise-low-score", "complaint-high-score"]).all()


def test_a_flag_needs_the_texts_polarity_on_its_side(planted):
    responses = planted.context.responses
    against = responses.assign(polarity=-responses["polarity"])
    result = run(replace(planted.context, responses=against))
    found = kinds(result, "praise-low-score", "complaint-high-score")
    assert not planted.flipped & set(found["response_id"])


def test_no_answer_is_predicted_from_its_own_score(planted):
    context = planted.context
    scores = context.responses["score"].to_numpy(float)
    ranks = text_rank(context.responses["comment"].tolist(), 1)
    before = expected_scores(context.features, scores, ranks, 5)
    row = int(np.argmax((scores > 0) & (scores < 10)))
    changed = scores.copy()
    changed[row] = 0.0
    after = expected_scores(context.features, changed, ranks, 5)
    assert after[row] == pytest.approx(before[row], abs=1e-9)
    assert np.abs(before - after).max() > 1e-4


def test_polarity_helps_small_batches_and_leaves_large_ones_alone(planted):
    settings = planted.context.settings
    weights = [polarity_weight(n, settings) for n in (100, 500, 1250, 2000, 6000)]
    assert weights == pytest.approx([0.5, 0.5, 0.25, 0, 0])
    truth = [i in planted.flipped for i in planted.context.responses["response_id"]]
    alone = run(replace(planted.context, settings=replace(settings, polarity_weight=0.0)))
    blended = run(planted.context)
    assert roc_auc_score(truth, blended.severity) >= roc_auc_score(truth, alone.severity)
    silent = planted.context.responses.assign(polarity=np.nan)
    without = run(replace(planted.context, responses=silent))
    pd.testing.assert_series_equal(without.severity, alone.severity)


def test_duplicates_share_a_fold_and_folds_are_even():
    ranks = text_rank(["a", "b", "a", *[f"t{i}" for i in range(97)]], 1)
    folds = folds_by_text(ranks, 5)
    assert folds.index[0] == folds.index[2]
    assert np.ptp(np.bincount(np.unique(np.c_[ranks, folds.index], axis=0)[:, 1].astype(int))) <= 1


def test_shuffled_rows_give_the_same_frames(planted):
    context = planted.context
    order = np.random.default_rng(9).permutation(len(context.responses))
    shuffled = replace(
        context,
        responses=context.responses.iloc[order].reset_index(drop=True),
        features=context.features[order],
    )
    one, two = run(context), run(shuffled)
    pd.testing.assert_frame_equal(one.anomalies, two.anomalies, check_exact=True)
    pd.testing.assert_series_equal(one.expected, two.expected, check_exact=True)
    pd.testing.assert_series_equal(one.severity, two.severity, check_exact=True)


def test_few_scored_answers_fall_back_on_polarity(responses, context):
    frame = responses(
        [10, 0, 9, 1], polarity=[-0.9, 0.85, 0.9, -0.9], confidence=[0.9, 0.9, 0.9, 0.9]
    )
    result = run(context(frame))
    assert result.anomalies[["response_id", "kind"]].to_numpy().tolist() == [
        ["r00000", "complaint-high-score"],
        ["r00001", "praise-low-score"],
    ]
    praise = result.anomalies.iloc[1]
    assert np.isnan(praise["expected_score"])
    assert praise["reason_fr"] == ("Note 0 sur 10, alors que le texte est positif.")
    assert "score-against-polarity" in {n.code for n in result.notices}


@pytest.mark.parametrize("n", [12, 150])
def test_a_constant_score_is_held_against_polarity(responses, context, n):
    frame = responses([10.0] * n, polarity=[0.9] * (n - 1) + [-0.95], confidence=[0.9] * n)
    features = np.random.default_rng(0).normal(size=(n, 8)).astype(np.float32)
    result = run(context(frame, features))
    assert result.anomalies["response_id"].tolist() == [f"r{n - 1:05d}"]


def test_twelve_scored_answers_without_sentiment_are_left_alone(responses, context):
    result = run(context(responses([0.0, 10.0] * 6)))
    assert result.anomalies.empty
    assert (result.severity == 0).all()


def test_no_scores_give_an_empty_result_and_a_notice(responses, context):
    result = run(context(responses([None] * 5)))
    assert result.anomalies.empty
    assert result.expected.isna().all()
    assert [n.code for n in result.notices] == ["no-score-against-text"]
    nothing = run(context(responses([None] * 5).iloc[:0]))
    assert nothing.anomalies.empty


def test_identical_vectors_let_one_expect_the_mean(responses, context):
    expected = run(context(responses([float(i % 11) for i in range(132)]))).expected
    assert expected.between(4.5, 5.5).all()


def test_identical_comments_are_too_few_for_a_model(responses, context):
    frame = responses([float(i % 11) for i in range(120)], comment="The very same short words")
    assert run(context(frame)).expected.isna().all()


def test_fillers_and_empty_comments_are_not_flagged_as_contradictions(planted):
    responses = planted.context.responses
    muted = responses["response_id"].isin(planted.flipped)
    fillers = responses.assign(is_filler=muted)
    found = kinds(
        run(replace(planted.context, responses=fillers)), "praise-low-score", "complaint-high-score"
    )
    assert not planted.flipped & set(found["response_id"])
    empty = responses.assign(comment=responses["comment"].mask(muted, ""))
    assert (
        run(replace(planted.context, responses=empty)).severity[list(planted.flipped)] == 0
    ).all()


def test_dismissed_pairs_stay_away(planted):
    first = run(planted.context).anomalies.iloc[0]
    dismissed = frozenset({(first["response_id"], first["kind"])})
    left = run(replace(planted.context, dismissed=dismissed)).anomalies
    assert len(left) == len(run(planted.context).anomalies) - 1
    assert first["response_id"] not in set(left["response_id"])


def test_features_that_do_not_fit_are_refused(planted):
    with pytest.raises(FrameContractError, match="399 rows for 400"):
        flag(replace(planted.context, features=planted.context.features[:-1]))


def test_no_reason_holds_words_of_a_comment(planted):
    responses = planted.context.responses
    marked = responses.assign(comment=responses["comment"] + " <script>zebra</script>")
    anomalies = run(replace(planted.context, responses=marked)).anomalies
    assert not anomalies.empty
    assert not (anomalies["reason_fr"] + anomalies["reason_en"]).str.contains("zebra").any()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
@settings(deadline=None)
def test_conformal_p_values_never_flag_more_than_asked(severity):
    p = honest_p_values(np.array(severity), np.zeros(0))
    assert p.max() == 1.0
    for share in (0.05, 0.2):
        assert (p <= share).mean() <= share + 1e-12


def test_an_inverted_cohort_is_named_and_its_answers_flagged(planted, responses):
    frame = planted.context.responses
    cohort = np.where(np.arange(len(frame)) < 30, "turned", "usual")
    score = np.where(cohort == "turned", 10 - frame["score"], frame["score"])
    bands = pd.Series(score).map(lambda s: "low" if s <= 6 else "mid" if s <= 8 else "high")
    turned = frame.assign(score=score, score_band=bands.astype("str"), cohort_plan=cohort)
    found = kinds(run(replace(planted.context, responses=turned)), "inverted-scale")
    rows = frame.set_index("response_id").index.get_indexer(found["response_id"])
    assert len(found) >= 15
    assert (rows < 30).all()
    assert "sens inverse (corrélation −0," in found["reason_fr"].iloc[0]


def test_a_respondent_who_always_contradicts_is_inverted(responses, context):
    frame = responses(
        [10, 10, 9, 9, 0, 10],
        respondent_id=["x", "x", "x", "y", "y", "z"],
        polarity=[-0.9, -0.9, -0.8, 0.9, -0.9, 0.9],
        confidence=[0.9] * 6,
    )
    found = kinds(run(context(frame)), "inverted-scale")
    assert found["response_id"].tolist() == ["r00000", "r00001", "r00002"]
    assert "3 of 3 scored answers" in found["reason_en"].iloc[0]


def test_a_batch_with_the_scale_upside_down_gets_a_notice(planted):
    responses = planted.context.responses
    turned = responses.assign(polarity=-responses["polarity"])
    codes = {n.code for n in run(replace(planted.context, responses=turned)).notices}
    assert "inverted-batch" in codes
    assert "inverted-batch" not in {n.code for n in run(planted.context).notices}


@pytest.mark.shared
@pytest.mark.slow
def test_planted_flips_on_real_reviews_are_found_from_bag_of_words(shared, responses, context):
    """A weak stand-in for the encoder (hashed words), so the floor is low; it must still hold."""
    from sklearn.feature_extraction.text import HashingVectorizer

    table = pd.read_csv(shared / "app_reviews" / "reviews_fr.csv").dropna(subset=["data"])[:2500]
    words = HashingVectorizer(n_features=512, alternate_sign=True).transform(table["data"])
    scores = table["score"].to_numpy(float)
    ends = np.flatnonzero((scores == 1) | (scores == 5))
    wrong = np.random.default_rng(5).choice(ends, round(0.03 * len(ends)), replace=False)
    scores[wrong] = 6 - scores[wrong]
    frame = responses(
        scores.tolist(),
        comment=table["data"].tolist(),
        scale="stars",
        scale_low=1.0,
        scale_high=5.0,
    )
    result = run(context(frame, words.toarray().astype(np.float32)))
    truth = np.isin(np.arange(len(scores)), wrong)
    assert roc_auc_score(truth, result.severity) > 0.85
