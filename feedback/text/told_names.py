"""Names told by what stands around them, and names that are nothing else in any case of letters.

"sandrine m'a aidé", "P. Delacourt", "Rose de l'accueil", "madame da silva", "my brother callum".
"""

import re
from collections.abc import Callable, Iterator

from feedback import nlp
from feedback.text.given_names import (
    both_names,
    fold_name,
    given_names,
    ordinary_names,
    plain_names,
    surnames,
    wide_names,
)
from feedback.text.name_words import AT_TEAM, TITLES, is_given, is_word, stop_words
from feedback.text.spans import Span
from feedback.text.unknown_words import is_unknown

_WORD = re.compile(r"(?<![\w@.'’#/-])[^\W\d_]{3,}(?:-[^\W\d_]{2,})?(?![\w@/]|['’-](?!s\b)\w)")
_CASED = r"[A-ZÀ-ÖØ-Þ][a-zà-ÿ'’]+(?:-[A-ZÀ-ÖØ-Þ][a-zà-ÿ]+)?"
_INITIALS = re.compile(
    rf"(?<![\w.'’-])[A-Z]\. ?(?:-?[A-Z]\. ?)?(?P<surname>{_CASED})(?!\w)|"
    rf"(?<![\w.'’-])(?P<given>{_CASED}) [A-Z]\.(?!\w)"
)
_OPENING = "\n-–—(,"
_CLOSES = re.compile(r" *(?:,|\)|\n|$)")
_CASED_WORDS = re.compile(rf"(?<![\w@.'’-]){_CASED}(?: {_CASED}){{1,2}}(?![\w'’-])")
# "Nguyen Van Minh": Vietnamese names by their middle word.
_SURNAME = re.compile(rf" ({_CASED})(?![\w'’-])")
_MIDDLE = re.compile(rf"(?<![\w@.'’-]){_CASED} (?:Van|Văn|Thi|Thị) {_CASED}(?!\w)")
_HERE = re.compile(
    rf"(?:^|(?i:hi|hello|hey|bonjour|salut),? )(?P<name>{_CASED}(?: {_CASED})?),? "
    r"(?:here|ici)(?= again|,|\.|!| à nouveau| encore)"
)
_FAMILY = (
    r"(?:ma|mon|mes|notre|my|our|his|her) (?:(?:petite?|jeune|ex|little|older|younger|late) )?"
    r"(?:mari|femme|épouse|époux|fille|fils|fr[eè]re|s(?:œ|oe)ur|compagn(?:on|e)|conjointe?|amie?"
    r"|voisine?|cousine?|coll[eè]gue|neveu|ni[eè]ce|m[eè]re|p[eè]re|beau-frère|belle-sœur"
    r"|husband|wife|daughter|son|brother|sister|friend|neighbou?r|cousin|colleague|partner|nephew"
    r"|niece|mum|mom|dad|flatmate|fianc[eé]e?)"
)
_SERVED_BY = (
    r"(?:mon|ma|notre|votre|vos|un|une|le|la|my|our|your|the|an?) "
    r"(?:conseill[eè]re?|technicien(?:ne)?|vendeu(?:r|se)|coll[eè]gue|collaborat(?:eur|rice)"
    r"|interlocut(?:eur|rice)|gestionnaire|formateur|formatrice|infirmi(?:er|[eè]re)|livreur"
    r"|advis[eo]r|technician|engineer|agent|trainer|nurse|driver|rep|colleague|manager)"
)
_RELATED = re.compile(
    rf"\b(?:(?P<family>(?i:{_FAMILY}))|(?i:{_SERVED_BY})),? (?P<name>[^\W\d_]{{3,}}"
    r"(?:-[^\W\d_]{2,})?)(?![\w'’])"
)
_LOWER_TITLE = re.compile(
    r"\b(?P<title>monsieur|madame|mademoiselle|mme|mlle|docteur|maître|miss|mrs|mr|ms|dr)\.? "
    r"(?P<name>(?P<particle>(?:da|dos|das|di|del|el|al|ben|van|von|de(?= souza| sousa"
    r"| oliveira)) |[nmod]['’])?"
    r"(?P<last>[a-zà-ÿ]{3,}(?:-[a-zà-ÿ]+)?))"
    r"(?![\w'’-])",
    re.IGNORECASE,
)
_ENGLISH = frozenset(["miss", "mrs", "ms", "mr"])
_LOOSE = frozenset(["miss", "ms", "docteur", "maître", "dr"])
_BEFORE = re.compile(
    r"\b(?:gr[âa]ce à|merci (?:beaucoup |encore |infiniment )?à|bravo à|chapeau à|demand(?:e[rz]|é)"
    r"|appelée?|prénommée?|nommée?|certaine?|(?:dites|dire|direz) à|(?:parlé|vu|eu affaire|échangé)"
    r" (?:à|avec)|(?:reçue?|aidée?|conseillée?|rappelée?|formée?|accueillie?) par|j['’]ai eu"
    r"|thanks to|thank you|called|named|nicknamed|(?:spoke|spoken|talked|dealt|dealing|chatted)"
    r" (?:to|with)|(?:helped|served|assisted|seen) by|ask(?:ed)? for|credit to|kudos to"
    r"|shout ?out to|tell)[ :,]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r",? (?:(?:was|is) (?:very |so |really |extremely |just )?(?:helpful|kind|rude|great|lovely"
    r"|patient|polite|brilliant|amazing|excellent|fantastic)\b"
    r"|(?:told|helped|called|rang|phoned|assured) (?:me|us)\b|m['’]a\b|nous a\b)"
)
# "slt c'est mickael", "yo its jason again".
_GREETED = re.compile(
    r"(?:\w+,? )?(?:moi )?(?:c['’ ]?est|it['’]?s|this is)(?: encore| again)? ", re.IGNORECASE
)
_JOINED = re.compile(r"\W?(?: (?:et|and|puis|then|ou|or|&))? $")
_ARTICLE = re.compile(r"(?:^|\W)(?:l['’]|(?:le|la|les|un|une|the|an?) )$", re.IGNORECASE)
_DETERMINED = re.compile(
    r"(?:^|\W)(?:an?|the|his|this|un|une|le|les|des|ce|cette|son|sa|ses) $", re.IGNORECASE
)
_WHOLE_LINE = re.compile(rf"(?:^|\n) *(?P<name>{_CASED}(?: {_CASED}){{0,2}})[ .]*$")


def told_names(text: str, language: str, vocabulary: frozenset[str]) -> Iterator[Span]:
    """Yield the names in a comment, in any order; some may overlap.

    Args:
        text: A comment.
        language: Its language; words of another do not keep a name from being one.
        vocabulary: Words that comments of the batch write in lower case, folded.
    """
    if language in ("fr", "en"):  # "caro" is a name in French and a word in Spanish
        yield from _plain(text, language, vocabulary)
    for finder in _FINDERS:
        yield from finder(text, "fr" if language == "fr" else "en", vocabulary)


def _plain(text: str, language: str, _vocabulary: frozenset[str]) -> Iterator[Span]:
    """Find given names that are nothing else, in lower case and in capitals."""
    names = plain_names(language)
    for word in _WORD.finditer(text):
        if not (word[0].islower() or word[0].isupper()):
            continue
        folded = fold_name(word[0])
        is_name = folded in names or ("-" in folded and set(folded.split("-")) <= names)
        is_told = _GREETED.fullmatch(text[: word.start()]) if word.start() < 30 else None
        is_told = is_told or AT_TEAM.match(text, word.end())
        if word[0].islower() and _DETERMINED.search(text[max(0, word.start() - 6) : word.start()]):
            continue  # "his teddy"
        if is_name or (is_told and _is_listed(word[0], language)):
            yield Span(word.start(), word.end(), "person")


def _is_listed(word: str, language: str) -> bool:
    """Say whether a word is a given name and none of the language: "brandon", a town as well."""
    folded = fold_name(word)
    is_name = folded in given_names() or folded in wide_names()
    return is_name and folded not in stop_words() and word.lower() not in nlp.dictionary(language)


def _initialled(text: str, _language: str, vocabulary: frozenset[str]) -> Iterator[Span]:
    """Find "P. Delacourt" and "Thierry M."."""
    for match in _INITIALS.finditer(text):
        if match["given"]:
            is_name = is_given(match["given"]) or fold_name(match["given"]) in both_names()
        else:
            # "D. Fauconnier, cliente": where a name is looked for, it may be a word as well.
            before = text[max(0, match.start() - 4) : match.start()].rstrip(" ")
            opens = (not before or before[-1] in _OPENING) and _CLOSES.match(text, match.end())
            is_plain = fold_name(match["surname"]) in stop_words()
            is_name = (
                match[0][:2] != "M."
                and not is_plain
                and (bool(opens) or is_unknown(match["surname"], vocabulary))
            )
        if is_name:
            yield Span(match.start(), match.end(), "person")


def _related(text: str, language: str, vocabulary: frozenset[str]) -> Iterator[Span]:
    """Find the names of relatives, of colleagues and of those who served the customer."""
    ordinary = ordinary_names() - both_names()
    for match in _RELATED.finditer(text):
        word = match["name"]
        folded = fold_name(word)
        is_here = folded in given_names() or folded in wide_names() or folded in both_names()
        is_plain = folded in stop_words() or word.lower() in nlp.dictionary(language)
        is_told = word[0].isupper() and match["family"] and is_unknown(word, vocabulary)
        if folded not in ordinary and ((is_here and not is_plain) or is_told):
            yield Span(match.start("name"), match.end("name"), "person")


def _titled(text: str, _language: str, _vocabulary: frozenset[str]) -> Iterator[Span]:
    """Find surnames in lower case after a civility."""
    for match in _LOWER_TITLE.finditer(text):
        last = match["last"]
        folded = fold_name(last)
        if not last.islower() or folded in TITLES or folded in stop_words():
            continue
        # "maître d'ouvrage": an elided particle stands before words as well.
        particle = match["particle"] or ""
        is_noble = particle.endswith(" ") or bool(particle and not is_word(last))
        is_listed = folded in surnames() or is_given(last) or is_noble
        if match["title"].lower() in _ENGLISH:  # "miss henderson was lovely"
            is_listed = is_listed or _AFTER.match(text, match.end())
        # "I miss options", "docteur retraité": nothing but a listed name will do there.
        is_told = (
            match["title"].lower() not in _LOOSE and not is_word(last) and not nlp.is_form(last)
        )
        if is_listed or is_told:
            yield Span(match.start("name"), match.end("name"), "person")


def _double(text: str, _language: str, vocabulary: frozenset[str]) -> Iterator[Span]:
    """Find capitalised given names that are words, where what stands around speaks of a person."""
    end = -1
    for word in re.finditer(rf"(?<![\w@.'’-]){_CASED}", text):
        if fold_name(word[0]) not in both_names():
            continue
        before = text[max(0, word.start() - 40) : word.start()]
        is_second = end >= 0 and bool(_JOINED.fullmatch(text[end : word.start()]))
        last = _end_of_surname(text, word.end(), vocabulary)
        after = AT_TEAM.match(text, last) or _AFTER.match(text, last)
        is_told = last > word.end() or is_second or after or _BEFORE.search(before)
        if is_told and not _ARTICLE.search(before):
            end = last
            yield Span(word.start(), end, "person")


def _end_of_surname(text: str, end: int, vocabulary: frozenset[str]) -> int:
    """Return where a name ends that starts before `end`: after what can only be a surname."""
    surname = _SURNAME.match(text, end)
    return surname.end() if surname and is_unknown(surname[1], vocabulary) else end


def _surnamed(text: str, _language: str, vocabulary: frozenset[str]) -> Iterator[Span]:
    """Find two or three capitalised words of which two are surnames or given names."""
    for match in _CASED_WORDS.finditer(text):
        words = [fold_name(word) for word in match[0].split()]
        n_names = sum(word in surnames() or word in wide_names() for word in words)
        known = [word in vocabulary or word in stop_words() for word in words]
        if n_names >= 2 and not any(known):
            yield Span(match.start(), match.end(), "person")
    for match in _MIDDLE.finditer(text):
        yield Span(match.start(), match.end(), "person")


def _signed(text: str, _language: str, vocabulary: frozenset[str]) -> Iterator[Span]:
    """Find who announces or signs a comment: "Ingrid here", a name as the last line."""
    here = _HERE.search(text)
    if here and all(is_unknown(word, vocabulary) for word in here["name"].split()):
        yield Span(here.start("name"), here.end("name"), "person")
    match = _WHOLE_LINE.search(text)
    if not match:
        return
    words = match["name"].split()
    # A whole comment that is one word is a word, where it can be one: "Parfait", "Joy".
    is_both = fold_name(words[0]) in both_names() and match.start("name") > 0
    is_name = is_given(words[0]) or is_both
    if is_name and all(is_unknown(word, vocabulary) for word in words[1:]):
        yield Span(match.start("name"), match.end("name"), "person")


_FINDERS: tuple[Callable[[str, str, frozenset[str]], Iterator[Span]], ...] = (
    _initialled,
    _related,
    _titled,
    _double,
    _surnamed,
    _signed,
)
