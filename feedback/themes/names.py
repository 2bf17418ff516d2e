"""A French and an English name for every theme: words people used, close to what they meant.

Both names are chosen together, so that they say the same. A single word that covers few of a
theme's texts gets a second one beside it ("Invoice and VAT"). Nothing is drawn at random.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np

from feedback.themes.candidates import Candidate, Candidates, NamingInput, is_plain
from feedback.themes.discover import Terms
from feedback.themes.glossary import BETTER_THAN_NONE, NAMES_THEME, Names, by_name
from feedback.themes.phrases import Lexicon
from feedback.themes.words import JUDGES, LANGUAGES, OPINION, stop_words, tokens

N_KEYWORDS = 8
_UNNAMED = {"fr": "Sans nom", "en": "Unnamed"}
_AND = {"fr": "et", "en": "and"}
_CLEARLY_NEARER = 0.05
_MUCH_NEARER = 0.15  # than words that two or three of a dozen texts share
_GOOD_SCORE = 0.9  # under it the words of a theme name it worse than the nearest concept does
_BETTER_THAN_VAGUE = 0.35
_TELLING = 0.1  # share x lift from which the words of the texts are trusted before the vectors
_FAR = 0.15  # cosine to the theme under which hardly used words name something else
_ALONE = 0.5  # share of a theme's texts from which one word says enough
_SECOND_SHARE, _SECOND_LIFT = 0.08, 0.3
_TOO_ALIKE = 0.7
_MAX_CHARS = 42
_NAMES = frozenset({"Bluetooth", "Excel"})


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
            shown.setdefault(lemma, lexicon.casing.get(word, word))
    ranked = sorted(weights.items(), key=lambda item: (-round(item[1], 9), item[0]))
    return [shown[lemma] for lemma, _ in ranked[:N_KEYWORDS]]


class _Namer:
    """Chooses names one theme after the other, remembering which are taken."""

    def __init__(self, given: NamingInput) -> None:
        self._candidates = Candidates(given)
        self._kinds = {la: given.lexicons[la].kinds for la in LANGUAGES}
        self._used = {la: {name.casefold() for name in given.taken[la]} for la in LANGUAGES}

    def name(self, theme: int, words: Mapping[str, Sequence[str]]) -> Names:
        """Return both names of a theme; a keyword stands in where nothing better is found."""
        found = self._free(self._candidates.shortlist(theme))
        first = self._first(theme, found)
        if first is None:
            return self._claimed(self._from_keywords(words))
        own = next(iter(first.names.values()))
        claimed = self._claimed({la: first.names.get(la, own) for la in LANGUAGES})
        second = self._second(theme, first, found)
        if second is None:
            return claimed
        return self._claimed(self._joined(claimed, second))

    def _first(self, theme: int, found: Sequence[Candidate]) -> Candidate | None:
        """Return the best candidate, one that people of the theme said where there is any.

        A name near in meaning that nobody used is taken for a mistake ("Hot water" over people who
        freeze). Far from the theme and hardly used, it is worse than a bare keyword.
        """
        best = self._best(theme, found)
        if best is not None and not best.share:
            said = (own for own in found if own.share and not own.is_vague() and not _is_far(own))
            best = next(said, best)
        return None if best is None or _is_far(best) else best

    def _best(self, theme: int, found: Sequence[Candidate]) -> Candidate | None:
        """Return what scores best, or a concept clearly nearer to the texts."""
        own = found[0] if found else None
        near = self._free(self._candidates.nearest_concepts(theme))
        concept = next((c for c in near if not c.is_vague()), None)
        if concept is None:
            return own
        if own is None:
            return concept if concept.closeness >= BETTER_THAN_NONE else None
        if own.is_vague():
            return concept if concept.closeness >= _BETTER_THAN_VAGUE else own
        clearly, much = own.closeness + _CLEARLY_NEARER, own.closeness + _MUCH_NEARER
        is_weak = own.score < _GOOD_SCORE and concept.closeness >= clearly
        is_telling = own.share * own.lift >= _TELLING
        is_better = concept.closeness >= max(NAMES_THEME, clearly) and not is_telling
        is_meant = concept.share > 0 and concept.closeness >= max(NAMES_THEME, much)
        return concept if is_better or is_weak or is_meant else own

    def _second(self, theme: int, first: Candidate, found: Sequence[Candidate]) -> Candidate | None:
        """Return what may stand beside a single word that covers too few of the texts."""
        if first.content_words() > 1 or first.share >= _ALONE or _is_pair(first):
            return None
        best, most = None, 0.0
        for other in found:
            if self._may_follow(first, other):
                gained = self._gained(theme, first, other)
                value = round(gained**0.5 + 0.5 * other.lift + other.closeness, 6)
                if gained >= _SECOND_SHARE and value > most:
                    best, most = other, value
        return best

    def _may_follow(self, first: Candidate, other: Candidate) -> bool:
        is_whole = len(other.names) == len(LANGUAGES) and not other.is_vague()
        shares_words = any(
            _beginnings(first.names.get(la, "")) & _beginnings(other.names.get(la, ""))
            for la in LANGUAGES
        )
        both = [la for la in first.vectors if la in other.vectors]
        alike = max((float(first.vectors[la] @ other.vectors[la]) for la in both), default=0.0)
        length = max(len(first.names.get(la, "")) + len(other.names[la]) for la in other.names)
        return (
            is_whole
            and not shares_words
            and other.lift >= _SECOND_LIFT
            and alike < _TOO_ALIKE
            and length + 5 <= _MAX_CHARS
        )

    def _gained(self, theme: int, first: Candidate, other: Candidate) -> float:
        """Return the share of the theme's texts that use `other` and not `first`."""
        gained = 0.0
        for la, weight in self._candidates.weights(theme).items():
            usage = self._candidates.usage[la]
            if la in other.keys and weight:
                new = usage.within(other.keys[la], theme)
                if la in first.keys:
                    new = np.setdiff1d(new, usage.within(first.keys[la], theme))
                gained += weight * len(new) / max(int(usage.sizes[theme]), 1)
        return gained

    @staticmethod
    def _joined(first: Names, second: Candidate) -> Names:
        return {
            la: f"{first[la]} {_AND[la]} {without_capital(second.names[la])}" for la in LANGUAGES
        }

    def _free(self, found: Sequence[Candidate]) -> list[Candidate]:
        return untaken(found, self._used)

    def _is_taken(self, word: str) -> bool:
        return is_plain(word) or any(word in self._used[language] for language in LANGUAGES)

    def _from_keywords(self, words: Mapping[str, Sequence[str]]) -> Names:
        every = [w for la in LANGUAGES for w in words[la]]
        nouns = [w for la in LANGUAGES for w in words[la] if self._kinds[la].get(w) == "NOUN"]
        judged = [JUDGES[word] for word in every if word in JUDGES]
        words_left = (w for w in (*nouns, *every) if not self._is_taken(w))
        spare = next(words_left, judged[0] if judged else "")
        return by_name(spare) or dict.fromkeys(LANGUAGES, spare)

    def _claimed(self, names: Names) -> Names:
        """Return the names in sentence case, made distinct, and remember them."""
        claimed = {}
        for language in LANGUAGES:
            name = sentence_case(names[language] or _UNNAMED[language])
            claimed[language] = _distinct(name, self._used[language])
            self._used[language].add(claimed[language].casefold())
        return claimed


