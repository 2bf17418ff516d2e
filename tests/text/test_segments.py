import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.text.segments import segment


def pieces_of(text: str, language: str = "fr", min_chars: int = 12) -> list[str]:
    return [text[start:end] for start, end in next(segment([text], [language], min_chars))]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        (
            "fr",
            "Le produit est bien mais le support est lent. Je recommande quand même !",
            ["Le produit est bien", "mais le support est lent.", "Je recommande quand même !"],
        ),
        (
            "fr",
            "Bonne application. Par contre, la batterie se vide vite",
            ["Bonne application.", "Par contre, la batterie se vide vite"],
        ),
        (
            "en",
            "The prices are fair; nobody answers the phone",
            ["The prices are fair;", "nobody answers the phone"],
        ),
        ("en", "Fair; slow", ["Fair; slow"]),
        ("fr", "Bien mais cher", ["Bien mais cher"]),
        (
            "fr",
            "Non seulement la facture est fausse mais personne ne répond",
            ["Non seulement la facture est fausse mais personne ne répond"],
        ),
        ("fr", "- prix\n- qualité\n• service", ["prix", "qualité", "service"]),
        ("fr", "Bien. Le service est rapide.", ["Bien. Le service est rapide."]),
        ("fr", "M. [person] a été parfait. Merci", ["M. [person] a été parfait. Merci"]),
        (
            "en",
            "Great app, however it keeps crashing on my phone",
            ["Great app, however it keeps crashing on my phone"],
        ),
        (
            "en",
            "The staff were lovely but the queue was far too long",
            ["The staff were lovely", "but the queue was far too long"],
        ),
        (
            "en",
            "Although the price is fair, the signal drops daily",
            ["Although the price is fair,", "the signal drops daily"],
        ),
        ("en", "It has been nothing but trouble since day one", None),
        ("en", "Slow... very slow. [person]", None),
    ],
)
def test_sentences_and_contrasts_are_cut(
    language: str, text: str, wanted: list[str] | None
) -> None:
    assert pieces_of(text, language) == (wanted or [text])


def test_the_shortest_clause_is_a_setting() -> None:
    assert pieces_of("Bien mais cher", min_chars=4) == ["Bien", "mais cher"]


@settings(deadline=None, max_examples=80)
@given(
    st.text(
        st.sampled_from("aàb .!?…\n-•,;[]()0😀\u3000") | st.characters(exclude_categories=["Cs"]),
        max_size=300,
    ),
    st.sampled_from(["fr", "en", "es"]),
    st.integers(1, 40),
)
def test_offsets_are_exact_in_order_and_apart(text: str, language: str, min_chars: int) -> None:
    (pieces,) = segment([text], [language], min_chars)
    last = 0
    for start, end in pieces:
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end
    assert bool(pieces) == bool(text.strip())


def test_an_answer_of_ten_thousand_words_is_cut_whole() -> None:
    text = "Le colis est arrivé en retard et abîmé, mais le livreur était poli. " * 800
    pieces = pieces_of(text.strip())
    assert len(pieces) == 1600
    assert sum(map(len, pieces)) + 1599 == len(text.strip())


@pytest.mark.parametrize("piece", ["(", "a", "but ", "...", "a.b", "😀", "- "])
def test_a_hostile_comment_is_cut_in_linear_time(piece: str) -> None:
    started = time.process_time()
    list(segment([piece * (60_000 // len(piece))], ["en"], 12))
    assert time.process_time() - started < 30
