"""Greetings and closing formulas."""

import pytest

from feedback.sentiment.courtesy import is_courtesy, without_courtesy


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Bonjour, le site est en panne. Cordialement.", "le site est en panne."),
        ("Madame, Monsieur, personne ne vient.", "personne ne vient."),
        ("Hello, it broke. Thanks in advance. Kind regards", "it broke."),
        ("Bonjour tristesse", "Bonjour tristesse"),
        ("Hi-fi is good", "Hi-fi is good"),
        ("Tout est parfait, merci !", "Tout est parfait, merci !"),
        ("Merci.", "Merci."),
        ("Bonjour, merci.", "merci."),
        ("Cheers lads, great job.", "Cheers lads, great job."),
    ],
)
def test_formulas_go_where_anything_else_is_left(written: str, left: str) -> None:
    assert without_courtesy(written) == left


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cordialement,", True),
        ("Bonne journée !", True),
        ("Bonjour", True),
        ("Merci pour tout", False),
    ],
)
def test_a_segment_of_nothing_else_is_known(text: str, expected: bool) -> None:
    assert is_courtesy(text) is expected