def _is_pair(candidate: Candidate) -> bool:
    """Say whether a name joins two things in either language already ("SSO and login")."""
    return any(f" {_AND[la]} " in f" {name} " for la, name in candidate.names.items())


def _is_far(candidate: Candidate) -> bool:
    return candidate.closeness < _FAR and candidate.share * candidate.lift < _TELLING


def untaken(found: Sequence[Candidate], used: Mapping[str, AbstractSet[str]]) -> list[Candidate]:
    """Return the candidates whose own words name no theme yet, less translations that do.

    In a batch of one language "credit score" and "credit card" are both translated "Crédit": the
    translation is the first one's, the words of the texts are each one's own.

    Args:
        found: Candidates, best first.
        used: Language → names of other themes, lower case.
    """
    kept = []
    for candidate in found:
        names = candidate.names.items()
        taken = {la for la, name in names if sentence_case(name).casefold() in used[la]}
        if taken.isdisjoint(candidate.keys):
            free = {la: name for la, name in names if la not in taken}
            kept.append(replace(candidate, names=free))
    return kept


def _distinct(name: str, used: set[str]) -> str:
    """Return the name, numbered from 2 where it is taken."""
    if name.casefold() not in used:
        return name
    number = 2
    while f"{name} ({number})".casefold() in used:
        number += 1
    return f"{name} ({number})"


def _beginnings(name: str) -> set[str]:
    """Return how the words of a name begin: "expert" and "expertise" begin alike."""
    return {word[:5] for word in tokens(name)}


def sentence_case(text: str) -> str:
    """Return the text with a capital first letter and nothing else changed."""
    return text[:1].upper() + text[1:]


def without_capital(text: str) -> str:
    """Return the text with a small first letter, unless its first word is a name or acronym."""
    first = text.split(" ", 1)[0]
    is_name = first in _NAMES or any(letter.isupper() for letter in first[1:])
    return text if is_name else text[:1].lower() + text[1:]
