"""The form in which the head reads a text, the same in training and in use."""

import html
import re

from feedback.sentiment.courtesy import without_courtesy

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPED_QUOTES = re.compile(r'\\"+')
_HANDLE = re.compile(r"(?<![\w.@])@\w+|\[(?:person|email)\]")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+|\[url\]", re.IGNORECASE)
_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
_SHOUTED = re.compile(r"(?<!\w)[^\W\d_]{3,}(?!\w)")
"""Two letters are left: "OK", "JE", "UK"; an acronym of three (CRM) reads alike in any case."""
_DRAWN_OUT = re.compile(r"\b\w*?([^\W\d_])\1{2,}\w*", re.IGNORECASE)
_RUN = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_DOUBLED = frozenset(
    ("good", "cool", "too", "soon", "need", "see", "feel", "free", "week", "keep", "been", "took")
)
"""Words drawn out on a letter that they write twice: "goood"; any other run becomes one letter."""


def model_text(text: str) -> str:
    r"""Return `text` as the head was trained to read it; never raises.

    Exports that went through another program hold literal escapes (``\u2019``, ``&amp;``, ``\""``);
    they are decoded. Accounts, links and the placeholders of redacted names become the two marks
    that the training tweets use, ``@user`` and ``http``. Shouted and drawn out words ("NUL",
    "suuuper") are written as everybody writes them, since the encoder knows them so. Greetings and
    closing formulas go where anything else is left.
    """
    if "&" in text:
        text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPED.sub(_decoded, _ESCAPED_QUOTES.sub('"', text))
    text = _LINK.sub("http", _HANDLE.sub("@user", text.translate(_STRAIGHT)))
    text = _DRAWN_OUT.sub(_shortened, _SHOUTED.sub(_calmed, text))
    return " ".join(without_courtesy(text).split())


def _decoded(escape: re.Match[str]) -> str:
    char = chr(int(escape[1], 16))
    return char if char.isprintable() else " "


def _calmed(word: re.Match[str]) -> str:
    return word[0].lower() if word[0].isupper() else word[0]


def _shortened(word: re.Match[str]) -> str:
    doubled = _RUN.sub(r"\1\1", word[0])
    if doubled.lower() in _DOUBLED:
        return doubled
    return _RUN.sub(r"\1", word[0])
