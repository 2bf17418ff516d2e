"""Nine hundred things customers speak of, in both languages: names for what has none of its own.

A theme of "facile, simple, utilisation" holds no good noun phrase; a French report on an English
survey holds no French phrase at all. The glossary helps in both cases, and only where the vectors
say that the meaning is the same.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from feedback.themes.graph import centred, language_centres
from feedback.themes.words import LANGUAGES
from feedback.types import Embed, FloatArray

NAMES_THEME = 0.45
"""Cosine to a theme's centroid from which a concept may name it."""

BETTER_THAN_NONE = 0.25
"""The same for a theme in whose texts no noun phrase is in use."""

SAME_MEANING = 0.6
"""Cosine between a phrase and a concept from which the concept may translate the phrase: in the
phrase's language, and in the mean of both. By the first alone "cours collectifs" was "Shopping"
(Courses: 0.66 and 0.29) and "horaires d'ouverture" were "Hourly rates" (0.76 and 0.51)."""

_ONE_LANGUAGE = 0.1
"""Taken off the mean where the batch has one language: the middle of the other's vectors is then
that of the glossary, and a concept's own two names lie 0.15 further apart."""

Names = dict[str, str]
"""Language → name."""


@lru_cache(maxsize=1)
def concepts() -> tuple[Names, ...]:
    """Return the glossary: for every concept its name by language."""
    path = Path(__file__).with_name("glossary.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple({la: row[la] for la in LANGUAGES} for row in csv.DictReader(file))


def by_name(word: str) -> Names:
    """Return the concept that is called so in either language, empty if none is."""
    matches = (
        names for names in concepts() if word.casefold() in map(str.casefold, names.values())
    )
    return dict(next(matches, {}))


@dataclass(frozen=True)
class Glossary:
    """The concepts with their vectors in the languages of the batch.

    Attributes:
        vectors: Language → centred unit rows aligned with `concepts()`.
        foreign: The same of a language that the batch does not have, centred on themselves.
    """

    vectors: Mapping[str, FloatArray]
    foreign: Mapping[str, FloatArray]

    def cosines(self, direction: FloatArray, weights: Mapping[str, float]) -> FloatArray:
        """Return every concept's mean cosine to a direction, languages weighted, shape (n,)."""
        total = sum(weights[language] for language in self.vectors) or 1.0
        parts = [
            weights[language] / total * rows @ direction for language, rows in self.vectors.items()
        ]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float32)

    def translated(self, phrase: str, vector: FloatArray, language: str) -> Names:
        """Return the phrase with the name, in the other language, of the concept that means it.

        Args:
            phrase: As people wrote it.
            vector: Its centred unit vector.
            language: Its language.

        Returns:
            Both names, or only the phrase where no concept is near enough.
        """
        if language not in self.vectors:
            return {language: phrase}
        own = self.vectors[language] @ vector
        every = {**self.foreign, **self.vectors}
        both = np.mean([rows @ vector for rows in every.values()], axis=0).round(6)
        least = SAME_MEANING - _ONE_LANGUAGE * bool(self.foreign)
        best = int(np.where(own.round(6) >= SAME_MEANING, both, -1).argmax())
        if own[best].round(6) < SAME_MEANING or both[best] < least:
            return {language: phrase}
        return {**concepts()[best], language: phrase}


def load_glossary(embed: Embed, centres: Mapping[str, FloatArray]) -> Glossary:
    """Embed the concepts, in every language that has a centre of its own around that centre."""
    found: dict[str, FloatArray] = {}
    foreign: dict[str, FloatArray] = {}
    for language in LANGUAGES:
        raw = embed([names[language] for names in concepts()])
        languages = np.full(len(raw), language)
        if language in centres:
            found[language] = centred(raw, languages, centres)
        else:
            foreign[language] = centred(raw, languages, language_centres(raw, languages, {}))
    return Glossary(found, foreign)
