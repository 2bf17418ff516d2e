"""Numbers of a person's file: orders, contracts, tickets, parcels, bookings, memberships."""

import re
from collections.abc import Iterator

from feedback.text.spans import Span

_CUE = (
    r"commandes?|cde|cmde?|dossiers?|clients?|contrats?|factures?|tickets?|abonn[ée]e?s?|abonnement"
    r"|incidents?|comptes?|colis|suivi|réf(?:érence)?s?\.?|ref(?:erence)?s?\.?|réservation|résa"
    r"|resa"
    r"|sinistre|adhérente?|adhérant|adhésion|licence|demande|requête|réclamation|plainte|devis|bon"
    r"|police|mandat|matricule|identifiant|inscription|intervention|livraison|envoi|expédition|rma"
    r"|retour|avoir|billet|fidélité|sociétaire|mutuelle|allocataire|bénéficiaire|patient|élève"
    r"|dépôt|ligne|série|immat(?:riculation)?|plaque|passeport|permis|employée?|badge|pnr"
    r"|orders?|accounts?|acct|cases?|invoices?|customers?|contracts?|bookings?|tracking"
    r"|polic(?:y|ies)|member(?:ship)?s?|claims?|parcels?|reservation|requests?|complaints?|quotes?"
    r"|subscription|subscriber|serial|confirmation|registration|reg|plate|licence|license|shipment"
    r"|consignment|delivery|return|refund|voucher|loyalty|student|employee|passport|receipt|job"
    r"|application|enquiry|inquiry|query|payment|transaction|meter|locator|issue|file|user"
)
_NUMBER_WORD = (
    r"n[°ºo]\.?|nos?\.|nos?(?=[: ])|num(?:éro|ero|ber)?s?\.?|nr\.?|nb|#|id|code|card"
    r"|réf(?:érence)?\.?"
    r"|ref(?:erence)?\.?|plate|client|dossier|commande|suivi|adhérent"
)
# A mark of some length with a digit; letters and digits in groups of the writer's own.
_ID = r"(?P<id>(?=[\w#/.-]{0,30}\d)#?[A-Z0-9](?:[A-Z0-9]|[-/_.](?=[A-Z0-9])){3,29})\b"
_LINK = (
    r"(?:[ ,]{0,2}(?:est(?: le)?|is|was|:|=|de|du|\(|portant le|number|sous le)[ ,]{0,2}){0,2}"
    r"[ ,(:]{0,2}"
)
_REFERENCE = re.compile(
    rf"(?:\b(?:{_CUE})(?: (?:client|dossier|commande|suivi|internet|mobile|tracking|d['’]\w+"
    rf"|de \w+))?"
    rf"[\s(,]{{0,2}}(?P<number>(?:(?:{_NUMBER_WORD})[\s:]{{0,2}}){{1,2}})?"
    rf"|\b(?P<bare>n[°º]\s?|no\. ?(?=\d{{5}})|num[ée]ro (?:d[eu]['’ ]?(?:\w+ )?)?))"
    rf"{_LINK}{_ID}",
    re.IGNORECASE,
)
# "n° adhérent : 77 412 098", "policy number MRH 5512087": announced as a number, in groups.
_GROUPED = re.compile(
    rf"(?:(?:\b(?:{_CUE})[\s:]{{0,2}}(?:{_NUMBER_WORD})|\b(?:n[°º]|num[ée]ro)(?: (?:de "
    rf"|d['’])?\w+)?"
    rf"|\b(?:{_CUE}) ?:)[ :]{{1,3}}(?P<digits>[A-Z]{{0,3}}\d{{1,5}}(?: \d{{2,5}}){{1,4}})"
    rf"|\b(?:{_CUE}|cards?|cartes?)[ :]{{1,3}}(?P<long>\d{{3,5}}(?: \d{{3,5}}){{2,3}})"
    rf"|\b(?:{_CUE})[ :]{{1,2}}(?:(?:{_NUMBER_WORD})[ :]{{1,2}})?"
    rf"(?P<lettered>(?-i:[A-Z]{{2,4}}) \d{{5,12}}))(?![\w-]| ?[€$£%])",
    re.IGNORECASE,
)
# Record locators of airlines and hotels: six signs, letters and digits mixed, in capitals.
_LOCATOR = re.compile(
    r"\b(?:[Bb]ooking|BOOKING|[Rr][ée]sa(?:ervation)?|[Rr][ée]servation|[Rr]eservation|PNR|pnr"
    r"|[Ll]ocator|[Cc]onfirmation|[Dd]ossier|[Bb]illet|[Tt]icket)"
    r"(?: (?:ref(?:erence)?|réf(?:érence)?|code|number|no|n°|id)\.?)?(?: (?:is|est|was)| ?:)? "
    r"(?P<id>(?=[A-Z0-9]{0,5}\d)(?=[0-9]{0,5}[A-Z])[A-Z0-9]{6})(?![\w-])"
)
_BARE = re.compile(
    r"(?<![\w#-])(?:#?[A-Z]{1,5}-?\d{6,14}(?:[A-Z]{2})?|[A-Z]{2,5}-\d{2,4}-?\d{3,10}|#\d{5,14}"
    r"|1Z[A-Z0-9]{16}|\d{1,2}[A-Z]{1,2}\d{8,14})(?![\w-])"
)
# Number plates: of France anywhere, of Britain where announced.
_PLATE = re.compile(
    r"(?<![\w-])(?P<plate>[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2})(?![\w-])"
    r"|\b(?i:reg(?:istration)?|plate|car|vehicle|van)(?: (?i:number|no\.?|plate|reg|is|:)){0,3} "
    r"(?P<british>[A-Z]{2}\d{2} ?[A-Z]{3})(?!\w)"
)
_MONEY_AFTER = re.compile(
    r"^ ?(?:€|\$|£|%|(?:euros?|eur|dollars?|pounds?|usd|gbp|km|go|gb|h|pas|steps|fois|times)\b)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[\d.,]+(?:e|k|eur|euros?|km|h|mo|go|gb|mb)", re.IGNORECASE)
