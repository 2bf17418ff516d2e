"""A text very near to earlier ones goes where they went."""

import numpy as np
import pytest

from feedback.themes.nearest import most_similar_of
from feedback.themes.precedents import PRECEDENT, themes_of_precedents


def _at(*cosines: float) -> np.ndarray:
    """Return unit rows with these cosines to the first axis, all in one plane."""
    angles = np.arccos(np.array(cosines))
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


TEXT = _at(1.0)


def test_the_same_words_keep_their_theme_against_a_crowd_of_others() -> None:
    before = np.concatenate([TEXT, *[_at(0.75)] * 9])
    slots = np.array([3, *[5] * 9])

    assert themes_of_precedents(TEXT, before, slots).tolist() == [3]


def test_several_near_texts_outvote_one_that_is_little_nearer() -> None:
    before = _at(0.9, 0.88, 0.88, 0.88)

    assert themes_of_precedents(TEXT, before, np.array([0, 1, 1, 1])).tolist() == [1]


@pytest.mark.parametrize(("cosine", "expected"), [(PRECEDENT - 0.01, -1), (PRECEDENT + 0.01, 2)])
def test_only_a_near_text_is_a_precedent(cosine: float, expected: int) -> None:
    assert themes_of_precedents(TEXT, _at(cosine), np.array([2])).tolist() == [expected]


def test_where_texts_without_a_theme_win_nothing_is_decided() -> None:
    before = _at(1.0, 0.8)

    assert themes_of_precedents(TEXT, before, np.array([-1, 4])).tolist() == [-1]


def test_the_search_among_other_rows_leaves_none_out() -> None:
    rows = _at(1.0, 0.5)

    found, cosines = most_similar_of(rows, rows, 1)

    assert found[:, 0].tolist() == [0, 1]
    assert cosines[:, 0] == pytest.approx([1.0, 1.0], abs=1e-5)
