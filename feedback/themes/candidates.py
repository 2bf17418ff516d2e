"""What may name a theme: a phrase of its texts, a pair of phrases, or a concept of the glossary.

A score adds up what a good name does: it lies near the theme's texts in meaning, many of them use
its words, other themes do not, and both languages say the same.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from feedback.themes.discover import Terms
from feedback.themes.glossary import Glossary, Names, concepts, load_glossary
from feedback.themes.graph import centred, unit
from feedback.themes.phrases import Lexicon
from feedback.themes.usage import Key, Stems, Usage
from feedback.themes.words import ASPECT, LANGUAGES, NEUTRAL, VAGUE
from feedback.types import Embed, FloatArray

_DRAFTS = 12
_SHORTLIST = 12
_NEAREST_CONCEPTS = 3
_MIN_LIFT = 0.2
_MIN_MENTIONS = 2
_MIN_SHARE = 0.025
_PAIRED = 0.65
"""Cosine from which a French and an English phrase may be one name: at 0.45 "trouver la montre"
stood beside "buy watch faces". The two names of 32 themes of app reviews agree at 0.76 (0.73)."""

# Weights of the score, beside the cosine to the theme, whose weight is 1.
_SHARE, _LIFT, _SAME, _LENGTH, _APART = 0.8, 0.7, 0.4, 0.3, 1.0
_PART, _VAGUE, _UNTRANSLATED = 0.8, 0.7, 0.4
_PART_OF_LONGER = 0.35

_TOO_LITTLE = VAGUE | NEUTRAL

BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class NamingInput:
    """What names are made from.

    Attributes:
        centroids: Shape (n_themes, d), centred.
        terms: Class-based TF-IDF words of every theme.
        lexicons: What the tagged sample taught, by language.
        texts: For every theme its texts by language.
        centres: Mean vector per language.
        embed: The encoder.
        taken: Names of known themes by language, which no new theme may have.
        others: The batch's texts of no theme to be named, by language: a single new theme stands
            out from these or from nothing.
    """

    centroids: FloatArray
    terms: Sequence[Terms]
    lexicons: Mapping[str, Lexicon]
    texts: Sequence[Mapping[str, Sequence[str]]]
    centres: Mapping[str, FloatArray]
    embed: Embed
    taken: Mapping[str, frozenset[str]]
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """A possible name in one or both languages, as one theme sees it.

    Attributes:
        names: Language → name; a language without one is missing.
        keys: Language → stems.
        vectors: Language → centred unit vector.
        closeness: Mean cosine to the theme, languages weighted by the theme's texts.
        share: Share of the theme's texts that use the words.
        lift: How much more than others, 0 to 1, see `Usage.lift`.
        score: All of it.
        is_concept: Whether it stands in the glossary.
    """

    names: Names
    keys: Mapping[str, Key]
    vectors: Mapping[str, FloatArray]
    closeness: float = 0.0
    share: float = 0.0
    lift: float = 0.0
    score: float = 0.0
    is_concept: bool = field(default=False)

    def is_vague(self) -> bool:
        """Say whether it is one word, in some language, that is too little for a name."""
        return any(
            len(key) == 1 and not _TOO_LITTLE.isdisjoint({key[0], self.names[la].casefold()})
            for la, key in self.keys.items()
        )

    def content_words(self) -> int:
        """Return the number of content words in the longer of its names."""
        return max((len(key) for key in self.keys.values()), default=0)


class Candidates:
    """Shortlists for all themes of a batch."""

    def __init__(self, given: NamingInput) -> None:
        self._given = given
        self._directions = unit(given.centroids)
        self.glossary: Glossary = load_glossary(given.embed, given.centres)
        self._stems = {la: Stems(given.lexicons[la], la) for la in LANGUAGES}
        self._concept_keys = [
            {la: self._stems[la].key(names[la]) for la in LANGUAGES} for names in concepts()
        ]
        self._drafts = {la: self._most_used(la) for la in LANGUAGES}
        self.usage = {la: self._usage(la) for la in LANGUAGES}
        self._vectors = {la: self._embedded(la) for la in LANGUAGES}
        self._uses = np.logical_or.reduce([self._uses_concepts(la) for la in LANGUAGES])
        self._at_home = [
            any(self.usage[la].knows(keys[la]) for la in LANGUAGES) for keys in self._concept_keys
        ]

    def weights(self, theme: int) -> dict[str, float]:
        """Return the share of each language among the theme's texts."""
        sizes = {la: int(self.usage[la].sizes[theme]) for la in LANGUAGES}
        total = max(sum(sizes.values()), 1)
        return {la: size / total for la, size in sizes.items()}

    def shortlist(self, theme: int) -> list[Candidate]:
        """Return what may name the theme, best first."""
        raw = [*self._of_glossary(theme), *self._of_texts(theme)]
        scored = [self._scored(candidate, theme) for candidate in raw]
        longer = [c.keys for c in scored]
        ranked = [self._less_if_part(c, longer, theme) for c in scored]
        ranked.sort(key=lambda c: (-c.score, *(c.names.get(la, "") for la in LANGUAGES)))
        return ranked[:_SHORTLIST]

    def nearest_concepts(self, theme: int) -> list[Candidate]:
        """Return the glossary's candidates nearest in meaning, used in the texts or not."""
        if not self.glossary.vectors:
            return []
        order = self._nearest(theme)[:_SHORTLIST]
        return [self._scored(self._concept(int(row)), theme) for row in order]

    def _nearest(self, theme: int) -> list[int]:
        """Return the concepts by falling closeness, those of other trades left out.

        A concept none of whose languages' words occur anywhere in the texts ("washing machine" in
        a survey on software) is one of another trade, however near its vector lies.
        """
        cosines = self.glossary.cosines(self._directions[theme], self.weights(theme))
        order = np.argsort(-cosines.round(6), kind="stable").tolist()
        return [row for row in order if self._at_home[row]]

    def _most_used(self, language: str) -> list[list[tuple[str, Key]]]:
        """Return for every theme its most used phrases, as written and as stems."""
        lexicon, stems = self._given.lexicons[language], self._stems[language]
        found = []
        for theme in range(len(self._given.centroids)):
            counts: Counter[Key] = lexicon.phrases.get(theme, Counter())
            common = sorted(counts, key=lambda key: (-counts[key] * len(key), key))
            forms: dict[Key, str] = {}
            for key in common[: 2 * _DRAFTS]:
                forms.setdefault(tuple(stems.stem(word) for word in key), lexicon.form(key))
            found.append([(form, key) for key, form in forms.items()])
        return found

    def _usage(self, language: str) -> Usage:
        keys = [key for own in self._drafts[language] for _, key in own]
        keys += [own[language] for own in self._concept_keys]
        groups = [*self._given.texts, *([self._given.others] if self._given.others else [])]
        texts = [own.get(language, ()) for own in groups]
        return Usage(texts, self._stems[language], frozenset(s for key in keys for s in key))

    def _uses_concepts(self, language: str) -> BoolArray:
        """Say of each concept and theme whether enough texts use it, and more than others.

        Shape (n_concepts, n_themes).
        """
        usage = self.usage[language]
        keys = [own[language] for own in self._concept_keys]
        counts = np.stack([usage.counts(key) for key in keys])
        least = np.maximum(_MIN_MENTIONS, _MIN_SHARE * usage.sizes)
        return np.asarray((counts >= least) & (usage.lifts(counts) >= _MIN_LIFT))

    def _embedded(self, language: str) -> dict[str, FloatArray]:
        kept = [self._kept(theme, language) for theme in range(len(self._given.centroids))]
        forms = sorted({form for own in kept for form, _ in own})
        if not forms:
            return {}
        given = self._given
        rows = centred(given.embed(forms), [language] * len(forms), given.centres)
        return dict(zip(forms, rows, strict=True))

    def _kept(self, theme: int, language: str) -> list[tuple[str, Key]]:
        """Return the phrases that enough texts of the theme use, and more than others."""
        usage = self.usage[language]
        least = max(_MIN_MENTIONS, _MIN_SHARE * int(usage.sizes[theme]))
        own = [
            (form, key)
            for form, key in self._drafts[language][theme]
            if usage.counts(key)[theme] >= least and usage.lift(key, theme) >= _MIN_LIFT
        ]
        return sorted(own, key=lambda item: (-usage.counts(item[1])[theme] * len(item[1]), item))[
            :_DRAFTS
        ]

    def _concept(self, row: int) -> Candidate:
        vectors = {la: rows[row] for la, rows in self.glossary.vectors.items()}
        return Candidate(dict(concepts()[row]), self._concept_keys[row], vectors, is_concept=True)

    def _of_glossary(self, theme: int) -> list[Candidate]:
        """Return the concepts whose words the theme's texts use, and the nearest ones."""
        if not self.glossary.vectors:
            return []
        rows = set(self._nearest(theme)[:_NEAREST_CONCEPTS])
        rows.update(np.flatnonzero(self._uses[:, theme]).tolist())
        return [self._concept(row) for row in sorted(rows)]

    def _of_texts(self, theme: int) -> list[Candidate]:
        own = {la: self._singles(theme, la) for la in LANGUAGES}
        pairs = [
            Candidate(
                {"fr": f.names["fr"], "en": e.names["en"]},
                {**f.keys, **e.keys},
                {**f.vectors, **e.vectors},
            )
            for f in own["fr"]
            for e in own["en"]
            if float(f.vectors["fr"] @ e.vectors["en"]) >= _PAIRED
        ]
        return [*pairs, *own["fr"], *own["en"]]

    def _singles(self, theme: int, language: str) -> list[Candidate]:
        known = {keys[language] for keys in self._concept_keys}
        found = []
        for form, key in self._kept(theme, language):
            if key not in known:
                vector = self._vectors[language][form]
                names = self.glossary.translated(form, vector, language)
                found.append(Candidate(names, {language: key}, {language: vector}))
        return found

    def _scored(self, candidate: Candidate, theme: int) -> Candidate:
        weights = self.weights(theme)
        direction = self._directions[theme]
        parts = {la: float(v @ direction) for la, v in candidate.vectors.items()}
        total = sum(weights[la] for la in parts)
        closeness = sum(
            value * (weights[la] / total if total else 1 / len(parts))
            for la, value in parts.items()
        )
        used = {la: self.usage[la] for la in candidate.keys}
        share = sum(weights[la] * u.share(candidate.keys[la], theme) for la, u in used.items())
        lift = sum(weights[la] * u.lift(candidate.keys[la], theme) for la, u in used.items())
        score = closeness + _SHARE * share**0.5 + _LIFT * lift + _SAME * _agreement(candidate)
        score += _APART * self._margin(candidate, theme)
        score += _LENGTH * (candidate.content_words() in (2, 3))
        score -= _VAGUE * candidate.is_vague()
        score -= _UNTRANSLATED * (len(candidate.names) < len(LANGUAGES))
        return replace(
            candidate,
            closeness=round(closeness, 6),
            share=round(share, 6),
            lift=round(lift, 6),
            score=round(score, 6),
        )

    def _margin(self, candidate: Candidate, theme: int) -> float:
        """Return how much nearer the name lies to the theme than to any other, languages weighted.

        "Card" is as near to five themes on cards as to its own; "damaged card" is not.
        """
        if len(self._directions) < 2:
            return 0.0
        weights = self.weights(theme)
        total = sum(weights[la] for la in candidate.vectors)
        margin = 0.0
        for la, vector in candidate.vectors.items():
            cosines = self._directions @ vector
            own = float(cosines[theme])
            share = weights[la] / total if total else 1 / len(candidate.vectors)
            margin += share * (own - float(np.delete(cosines, theme).max()))
        return margin

    def _less_if_part(
        self, candidate: Candidate, others: Sequence[Mapping[str, Key]], theme: int
    ) -> Candidate:
        """Lower the score of words that mostly stand inside a longer phrase ("mot de passe").

        Mostly in both languages together: "invoices" is no part for standing in "client sur les
        factures" here and there.
        """
        least = max(2.0, _PART_OF_LONGER * self._mentions(candidate.keys, theme))
        for other in others:
            longer = {la: k for la, k in other.items() if set(candidate.keys.get(la, k)) < set(k)}
            if longer and self._mentions(longer, theme) >= least:
                return replace(candidate, score=round(candidate.score - _PART, 6))
        return candidate

    def _mentions(self, keys: Mapping[str, Key], theme: int) -> int:
        return sum(int(self.usage[la].counts(key)[theme]) for la, key in keys.items())


def _agreement(candidate: Candidate) -> float:
    """Return how far both names say the same: 1 for a concept, 0 for a name in one language."""
    if candidate.is_concept:
        return 1.0
    if len(candidate.vectors) < len(LANGUAGES):
        return 0.0
    return float(candidate.vectors["fr"] @ candidate.vectors["en"])


def is_plain(word: str) -> bool:
    """Say whether a word names whatever is judged, or judges: no name by itself."""
    return word in NEUTRAL or word in ASPECT or word in VAGUE
