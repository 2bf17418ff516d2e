"""Noun phrases as people wrote them: the candidates for names, and lemmas for keywords.

Only a sample of each theme's texts is tagged. Phrases follow patterns over parts of speech, which
needs no parser (a full French pipeline reads 130 texts a second, tagging alone 4 times that).
French phrases keep their inner prepositions: "temps de réponse du support".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback.nlp import pipeline
from feedback.themes.words import ASPECT, OPINION, stop_words, without_placeholders

_COMPONENTS = {
    "fr": ("morphologizer", "attribute_ruler", "lemmatizer"),
    "en": ("tagger", "attribute_ruler", "lemmatizer"),
}
_FR_LINKS = {"de", "d'", "du", "des", "à", "au", "aux", "en", "pour", "par", "sans", "sur"}
_FR_ARTICLES = {"la", "le", "l'", "les"}
_MAX_CONTENT = 4
_MAX_TOKENS = 7


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
    """

    lemmas: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    phrases: dict[int, Counter[tuple[str, ...]]] = field(default_factory=dict)
    forms: dict[tuple[str, ...], Counter[str]] = field(default_factory=dict)

    def form(self, key: tuple[str, ...]) -> str:
        """Return the most frequent way to write a phrase, ties by spelling."""
        return min(self.forms[key].items(), key=lambda item: (-item[1], item[0]))[0]


def learn(samples: dict[int, Sequence[str]], language: str) -> Lexicon:
    """Tag the sampled texts of each theme and collect their noun phrases.

    Args:
        samples: Theme number → texts of the language.
        language: ``fr`` or ``en``.
    """
    lexicon = Lexicon()
    if not any(samples.values()):
        return lexicon
    lemmas: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    pairs = ((without_placeholders(t), theme) for theme, ts in samples.items() for t in ts)
    tagger = pipeline(language, _COMPONENTS[language])
    for document, theme in tagger.pipe(pairs, as_tuples=True, batch_size=128):
        words = [Word(t.text, (t.lemma_ or t.text).lower(), t.pos_) for t in document]
        for word in words:
            lemmas[word.low][word.lemma] += 1
            kinds[word.low][word.pos] += 1
        counts = lexicon.phrases.setdefault(theme, Counter())
        for phrase in noun_phrases(words, language):
            key = tuple(w.lemma for w in phrase if _is_content(w))
            counts[key] += 1
            forms[key][written(phrase)] += 1
    lexicon.lemmas = {word: _most(found) for word, found in lemmas.items()}
    lexicon.kinds = {word: _most(found) for word, found in kinds.items()}
    lexicon.forms = dict(forms)
    return lexicon


def _most(found: Counter[str]) -> str:
    return min(found.items(), key=lambda item: (-item[1], item[0]))[0]


def noun_phrases(words: Sequence[Word], language: str) -> list[list[Word]]:
    """Return every noun phrase of one to four content words, nested ones too."""
    found = []
    for start in range(len(words)):
        ends = _french_ends(words, start) if language == "fr" else _english_ends(words, start)
        for end in ends:
            phrase = list(words[start:end])
            content = [w for w in phrase if _is_content(w)]
            is_short = len(content) <= _MAX_CONTENT and len(phrase) <= _MAX_TOKENS
            if is_short and _may_name(content, language):
                found.append(phrase)
    return found


def _is_content(word: Word) -> bool:
    return word.pos in ("NOUN", "PROPN", "ADJ", "VERB", "X", "NUM")


def _may_name(content: Iterable[Word], language: str) -> bool:
    """Say whether the words may be a name: no opinion, no stop word, no name of someone alone."""
    content = list(content)
    stop = stop_words(language)
    for word in content:
        texts = {word.low, word.lemma}
        if texts & OPINION or texts & ASPECT or texts & stop or len(word.low) < 2:
            return False
        if not word.low.replace("-", "").isalpha():
            return False
    return any(word.pos == "NOUN" for word in content)


def _french_ends(words: Sequence[Word], start: int) -> list[int]:
    """N (A)* ((prep (article)?) N (A)*){0,2}: the ends of the phrases that begin at `start`."""
    if words[start].pos != "NOUN":
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


def _english_ends(words: Sequence[Word], start: int) -> list[int]:
    """(A | N)* N (of N)?: the ends of the phrases that begin at `start`."""
    if words[start].pos not in ("ADJ", "NOUN", "PROPN"):
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
    """Return the phrase as written, lower case but for short acronyms, elisions closed up."""
    text = ""
    for word in phrase:
        is_acronym = word.text.isupper() and 2 <= len(word.text) <= 4
        shown = word.text if is_acronym else word.low
        text += shown if not text or text.endswith("'") else f" {shown}"
    return text.replace("'", "’")
