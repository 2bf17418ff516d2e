import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.frames import RESPONSES_PREPARED, RESPONSES_READ, SEGMENTS_PREPARED
from feedback.settings import TextSettings
from feedback.text import Prepared, prepare
from tests.text.text_samples import responses_of

COMMENTS = [
    "Merci à Sophie Marchand, le support est rapide mais l'appli plante souvent.",
    "RAS",
    "👍",
    "",
    "Great product. My order 4582213 was late, though the driver was kind.",
    "El servicio de atención al cliente es muy lento y caro",
    "nul",
    "<p>Livraison tr&egrave;s lente&nbsp;!</p>",
]


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare(responses_of(COMMENTS), TextSettings())


def test_the_frames_keep_their_contracts(prepared: Prepared) -> None:
    RESPONSES_PREPARED.check(prepared.responses)
    SEGMENTS_PREPARED.check(prepared.segments)
    assert len(prepared.responses) == len(COMMENTS)
    assert not prepared.responses["language"].isna().any()


def test_comments_are_cleaned_redacted_and_labelled(prepared: Prepared) -> None:
    comments = list(prepared.responses["comment"])
    assert comments[0].startswith("Merci à [person], le support")
    assert "[reference]" in comments[4]
    assert comments[7] == "Livraison très lente !"
    kinds = prepared.responses["filler_kind"]
    assert list(kinds[prepared.responses["is_filler"]]) == ["nothing", "emoji", "empty"]
    assert list(prepared.responses["language"][[0, 4, 5]]) == ["fr", "en", "es"]
    assert prepared.replaced == {"person": 1, "reference": 1}


def test_notices_say_what_happened_and_hold_no_comment(prepared: Prepared) -> None:
    notices = {notice.code: notice for notice in prepared.notices}
    assert set(notices) == {"other-languages", "personal-data-replaced"}
    assert "es 1" in notices["other-languages"].fr
    assert not any("Sophie" in n.en + n.fr for n in prepared.notices)


def test_segments_point_into_the_redacted_comment(prepared: Prepared) -> None:
    comments = prepared.responses.set_index("response_id")["comment"]
    for row in prepared.segments.itertuples():
        assert comments[row.response_id][row.start : row.end] == row.text
    first = prepared.segments[prepared.segments["response_id"] == "id-00000"]
    assert list(first["segment_id"]) == ["id-00000.000", "id-00000.001"]
    assert list(first["text"])[1] == "mais l'appli plante souvent."


def test_fillers_have_no_segment(prepared: Prepared) -> None:
    fillers = set(prepared.responses["response_id"][prepared.responses["is_filler"]])
    assert not fillers & set(prepared.segments["response_id"])


def test_shuffled_rows_give_the_same_frames(prepared: Prepared) -> None:
    shuffled = responses_of(COMMENTS).sample(frac=1, random_state=5)
    again = prepare(shuffled, TextSettings())
    pd.testing.assert_frame_equal(again.responses, prepared.responses)
    pd.testing.assert_frame_equal(again.segments, prepared.segments)
    assert again.notices == prepared.notices


def test_the_given_frame_is_left_as_it_was() -> None:
    frame = responses_of(COMMENTS)
    before = frame.copy(deep=True)
    prepare(frame, TextSettings())
    pd.testing.assert_frame_equal(frame, before)


def test_nothing_is_replaced_without_redaction() -> None:
    frame = responses_of(["Merci à Sophie Marchand"], respondent_id=["sophie@example.fr"])
    result = prepare(frame, replace(TextSettings(), redact=False))
    assert result.responses["comment"][0] == "Merci à Sophie Marchand"
    assert result.responses["respondent_id"][0] == "sophie@example.fr"
    assert result.replaced == {}


def test_ids_that_name_a_person_are_replaced_and_counted() -> None:
    frame = responses_of(["bien", "nul"], respondent_id=["sophie@example.fr", "R-12"])
    frame["response_id"] = pd.Series(["q1@x.fr", "plain"], dtype="str")
    result = prepare(frame, TextSettings())
    by_id = result.responses.set_index("response_id")["respondent_id"]
    assert by_id["plain"] == "R-12"
    assert not any("@" in value for value in [*by_id.index, *by_id])
    assert [n.code for n in result.notices] == ["ids-replaced"]
    assert result.notices[0].en.startswith("2 ")


def test_the_question_echoed_back_is_a_filler() -> None:
    question = "Qu'est-ce qui vous ferait changer d'avis ?"
    frame = responses_of(
        ["Qu'est ce qui vous ferait changer d'avis", "le prix"], question=[question] * 2
    )
    assert list(prepare(frame, TextSettings()).responses["is_filler"]) == [True, False]


