"""Personal data with a shape: e-mails, phones, IBANs, cards, addresses, references, URLs, IPs.

A cheap regular expression finds candidates; Presidio's recognisers check those with a checksum or
a rule (IBAN, card, IP, US social security). They are imported only when a candidate exists.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from feedback.text.addresses import addresses
from feedback.text.references import references
from feedback.text.social_insurance import social_insurance_numbers
from feedback.text.spans import Span, cover

_AT = r"(?:@|\(at\)|\[at\]|\(a\)|\(arobase\)|\[arobase\]| arobase )"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+'-]{{1,64}}\s?{_AT}\s?(?:[\w-]{{1,63}}\.){{1,5}}[a-z]{{2,24}}\b",
    re.IGNORECASE,
)
# "nadia.k at exemple dot com", "jean arobase exemple point fr": read out loud.
_SPELT_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}(?: (?:dot|point) [\w-]{1,63}){0,3} ?(?:@|\(at\)|\[at\]|\bat\b"
    r"|\barobase\b)"
    r" ?[\w-]{1,63}(?: ?(?:\.| dot | point |\(dot\)|\[dot\]) ?[\w-]{1,63}){0,3}?"
    r" ?(?:\bdot\b|\bpoint\b|\(dot\)|\[dot\]) ?(?:com|net|org|fr|be|ch|ca|uk|co|eu|ie|de|io"
    r"|example|exemple)"
    r"(?: (?:dot|point) uk)?\b",
    re.IGNORECASE,
)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']{1,2000}", re.IGNORECASE)
# A query, a user, or a long mixed piece of a path can name a person or open an account.
_TELLING_URL = re.compile(r"[?@]|(?<=[/#=])(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{10,}", re.IGNORECASE)

_SEP = r"[\s.\u2011-]?"
_EXTENSION = r"(?:,? ?(?:\(?(?:ext(?:ension)?|poste|x)\.? ?\d{1,5}\)?))?"
_PHONES = (
    # French: ten digits in pairs.
    re.compile(
        rf"(?<![\w+-])(?<!\D/)(?:\(?(?:\+|00 ?)33\)?{_SEP}(?:\(0\){_SEP})?"
        rf"|\(?0)[1-9]\)?(?:{_SEP}\d{{2}}){{4}}"
        rf"(?!\w|-|/(?! ?[0+])){_EXTENSION}"
    ),
    re.compile(r"(?<![\w+-])(?<!\D/)0[1-9](?:(?:/| / | - |, ?)\d{2}){4}(?!\w|-|/(?! ?[0+]))"),
    # French, in groups of the writer's own: "0 639 98 12 45", "06 399 812 45".
    re.compile(r"(?<![\w+-])(?<!\D/)0 ?[1-9](?: ?\d){8}(?![\w/-]| ?\d)"),
    # British: 0 or +44, then nine or ten digits in any grouping.
    re.compile(
        rf"(?<![\w+-])(?<!\D/)(?:\(?(?:\+|00 ?)44\)?{_SEP}(?:\(0\){_SEP})?|\(?0)[1-9]\d{{1,4}}\)?"
        rf"(?:[\s-]?\d){{6,8}}(?!\w|-|/(?! ?[0+])){_EXTENSION}"
    ),
    re.compile(
        r"(?<![\w+-])(?<!\D/)(?:\+?1[\s.-]?)?(?:\([2-9]\d{2}\)\s?"
        r"|[2-9]\d{2}[\s./-])\d{3}[\s.-]\d{4}(?!\w|-|/(?! ?[0+]))"
        rf"{_EXTENSION}"
    ),
    # Any other country, by its plus sign.
    re.compile(
        r"(?<![\w+-])(?<!\D/)\(?\+[1-9]\d{0,2}\)?(?:[\s.()/-]{0,2}\d){7,12}(?!\w|-"
        r"|/(?! ?[0+]))" + _EXTENSION
    ),
)
# Announced, it may be of any country and shape: "tel 555 0142", "portable 079 123 45 67".
_CUED_PHONE = re.compile(
    r"\b(?:t[ée]l(?:[ée]phone)?|phone|mobile|cell(?:phone)?|landline|portable|fixe|gsm|natel"
    r"|whatsapp"
    r"|(?:call|text|ring|phone|reach) (?:me|us|him|her)(?: back)? (?:on|at)"
    r"|(?:appele[rz]|joindre|rappele[rz]|joignable)(?:[- ]moi)? au)\b\.?"
    r"(?: ?(?:est|is|n[°o]|num(?:[ée]ro|ber)?|pro|perso|le|au|on)\b\.?){0,2} ?:? ?"
    r"(?P<phone>\+?\(?\d(?:[ ./()-]{0,2}\d){6,13})(?![\w-])",
    re.IGNORECASE,
)
_PHONE_DIGITS = 10
_CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
_IBAN_DIGITS = 10  # every country's has as many; "mb860 n arrive pas" has not
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_IP = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)"
    r"|(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}\b",
    re.IGNORECASE,
)
_IP_DIGITS = 9
_IP_CUE = re.compile(r"\b(?:ip|adresse|address|serveur|server|host)\b", re.IGNORECASE)
_VERSION_BEFORE = re.compile(
    r"(?:\b(?:v|version|firmware|build|release|release|mise à jour|maj|update|android|ios)s? ?|v)$",
    re.IGNORECASE,
)
_NIR = re.compile(
    r"(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)"
)
_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_NINO = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")

# Announced, it need not be of a prefix in use: people mistype theirs, and examples begin with QQ.
_NINO_CUED = re.compile(
    r"\b(?:NI|national insurance)(?: (?:number|no\.?|#))?(?: is|:)? "
    r"(?P<id>[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b)",
    re.IGNORECASE,
)

_HINT = re.compile(
    r"https?:|www\.|arobase|\(at?\)|\[at\]|\bdot\b|lieu[- ]dit|\b(?:pnr|book(?:ing)?|r[ée]sa)",
    re.IGNORECASE,
)


def find_identifiers(text: str) -> list[Span]:
    """Return the spans of personal data that have a shape, sorted, none overlapping another.

    Where two overlap the more telling kind wins: an e-mail over a URL, a card over a phone.
    """
    if not _may_hold_any(text):
        return []
    found: list[Span] = []
    covered = bytearray(len(text))
    for finder in _FINDERS:
        for span in finder(text):
            if not any(covered[span.start : span.end]):
                found.append(span)
                cover(covered, [span])
    return sorted(found)


def _may_hold_any(text: str) -> bool:
    return any(char.isdigit() for char in text) or "@" in text or bool(_HINT.search(text))


def _emails(text: str) -> Iterator[Span]:
    for pattern in (_EMAIL, _SPELT_EMAIL):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), "email")


def _urls(text: str) -> Iterator[Span]:
    for match in _URL.finditer(text):
        url = match[0].rstrip(".,;:!?)]}»")
        if _TELLING_URL.search(url.split("//", 1)[-1]):
            yield Span(match.start(), match.start() + len(url), "url")


def _phones(text: str) -> Iterator[Span]:
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            if sum(char.isdigit() for char in match[0]) >= _PHONE_DIGITS:
                yield Span(match.start(), match.end(), "phone")
    for match in _CUED_PHONE.finditer(text):
        yield Span(match.start("phone"), match.end("phone"), "phone")


def _ibans(text: str) -> Iterator[Span]:
    for match in _IBAN.finditer(text):
        if sum(char.isdigit() for char in match[0]) >= _IBAN_DIGITS:
            yield from _checked(match, "IbanRecognizer", "iban")


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        yield from _checked(match, "CreditCardRecognizer", "card")


def _ips(text: str) -> Iterator[Span]:
    for match in _IP.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        # "4.12.0.3" alone is a version; an address is announced or has long numbers.
        is_long = sum(char.isdigit() for char in match[0]) >= _IP_DIGITS
        if _IP_CUE.search(before) or (is_long and not _VERSION_BEFORE.search(before)):
            yield from _checked(match, "IpRecognizer", "ip")


def _national_ids(text: str) -> Iterator[Span]:
    for match in _NIR.finditer(text):
        if _is_nir(match[0]):
            yield Span(match.start(), match.end(), "national_id")
    for match in _NINO_CUED.finditer(text):
        yield Span(match.start("id"), match.end("id"), "national_id")
    for pattern, recogniser in ((_SSN, "UsSsnRecognizer"), (_NINO, "UkNinoRecognizer")):
        for match in pattern.finditer(text):
            yield from _checked(match, recogniser, "national_id")
    yield from social_insurance_numbers(text)


def _is_nir(number: str) -> bool:
    """Check the key of a French social security number: 97 less the number modulo 97."""
    digits = number.replace(" ", "").upper().replace("2A", "19").replace("2B", "18")
    return len(digits) == 15 and 97 - int(digits[:13]) % 97 == int(digits[13:])


def _checked(match: re.Match[str], recogniser: str, kind: str) -> Iterator[Span]:
    """Yield what Presidio's recogniser confirms inside a candidate."""
    if confirmed := _recogniser(recogniser)(match[0]):
        start, end = confirmed
        yield Span(match.start() + start, match.start() + end, kind)


@contextmanager
def _without(package: str) -> Iterator[None]:
    """Make an optional `package` look absent to what is imported meanwhile."""
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[package]


@lru_cache(maxsize=1)
def _presidio() -> ModuleType:
    """Import Presidio's recognisers without its entity models, which bring transformers (3.3 s)."""
    with _without("transformers"):
        return import_module("presidio_analyzer.predefined_recognizers")


@lru_cache(maxsize=8)
def _recogniser(name: str) -> Callable[[str], tuple[int, int] | None]:
    """Return a function that says where Presidio's recogniser is sure, if anywhere.

    Presidio's e-mail and URL recognisers are not used: they fetch a list of domains.
    """
    recogniser = getattr(_presidio(), name)()

    def confirm(candidate: str) -> tuple[int, int] | None:
        results = recogniser.analyze(candidate, recogniser.supported_entities, None)
        best = max(results, key=lambda r: (r.score, r.end - r.start), default=None)
        return (best.start, best.end) if best and best.score >= 0.3 else None

    return confirm


# In order of how telling they are: what an earlier one found, a later one leaves.
_FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (
    _emails,
    _urls,
    _ibans,
    _cards,
    _national_ids,
    _ips,
    _phones,
    addresses,
    references,
)
