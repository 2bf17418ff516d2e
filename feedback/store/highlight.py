"""Where a comment answers: the words that were asked for, or the sentence that is nearest."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from feedback.store import analysis

_WORD = re.compile(r"[^\W_]+")


def spans(comment: str, forms: frozenset[str]) -> list[tuple[int, int]]:
    """Return the character offsets of the words of `comment` that have one of the forms."""
    return [
        found.span()
        for found in _WORD.finditer(comment)
        if forms.intersection(word_forms(found.group()))
    ]


@lru_cache(maxsize=20_000)
def word_forms(word: str) -> frozenset[str]:
    """Return the forms the index may hold a word in: as it is, as French, as English."""
    return frozenset(form for part in analysis.words(word) for form in analysis.forms(part))


def holds_phrase(folded: str, phrase: Sequence[str]) -> bool:
    """Say whether the words of `phrase` follow one another in a text already folded to words."""
    return f" {' '.join(phrase)} " in f" {folded} "


def folded_words(text: str) -> str:
    """Return the folded words of a text parted by blanks, for `holds_phrase`."""
    return " ".join(analysis.words(unicodedata.normalize("NFC", text)))


def words_found(held: frozenset[str], asked: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the asked words, as they were written, that a segment holds in some form."""
    return tuple(sorted(word for word, forms in asked.items() if forms & held))
