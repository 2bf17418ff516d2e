import numpy as np
import pytest

from feedback.sentiment.topics import NEUTRAL, as_bare, is_bare_topic


@pytest.mark.parametrize(
    "text",
    ["staff", "The staff!", "everything", "la qualité", "Prix et délais", "l’accueil", "tout"],
)
def test_what_only_names_things_is_a_bare_topic(text: str) -> None:
    assert is_bare_topic(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the",
        "👍",
        "petit",
        "great staff",
        "prix trop élevés",
        "rien",
        "nothing",
        "tout est parfait",
    ],
)
def test_what_says_something_of_them_is_none(text: str) -> None:
    assert not is_bare_topic(text)


def test_only_bare_topics_are_read_as_neutral() -> None:
    found = np.array([[0.04, 0.12, 0.84], [0.02, 0.05, 0.93]])
    read = as_bare(found, np.array([True, False]))
    assert read.tolist() == [list(NEUTRAL), [0.02, 0.05, 0.93]]
