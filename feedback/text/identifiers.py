"""Personal data with a shape: e-mails, phones, IBANs, cards, addresses, references, URLs, IPs.

A cheap regular expression finds candidates; Presidio's recognisers check those with a checksum or
a rule (IBAN, card, IP, US social security). They are imported only when a candidate exists.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from types import ModuleType


@dataclass(frozen=True, order=True)
class Span:
    """A piece of personal data: `text[start:end]`, and what it is."""

    start: int
    end: int
    kind: str

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share a character."""
        return self.start < other.end and other.start < self.end


_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}\s?(?:@|\(at\)|\[at\]|\(a\)| arobase )\s?"
    r"(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b",
    re.IGNORECASE,
)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']{1,2000}", re.IGNORECASE)
# A query, a user, or a long mixed piece of a path can name a person or open an account.
_TELLING_URL = re.compile(r"[?@]|(?<=[/#=])(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{10,}", re.IGNORECASE)

_SEP = r"[\s.\u2011-]?"
_PHONES = (
    # French: ten digits in pairs.
    re.compile(
        rf"(?<![\w+/-])(?:(?:\+|00 ?)33{_SEP}(?:\(0\){_SEP})?|0)[1-9](?:{_SEP}\d{{2}}){{4}}"
        r"(?![\w/-])"
    ),
    # British: 0 or +44, then nine or ten digits in any grouping.
    re.compile(
        rf"(?<![\w+/-])(?:(?:\+|00 ?)44{_SEP}(?:\(0\){_SEP})?|\(?0)[1-9]\d{{1,4}}\)?"
        r"(?:[\s-]?\d){6,8}(?![\w/-])"
    ),
    re.compile(
        r"(?<![\w+/-])(?:\+?1[\s.-]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[\s.-])\d{3}[\s.-]\d{4}(?![\w/-])"
    ),
    # Any other country, by its plus sign.
    re.compile(r"(?<![\w+/-])\+[1-9]\d{0,2}(?:[\s.()-]{0,2}\d){7,12}(?![\w/-])"),
)
_PHONE_DIGITS = 10
_CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
_IBAN_DIGITS = 10  # every country's has as many; "mb860 n arrive pas" has not
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_IP = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)|(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}\b",
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

_FR_STREET = "rue|avenue|av\\.?|boulevard|bd|bld|blvd|impasse|allées?|quai|faubourg|sentier|ruelle"
# Ordinary words, too ("3 places", "2 cours de yoga"): a capital must follow.
_FR_STREET_CAPITAL = (
    "place|chemin|cours|route|square|résidence|lotissement|passage|villa|cité|esplanade|hameau|parc"
)
_PARTICLES = (
    r"(?:(?:de|du|des|d'|la|le|les|l'|aux?|sainte?|st|général|gal|docteur|dr|maréchal)[ -]?){0,5}"
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
_MORE_NAME = rf"(?: (?:(?:de|du|des|la|le|les|d'|l') ?)?{_CAPITAL}){{0,4}}"
_CITY_NAME = rf"{_CAPITAL}(?:[ -](?:(?:sur|sous|en|les|la|le)[ -])?{_CAPITAL}){{0,3}}"
_CITY = rf"(?:,? ?(?:à )?(?:F-)?\d{{5}}(?: {_CITY_NAME}(?: cedex(?: \d+)?)?)?)?"
_FR_ADDRESS = re.compile(
    rf"(?<![\w,.])\d{{1,4}} ?(?:(?:bis|ter|quater|[a-d])\b)?,? ?"
    rf"(?:(?i:{_FR_STREET}) (?i:{_PARTICLES})[\w'’-]+"
    rf"|(?i:{_FR_STREET_CAPITAL}) (?i:{_PARTICLES}){_CAPITAL})"
    rf"{_MORE_NAME}{_CITY}"
)
_EN_STREET = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Court|Ct|Close|Crescent|Boulevard|Blvd|Terrace|"
    "Gardens|Grove|Square|Hill|Mews|Parkway|Pkwy|Way"
)
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]{2} \d{5}(?:-\d{4})?|\d{5}"
_EN_ADDRESS = re.compile(
    rf"(?<![\w.,])(?:(?:Flat|Apt\.?|Apartment|Unit) \w{{1,4}},? )?\d{{1,5}}[a-zA-Z]?,? "
    rf"(?:(?:N|S|E|W|North|South|East|West) )?(?:{_CAPITAL} ){{1,3}}(?:{_EN_STREET})\b\.?"
    rf"(?:,? {_CAPITAL}(?: {_CAPITAL})?)?(?:,? (?:{_POSTCODE}))?(?!\w)"
)

