import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.sentiment.present import as_read
from feedback.sentiment.spelling import spelt


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("vraiment decu par la livraison", "vraiment déçu par la livraison"),
        ("Excelent service, verry frendly", "Excellent service, verry friendly"),
        ("SERVICE HORIBLE", "SERVICE HORRIBLE"),
        ("dissapointed and frustated", "dissapointed and frustrated"),
        ("je ne recomande pas", "je ne recommande pas"),
    ],
)
def test_misspelt_words_of_feeling_are_put_right(written: str, meant: str) -> None:
    assert spelt(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Un décès dans la famille",  # not "déçus"
        "the blood preasure went up",  # as near to "pressure" as to "pleasure"
        "Merci à Fabble pour son aide",  # a name, not "fiable"
        "@genial and #ecologie on www.recu.fr",
        "the app crashes and my orders moved",
        "[person] was kind",
        "",
    ],
)
def test_known_words_names_and_marks_stay(text: str) -> None:
    assert spelt(text) == text


def test_the_head_reads_the_word_that_was_meant() -> None:
    assert as_read("Helpfull staff") == as_read("Helpful staff")


@given(st.text(max_size=80))
def test_any_text_is_spelt_once_and_for_all(text: str) -> None:
    once = spelt(text)
    assert spelt(once) == once
