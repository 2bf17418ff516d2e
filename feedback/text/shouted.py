"""A comment in capitals as its writer would have put it in small letters, names left with theirs.

What tells a name from the words around it is its capital. Where every word has one, a surname took
in the words that follow ("MR DURAND NE REPOND JAMAIS") and the surname after a given name was left.
"""

import re

from feedback import nlp
from feedback.text.given_names import all_surnames, fold_name, other_words
from feedback.text.name_words import CIVIL, is_given, stop_words
from feedback.text.unknown_words import is_unknown

_WORD = re.compile(r"[^\W\d_]+")
_AFTER_CIVIL = re.compile(rf"\b(?:{CIVIL})\.? +$", re.IGNORECASE)
_AFTER_GIVEN = re.compile(r"([^\W\d_]+)[ -]$")
_STARTS = re.compile(r"[.!?\n]\W*$")
_NEAR = 32


def calmed(text: str, vocabulary: frozenset[str]) -> str:
    """Return a shouted text in small letters, first words and possible names with a capital.

    Any other text is returned as it is. Every character keeps its place.

    Args:
        text: One comment.
        vocabulary: Words that comments of the batch write in lower case, folded.
    """
    if nlp.calmed(text) == text or len(text.lower()) != len(text):
        return text
    parts, end = [], 0
    for match in _WORD.finditer(text):
        word = match[0]
        before = ("\n" + text)[max(0, match.start() - _NEAR) : match.start() + 1]
        keeps = bool(_STARTS.search(before)) or _may_be_name(word, before, vocabulary)
        parts += [text[end : match.start()], word.capitalize() if keeps else word.lower()]
        end = match.end()
    calm = "".join([*parts, text[end:]])
    return calm if len(calm) == len(text) else text


def _may_be_name(word: str, before: str, vocabulary: frozenset[str]) -> bool:
    word = word.capitalize()
    folded = fold_name(word)
    if folded in stop_words() or len(word) == 1:
        return False
    if _AFTER_CIVIL.search(before) or is_given(word):
        return True
    given = _AFTER_GIVEN.search(before)
    if given and is_given(given[1]) and folded in all_surnames():
        return True
    is_plain = folded in other_words() or nlp.is_form(folded) or folded in vocabulary
    return not is_plain and is_unknown(word, vocabulary)
