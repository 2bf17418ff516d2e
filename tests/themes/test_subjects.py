from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from feedback.themes import space
from feedback.themes.graph import condensed, condensed_parts, unit
from feedback.themes.leiden import GRAPH_DIMENSIONS, SMALL
from feedback.themes.subjects import (
    LEFT_OVER_WORDS_SHARE,
    WORDS_SHARE,
    bag,
    in_subject_space,
    left_over_space,
)
from feedback.themes.texts import Texts, are_fragments
from feedback.types import FloatArray

WIDTH = 512
MEANING = {"facture": 0, "invoice": 0, "batterie": 1, "battery": 1, "lundi": 2, "monday": 2}


def embed(words: Sequence[str]) -> FloatArray:
    """Give words of one meaning one vector."""
    rows = np.zeros((len(words), WIDTH), dtype=np.float32)
    for row, word in enumerate(words):
        rows[row, MEANING.get(word, 3 + len(word))] = 1
    return rows


def texts_of(spoken: Sequence[tuple[str, str]]) -> Texts:
    rng = np.random.default_rng(3)
    rows = unit(rng.normal(size=(len(spoken), WIDTH)).astype(np.float32))
    n = len(spoken)
    return Texts(
        [text for text, _ in spoken],
        np.array([language for _, language in spoken]),
        rows,
        np.ones(n, dtype=np.int64),
        np.arange(n),
        n,
        np.zeros(n, dtype=np.bool_),
    )


def all_in_subject_space(texts: Texts, centre: FloatArray) -> FloatArray:
    return in_subject_space(texts, np.arange(len(texts)), centre, embed)


@pytest.fixture
def centre() -> FloatArray:
    shipped = space.shipped()
    if shipped is None:
        pytest.skip("the map of the theme space is not installed")
    return shipped.mean


SPOKEN = [
    ("la facture est arrivée lundi", "fr"),
    ("je parle de la facture", "fr"),
    ("encore la batterie", "fr"),
    ("the invoice again", "en"),
    ("the battery on monday", "en"),
    ("battery", "en"),
    ("très bien merci", "fr"),
]


def test_texts_of_one_subject_meet_across_languages(centre: FloatArray) -> None:
    rows = all_in_subject_space(texts_of(SPOKEN), centre)
    assert rows.shape == (len(SPOKEN), 2 * WIDTH)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    words = unit(rows[:, WIDTH:])
    french_invoice, english_invoice, english_battery = words[1], words[3], words[5]
    assert french_invoice @ english_invoice > 0.6 > french_invoice @ english_battery


def test_a_text_without_words_that_name_a_subject_has_none_beside_it(centre: FloatArray) -> None:
    rows = all_in_subject_space(texts_of(SPOKEN), centre)
    assert not rows[-1, WIDTH:].any()
    length = np.linalg.norm(rows[0, WIDTH:]) / np.linalg.norm(rows[0, :WIDTH])
    assert length == pytest.approx(WORDS_SHARE, abs=1e-5)


def test_what_is_left_over_stays_in_the_encoders_space_beside_shorter_words(
    centre: FloatArray,
) -> None:
    texts = texts_of(SPOKEN)
    rows = left_over_space(texts, np.arange(len(texts)), centre, embed)
    np.testing.assert_allclose(unit(rows[:, :WIDTH]), texts.rows, atol=1e-5)
    length = np.linalg.norm(rows[0, WIDTH:]) / np.linalg.norm(rows[0, :WIDTH])
    assert length == pytest.approx(LEFT_OVER_WORDS_SHARE, abs=1e-5)


def test_some_texts_are_read_as_if_they_were_all(centre: FloatArray) -> None:
    some = in_subject_space(texts_of(SPOKEN), np.array([1, 3, 5]), centre, embed)
    alone = texts_of(SPOKEN)
    alone = Texts(
        [alone.texts[i] for i in (1, 3, 5)],
        alone.languages[[1, 3, 5]],
        alone.rows[[1, 3, 5]],
        alone.counts[:3],
        np.arange(3),
        3,
        alone.is_part[:3],
    )
    np.testing.assert_array_equal(some, all_in_subject_space(alone, centre))


def test_without_any_word_the_sentences_stand_alone(centre: FloatArray) -> None:
    texts = texts_of([("très bien", "fr"), ("???", "en"), ("gracias", "es")])
    rows = all_in_subject_space(texts, centre)
    np.testing.assert_array_equal(rows, space.spread(texts.rows, centre))


def test_words_of_one_text_in_thousands_say_nothing(centre: FloatArray) -> None:
    letters = "abcdefghij"
    names = [
        f"zz{letters[k // 1000]}{letters[k // 100 % 10]}{letters[k // 10 % 10]}{letters[k % 10]}"
        for k in range(4000)
    ]
    rows = all_in_subject_space(texts_of([(name, "en") for name in names]), centre)
    assert rows.shape == (4000, GRAPH_DIMENSIONS)


def test_texts_of_another_kind_stay_as_they_are(centre: FloatArray) -> None:
    def never(words: Sequence[str]) -> FloatArray:
        raise AssertionError(words)

    texts = texts_of(SPOKEN)
    for other in (None, -centre, centre[:100]):
        for space_of in (in_subject_space, left_over_space):
            rows = space_of(texts, np.arange(2, 5), other, never)
            np.testing.assert_array_equal(rows, texts.rows[2:5])


def test_many_texts_come_in_the_directions_of_the_graph(centre: FloatArray) -> None:
    texts = texts_of([SPOKEN[k % len(SPOKEN)] for k in range(SMALL)])
    rows = all_in_subject_space(texts, centre)
    assert rows.shape == (SMALL, GRAPH_DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_rows_made_part_by_part_are_condensed_as_if_they_stood_together() -> None:
    rng = np.random.default_rng(5)
    rows = unit(rng.normal(size=(900, 30)).astype(np.float32) * np.linspace(0.1, 2, 30))
    asked: list[slice] = []

    def rows_of(part: slice) -> FloatArray:
        asked.append(part)
        return rows[part]

    whole, parts = condensed(rows, 8), condensed_parts(rows_of, len(rows), 8)
    np.testing.assert_allclose(whole @ whole.T, parts @ parts.T, atol=1e-4)
    assert all(part.start is not None and part.stop <= len(rows) for part in asked)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("La facture est parfaite", "fr", "fr:facture"),
        ("Merci, super", "fr", "-"),
        ("la factura", "es", "-"),
    ],
)
def test_a_bag_holds_the_words_that_could_name_a_theme(
    text: str, language: str, words: str
) -> None:
    assert bag(text, language) == words


@pytest.mark.parametrize(
    ("is_part", "expected"), [((True, True, True), True), ((False, False, True), False)]
)
def test_torn_sentences_found_no_theme_and_short_answers_may(
    is_part: tuple[bool, ...], expected: bool
) -> None:
    spoken = [("I counted nine of those.", "en"), ("He sent them all.", "en")]
    texts = texts_of([*spoken, ("The invoice export loses its date column.", "en")])
    texts = replace(texts, is_part=np.array(is_part))
    assert are_fragments(texts, np.arange(3)) is expected
