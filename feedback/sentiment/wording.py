"""The form in which the head reads a text, the same in training and in use."""

import html
import re

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPED_QUOTES = re.compile(r'\\"+')
_HANDLE = re.compile(r"(?<![\w.@])@\w+|\[(?:person|email)\]")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+|\[url\]", re.IGNORECASE)
_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


def model_text(text: str) -> str:
    r"""Return `text` as the head was trained to read it; never raises.

    Exports that went through another program hold literal escapes (``\u2019``, ``&amp;``, ``\""``);
    they are decoded. Accounts, links and the placeholders of redacted names become the two marks
    that the training tweets use, ``@user`` and ``http``.
    """
    if "&" in text:
        text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPED.sub(_decoded, _ESCAPED_QUOTES.sub('"', text))
    text = _LINK.sub("http", _HANDLE.sub("@user", text.translate(_STRAIGHT)))
    return " ".join(text.split())


def _decoded(escape: re.Match[str]) -> str:
    char = chr(int(escape[1], 16))
    return char if char.isprintable() else " "
