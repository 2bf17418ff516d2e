"""The last look at the names of a comment: those beside them, their surnames, and what is none.

"julie puis marion", "karine dubreuil", "Zhang Wei"; and "rue victor hugo", "l'équipe de Nancy".
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from feedback.text.given_names import (
    both_names,
    brands,
    fold_name,
    given_names,
    surnames,
    wide_names,
)
from feedback.text.name_words import CIVIL, NAMESAKES, is_word, stop_words
from feedback.text.spans import Span

_WORD = r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?"
_DAY = (
    r"(?: (?:on |le |last |this )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|lundi|mardi"
    r"|mercredi|jeudi|vendredi|samedi|dimanche))?"
)
_JOINT = (
    rf"(?i:{_DAY}) ?(?:,|/|\+|&|,? (?:et|and|puis|then|ou|or|ni|nor|with|avec|mais pas|but not))"
)
_NEXT = re.compile(
    rf"(?P<joint>{_JOINT}) (?:(?:à|to|then|puis|surtout|also|aussi|de|d['’]) ?)?(?P<name>{_WORD})"
    r"(?![\w@]|['’-]\w)"
)
_PREVIOUS = re.compile(
    rf"(?<![\w@'’.-])(?P<name>{_WORD})(?P<joint>{_JOINT}) (?:(?:à|to|then|puis|de) )?$"
)
_LOOK = 40
_SURNAME = re.compile(
    rf" (?P<name>{_WORD})(?![\w@'’-])(?P<close>[,.)\n]|$| (?:here|ici|à l['’]appareil))?"
)
_ANNOUNCED = re.compile(
    r"(?:^|[,:\n.!?] ?|\b(?:cordialement|salutations|regards|cheers|cdt|bonjour|bjr|slt|salut|hi"
    r"|hello"
    r"|suis|am|nom|name is|appelle|sign[ée]|signed|it['’]?s|this is|c['’]est|ici|moi|merci|thanks"
    r"|thank you|mrs?|mme) )$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(?:cordialement|salutations|regards|cheers|cdt|rgds|sincerely|je suis|i am|i['’]?m"
    r"|mon nom est"
    r"|name is|appelle|sign[ée]|signed)[ ,:\n]{1,3}$",
    re.IGNORECASE,
)
_FAMILY_BEFORE = re.compile(
    r"(?<![\w@.'’-])(?P<name>[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?|[A-ZÀ-Þ]{3,}) $"
)
_EAST_ASIAN_WORDS = """
zhang wang li liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie
song tang deng feng han cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu
ding ren yao lei cui tan shen fan fu zhong fang jin nguyen tran le pham hoang huynh phan vu vo dang
bui do ho ngo duong ly kim lee park choi jung kang cho yoon jang lim han shin seo kwon hwang ahn
hong
"""
_EAST_ASIAN = frozenset(_EAST_ASIAN_WORDS.split())
# A street, a school or a station is called like somebody.
_PLACE_BEFORE = re.compile(
    r"(?:^|[^\w])(?:rue|avenue|av|bd|boulevard|place|quai|impasse|allée|square|cours|hôpital"
    r"|hopital"
    r"|lycée|collège|école|gare|stade|salle|pont|aéroport|station|métro|clinique|tour|musée|théâtre"
    r"|parc|saint|st\.?|ste\.?|sainte|san|santa|santo|sao|são|los|las|ho|port|mont|fort|église"
    r"|cathédrale|université|faculté|prix"
    r"|coupe|arrêt|centre|institut|fondation|laboratoires?|quartier|cité|villa|basilique|rond-point"
    r"|hotel|hôtel|restaurant|boulangerie|garage|pharmacie|café|cafe|cinema|cinéma|galeries?"
    r"|mairie|boutique|salon|enseigne|marque|brand|lois?|dispositif)"
    r"[ -](?:de |d['’]|du )?$|\b(?:plain) $|\b(?:rue|avenue|boulevard|place|lycée"
    r"|hôpital) (?:du \w+ )?\w+ $",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    r"(?: [A-Z][a-z]+)?(?:['’]s?)? (?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Court|Square|Terrace"
    r"|Cottage|House|Lodge|Farm|Hotel|Inn|Bank|Hospital|School|Church|Park|University|College"
    r"|Airport"
    r"|Station|Bridge|Hall|Museum|Stadium|Theatre|Centre|Center|Airlines?|Insurance|Group|Ltd|Inc"
    r"|Motors?|Stores?|Shop|Clinic|Pharmacy|Bakery|Secret|Institute|Foundation|County|City|Town"
    r"|Island|Valley|Beach|Falls|Springs|Harbou?r|Quay|Gardens?|Arms|Cathedral|Line|Phone"
    r"|Edition)\b"
)
_CIVIL_BEFORE = re.compile(rf"\b(?:{CIVIL})\.? $", re.IGNORECASE)
_TOWNS_WORDS = """
nancy florence victoria charlotte orlando houston preston bradford jackson madison lawrence carson
cleveland sydney austin chelsea lincoln kent chester devon georgia virginia lourdes sofia vienna
valencia lorraine dallas savannah lancaster stafford bristol carlisle camden regina aurora eugene
vincennes denise denver israel chad kenya malo paris london milan roman troy odessa salem
"""
_TOWNS = frozenset(_TOWNS_WORDS.split())
_AT_TOWN = re.compile(
    r"(?:\b(?:agences?|équipe|magasins?|boutiques?|sites?|dépôts?|gare|ville|région|centres?"
    r"|bureaux?"
    r"|aéroport|direction|train|vol|stores?|branch|office|airport|depot|team|flight|trip|in|near"
    r"|at|around|outside|vers|sur|près|proche|habite|vis|live|living|based)(?: (?:de|d['’]|à|of"
    r"|in|to|from))? ?"
    r"|\b(?:depuis|from|to) )$",
    re.IGNORECASE,
)
_AFTER_TOWN = re.compile(
    r",? (?:branch|office|store|team|airport|depot|station|shop|site|and \w+ branch)"
)
_CUED = re.compile(r"\b(?:merci|bravo|grâce|thanks|parlé|spoke|thank you) (?:à|to|with|from)? ?$")


def settled(text: str, spans: Sequence[Span], vocabulary: frozenset[str]) -> list[Span]:
    """Return the names with those beside them and their surnames, less places and brands.

    Args:
        text: A comment.
        spans: The names found in it, sorted and apart.
        vocabulary: Words that comments of the batch write in lower case, folded.
    """
    kept = [span for span in spans if not _is_place(text, span)]
    found = {span.start: span for span in kept}
    queue = list(kept)
    while queue:
        for more in _beside(text, queue.pop(), vocabulary):
            if more.start not in found and not _is_place(text, more):
                found[more.start] = more
                queue.append(more)
    full = [_with_surname(text, span, vocabulary) for span in found.values()]
    return _without_namesakes(text, _joined(text, full))


def _beside(text: str, span: Span, vocabulary: frozenset[str]) -> Iterator[Span]:
    """Yield the names before and after one that are joined to it: "Bill and Joy", "julie, marc"."""
    is_lower = text[span.start].islower()
    after = _NEXT.match(text, span.end)
    if after and _is_beside(after, vocabulary, is_lower=is_lower):
        yield Span(after.start("name"), after.end("name"), "person")
    start = max(0, span.start - _LOOK)
    before = _PREVIOUS.search(text[start : span.start])
    if before and _is_beside(before, vocabulary, is_lower=is_lower):
        yield Span(start + before.start("name"), start + before.end("name"), "person")


def _is_beside(match: re.Match[str], vocabulary: frozenset[str], *, is_lower: bool) -> bool:
    """Say whether the word beside a name is one: in the same case, and a given name."""
    name = match["name"]
    folded = fold_name(name)
    if name[0].islower() != is_lower or folded in stop_words():
        return False
    if name.isupper() and len(name) > 2 and folded not in given_names():
        return False
    is_name = folded in given_names() or (folded in wide_names() and folded not in vocabulary)
    # "thanks david, will call": a word after a comma is a word.
    return is_name or (folded in both_names() and not (is_lower and "," in match["joint"]))


def _with_surname(text: str, span: Span, vocabulary: frozenset[str]) -> Span:
    """Take the surname beside a lone given name: "karine dubreuil", "Zhang Wei"."""
    name = text[span.start : span.end]
    if " " in name:
        return span
    if name.islower():
        after = _SURNAME.match(text, span.end)
        if after and _is_lower_surname(text, span, after, vocabulary):
            return Span(span.start, after.end("name"), "person")
        return span
    before = _FAMILY_BEFORE.search(text, max(0, span.start - _LOOK), span.start)
    if before:
        folded = fold_name(before["name"])
        is_family = folded in _EAST_ASIAN or (folded in surnames() and folded not in vocabulary)
        # "LEMOINE Patrick": a surname in capitals, not a comment in capitals.
        is_loud = before["name"].isupper() and not is_word(folded) and not name.isupper()
        if (is_family or is_loud) and folded not in stop_words() and folded not in brands():
            return Span(before.start("name"), span.end, "person")
    return span


def _is_lower_surname(
    text: str, span: Span, after: re.Match[str], vocabulary: frozenset[str]
) -> bool:
    """Say whether the word after a given name in lower case is its surname."""
    word = after["name"]
    folded = fold_name(word)
    if not word.islower() or folded in stop_words() or folded in vocabulary or len(word) < 3:
        return False
    if folded in surnames():
        return True
    before = text[max(0, span.start - _LOOK) : span.start]
    if after["close"] is not None and _SIGNED.search(before):
        return True  # "cordialement julie petit": whatever the word
    is_set_apart = after["close"] is not None and (
        span.start < 12 or text[span.start - 2] in ",:\n"
    )
    return is_set_apart and not is_word(word) and folded not in given_names()


def _is_place(text: str, span: Span) -> bool:
    """Say whether a name is that of a street, a school, a town."""
    before = text[max(0, span.start - _LOOK) : span.start]
    name = text[span.start : span.end]
    last = name.rpartition(" ")[0]
    is_head = bool(last) and _PLACE_AFTER.match(text, span.start + len(last))
    if is_head or _PLACE_BEFORE.search(before) or _PLACE_AFTER.match(text, span.end):
        return True
    words = [fold_name(word) for word in name.split()]
    is_brand = not set(words) - brands() or words[0].removeprefix("l'") in brands()
    if is_brand and not _CIVIL_BEFORE.search(before):
        return True
    if words[0] in _TOWNS and len(words) == 2 and is_word(words[1]):
        return True  # "Victoria Wine"
    if words != words[:1] or words[0] not in _TOWNS:
        return False
    is_at = _AT_TOWN.search(before) or _AFTER_TOWN.match(text, span.end)
    return bool(is_at) and not _CUED.search(before)


def _without_namesakes(text: str, spans: Iterable[Span]) -> list[Span]:
    """Leave out the companies and brands that are called like a person."""
    folded = fold_name(text)
    if len(folded) != len(text):  # a sign that folds to several: look at each name alone
        return [s for s in spans if not NAMESAKES.match(fold_name(text[s.start : s.end + 12]))]
    brands = [match.span() for match in NAMESAKES.finditer(folded)]
    return [s for s in spans if not any(s.start < end and start < s.end for start, end in brands)]


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans sorted, those that overlap or stand side by side as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and (span.overlaps(joined[-1]) or text[joined[-1].end : span.start] == " "):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end), "person")
        else:
            joined.append(span)
    return joined
