"""Counts with their nouns, and the names that were perhaps meant."""

import pytest

from feedback.wording import close_names, count_of

NAMES = ("Chlorine", "Horaires d’ouverture, fermeture", "Hot water", "Toilets and shower", "Café")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Horaires", ["Horaires d’ouverture, fermeture"]),
        ("horaires d'ouv", ["Horaires d’ouverture, fermeture"]),
        ("SHOWER", ["Toilets and shower"]),
        ("cafe", ["Café"]),
        ("Le café", ["Café"]),
        ("chlorin", ["Chlorine"]),
        ("clorine", ["Chlorine"]),
        ("nothere", []),
        ("h", ["Hot water", "Horaires d’ouverture, fermeture"]),
        ("", []),
        (" ", []),
    ],
)
def test_what_was_perhaps_meant(asked: str, meant: list[str]) -> None:
    assert close_names(asked, NAMES) == meant


def test_what_begins_so_comes_before_what_holds_it_and_what_is_spelt_nearly_so() -> None:
    names = ["price", "our pricing", "pricing of plans", "a", "precing"]
    assert close_names("pricing", names) == ["pricing of plans", "our pricing", "precing"]
    assert close_names("pricing", names, 1) == ["pricing of plans"]


def test_one_is_singular_and_nothing_else() -> None:
    counts = [count_of(n, "theme") for n in (0, 1, 2, 1200)]
    assert counts == ["0 themes", "1 theme", "2 themes", "1,200 themes"]
    assert count_of(2, "batch", "batches") == "2 batches"
