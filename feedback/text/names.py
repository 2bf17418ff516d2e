"""Names of people in a comment, by cue, by given name, and by spaCy's entity model.

The entity model reads 229 texts a second and takes many brands for people, so it is asked only
about sentences with a capitalised word that is nothing known, and believed only where the words
around it speak of a person, too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from feedback import nlp
from feedback.text.cued_names import cued_names, reached_names
from feedback.text.given_names import (
    both_names,
    fold_name,
    given_names,
    ordinary_names,
    sounds_given,
    wide_names,
)
from feedback.text.name_edges import settled
from feedback.text.name_words import CIVIL, ROLE, TITLES, is_called, is_given, is_word, stop_words
from feedback.text.shouted import calmed
from feedback.text.spans import Span, cover
from feedback.text.told_names import told_names
from feedback.text.unknown_words import is_unknown

_CAPITAL = r"[A-ZÀ-ÖØ-Þ](?:['’][A-ZÀ-ÖØ-Þ])?\w*(?:-[A-ZÀ-ÖØ-Þ]\w*)*"
_PARTICLE = r"(?:(?:de la|de|du|des|le|la|van|von|der|el|al|ben|bin|da|dos|d['’]) ?)?"
_FULL = rf"{_CAPITAL}(?: {_PARTICLE}{_CAPITAL}){{0,2}}"

_TITLE = (
    r"[Mm]r|MR|M(?=\. ?[A-Z]| [A-ZÀ-Þ][a-zà-ÿ]{2})|[Mm]me|MME|[Mm]lle|MLLE|[Mm]rs|MRS"
    r"|[Mm]s(?=\.? [A-Z])|[Dd]r|DR"
    r"|[Pp]rof|[Mm]onsieur|MONSIEUR|[Mm]adame|MADAME|[Mm]ademoiselle|[Mm]ister|[Dd]octeur|[Dd]octor"
    r"|[Pp]rofesseure?|[Pp]rofessor|Miss|[Mm]aître"
)
_CIVILITY = re.compile(
    rf"\b(?:{_TITLE})\.? (?P<name>{_FULL}"
    r"|(?<=[Mm]me )[a-zà-ÿ]{3,}|(?<=[Mm]rs )[a-z]{3,}|(?<=[Mm]r )[a-z]{3,})"
)
_WHOLE_TITLES = ("monsi", "madam", "madem", "docto", "docte", "profe", "miss.", "maîtr", "miste")
_INTRODUCED = re.compile(
    r"(?i:\bje m['’ ]?appelle|\bmon nom est|\bmy name(?: is|['’]s)|\bsigné(?: par)?|\bsigned"
    r"|\bcordialement|\bregards|\bsincerely|\bse nomme|\bnommée?|\bnamed|\bbien à (?:vous|toi)"
    r"|\bsalutations|\bamicalement|\bbest wishes|\byours(?: truly)?|\bcheers)"
    rf"[ ,:\n]+(?:(?i:{CIVIL})\.? )?(?P<name>(?:[A-ZÀ-Þ]\.[ -]?){{0,2}}{_FULL})",
)
_LOWER_CUE = re.compile(
    r"\b(?:je m['’ ]?appelle|mon nom est|my name(?: is|['’]s)|je suis|i am|i['’]?m|this is|ici"
    r"|merci (?:beaucoup |bien |encore )?(?:[àa] )?"
    r"|thank(?:s| you) (?:so much |very much |again )?(?:to )?"
    r"|bravo (?:[àa] )?|gr[âa]ce [àa]|well done|spoke (?:to|with)|parlé (?:à|avec)|vendeu(?:r|se)"
    r"|conseill[eè]re?|technicien(?:ne)?|salesman|advisor|nommée?|named|called|regards"
    r"|ask(?:ed|ing)? for|demande[rz]|emailed|messaged|(?:échangé|discuté|vu|rdv) avec|(?:spoke"
    r"|speak|talk(?:ed)?|dealt|deal) (?:to|with)"
    r"|(?:helped|served|assisted) by|voi?r? avec|affaire [àa]|(?:reçue?|aidée?|conseillée?) par"
    r"|cordialement|salutations|cdt|rgds"
    r"|cheers),? *(?P<name>[a-zà-ÿ]{3,}(?:-[a-zà-ÿ]{3,})?)(?P<more> [a-zà-ÿ'’-]{3,})?",
    re.IGNORECASE,
)
# "the rep, Marcus, …", "le technicien (Rafael)": set apart, so that "technicien Orange" is not.
_APPOSED = re.compile(
    rf"\b(?i:{ROLE}|girl|guy|lady|lad|chap|bloke|gentleman|man|woman|person|dame|monsieur|homme"
    rf"|garçon"
    rf"|personne|stagiaire|intern|apprenti[e]?|apprentice) ?(?:,|\(|:| -| –| (?:named|called"
    rf"|nommée?)) ?(?P<name>{_FULL})"
    r"(?=[),;:.]| [-–]|$)"
)
_FULL_CUE = re.compile(r"appelle|name|nom|je suis|i am|i['’]?m\b", re.IGNORECASE)
_SELF_CUE = re.compile(r"je m['’ ]?appelle|mon nom est|my name", re.IGNORECASE)
_INFLECTED = re.compile(r"(?:ed|ing|ly|ees?|ant|ment)$")
_CAPITALISED = re.compile(rf"(?<![\w@.-])(?<![^dDuU]['’]){_CAPITAL}")
# "ma Félix 3", "the Kelly bag", "l'Olivier assurance": a thing, not a person.
_DETERMINED = re.compile(
    r"(?:^|\W)(?:l['’ ]|(?:le|la|les|un|une|ma|mon|ta|ton|sa|nos|vos|the|an?|my|your|its) )$",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"(?:^|\W)(?:an?|un|une) $", re.IGNORECASE)
# What people do and products do not: enough for a name that is a word, too ("Jordan a décroché").
_SPEAKS = re.compile(
    r",? (?:(?:m['’]a|nous a|a) (?:enfin |bien |aussi |vite )?(?:décroché|raccroché|répondu"
    r"|rappelée?|expliqué|promis|dit|écrit|proposé|écoutée?|aidée?|conseillée?|reçue?)\b"
    r"|(?:finally |never |kindly |just )?(?:answered|rang|called|phoned|said|told|promised"
    r"|explained|apologi[sz]ed|replied|listened|emailed|hung up|picked up)\b)"
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_SENTENCE_CHARS = 600

# Words before or after a name that speak of a person.
_PERSON_BEFORE = re.compile(
    r"\b(?:merci (?:beaucoup |encore )?à|bravo(?: à)?|thanks(?: to)?|thank you|ask for|well done"
    r"|(?:spoke|spoken|talked|dealt|chatted) (?:to|with)|(?:helped|served|assisted) by"
    r"|(?:parlé|eu affaire|échangé) (?:à|avec)|(?:reçue?|aidée?|conseillée?|rappelée?) par"
    rf"|{ROLE}|nommée?|named|signé|regards|cordialement|it was|c['’]est|c['’]était|ici"
    r"|nobody but|il n['’]y a que|à part|except)[ ,:(]*$",
    re.IGNORECASE,
)
_PERSON_AFTER = re.compile(
    r"^,? (?:from|in (?:billing|support|sales|store)|at the|du (?:service|support|sav|magasin)"
    r"|de l['’](?:accueil|équipe|agence)|m['’](?:a|avait|ont)\b"
    r"|was (?:very |so |really |extremely )?(?:helpful|kind|rude|great|lovely|patient|polite"
    r"|brilliant|amazing|excellent|fantastic)"
    r"|a été (?:très |super |vraiment )?(?:aimable|gentil|patient|efficace|désagréable|adorable"
    r"|super|top|pro)|is an? (?:star|gem|legend)|est une? (?:perle|amour)|a pris le temps"
    r"|took the time|told me|helped me|explained|promised|who (?:finally |really |always )?\w+ed\b"
    r"|qui (?:m['’]a|a (?:enfin |bien )?\w+é\b)|here (?:again|from)"
    r"|from (?:the|your) \w+ (?:team|branch))"
)


def find_names(
    texts: Sequence[str], languages: Sequence[str], taken: Sequence[Sequence[Span]]
) -> list[list[Span]]:
    """Return the spans of people's names in each text, those in `taken` left alone.

    Args:
        texts: The comments of one batch.
        languages: Their languages; the entity model is French's for ``fr``, else English's.
        taken: Spans of other personal data already found in each text.
    """
    vocabulary = _lower_case_words(texts)
    texts = [calmed(text, vocabulary) for text in texts]
    found = [
        _merged(
            [
                *_by_cue(text),
                *_by_given_name(text, vocabulary),
                *told_names(text, language, vocabulary),
                *cued_names(text, vocabulary),
                *reached_names(text, spans, vocabulary),
            ],
            spans,
        )
        for text, language, spans in zip(texts, languages, taken, strict=True)
    ]
    asked: dict[str, list[_Sentence]] = {"fr": [], "en": []}
    for place, text in enumerate(texts):
        language = "fr" if languages[place] == "fr" else "en"
        covered = cover(bytearray(len(text)), [*taken[place], *found[place]])
        asked[language] += _doubtful_sentences(text, place, covered, vocabulary)
    seen: dict[int, list[Span]] = defaultdict(list)
    for language, sentences in asked.items():
        for place, span in _by_model(texts, language, sentences, vocabulary):
            seen[place].append(span)
    for place, spans in seen.items():
        found[place] = _merged([*found[place], *spans], taken[place])
    return [
        _merged(settled(text, spans, vocabulary), others)
        for text, spans, others in zip(texts, found, taken, strict=True)
    ]


def _by_cue(text: str) -> Iterator[Span]:
    """Find names after a civility or an introduction, and lower-case given names after a cue."""
    for match in _CIVILITY.finditer(text):
        first = fold_name(match["name"].split()[0])
        is_plain = first in TITLES or (match["name"].islower() and first in stop_words())
        # "un monsieur. Résultat": the dot ends the sentence.
        is_end = match[0][:5].lower() in _WHOLE_TITLES and ". " in match[0][: -len(match["name"])]
        if not (is_plain or is_end) and len(first) > 1:
            yield Span(match.start("name"), match.end("name"), "person")
    for match in _INTRODUCED.finditer(text):
        first = fold_name(match["name"].split()[0])
        # "Cheers Hermes": thanked, not signed.
        is_loose = match[0][:6].lower() == "cheers" and match[0][6:7] == " "
        is_loose = is_loose and not is_given(first)
        if len(match["name"]) > 2 and first not in stop_words() and not is_loose:
            yield Span(match.start("name"), match.end("name"), "person")
    for match in _APPOSED.finditer(text):
        words = match["name"].split()
        is_both = fold_name(words[0]) in both_names()
        if is_both or not all(is_word(word) for word in words):
            yield Span(match.start("name"), match.end("name"), "person")
    for match in _LOWER_CUE.finditer(text):
        if is_called(match["name"]) or _introduces(match):
            yield Span(match.start("name"), _end_of_lower_name(match), "person")


def _introduces(match: re.Match[str]) -> bool:
    """Say whether "my name is …" is followed by what is no word, whatever its case."""
    name = fold_name(match["name"])
    if not _SELF_CUE.match(match[0]) or name in stop_words():
        return False
    if is_given(name) or name in both_names():
        return True
    if _INFLECTED.search(name):
        return False
    return not is_word(match["name"])


def _end_of_lower_name(match: re.Match[str]) -> int:
    """Take the next word for a surname where someone introduces themselves in lower case."""
    more = match["more"]
    is_surname = (
        more
        and match["name"].islower()
        and more.islower()
        and _FULL_CUE.match(match[0])
        and fold_name(more.strip()) not in stop_words()
    )
    return match.end("more") if is_surname else match.end("name")


def _by_given_name(text: str, vocabulary: frozenset[str]) -> Iterator[Span]:
    """Find capitalised given names, with the capitalised words that follow as a surname.

    Names of other countries count where the batch does not write them in lower case.
    """
    names = given_names()
    words = list(_CAPITALISED.finditer(text))
    for number, word in enumerate(words):
        first = word[0]
        folded = fold_name(first)
        is_name = (
            folded in names
            or (folded in ordinary_names() and bool(_SPEAKS.match(text, word.end())))
            or (folded in wide_names() and folded not in vocabulary)
            or (sounds_given(first) and is_unknown(first, vocabulary))
            or ("-" in first and _is_compound(folded))
        )
        if not is_name or (first.isupper() and len(first) > 1):
            continue
        end = word.end()
        for following in words[number + 1 : number + 3]:
            gap = text[end : following.start()]
            if not re.fullmatch(rf" {_PARTICLE}", gap) or _is_known(following[0]):
                break
            end = following.end()
        before = text[max(0, word.start() - 8) : word.start()]
        # "the Kelly bag" is a thing; "a Nathaniel Brooks" is somebody unknown to the writer.
        if _DETERMINED.search(before) and not (end > word.end() and _UNKNOWN.search(before)):
            continue
        yield Span(word.start(), end, "person")


def _is_compound(folded: str) -> bool:
    """Say whether a word with a hyphen is a given name: "Marie-Ange", not "Sydney-Dubai"."""
    first, *rest = folded.split("-")
    names = given_names() | both_names()
    return first in given_names() or (first in both_names() and all(word in names for word in rest))


def _is_known(word: str) -> bool:
    """Say whether a capitalised word is an ordinary one, or an acronym (a surname is longer)."""
    return fold_name(word) in stop_words() or (word.isupper() and 1 < len(word) < 4)


def _lower_case_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that at least two texts of the batch write in lower case: no names."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({word for word in re.findall(r"[^\W\d_]{2,}", text) if word.islower()})
    return frozenset(fold_name(word) for word, n in counts.items() if n >= 2)


@dataclass(frozen=True)
class _Sentence:
    """A sentence the entity model is asked about: of which text, and from which character."""

    place: int
    start: int
    text: str


def _doubtful_sentences(
    text: str, place: int, covered: bytearray, vocabulary: frozenset[str]
) -> Iterator[_Sentence]:
    """Yield the sentences with a capitalised word that is neither known nor found already."""
    if text.islower() or text.isupper():
        return
    for match in _SENTENCE.finditer(text):
        if len(match[0]) <= _SENTENCE_CHARS and _has_doubtful_word(match, covered, vocabulary):
            yield _Sentence(place, match.start(), match[0])


def _has_doubtful_word(
    sentence: re.Match[str], covered: bytearray, vocabulary: frozenset[str]
) -> bool:
    for word in _CAPITALISED.finditer(sentence[0]):
        folded = fold_name(word[0])
        is_plain = len(word[0]) < 3 or word[0].isupper() or folded in stop_words()
        here = slice(sentence.start() + word.start(), sentence.start() + word.end())
        if not is_plain and folded not in vocabulary and not any(covered[here]):
            return True
    return False


def _by_model(
    texts: Sequence[str],
    language: str,
    sentences: Sequence[_Sentence],
    vocabulary: frozenset[str],
) -> Iterator[tuple[int, Span]]:
    """Yield (place of the text, span) for people whom both the model and the context see."""
    if not sentences:
        return
    model = nlp.pipeline(language, ("ner",))
    unused = [] if _listens(model) else ["tok2vec"]
    docs = model.pipe([s.text for s in sentences], batch_size=256, disable=unused)
    for sentence, doc in zip(sentences, docs, strict=True):
        for entity in doc.ents:
            if entity.label_ not in ("PER", "PERSON"):
                continue
            start = sentence.start + entity.start_char
            span = _trimmed(texts[sentence.place], start, start + len(entity.text))
            if span and _is_person(texts[sentence.place], span, vocabulary):
                yield sentence.place, span


def _listens(model: object) -> bool:
    """Say whether the entity component reads the shared tok2vec (in the small pipelines: no)."""
    names = model.pipe_names  # type: ignore[attr-defined]
    if "tok2vec" not in names:
        return True
    return "ner" in model.get_pipe("tok2vec").listening_components  # type: ignore[attr-defined]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Keep an entity's run of capitalised words: models take in the words around."""
    words = [word for word in _CAPITALISED.finditer(text, start, end) if not _is_known(word[0])]
    if not words or words[-1].end() - words[0].start() > 60:
        return None
    return Span(words[0].start(), words[-1].end(), "person")


def _is_person(text: str, span: Span, vocabulary: frozenset[str]) -> bool:
    """Say whether the words in and around an entity speak of a person, too."""
    words = [
        fold_name(word) for word in re.findall(r"[^\W\d_][\w'’-]*", text[span.start : span.end])
    ]
    if not words or any(char.isdigit() for char in text[span.start : span.end]):
        return False
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 60]
    if is_given(words[0]) or words[0] in ordinary_names():
        is_full = len(words) > 1 and words[1] not in ordinary_names()  # not Leroy Merlin
        return is_full or bool(_PERSON_BEFORE.search(before) or _PERSON_AFTER.match(after))
    if any(word in vocabulary for word in words) or is_word(words[0]):
        return False
    return bool(_PERSON_BEFORE.search(before) or _PERSON_AFTER.match(after))


def _merged(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Return the spans sorted, joined where they overlap, without those that touch `taken`."""
    covered = cover(bytearray(max((span.end for span in [*spans, *taken]), default=0)), taken)
    merged: list[Span] = []
    for span in sorted(spans):
        if any(covered[span.start : span.end]):
            continue
        if merged and span.overlaps(merged[-1]):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end), "person")
        else:
            merged.append(span)
    return merged
