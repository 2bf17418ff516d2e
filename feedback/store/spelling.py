"""Words that no comment holds, and the ones they were probably meant to be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from feedback import nlp
from feedback.store.asked import Asked
from feedback.store.highlight import word_forms
from feedback.store.index import SearchIndex

GUESSED = 0.5
"""Weight of a guessed word beside one that was written."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Spelling:
    """What is looked for once the spelling is mended.

    Attributes:
        text: The query with its typos mended, for the encoders.
        terms: For the ranking by words: forms and weight of each.
        looked_for: Each word as it was asked, or as it was mended, with its forms.
        corrections: Mended words, each with the words that were looked for instead.
    """

    text: str
    terms: tuple[tuple[frozenset[str], float], ...]
    looked_for: Mapping[str, frozenset[str]]
    corrections: Mapping[str, tuple[str, ...]]


def spell(index: SearchIndex, asked: Asked) -> Spelling:
    """Mend the words of a query that no segment holds, where one slip explains them.

    A word of a dictionary is meant as it stands: "data loss" once became "day less".
    """
    guessed = index.postings.corrections(asked.words)
    guessed = {word: terms for word, terms in guessed.items() if not _is_right(word)}
    terms, looked_for, corrections = [], {}, {}
    text = asked.text
    for word, forms in asked.words.items():
        if word not in guessed:
            terms.append((forms, 1.0))
            looked_for[word] = forms
            continue
        shown = tuple(dict.fromkeys(_as_written(index, term) for term in guessed[word]))
        corrections[word] = shown
        terms.append((frozenset(guessed[word]), GUESSED))
        looked_for[shown[0]] = frozenset(guessed[word])
        text = re.sub(rf"\b{re.escape(word)}\b", shown[0], text, flags=re.IGNORECASE)
    return Spelling(text, tuple(terms), looked_for, corrections)


def _is_right(word: str) -> bool:
    lower = word.lower()
    return nlp.is_base_form(lower) or nlp.is_form(lower)


def _as_written(index: SearchIndex, term: str) -> str:
    """Return a stem as a comment writes it."""
    row = int(index.postings.holding([term])[0])
    text = index.segments["text"][row].as_py()
    for found in _WORD.finditer(text):
        if term in word_forms(found.group()):
            return found.group().casefold()
    return term
