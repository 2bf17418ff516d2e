"""Non-answers: comments that say nothing, by kind, in French and English.

A short opinion ("nul", "ok", "no complaints", "rien à redire") is an answer. The patterns match a
whole comment after folding case, accents and punctuation, so "R.A.S !" and "ras" are one.
"""

import re
import unicodedata
from functools import lru_cache

from feedback.text.filler_patterns import PATTERNS

KINDS = (
    "empty",
    "punctuation",
    "emoji",
    "digits",
    "personal",
    "mash",
    "test",
    "yes_no",
    "nothing",
    "no_opinion",
    "see_above",
    "opt_out",
    "echo",
)

_LONGEST = 1_000  # characters of a question echoed back
_PATTERN_CHARS = 90  # no non-answer of the patterns is longer, and none is worth a slow match

_PLACEHOLDER = re.compile(r"\[[a-z_]{2,12}\]")
_EMOTICON = re.compile(
    r"(?:[:;=8][-'o^]?|[xX](?=D))[()\[\]DdPpOo/\\|*3]+|\^_*\^|<3+|[()\[\]]-?[:;=]"
)
_SCORE = re.compile(r"[\d\s.,/%+*#-]+")
_SINGLE_LETTERS = re.compile(r"\b(?:\w ){1,4}\w\b(?= |$)")
_VOWELS = frozenset("aeiouy")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn")
_ROWS_BOTH_WAYS = _ROWS + tuple(row[::-1] for row in _ROWS)
_ECHO_RATIO = 90.0


def filler_kind(comment: str, question: str | None = None) -> str | None:
    """Return the kind of non-answer (one of `KINDS`), or None for an answer.

    Args:
        comment: A cleaned (and redacted) comment.
        question: The question it answers, to find it echoed back.
    """
    if not comment.strip():
        return "empty"
    words = _PLACEHOLDER.sub(" ", comment)
    if not any(char.isalnum() for char in words):
        return _wordless_kind(comment, words)
    if _EMOTICON.fullmatch(comment.strip()):
        return "emoji"
    if _SCORE.fullmatch(words.strip()):
        return "digits"
    if len(words) > _LONGEST:
        return None
    folded = fold(words)
    if len(folded) <= _PATTERN_CHARS:
        for kind, pattern in PATTERNS:
            if pattern.fullmatch(folded):
                return kind
    if is_mash(folded) and not words.rstrip().endswith("+"):  # "A+" is a mark, not a slip
        return "mash"
    return "echo" if question and _echoes(folded, _folded_question(question)) else None


def _wordless_kind(comment: str, words: str) -> str:
    """Tell emoji from placeholders from bare punctuation."""
    if any(unicodedata.category(char) == "So" for char in words):
        return "emoji"
    if _EMOTICON.fullmatch(words.strip()):
        return "emoji"
    return "personal" if _PLACEHOLDER.search(comment) else "punctuation"


@lru_cache(maxsize=256)
def _folded_question(question: str) -> str:
    return fold(question)


def fold(text: str) -> str:
    """Lower-case without accents or punctuation; "R.A.S." and "n/a" become "ras" and "na"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    spaced = " ".join(re.sub(r"[\W_]+", " ", plain).split())
    return _SINGLE_LETTERS.sub(lambda run: run[0].replace(" ", ""), spaced)


def is_mash(folded: str) -> bool:
    """Say whether every word is keyboard mash: "asdf", "fdsfds", "aaaa", "dfkjghdfkg"."""
    words = folded.split()
    return bool(words) and len(words) <= 4 and all(_is_mashed(word) for word in words)


def _is_mashed(word: str) -> bool:
    if not word.isascii() or not word.isalpha():
        return False
    if len(word) == 1 or (len(word) >= 3 and len(set(word)) == 1):
        return True
    if len(word) >= 4 and any(word in row for row in _ROWS_BOTH_WAYS):
        return True
    n_vowels = sum(char in _VOWELS for char in word)
    if len(word) >= 5 and n_vowels == 0:
        return True
    # A short unit typed again and again ("asdfasdf"); with two vowels it is a word ("bonbon").
    unit = re.fullmatch(r"(\w{2,4})\1+\w{0,3}", word)
    return bool(unit) and len(word) >= 6 and n_vowels / len(word) <= 0.25


def _echoes(folded: str, question: str) -> bool:
    from rapidfuzz import fuzz

    return len(folded) >= 10 and float(fuzz.ratio(folded, question)) >= _ECHO_RATIO