@pytest.mark.parametrize("comments", [[], [""], ["👍", "."]])
def test_batches_without_words_are_prepared(comments: list[str]) -> None:
    result = prepare(responses_of(comments), TextSettings())
    assert len(result.responses) == len(comments)
    assert result.segments.empty


def test_an_empty_frame_of_the_contract_is_accepted() -> None:
    assert prepare(RESPONSES_READ.empty(), TextSettings()).responses.empty


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=120), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_any_text_is_prepared_whatever_the_order(comments: list[str], random: object) -> None:
    frame = responses_of(comments)
    result = prepare(frame, TextSettings())
    order = list(range(len(comments)))
    random.shuffle(order)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(
        prepare(frame.iloc[order], TextSettings()).responses, result.responses
    )
    texts = result.responses.set_index("response_id")["comment"]
    for row in result.segments.itertuples():
        assert texts[row.response_id][row.start : row.end] == row.text != ""


def test_suggestions_name_places_and_replace_nothing() -> None:
    comment = "Merci à Sophie Marchand, joignable au 06 39 98 12 47"
    result = prepare(responses_of([comment]), TextSettings(redact=False, suggest=True))
    assert result.responses["comment"][0] == comment
    assert result.replaced == {}
    found = {item["kind"]: comment[item["start"] : item["end"]] for item in result.suggested}
    assert found == {"person": "Sophie Marchand", "phone": "06 39 98 12 47"}
    assert "Sophie" not in str(result.suggested)
    [notice] = [n for n in result.notices if n.code == "personal-data-suggested"]
    assert "NOT replaced: 2" in notice.en


def test_what_an_interviewer_says_is_redacted_too() -> None:
    question = "Et Karine Duval, elle vous a rappelé ?"
    frame = responses_of(["Oui, très vite", "Oui"], question=[question, question])
    spoken = prepare(frame.assign(source="interview"), TextSettings())
    assert set(spoken.responses["question"]) == {"Et [person], elle vous a rappelé ?"}
    assert spoken.replaced == {"person": 1}
    # The question of a survey is the company's own sentence.
    asked = prepare(frame.assign(source="survey"), TextSettings())
    assert set(asked.responses["question"]) == {question}


def test_cohort_values_lose_people_and_keep_brands_and_places() -> None:
    values = ["Karine Duval", "karine@example.fr", "Florence", "Olivier Assurance", "Lyon", None]
    frame = responses_of(["c'est bien trop cher"] * 6, cohort_conseiller=values)
    result = prepare(frame, TextSettings())
    kept = list(result.responses["cohort_conseiller"].fillna("-"))
    assert kept[:3] == ["[person]", "[email]", "Florence"]
    assert kept[4:] == ["Lyon", "-"]
    assert result.responses["cohort_conseiller"].isna().sum() == 1


PEOPLE = ["Laura P.", "Karim B.", "Inès", "Sophie Martin", "Mme Karine Duval", "Équipe", None]


def cohort_of(values: list[str | None]) -> list[str]:
    frame = responses_of(["c'est bien trop cher"] * len(values), cohort_agent=values)
    return list(prepare(frame, TextSettings()).responses["cohort_agent"].fillna("-"))


def test_a_cohort_of_people_keeps_them_apart_and_names_none() -> None:
    kept = cohort_of(PEOPLE)
    assert kept[-1] == "-"
    assert len(set(kept)) == len(PEOPLE)
    assert all(re.fullmatch("person [0-9a-f]{6}", value) for value in kept[:-1])


def test_a_person_of_a_cohort_is_the_same_in_any_order_month_and_spelling() -> None:
    first = dict(zip(PEOPLE, cohort_of(PEOPLE), strict=True))
    later = ["Zoé Renard", "KARINE DUVAL", "Martin Sophie", "laura p", "Inès"]
    kept = cohort_of(later)
    assert kept[1:] == [
        first["Mme Karine Duval"],
        first["Sophie Martin"],
        first["Laura P."],
        first["Inès"],
    ]
    assert kept[0] not in first.values()


@pytest.mark.parametrize(
    "values",
    [
        ["Florence", "Lyon", "Sydney", "Charlotte", "Saint-Denis"],
        ["Solo", "Team", "Business"],
        ["Inès", "Karim", "Laura"],
        ["Lycée Victor Hugo", "Collège Jean Moulin", "École du Parc"],
    ],
)
def test_a_cohort_without_full_names_is_no_cohort_of_people(values: list[str | None]) -> None:
    assert not any(value.startswith("person ") for value in cohort_of(values))


def test_few_names_among_many_other_values_are_replaced_one_by_one() -> None:
    shops = [f"Agence {word}" for word in ("Nord", "Sud", "Est", "Ouest", "Centre")]
    assert cohort_of(["Sophie Martin", "Karine Duval", *shops]) == ["[person]"] * 2 + shops
