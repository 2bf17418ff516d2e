"""Mends and tidies a comment: mojibake, HTML, control characters, spaces, e-mail signatures."""

import html
import re
import sys
import unicodedata
from functools import lru_cache

# Tags of the HTML that survey tools and mail clients write; "a < b" or "<3" is no tag.
_BLOCK = (
    "address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main ol p \
pre section table tbody td th thead tr ul"
)
_INLINE = (
    "a abbr b big body center cite code em embed font form head html i iframe img input ins del \
kbd label link mark meta object option s script select small span strike strong style sub sup svg \
textarea title tt u var video button nav noscript"
)
_ATTRIBUTES = r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))*\s*/?>"
_TAG = re.compile(
    rf"</?(?:(?P<block>{'|'.join(_BLOCK.split())})|{'|'.join(_INLINE.split())})\b{_ATTRIBUTES}",
    re.IGNORECASE,
)
_HIDDEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))

_LINE_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_ZALGO = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")
_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\ufffd(?=(?:s|t|d|m|re|ve|ll)\b)")
_LOST = re.compile(r"(?<!\w)\ufffd+|\ufffd+(?!\w)")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")

_SENT_FROM = re.compile(
    r"^(?:envoyé (?:de|depuis|à partir de) (?:mon|ma|outlook|yahoo|mail)\b"
    r"|sent from (?:my|outlook|yahoo|mail)\b|get outlook for\b|télécharge[rz] outlook\b"
    r"|obtenez outlook\b|--$|_{5,}$|-{3,} ?(?:original message|message d'origine))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^(?:le .{5,80} a écrit ?:|on .{5,80} wrote:)$", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:(?:bien )?(?:cordialement|amicalement|sincèrement)(?: vôtre| à vous)?|salutations"
    r"|cdlt|(?:kind |best |warm |kindest )?regards|best wishes|sincerely|yours (?:truly|sincerely"
    r"|faithfully)|respectueusement)[ ,.!]*$",
    re.IGNORECASE,
)
_SIGNATURE_LINES = 6


@lru_cache(maxsize=1)
def _character_table() -> dict[int, str | None]:
    """Map every line break to a newline and every control, bidi and invisible character away.

    The zero-width joiner and variation selectors stay: emoji are built with them. The "tag"
    characters go: they hide text that a model reads and a person does not see.
    """
    kept = {0x0A, 0x09, 0x200C, 0x200D}
    table: dict[int, str | None] = {
        code: None
        for code in range(sys.maxunicode + 1)
        if code not in kept and unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs")
    }
    table |= {
        code: None for plane in range(17) for code in (plane * 65536 + 65534, plane * 65536 + 65535)
    }
    table |= {ord(char): "\n" for char in _LINE_BREAKS}
    return table


def clean(text: str) -> str:
    """Return the comment as a person meant it: one line break at most in a row, no markup.

    Emoji, accents and case stay. Never raises; a comment of nothing but a signature stays whole.
    """
    if not text.isascii():
        text = _mend(text)
    if "<" in text or "&" in text:
        # Twice, because exports that escape their HTML are common ("&lt;p&gt;Super&lt;/p&gt;").
        text = _without_tags(html.unescape(_without_tags(text)))
    text = text.replace("\r\n", "\n").translate(_character_table())
    text = _LOST.sub(" ", _LOST_APOSTROPHE.sub("'", text))
    text = _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()
    return without_signature(text) if "\n" in text else text


def _mend(text: str) -> str:
    """Undo wrong decodings (Ã© for é) and pile-ups of combining marks; straighten quotes."""
    import ftfy

    mended: str = ftfy.fix_text(text, unescape_html=False, fix_line_breaks=False)
    return _ZALGO.sub(r"\1", mended)


def _without_tags(text: str) -> str:
    for opening, closing in _HIDDEN:
        text = _without_hidden(text, opening, closing)
    return _TAG.sub(lambda tag: "\n" if tag["block"] else "", text)


def _without_hidden(text: str, opening: str, closing: str) -> str:
    """Cut `opening ... closing`; a plain search, so that 10,000 openings cost one pass."""
    lowered = text.lower()
    if opening not in lowered or len(lowered) != len(text):
        return text
    pieces, position = [], 0
    while (start := lowered.find(opening, position)) >= 0:
        end = lowered.find(closing, start)
        if end < 0:
            break
        pieces.append(text[position:start])
        position = end + len(closing)
    return "".join([*pieces, text[position:]])


def without_signature(text: str) -> str:
    """Cut a signature that stands on its own lines at the end, and the mail quoted below it."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        rest = len(lines) - number - 1
        is_closing = bool(_CLOSING.match(line)) and rest <= _SIGNATURE_LINES
        if number and (is_closing or _SENT_FROM.match(line) or _QUOTED.match(line)):
            return "\n".join(lines[:number]).strip()
    return text