_REFERENCE_CUE = (
    r"commandes?|cde|cmde?|dossiers?|clients?|contrats?|factures?|tickets?|abonn[ée]e?s?|abonnement"
    r"|incidents?|comptes?|colis|suivi|réf(?:érence)?s?\.?|ref(?:erence)?s?\.?|réservation|sinistre"
    r"|adhérent|orders?|accounts?|acct|cases?|invoices?|customers?|contracts?|bookings?"
    r"|tracking|polic(?:y|ies)|member(?:ship)?s?|claims?|parcel|reservation"
)
_NUMBER_WORD = (
    r"n[°ºo]\.?|nos?\.|num(?:éro|ero|ber)?s?\.?|nr\.?|nb|#|id|code|réf(?:érence)?\.?"
    r"|ref(?:erence)?\.?"
)
_REFERENCE = re.compile(
    rf"(?:\b(?:{_REFERENCE_CUE})(?: (?:client|dossier|commande|suivi))?\s?"
    rf"(?:(?:{_NUMBER_WORD})\s?)?|\b(?:n[°º]\s?|num[ée]ro (?:de )?))"
    r"(?:(?:est(?: le)?|is|was|:|=|de|du)\s?){0,2}"
    r"(?P<id>(?=[\w#/.-]{0,30}\d)#?[A-Z0-9](?:[A-Z0-9]|[-/_.](?=[A-Z0-9])){3,29})\b",
    re.IGNORECASE,
)
_BARE_REFERENCE = re.compile(
    r"(?<![\w#-])(?:#?[A-Z]{1,5}-?\d{6,14}|[A-Z]{2,5}-\d{2,4}-?\d{3,10}|#\d{6,14})(?![\w-])"
)
_MONEY_AFTER = re.compile(
    r"^ ?(?:€|\$|£|%|(?:euros?|eur|dollars?|pounds?|usd|gbp|km|go|gb|h|pas|steps|fois|times)\b)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[\d.,]+(?:e|k|eur|euros?|km|h|mo|go|gb|mb)", re.IGNORECASE)
_DATE_LIKE = re.compile(
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})|\d{4}[-/]\d{2}[-/]\d{2}|(?:19|20)\d{2}"
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


def cover(covered: bytearray, spans: Iterable[Span]) -> bytearray:
    """Mark the characters of the spans; a look-up then costs the same for any number of them."""
    for span in spans:
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    return covered


def _may_hold_any(text: str) -> bool:
    return (
        any(char.isdigit() for char in text)
        or "@" in text
        or bool(re.search(r"https?:|www\.|arobase|\(at?\)|\[at\]", text, re.IGNORECASE))
    )


def _emails(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
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


def _addresses(text: str) -> Iterator[Span]:
    for pattern in (_FR_ADDRESS, _EN_ADDRESS):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), "address")


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


def _is_nir(number: str) -> bool:
    """Check the key of a French social security number: 97 less the number modulo 97."""
    digits = number.replace(" ", "").upper().replace("2A", "19").replace("2B", "18")
    return len(digits) == 15 and 97 - int(digits[:13]) % 97 == int(digits[13:])


def _references(text: str) -> Iterator[Span]:
    for match in _REFERENCE.finditer(text):
        if _is_reference(match["id"], text[match.end() : match.end() + 10]):
            yield Span(match.start("id"), match.end("id"), "reference")
    for match in _BARE_REFERENCE.finditer(text):
        yield Span(match.start(), match.end(), "reference")


def _is_reference(number: str, after: str) -> bool:
    """Say whether a word after "commande", "account"... is a number of a person's file."""
    n_digits = sum(char.isdigit() for char in number)
    is_mixed = not number.lstrip("#").isdigit()
    long_enough = n_digits >= 5 or (n_digits >= 4 and is_mixed)
    is_amount = _MONEY_AFTER.match(after) or _AMOUNT.fullmatch(number)
    return long_enough and not is_amount and not _DATE_LIKE.fullmatch(number)


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
    _addresses,
    _references,
)
