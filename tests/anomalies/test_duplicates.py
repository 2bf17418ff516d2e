import numpy as np
import pandas as pd
import pytest

from feedback.anomalies import flag
from feedback.anomalies.duplicates import NearDuplicates, _candidates, fold, similar_groups

LONG = "The onboarding call was moved three times and nobody told our warehouse team about it."


def found(context, frame):
    return NearDuplicates().find(context(frame))


def test_the_same_long_comment_from_two_people_is_flagged_on_both(responses, context):
    frame = responses(
        [9, 2, 5], comment=[LONG, "Something else entirely was said here, at length.", LONG.upper()]
    )
    anomalies = found(context, frame)
    assert anomalies["response_id"].tolist() == ["r00000", "r00002"]
    assert anomalies["severity"].tolist() == [0.5, 0.5]
    assert anomalies["reason_fr"].iloc[0] == "Commentaire identique à celui d’une autre réponse."


def test_a_typo_and_a_changed_word_do_not_hide_a_copy(responses, context):
    copy = LONG.replace("nobody told", "no one told").replace("warehouse", "warehosue")
    anomalies = found(context, responses([9, 2], comment=[LONG, copy]))
    assert len(anomalies) == 2
    assert "nearly identical (at least 9" in anomalies["reason_en"].iloc[0]


def test_short_generic_comments_are_not_duplicates(responses, context):
    assert found(context, responses([9] * 4, comment="très bien, rien à dire")).empty


def test_one_person_repeating_themself_is_not_flagged(responses, context):
    same = responses([9, 9], comment=LONG, respondent_id=["a", "a"])
    assert found(context, same).empty
    assert len(found(context, same.assign(respondent_id=["a", "b"]))) == 2


def test_one_answer_that_a_person_sent_twice_is_flagged(responses, context):
    day = pd.Timestamp("2024-03-05")
    frame = responses([9] * 3, comment=LONG, respondent_id="a", date=day, question="Why?")
    assert len(found(context, frame)) == 3
    later = pd.Series([day, day, day + pd.Timedelta(days=1)])
    for change in ({"date": later}, {"question": ["Why?", "Why?", "What else?"]}):
        twice = found(context, frame.assign(**change))
        assert list(twice["response_id"]) == ["r00000", "r00001"]
        assert twice["reason_en"].iloc[0].endswith("that of another response.")
    assert found(context, frame.assign(question=["Why?", "What else?", "Who?"])).empty


def test_different_comments_on_one_subject_are_not_joined(responses, context):
    other = "The onboarding call went well and our warehouse team felt at home within three days."
    assert found(context, responses([9, 2], comment=[LONG, other])).empty


def test_folding_drops_case_accents_and_punctuation():
    assert fold("Très  DÉÇU !!! par l’appli") == "tres decu par l appli"


@pytest.mark.parametrize("n", [500, 2000])
def test_pairs_compared_grow_with_the_texts_and_not_with_their_square(n):
    rng = np.random.default_rng(0)
    words = np.array([f"word{i}" for i in range(500)])
    texts = [" ".join(row) for row in rng.choice(words, (n, 20))]
    texts += [f"{LONG} {i}" for i in range(200)]  # 200 copies: 19,900 pairs among themselves
    assert len(list(_candidates(texts))) < 20 * len(texts)
    groups = list(similar_groups(texts, 0.92))
    assert [len(members) for members, _ in groups] == [200]


def test_non_answers_are_flagged_lightly_and_empty_comments_never(responses, context):
    frame = responses(
        [9, 9, 9],
        comment=["...", "", "RAS"],
        is_filler=True,
        filler_kind=["punctuation", "empty", "nothing"],
    )
    anomalies = flag(context(frame)).anomalies
    assert anomalies["response_id"].tolist() == ["r00000", "r00002"]
    assert set(anomalies["kind"]) == {"non-answer"}
    assert anomalies["reason_fr"].iloc[0] == "Le commentaire ne contient que de la ponctuation."
    assert (anomalies["severity"] <= 0.2).all()


@pytest.mark.parametrize("kind", [None, "brand_new"])
def test_an_unknown_kind_of_filler_still_has_a_sentence(responses, context, kind):
    frame = responses([9], is_filler=True, filler_kind=[kind])
    assert (
        flag(context(frame)).anomalies["reason_en"].iloc[0] == "The comment holds nothing usable."
    )
