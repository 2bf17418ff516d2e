"""The hallway to spaCy, and what is done to words before any model reads them."""

import pytest

from feedback.nlp import calmed


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("SERVICE NUL, JE NE RECOMMANDE PAS", "Service nul, je ne recommande pas"),
        ("CONSEILLER TRÈS COMPÉTENT et rapide", "Conseiller très compétent et rapide"),
        ("SSO KO", "SSO KO"),
        ("GARMIN CONNECT", "GARMIN CONNECT"),
        ("The SSO and the ERP of the group", "The SSO and the ERP of the group"),
        ("TRÈS bon service", "TRÈS bon service"),
        ("NUL", "NUL"),
        ("", ""),
    ],
)
def test_only_a_text_that_shouts_is_calmed(text: str, read: str) -> None:
    assert calmed(text) == read
    assert calmed(read) == read
