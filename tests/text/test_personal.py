import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.text.given_names import given_names, ordinary_names
from feedback.text.identifiers import find_identifiers
from feedback.text.personal import KINDS, find_all, hashed_id, is_telling_id, redact
from feedback.text.spans import Span

MARK = re.compile(r"\[\[(\w+)\|([^\]]+)\]\]")


def parsed(marked: str) -> tuple[str, list[Span]]:
    """Turn "Merci [[person|Léa]]" into the plain comment and its spans."""
    plain, spans, position = "", [], 0
    for match in MARK.finditer(marked):
        plain += marked[position : match.start()]
        spans.append(Span(len(plain), len(plain) + len(match[2]), match[1]))
        plain, position = plain + match[2], match.end()
    return plain + marked[position:], spans


def overlap(one: Span, other: Span) -> float:
    """Shared characters over all characters of the two; 0 for different kinds."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    union = max(one.end, other.end) - min(one.start, other.start)
    return shared / union if one.kind == other.kind and shared > 0 else 0.0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_personal_data_is_found_and_brands_are_left(
    labelled_personal_data: list[dict[str, str]], language: str
) -> None:
    rows = [r["marked_comment"] for r in labelled_personal_data if r["language"] == language]
    comments, wanted = zip(*map(parsed, rows), strict=True)
    found = find_all(comments, [language] * len(comments))
    n_hit = n_right = 0
    for gold, spans in zip(wanted, found, strict=True):
        n_hit += sum(any(overlap(g, s) >= 0.5 for s in spans) for g in gold)
        n_right += sum(any(overlap(g, s) >= 0.5 for g in gold) for s in spans)
    assert len(rows) >= 60
    assert n_hit / sum(map(len, wanted)) >= 0.95
    assert n_right / sum(map(len, found)) >= 0.90


def test_a_placeholder_of_its_kind_replaces_each_piece() -> None:
    result = redact(
        ["Appelez Sophie Marchand au 06 39 98 12 47", "mail me at jo.bell@example.com"],
        ["fr", "en"],
    )
    assert result.texts == ["Appelez [person] au [phone]", "mail me at [email]"]
    assert result.counts == {"email": 1, "person": 1, "phone": 1}


@pytest.mark.parametrize(
    ("comment", "redacted"),
    [
        ("vu avec sandrine hier", "vu avec [person] hier"),
        ("MERCI SANDRINE", "MERCI [person]"),
        ("P. Delacourt, client", "[person], client"),
        ("Rose de l'accueil est top", "[person] de l'accueil est top"),
        ("madame da silva a appelé", "madame [person] a appelé"),
        ("madame voulait partir, monsieur raccroche", "madame voulait partir, monsieur raccroche"),
        ("La rose et la pierre", "La rose et la pierre"),
        ("Pierre Fabre et Leroy Merlin", "Pierre Fabre et Leroy Merlin"),
    ],
)
def test_names_are_told_by_what_stands_around_them(comment: str, redacted: str) -> None:
    assert redact([comment], ["fr"]).texts == [redacted]


@pytest.mark.parametrize(
    "comment",
    [
        "La version 4.12.0.3 plante",
        "J'ai payé 12500 euros le 12/03/2024",
        "3 places de parking et 2 cours de yoga",
        "Le prix de la commande 2023 a doublé",
        "voir www.exemple.fr/aide",
        "J'ai fait 10000 pas hier",
        "L'Olivier assurance, ma Félix 3",
        "Claire et nette, la facture",
        "Login impossible depuis lundi",
    ],
)
def test_ordinary_figures_and_words_stay(comment: str) -> None:
    assert redact([comment], ["fr"]).texts == [comment]


def test_a_checksum_tells_a_card_from_another_number() -> None:
    assert [s.kind for s in find_identifiers("carte 4242 4242 4242 4242")] == ["card"]
    assert "card" not in [s.kind for s in find_identifiers("carte 4242 4242 4242 4243")]


def test_ids_that_name_someone_are_hashed() -> None:
    assert is_telling_id("jo@example.com")
    assert is_telling_id("Jeanne de la Tour")
    assert not is_telling_id("R_1fk3")
    assert not is_telling_id("12 B")
    assert re.fullmatch(r"r-[0-9a-f]{10}", hashed_id("jo@example.com"))


def test_the_name_lists_are_apart() -> None:
    assert len(given_names()) > 3500
    assert not given_names() & ordinary_names()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=200), max_size=4))
def test_spans_are_sorted_apart_and_inside_any_text(texts: list[str]) -> None:
    for text, spans in zip(texts, find_all(texts, ["en"] * len(texts)), strict=True):
        ends = [0, *(span.end for span in spans)]
        assert all(end <= span.start for end, span in zip(ends, spans, strict=False))
        assert all(s.start < s.end <= len(text) and s.kind in KINDS for s in spans)


@pytest.mark.parametrize(
    "piece",
    [
        "a.b@",
        "Mr ",
        "12 rue de la ",
        "de la ",
        "FR76",
        "1234 ",
        "Léa ",
        "https://a?b ",
        "commande ",
        "+33 6 ",
        "1.1.1.",
        "A. Bcd ",
        "Pierre ",
        "ma soeur ",
        "\n Abc",
    ],
)
def test_a_hostile_comment_is_read_in_linear_time(piece: str) -> None:
    started = time.process_time()
    redact([piece * (60_000 // len(piece))], ["fr"])
    assert time.process_time() - started < 30
