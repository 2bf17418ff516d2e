"""A French and an English name for every theme: words people used, close to what they meant.

The French and the English name are chosen as a pair, so that they say the same. Nothing is drawn at
random.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from feedback.themes.candidates import Candidate, NamingInput, candidates
from feedback.themes.discover import Terms
from feedback.themes.glossary import (
    BETTER_THAN_NONE,
    NAMES_THEME,
    SAME_MEANING,
    Names,
    by_name,
    load_glossary,
)
from feedback.themes.graph import unit
from feedback.themes.phrases import Lexicon
from feedback.themes.words import ASPECT, LANGUAGES, NEUTRAL, OPINION, stop_words

N_KEYWORDS = 8
_PAIR_WEIGHT = 1.0  # a pair that says the same in both languages beats two slightly better halves
_UNNAMED = {"fr": "Sans nom", "en": "Unnamed"}
_CLEARLY_NEARER = 0.05
_BORROWED = 0.5  # cosine from which another theme's phrase may name this one in its language


@dataclass(frozen=True)
class Naming:
    """What a theme is called."""

    name_fr: str
    name_en: str
    keywords_fr: list[str]
    keywords_en: list[str]


def name_themes(given: NamingInput) -> list[Naming]:
    """Name every theme, the largest first; no two share a name in a language."""
    namer = _Namer(given)
    namings = []
    for theme in range(len(given.centroids)):
        words = {la: keywords(given.terms[theme], given.lexicons[la], la) for la in LANGUAGES}
        names = namer.name(theme, words)
        namings.append(Naming(names["fr"], names["en"], words["fr"], words["en"]))
    return namings


def keywords(terms: Terms, lexicon: Lexicon, language: str) -> list[str]:
    """Return up to 8 words, the weights of the forms of one lemma added up, its first one shown."""
    weights: dict[str, float] = {}
    shown: dict[str, str] = {}
    for word, weight in terms[language].items():
        lemma = lexicon.lemmas.get(word, word)
        is_known = lexicon.kinds.get(word, "NOUN") in ("NOUN", "ADJ", "VERB", "PROPN", "X")
        if is_known and lemma not in OPINION and word not in stop_words(language):
            weights[lemma] = weights.get(lemma, 0.0) + weight
            shown.setdefault(lemma, word)
    ranked = sorted(weights.items(), key=lambda item: (-round(item[1], 9), item[0]))
    return [shown[lemma] for lemma, _ in ranked[:N_KEYWORDS]]


class _Namer:
    """Chooses names one theme after the other, remembering which are taken."""

    def __init__(self, given: NamingInput) -> None:
        self._directions = unit(given.centroids)
        self._lists = {language: candidates(given, language) for language in LANGUAGES}
        self._glossary = load_glossary(given.embed, given.centres)
        self._kinds = {la: given.lexicons[la].kinds for la in LANGUAGES}
        self._used = {la: {name.casefold() for name in given.taken[la]} for la in LANGUAGES}

    def name(self, theme: int, words: Mapping[str, Sequence[str]]) -> Names:
        """Return both names of a theme; a keyword stands in where nothing better is found."""
        pair = self._pair(theme)
        found = [candidate for candidate in pair.values() if candidate]
        concept, closeness = self._glossary.nearest(self._directions[theme], self._used)
        own = float(np.mean([c.closeness for c in found])) if found else -1.0
        asked = NAMES_THEME if found else BETTER_THAN_NONE
        if closeness >= max(asked, own + _CLEARLY_NEARER):
            names = dict(concept)
        else:
            names = self._completed(theme, pair, words)
        return self._claimed(names)

    def _pair(self, theme: int) -> dict[str, Candidate | None]:
        """Return the best candidates together; None for a language without any."""
        french, english = (self._free(self._lists[la][theme], la) for la in LANGUAGES)
        if not (french and english):
            return {"fr": next(iter(french), None), "en": next(iter(english), None)}
        together = np.stack([c.vector for c in french]) @ np.stack([c.vector for c in english]).T
        scores = _PAIR_WEIGHT * together + np.array([c.score for c in french])[:, None]
        scores = (scores + np.array([c.score for c in english])).round(6)
        row, column = np.unravel_index(int(scores.argmax()), scores.shape)
        return {"fr": french[int(row)], "en": english[int(column)]}

    def _is_taken(self, word: str) -> bool:
        known = word in NEUTRAL or word in ASPECT
        return known or any(word in self._used[language] for language in LANGUAGES)

    def _free(self, found: Sequence[Candidate], language: str) -> list[Candidate]:
        used = self._used[language]
        return [c for c in found if sentence_case(c.text).casefold() not in used]

    def _completed(
        self,
        theme: int,
        pair: Mapping[str, Candidate | None],
        words: Mapping[str, Sequence[str]],
    ) -> Names:
        every = [w for la in LANGUAGES for w in words[la]]
        nouns = [w for la in LANGUAGES for w in words[la] if self._kinds[la].get(w) == "NOUN"]
        spare = next((w for w in (*nouns, *every) if not self._is_taken(w)), "")
        if not any(pair.values()):
            return by_name(spare) or dict.fromkeys(LANGUAGES, spare)
        names = {}
        for language, other in (("fr", "en"), ("en", "fr")):
            if own := pair[language]:
                names[language] = own.text
            else:
                names[language] = self._elsewhere(theme, language, other, pair[other])
        return names

    def _elsewhere(self, theme: int, language: str, other: str, phrase: Candidate | None) -> str:
        """Return a name in a language the theme's texts do not name it in.

        First the glossary's translation of the name in the other language, then another theme's
        phrase that is near, then the other language's name as it is.
        """
        if phrase is not None:
            concept, closeness = self._glossary.translated(phrase.vector, other, self._used)
            if closeness >= SAME_MEANING:
                return concept[language]
        pool = {c.text: c for own in self._lists[language] for c in own}
        free = self._free([pool[text] for text in sorted(pool)], language)
        if free:
            about = self._directions[theme]
            wanted = about if phrase is None else unit((about + phrase.vector)[None])[0]
            closeness_of = (np.stack([c.vector for c in free]) @ wanted).round(6)
            best = int(closeness_of.argmax())
            if closeness_of[best] >= _BORROWED:
                return free[best].text
        return phrase.text if phrase else ""

    def _claimed(self, names: Names) -> Names:
        """Return the names in sentence case, made distinct, and remember them."""
        claimed = {}
        for language in LANGUAGES:
            name = sentence_case(names[language] or _UNNAMED[language])
            claimed[language] = _distinct(name, self._used[language])
            self._used[language].add(claimed[language].casefold())
        return claimed


def _distinct(name: str, used: set[str]) -> str:
    """Return the name, numbered from 2 where it is taken."""
    if name.casefold() not in used:
        return name
    number = 2
    while f"{name} ({number})".casefold() in used:
        number += 1
    return f"{name} ({number})"


def sentence_case(text: str) -> str:
    """Return the text with a capital first letter and nothing else changed."""
    return text[:1].upper() + text[1:]
