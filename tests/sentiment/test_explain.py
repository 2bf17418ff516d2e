"""The words that moved a decision."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.sentiment import deciding_words
from feedback.sentiment.explain import _spans
from feedback.settings import SentimentSettings
from tests.sentiment.sentiment_samples import pole_embed


def words_of(text: str, folder: Path, most: int = 3) -> list[str]:
    found = deciding_words([text], pole_embed, SentimentSettings(model=str(folder)), most)[0]
    return [text[word.start : word.end] for word in found]


def test_the_word_that_decides_is_found(head_folder: Path) -> None:
    assert words_of("the staff were really good today", head_folder) == ["good"]
    assert words_of("  a Bad, long day", head_folder) == ["Bad"]


def test_two_words_that_decide_alike_are_both_shown_in_order(head_folder: Path) -> None:
    def once(texts):
        return np.minimum(pole_embed(texts), 1.0)

    text, chosen = "bad room and bad food", SentimentSettings(model=str(head_folder))
    found = deciding_words([text], once, chosen)[0]
    assert [text[word.start : word.end] for word in found] == ["bad", "bad"]
    assert len(deciding_words([text], once, chosen, most=1)[0]) == 1


def places(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in _spans(text)]


def test_a_span_neither_begins_nor_ends_with_a_word_that_binds_others() -> None:
    assert places("The app crashes on launch") == [
        "app", "crashes", "launch", "app crashes", "crashes on launch"
    ]  # fmt: skip
    assert places("pas de la tarte") == ["pas", "tarte"]
    assert places("c'est d'une fluidité") == ["fluidité"]
    assert places("perdu 45 minutes") == ["perdu", "minutes"]
    assert places("on y est") == ["on", "y", "est", "on y", "y est"]  # nothing else to show


def test_a_span_stays_within_its_sentence() -> None:
    assert "gentil. Prix" not in places("Accueil gentil. Prix fous")
    assert "gentil.Prix" in places("Accueil gentil.Prix fous")


@pytest.mark.parametrize("text", ["", "  ", "!!!", "it is plain"])
def test_a_text_that_feels_nothing_has_none(head_folder: Path, text: str) -> None:
    assert words_of(text, head_folder) == []


def test_no_text_gives_an_empty_list(head_folder: Path) -> None:
    assert deciding_words([], pole_embed, SentimentSettings(model=str(head_folder))) == []


def test_the_length_of_a_text_is_bounded(head_folder: Path) -> None:
    seen: list[str] = []

    def counting(texts):
        seen.extend(texts)
        return pole_embed(texts)

    deciding_words(["good word " * 5_000], counting, SentimentSettings(model=str(head_folder)))
    assert len(seen) < 250


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(max_size=30), max_size=4))
def test_spans_lie_within_their_text_and_never_overlap(head_folder: Path, texts: list[str]) -> None:
    chosen = SentimentSettings(model=str(head_folder))
    for text, found in zip(texts, deciding_words(texts, pole_embed, chosen), strict=True):
        ends = [0]
        for word in found:
            assert ends[-1] <= word.start < word.end <= len(text)
            assert 0 < word.weight <= 1
            ends.append(word.end)
