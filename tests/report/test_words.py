import re
import string
from pathlib import Path

import pytest

from feedback.ingest.copies import REASON as COPIED
from feedback.report.words import Words
from feedback.report.words_en import WORDS as ENGLISH
from feedback.report.words_fr import WORDS as FRENCH

TEMPLATES = Path(__file__).parents[2] / "feedback" / "report" / "templates"


def _places(entry: str | tuple[str, str]) -> set[str]:
    texts = [entry] if isinstance(entry, str) else entry
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_strings() -> None:
    assert set(ENGLISH) == set(FRENCH)
    for key, entry in ENGLISH.items():
        assert isinstance(entry, str) == isinstance(FRENCH[key], str), key
        assert _places(entry) == _places(FRENCH[key]), key
        assert all(entry), key
        assert all(FRENCH[key]), key


def test_only_words_that_both_languages_share_are_the_same() -> None:
    same = {key for key in ENGLISH if ENGLISH[key] == FRENCH[key]}
    shared = {"unit.points", "method.sources", "method.licence", "glossary.impact"}
    assert same <= shared | {"glossary.nps", "glossary.csat", "glossary.ces"}


def test_every_string_a_template_names_exists() -> None:
    named = {
        key
        for path in TEMPLATES.glob("*.jinja")
        for key in re.findall(r'\bt\(\s*["\']([\w.]+)["\'][,)]', path.read_text("utf-8"))
    }
    assert len(named) > 60
    assert named <= set(ENGLISH)


@pytest.mark.parametrize(("language", "n", "expected"), [
    ("fr", 0, "0 réponse"), ("fr", 1, "1 réponse"), ("fr", 2, "2 réponses"),
    ("en", 0, "0 responses"), ("en", 1, "1 response"), ("en", 2, "2 responses"),
])  # fmt: skip
def test_plurals_follow_the_language(language: str, n: int, expected: str) -> None:
    assert Words(language)("meta.responses", n=n) == expected


def test_an_unknown_code_is_shown_readably() -> None:
    assert Words("fr").label("kind", "a-new_kind") == "a new kind"
    assert Words("fr").left_out("is torn after # pages") == "is torn after … pages"
    assert Words("fr").left_out("empty row") == (
        "lignes sans réponse dans les colonnes de texte et de note"
    )


def test_a_copied_row_has_its_words() -> None:
    assert Words("fr").left_out(COPIED).startswith("lignes qui en répètent une autre")
    assert Words("en").left_out(COPIED) != COPIED


def test_an_unknown_string_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words("en")("no.such.string")
