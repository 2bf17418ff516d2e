"""One score out of one cell, however people and tools write it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from feedback.ingest.words import MISSING

_NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,6})?"
_PLAIN = re.compile(rf"[+-]?{_NUMBER}")
_OUT_OF = re.compile(
    rf"({_NUMBER})\s*(?:/|sur|out of|de)\s*({_NUMBER})(?:\s*(?:points?|stars?|[eé]toiles?))?"
)
_PERCENT = re.compile(rf"({_NUMBER})\s*%")
_LABELLED = re.compile(rf"([+-]?{_NUMBER})\s*[-–—:=.)(\]]\s*[^0-9].*")
_BRACKETED = re.compile(rf".*[^0-9]\(\s*([+-]?{_NUMBER})\s*\)")
_UNIT = re.compile(rf"({_NUMBER})\s*(?:points?|pts?|stars?|[eé]toiles?)")
_STARS = re.compile(r"[★⭐✭✮☆✩ \ufe0f]+")
_ANY_NUMBER = re.compile(rf"(?<![0-9.,]){_NUMBER}(?![0-9]|[.,][0-9])")
_OUT_OF_INSIDE = re.compile(rf"({_NUMBER})\s*(?:/|sur|out of)\s*({_NUMBER})")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_STARTS_WITH_WORD = re.compile(r"[^\W\d]{2,}")
_MAX_CHARS = 80


@dataclass(frozen=True)
class Score:
    """A number as given, and the highest one possible where the cell says so ("8/10")."""

    value: float
    out_of: float | None = None


def is_missing(text: str) -> bool:
    """Say whether a cell holds nothing, or one of the ways to say so."""
    return text.strip().lower() in MISSING


@lru_cache(maxsize=50_000)
def parse_score(text: str) -> Score | None:
    """Read a score: ints, decimals with point or comma, "8/10", "10 - très probable", stars.

    Args:
        text: One cell. A sentence with exactly one number in it counts ("Avec une note de 8,0").

    Returns:
        The score, or None when the cell holds none or more than one reading is possible.
    """
    cell = unicodedata.normalize("NFKC", text[: _MAX_CHARS + 1]).strip("\ufeff\u200e\u200f \t\r\n")
    if not cell or len(cell) > _MAX_CHARS:
        return None
    if _PLAIN.fullmatch(cell):
        return Score(_float(cell))
    return _stars(cell) or _written(cell.lower())


def label_of(text: str) -> str:
    """Return the words beside the number of a cell: "très facile" of "1 - Très facile"."""
    words = re.sub(r"[^\w' ]|[\d_]", " ", text[:_MAX_CHARS].replace("’", "'"))
    return " ".join(words.split()).lower() if re.search(r"[^\W\d_]{3}", words) else ""


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _stars(cell: str) -> Score | None:
    if not _STARS.fullmatch(cell):
        return None
    full = sum(cell.count(star) for star in "★⭐✭✮")
    hollow = sum(cell.count(star) for star in "☆✩")
    if full + hollow == 0:
        return None
    return Score(float(full), float(full + hollow) if hollow or full == 5 else None)


def _written(cell: str) -> Score | None:
    if match := _OUT_OF.fullmatch(cell):
        return Score(_float(match[1]), _float(match[2]))
    if match := _PERCENT.fullmatch(cell):
        return Score(_float(match[1]), 100.0)
    for pattern in (_UNIT, _LABELLED, _BRACKETED):
        if (match := pattern.fullmatch(cell)) and len(_ANY_NUMBER.findall(cell)) <= 1:
            return Score(_float(match[1]))
    return _in_sentence(cell)


def _in_sentence(cell: str) -> Score | None:
    inner = _OUT_OF_INSIDE.findall(cell)
    if len(inner) == 1 and len(_ANY_NUMBER.findall(cell)) == 2:
        return Score(_float(inner[0][0]), _float(inner[0][1]))
    numbers = _ANY_NUMBER.findall(cell)
    digits = _DIGITS.findall(cell)
    if len(numbers) != 1 or len(digits) != 1:
        return None
    return Score(_float(numbers[0])) if _STARTS_WITH_WORD.match(cell) else None