_DATE_LIKE = re.compile(
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})|\d{4}[-/]\d{2}[-/]\d{2}|(?:19|20)\d{2}"
)


def references(text: str) -> Iterator[Span]:
    """Yield the numbers of files in a comment; some may overlap."""
    for match in _GROUPED.finditer(text):
        name = next(name for name in ("digits", "long", "lettered") if match[name])
        if not _MONEY_AFTER.match(text[match.end() : match.end() + 10]):
            yield Span(match.start(name), match.end(name), "reference")
    for match in _REFERENCE.finditer(text):
        after = text[match.end() : match.end() + 10]
        if _is_reference(
            match["id"], after, is_number=bool(match["number"]) or match["id"][0] == "#"
        ):
            yield Span(match.start("id"), match.end("id"), "reference")
    for match in _PLATE.finditer(text):
        name = "plate" if match["plate"] else "british"
        yield Span(match.start(name), match.end(name), "reference")
    for match in _LOCATOR.finditer(text):
        yield Span(match.start("id"), match.end("id"), "reference")
    for match in _BARE.finditer(text):
        yield Span(match.start(), match.end(), "reference")


def _is_reference(number: str, after: str, *, is_number: bool) -> bool:
    """Say whether a word after "commande", "account"... is a number of a person's file.

    Args:
        number: The word.
        after: What follows it.
        is_number: Whether it is announced as a number: "commande n°", "order number".
    """
    n_digits = sum(char.isdigit() for char in number)
    is_mixed = not number.lstrip("#").isdigit()
    long_enough = n_digits >= 5 or (n_digits >= 4 and (is_mixed or is_number))
    is_amount = _MONEY_AFTER.match(after) or _AMOUNT.fullmatch(number)
    return long_enough and not is_amount and not _DATE_LIKE.fullmatch(number)
