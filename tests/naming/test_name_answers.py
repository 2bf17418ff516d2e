import json

import pytest

from feedback.assembly.name_answers import is_name, key_of, names_in, request_for
from tests.naming.conftest import envelope, theme

GOOD = {"fr": "Factures en double", "en": "Duplicate invoices"}


def test_a_plain_answer_gives_both_names():
    assert names_in(envelope(GOOD), theme(0)) == GOOD


def test_a_fence_around_the_object_and_a_small_first_letter_are_mended():
    content = '```json\n{"fr": "factures en double", "en": " duplicate invoices "}\n```'
    assert names_in(envelope(content), theme(0)) == GOOD


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Duplicate invoices",
        [],
        ["fr", "en"],
        {},
        {"fr": "Factures"},
        {**GOOD, "why": "because"},
        {"fr": "Factures", "en": 3},
        {"fr": "Factures", "en": None},
        {"fr": "Factures", "en": {"name": "Invoices"}},
        '{"fr": "Factures", "en": "Invoices"} and more',
        "[" * 50_000,
        '{"fr": ' + "9" * 5_000 + ', "en": "Invoices"}',
        '{"fr": "\\ud800 factures", "en": "Invoices"}',
    ],
)
def test_an_answer_of_another_shape_is_none(content):
    assert names_in(envelope(content), theme(0)) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"<html>",
        b"[]",
        b"{}",
        b'"choices"',
        b'{"choices": []}',
        b'{"choices": [{"message": null}]}',
        b'{"choices": {"0": 1}}',
    ],
)
def test_an_answer_of_no_known_protocol_is_none(body):
    assert names_in(body, theme(0)) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x",
        "x" * 61,
        "Two\nlines",
        "Two\u2028lines",
        "Tab\there",
        "Null\x00",
        "Turned \u202e round",
        "Joined\u200dup",
        "<script>alert(1)</script>",
        "Bold **text**",
        "`code`",
        "[person] is late",
        "{{ name }}",
        "Tom &amp; co",
        "See www.example.com",
        "mail@example.com",
        "=HYPERLINK(1)",
        "+33 1 23 45",
        "-1",
        '"Quoted"',
        "Ends here.",
        "12 34",
        "Call 06 12 34 56 78",
        "INVOICES LATE",
        "EVERYTHING late",
        "Invoices Are Wrong",
    ],
)
def test_what_is_no_name_is_refused(name):
    assert names_in(envelope({"fr": "Factures en double", "en": name}), theme(0)) is None


@pytest.mark.parametrize(
    "name", ["L’export Excel", "SMS en retard", "Erreur 503", "Prix & TVA", "API"]
)
def test_names_that_people_give_are_names(name):
    assert is_name(name)
    assert names_in(envelope({"fr": name, "en": "Some name"}), theme(0)) is not None


def test_a_later_capital_is_a_proper_name_unless_the_texts_write_it_small():
    assert names_in(envelope({"fr": "Export Excel", "en": "Some name"}), theme(0))
    assert names_in(envelope({"fr": "Nouvelle Facture", "en": "Some name"}), theme(0)) is None


def test_names_that_look_the_same_have_one_key():
    assert key_of("Prix\u00a0élevé") == key_of("prix e\u0301leve\u0301") == key_of("PRIX  ÉLEVÉ")


def test_a_request_has_no_chance_in_it_and_short_excerpts():
    long = theme(0)
    long = type(long)(long.theme_id, long.names, long.keywords, {"fr": ("x" * 5_000,), "en": ()})
    asked = request_for(long, "small")
    assert (asked["model"], asked["temperature"], asked["stream"]) == ("small", 0, False)
    assert len(json.dumps(asked)) < 2_500
