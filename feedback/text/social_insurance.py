"""Canada's social insurance numbers (NAS, SIN): nine digits, the last one a check.

Presidio's recogniser is not used: it refuses numbers that begin with 0 or 8, wants the cue right
before the number, and is not sure of nine digits written whole.
"""

import re
from collections.abc import Iterator

from feedback.text.spans import Span

_CUE = (
    r"(?:\b(?:NAS|SIN)\b|\bN\. ?A\. ?S\b\.?|\bS\. ?I\. ?N\b\.?|\bassurances?[ -]sociales?\b"
    r"|\bsocial[ -]insurance\b)"
)
_NINE = r"(?<![\w-])(?<!\d[ .])(?P<id>\d(?:[\s.\u2011-]?\d){8})(?![\w-]|[ .]\d)"
# Announced, or named after: "046454286, c'est mon NAS", "046 454 286 (SIN)".
_CUED = (
    re.compile(rf"{_CUE}[^\d\n]{{0,40}}{_NINE}", re.IGNORECASE),
    re.compile(
        rf"{_NINE}[ ,:(-]{{0,3}}(?:(?:c['’]?est|est|is|was|being|that['’]?s|as|pour|for|comme"
        rf"|voil[àa]) ){{0,2}}(?:(?:mon|my|le|son|the|his|her|sa|un|a|an) )?"
        rf"(?:(?:num[ée]ro|n[°º]) d['’ ]?)?{_CUE}",
        re.IGNORECASE,
    ),
)
# Without a cue only as it is printed on the card; one grouped number in ten passes the check.
_GROUPED = re.compile(
    r"(?<![\w-])(?<!\d[ .,-])(?P<id>\d{3}(?P<gap>[\s\u2011-])\d{3}(?P=gap)\d{3})"
    r"(?![\w-]|[ .,]\d|[ .]{0,2}[€$£%])"
)
# A SIREN has nine digits and the same check, and is a company's.
_BUSINESS = (
    r"(?:sir[eè]ne?|siret|r\.? ?c\.? ?s\b\.?|k-?bis|tva|vat|duns|bn|business number"
    r"|num[ée]ro d['’]entreprise|company (?:number|no)|registration number)(?!\w)"
)
_OF_BUSINESS = re.compile(rf"\b{_BUSINESS}", re.IGNORECASE)
_BUSINESS_BEFORE = re.compile(rf"\b{_BUSINESS}(?:[^\d\n]|\d(?!\d)){{0,40}}$", re.IGNORECASE)
_BUSINESS_AFTER = re.compile(rf"[ ,(]{{0,3}}{_BUSINESS}", re.IGNORECASE)
_AMOUNT_AFTER = re.compile(
    r"\s?(?:euros?|eur|dollars?|pounds?|livres|usd|cad|gbp|habitants?|inhabitants?|people)\b",
    re.IGNORECASE,
)


def social_insurance_numbers(text: str) -> Iterator[Span]:
    """Yield the numbers that pass the check and are announced or written in groups of three."""
    for pattern in _CUED:
        for match in pattern.finditer(text):
            # "NAS pour notre SIREN 552 100 554": the nearer word counts.
            between = text[match.start() : match.start("id")]
            if _is_valid(match["id"]) and not _OF_BUSINESS.search(between):
                yield Span(match.start("id"), match.end("id"), "national_id")
    for match in _GROUPED.finditer(text):
        if _is_valid(match["id"]) and not _is_something_else(text, match.start(), match.end()):
            yield Span(match.start(), match.end(), "national_id")


def _is_something_else(text: str, start: int, end: int) -> bool:
    """Say whether the words around a number make it a company's or an amount."""
    return bool(
        _BUSINESS_BEFORE.search(text, max(0, start - 60), start)
        or _BUSINESS_AFTER.match(text, end)
        or _AMOUNT_AFTER.match(text, end)
    )


def _is_valid(number: str) -> bool:
    """Check the last digit by Luhn's rule; zeros alone are nobody's number."""
    digits = [int(char) for char in number if char.isdigit()]
    doubled = [digit if k % 2 == 0 else 2 * digit for k, digit in enumerate(digits)]
    return any(digits) and sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
