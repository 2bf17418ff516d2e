import pytest

from feedback.sentiment.present import as_it_is_now, as_read, with_final_stop, without_connector


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Le pain était bon, il est devenu sec.", "il est devenu sec."),
        ("Avant on attendait une heure, maintenant cinq minutes.", "maintenant cinq minutes."),
        ("The queue was endless, and now there is none.", "and now there is none."),
        ("The guide used to be fun; these days he reads aloud", "these days he reads aloud"),
    ],
)
def test_the_present_is_left(text: str, left: str) -> None:
    assert as_it_is_now(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Maintenant tout va bien",
        "C'est lent, maintenant comme hier",  # nothing of the past before it
        "The staff was kind, the room was clean.",
        "It was slow. Now it is fast.",  # two sentences are two segments
        "",
    ],
)
def test_a_text_without_a_turn_stays_whole(text: str) -> None:
    assert as_it_is_now(text) == text


def test_a_hostile_text_is_read_in_one_go() -> None:
    text = "was , " * 20_000
    assert as_it_is_now(text) == text


@pytest.mark.parametrize("text", ["Service fine", "les délais", "Une usine à gaz", "10"])
def test_a_final_full_stop_says_nothing_about_a_short_answer(text: str) -> None:
    assert as_read(f"{text}.") == as_read(f"{text} .") == as_read(text)


@pytest.mark.parametrize(
    "text", [".", "...", "Bof...", "Yes!", "We have been waiting here for a week."]
)
def test_other_ends_and_longer_texts_stay(text: str) -> None:
    assert with_final_stop(text) == text


@pytest.mark.parametrize(
    "before", ["Sinon, ", "Par ailleurs, ", "Et ", "Mais ", "Otherwise, ", "And ", "but "]
)
def test_what_ties_a_sentence_to_the_one_before_says_nothing(before: str) -> None:
    assert as_read(f"{before}the room was lovely") == as_read("the room was lovely")


@pytest.mark.parametrize(
    "text", ["Otherwise good", "Also", "Andrea was kind", "Maison propre", "Étage trop haut"]
)
def test_a_word_that_ties_nothing_stays(text: str) -> None:
    assert without_connector(text) == text
