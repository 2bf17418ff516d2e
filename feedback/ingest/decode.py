"""Bytes to text: byte order marks, UTF-8, UTF-16, old code pages, and files that mix them."""

import codecs
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from feedback.errors import InputError

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES = ("cp1252", "mac_roman", "cp850")
# How much a character speaks for the code page that yields it: lower-case accents are what
# French and its neighbours are full of, capitals with accents are rare, the rest is noise.
_WEIGHTS = {
    **dict.fromkeys("éèêàçùôîïâûœëüö", 1.0),
    **dict.fromkeys("’“”«»…–€° ", 0.7),
    **dict.fromkeys("áíóúñäßåæøãõÉÈÀÇÊÔÎ", 0.5),
}
_PLAUSIBLE = 0.3
_SAMPLE = 200_000
_CONTROL = bytes(set(range(32)) - {0, 9, 10, 12, 13, 27})


@dataclass(frozen=True)
class Decoded:
    """Text without null characters, the encoding's name, and the lines it had to rescue."""

    text: str
    encoding: str
    rescued_lines: int = 0


def decode(data: bytes, where: str) -> Decoded:
    """Decode a whole file.

    Raises:
        InputError: It is binary, or no encoding makes sense of it.
    """
    wide = _wide_encoding(data)
    if wide:
        return _decode_wide(data, wide, where)
    _refuse_binary(data, where)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_lines(data, where)
    has_bom = data.startswith(codecs.BOM_UTF8)
    return Decoded(_clean(text), "utf-8-sig" if has_bom else "utf-8")


def _clean(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\0", "")


def _wide_encoding(data: bytes) -> str | None:
    for mark, name in _BOMS:
        if data.startswith(mark) and name != "utf-8-sig":
            return name
    sample = data[:4096]
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _decode_wide(data: bytes, encoding: str, where: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") > max(1, len(text) // 100):
        raise _undecodable(where)
    return Decoded(_clean(text), encoding)


def _refuse_binary(data: bytes, where: str) -> None:
    sample = data[:1_000_000]
    nulls = sample.count(0)
    control = len(sample) - nulls - len(sample.translate(None, _CONTROL + b"\0"))
    if nulls > 0.3 * len(sample) or control > max(8, 0.05 * len(sample)):
        raise InputError("is not a text file", where=where, todo="Export the data as csv or xlsx")


def _decode_lines(data: bytes, where: str) -> Decoded:
    lines = data.splitlines(keepends=True)
    texts = [_utf8(line) for line in lines]
    broken = [line for line, text in zip(lines, texts, strict=True) if text is None]
    fallback = _code_page(b"".join(broken), where)
    joined = "".join(
        _decode_page(line, fallback) if text is None else text
        for line, text in zip(lines, texts, strict=True)
    )
    mixed = any(text is not None and not text.isascii() for text in texts)
    name = f"utf-8 mixed with {fallback}" if mixed else fallback
    return Decoded(_clean(joined), name, len(broken) if mixed else 0)


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _code_page(data: bytes, where: str) -> str:
    high = Counter(data.translate(None, bytes(range(128))))
    total = sum(high.values())
    if _isolated_share(data[:_SAMPLE]) > 0.5:
        # Accents stand alone among plain letters; runs of high bytes are another alphabet.
        scores = {page: _score(high, page) / total for page in _CODE_PAGES}
        best = max(_CODE_PAGES, key=lambda page: scores[page])
        if scores[best] >= _PLAUSIBLE:
            return best
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is None:
        raise _undecodable(where)
    return str(guess.encoding)


def _isolated_share(data: bytes) -> float:
    high = [byte >= 128 for byte in data]
    n_high = sum(high)
    runs = sum(a and b for a, b in pairwise(high))
    return 1 - runs / n_high if n_high else 0.0


def _score(high: Counter[int], page: str) -> float:
    return sum(
        n * _WEIGHTS.get(bytes([byte]).decode(page, errors="replace"), 0.0)
        for byte, n in high.items()
    )


def _decode_page(line: bytes, page: str) -> str:
    try:
        return line.decode(page)
    except UnicodeDecodeError:
        # cp1252 leaves five bytes undefined; Latin-1 defines all.
        return line.decode("latin-1" if page == "cp1252" else page, errors="replace")


def _undecodable(where: str) -> InputError:
    return InputError(
        "no known encoding makes sense of it", where=where, todo="Save it as UTF-8 and try again"
    )
