"""Noun phrases as people wrote them: the candidates for names, and lemmas for keywords.

Only a sample of each theme's texts is tagged. Phrases follow patterns over parts of speech, which
needs no parser (a full French pipeline reads 130 texts a second, tagging alone 4 times that).
French phrases keep their inner prepositions: "temps de réponse du support".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from feedback.nlp import calmed, pipeline
from feedback.themes.words import (
    ACRONYMS,
    IN_PHRASES,
    NEUTRAL,
    unfit_for_names,
    without_placeholders,
)

# The French morphologizer gives parts of speech itself; the English ones are read off the tags
# here, because the attribute ruler that does it costs as much as the tagger.
_COMPONENTS = {"fr": ("morphologizer", "lemmatizer"), "en": ("tagger", "lemmatizer")}
_POS_OF_TAG = {"NNP": "PROPN", "NN": "NOUN", "JJ": "ADJ", "VB": "VERB", "DT": "DET", "IN": "ADP"}
_POS_OF_TAG |= {"CD": "NUM", "FW": "X"}
_BASE_TAGS = {"NN", "NNP", "VB", "VBP", "JJ"}  # "process" is no plural
_DETERMINED = {"DET", "ADP", "ADJ", "NUM", "NOUN"}
_FR_LINKS = {"de", "d'", "du", "des", "à", "au", "aux", "en", "pour", "par", "sans", "sur"}
_FR_ARTICLES = {"la", "le", "l'", "les"}
_OBJECT_WORDS = {
    "en": {"a", "an", "the", "my", "your", "our"},
    "fr": {"le", "la", "l'", "les", "un", "une", "des", "de", "mon", "ma", "mes"},
}
"""What may stand between a verb and its object in a name; see `_WRITTEN` for how it is written."""
_VOWELS = frozenset("aeiouyhâàéèêëîïôœû")
_WRITTEN = {"mon": "le", "ma": "la", "mes": "les", "my": "", "your": "", "our": "", "the": ""}
_SENTENCE_ENDS = frozenset('.!?:;…-–—«»"()[]•*\n')
_WORD = re.compile(r"[^\W_]+")
_MAX_CONTENT = 4
_MAX_TOKENS = 7
_MAX_CHARS = 100
_NOUN_LIKE = 0.25


@dataclass(frozen=True)
class Word:
    """A tagged token: as written, its lemma, its part of speech."""

    text: str
    lemma: str
    pos: str

    @property
    def low(self) -> str:
        """The token in lower case with a straight apostrophe."""
        return self.text.lower().replace("’", "'")


@dataclass
class Lexicon:
    """What the tagged sample of one language taught.

    Attributes:
        lemmas: Word as written, lower case → its most frequent lemma.
        kinds: Word as written, lower case → its most frequent part of speech.
        phrases: For every theme: key (lemmas of the content words) → how often.
        forms: Key → how the phrase was written → how often.
        casing: Word in lower case → how it is written inside a sentence, for proper names and
            acronyms only.
    """

    lemmas: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    phrases: dict[int, Counter[tuple[str, ...]]] = field(default_factory=dict)
    forms: dict[tuple[str, ...], Counter[str]] = field(default_factory=dict)
    casing: dict[str, str] = field(default_factory=dict)

    def form(self, key: tuple[str, ...]) -> str:
        """Return the most frequent way to write a phrase, ties by spelling, names in capitals."""
        text = min(self.forms[key].items(), key=lambda item: (-item[1], item[0]))[0]
        return _WORD.sub(lambda found: self.casing.get(found[0].lower(), found[0]), text)


def learn(samples: Mapping[int, Sequence[str]], language: str) -> Lexicon:
    """Tag the sampled texts of each theme and collect their noun phrases.

    Args:
        samples: Theme number → texts of the language.
        language: ``fr`` or ``en``.
    """
    if not any(samples.values()):
        return Lexicon()
    notes = _Notes()
    for words, theme in _tagged(samples, language):
        notes.add(words, theme, language)
    return notes.lexicon()


def _tagged(
    samples: Mapping[int, Sequence[str]], language: str
) -> Iterator[tuple[list[Word], int]]:
    """Yield the tagged words of every text; each word and part of speech is lemmatised once."""
    tagger = pipeline(language, _COMPONENTS[language])
    lemmatize = tagger.get_pipe("lemmatizer").lemmatize
    lemmas: dict[tuple[str, str], str] = {}
    pairs = (
        (calmed(without_placeholders(text)[:_MAX_CHARS]), theme)
        for theme, texts in samples.items()
        for text in texts
    )
    stream = tagger.pipe(pairs, as_tuples=True, batch_size=128, disable=["lemmatizer"])
    for document, theme in stream:
        words = []
        for token in document:
            if language == "en":
                token.pos_ = _english_pos(token.tag_)
            key = (token.lower_, token.tag_ if language == "en" else token.pos_)
            if key not in lemmas:
                is_base = not token.pos_ or (language == "en" and token.tag_ in _BASE_TAGS)
                lemma = [] if is_base else lemmatize(token)
                lemmas[key] = (lemma or [token.lower_])[0].lower()
            words.append(Word(token.text, lemmas[key], token.pos_))
        yield words, theme


def _english_pos(tag: str) -> str:
    """Return the universal part of speech of a Penn Treebank tag; empty where it is no matter."""
    if tag == "PRP$":
        return "DET"
    return _POS_OF_TAG.get(tag[:3]) or _POS_OF_TAG.get(tag[:2], "")


class _Notes:
    """Counts taken while tagged texts go by."""

    def __init__(self) -> None:
        self._lemmas: dict[str, Counter[str]] = defaultdict(Counter)
        self._kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self._forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        self._determined: Counter[tuple[str, ...]] = Counter()
        self._phrases: dict[int, Counter[tuple[str, ...]]] = defaultdict(Counter)
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, words: list[Word], theme: int, language: str) -> None:
        """Count the words and phrases of one text."""
        for word in words:
            self._lemmas[word.low][word.lemma] += 1
            self._kinds[word.low][word.pos] += 1
        if not all(word.text.isupper() for word in words):
            for previous, word in pairwise(words):
                if previous.text not in _SENTENCE_ENDS:
                    self._spellings[word.low][word.text] += 1
        for start, end in noun_phrases(words, language):
            phrase = words[start:end]
            key = tuple(w.lemma for w in phrase if _is_content(w))
            self._phrases[theme][key] += 1
            self._forms[key][written(phrase)] += 1
            before = words[start - 1].pos if start else ""
            self._determined[key] += before in _DETERMINED

    def lexicon(self) -> Lexicon:
        """Return the majorities; single words that never stand like a noun are dropped."""
        phrases = {
            theme: Counter({k: n for k, n in own.items() if self._is_noun_like(k)})
            for theme, own in self._phrases.items()
        }
        return Lexicon(
            {word: _most(found) for word, found in self._lemmas.items()},
            {word: _most(found) for word, found in self._kinds.items()},
            phrases,
            dict(self._forms),
            {w: _spelling(w, found) for w, found in self._spellings.items() if _is_cased(w, found)},
        )

    def _is_noun_like(self, key: tuple[str, ...]) -> bool:
        # "Fonctionne bien": a verb that opens a sentence is often taken for a noun, but no
        # article, preposition or adjective ever stands before it.
        if len(key) > 1:
            return True
        total = sum(self._forms[key].values())
        is_noun = all(_most(self._kinds[form.lower()]) == "NOUN" for form in self._forms[key])
        return is_noun and self._determined[key] >= _NOUN_LIKE * total


def _is_cased(word: str, found: Counter[str]) -> bool:
    """Say whether a word is mostly written with a capital inside sentences."""
    return word in ACRONYMS or 2 * found[word] < sum(found.values())


def _spelling(word: str, found: Counter[str]) -> str:
    return word.upper() if word in ACRONYMS else _most(found)


def _most(found: Counter[str]) -> str:
    return min(found.items(), key=lambda item: (-item[1], item[0]))[0]


def noun_phrases(words: Sequence[Word], language: str) -> list[tuple[int, int]]:
    """Return start and end of every noun phrase of one to four content words, nested ones too."""
    found = []
    for start in range(len(words)):
        ends = _french_ends(words, start) if language == "fr" else _english_ends(words, start)
        for end in ends:
            phrase = list(words[start:end])
            content = [w for w in phrase if _is_content(w)]
            is_short = len(content) <= _MAX_CONTENT and len(phrase) <= _MAX_TOKENS
            if is_short and _may_name(content) and not _hangs_loose(phrase):
                found.append((start, end))
    return found


def _is_content(word: Word) -> bool:
    return word.pos in ("NOUN", "PROPN", "ADJ", "VERB", "X", "NUM")


def _may_name(content: Iterable[Word]) -> bool:
    """Say whether the words may be a name: no opinion, no stop word, no name of someone alone."""
    content = list(content)
    soft = [word.low in IN_PHRASES or word.lemma in IN_PHRASES for word in content]
    if all(soft) or (len(content) == 1 and content[0].lemma in NEUTRAL):
        return False
    unfit = unfit_for_names()
    for word, is_soft in zip(content, soft, strict=True):
        if not is_soft and not unfit.isdisjoint({word.low, word.lemma}):
            return False
        if len(word.low) < 2 or not word.low.replace("-", "").isalpha():
            return False
    return any(word.pos == "NOUN" for word in content)


def _hangs_loose(phrase: Sequence[Word]) -> bool:
    """Say whether a phrase opens with an empty noun that nothing links ("jour Garmin")."""
    is_empty = phrase[0].low in IN_PHRASES and phrase[0].pos == "NOUN"
    return is_empty and phrase[1].low not in _FR_LINKS | {"of"}


def _french_ends(words: Sequence[Word], start: int) -> list[int]:
    """(V (article)?)? N (A)* ((prep (article)?) N (A)*){0,2}: the ends of phrases from `start`."""
    verb = _after_verb(words, start, "fr")
    return _french_nouns(words, start if verb is None else verb)


def _french_nouns(words: Sequence[Word], start: int) -> list[int]:
    if start >= len(words) or words[start].pos != "NOUN":
        return []
    at, ends = start + 1, [start + 1]
    for _ in range(3):
        while at < len(words) and words[at].pos == "ADJ":
            at += 1
            ends.append(at)
        link = _french_link(words, at)
        if not link:
            break
        at += link + 1
        ends.append(at)
    return ends


def _french_link(words: Sequence[Word], at: int) -> int:
    """Return how many words link the noun before `at` to the next one, 0 if nothing does."""
    if at >= len(words) or words[at].low not in _FR_LINKS:
        return 0
    length = 1
    if at + 1 < len(words) and words[at + 1].low in _FR_ARTICLES:
        length = 2
    following = at + length
    is_noun = following < len(words) and words[following].pos in ("NOUN", "PROPN")
    return length if is_noun else 0


def _after_verb(words: Sequence[Word], start: int, language: str) -> int | None:
    """Return where the object of a verb begins: "cancel my [order]", "annuler ma [commande]".

    Only a verb in its base form opens a name; what is conjugated tells a story.
    """
    verb = words[start]
    if verb.pos != "VERB" or verb.low != verb.lemma:
        return None
    at = start + 1
    if at < len(words) and words[at].low in _OBJECT_WORDS[language]:
        at += 1
    return at


def _english_ends(words: Sequence[Word], start: int) -> list[int]:
    """(V D?)? (A | N)* N (of N)?: the ends of the phrases that begin at `start`."""
    verb = _after_verb(words, start, "en")
    return _english_nouns(words, start if verb is None else verb)


def _english_nouns(words: Sequence[Word], start: int) -> list[int]:
    if start >= len(words) or words[start].pos not in ("ADJ", "NOUN", "PROPN"):
        return []
    ends, at = [], start
    while at < len(words) and words[at].pos in ("ADJ", "NOUN", "PROPN"):
        at += 1
        if words[at - 1].pos in ("NOUN", "PROPN"):
            ends.append(at)
    follows = at + 1 < len(words) and words[at].low == "of"
    if ends and follows and words[at + 1].pos == "NOUN":
        ends.append(at + 2)
    return ends


def written(phrase: Sequence[Word]) -> str:
    """Return the phrase as written, lower case but for acronyms and proper names."""
    text = ""
    for place, word in enumerate(phrase):
        is_article = place == 1 and phrase[0].pos == "VERB" and word.low in _WRITTEN
        is_acronym = word.text.isupper() and 2 <= len(word.text) <= 4
        is_name = word.pos == "PROPN" and word.text.istitle()
        shown = word.text if is_acronym or is_name else word.low
        if is_article:
            shown = _article(word.low, phrase[2].low)
        text += shown if not text or text.endswith("'") or not shown else f" {shown}"
    return text.replace("'", "’")


def _article(word: str, following: str) -> str:
    """Return what stands in a name for "my", "ma": "annuler ma commande", "annuler la commande"."""
    article = _WRITTEN[word]
    is_elided = article in ("le", "la") and following[:1] in _VOWELS
    return "l'" if is_elided else article
