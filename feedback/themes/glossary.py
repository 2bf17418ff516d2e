"""Two hundred things customers speak of, in both languages: names for what has none of its own.

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

from feedback.themes.graph import centred
from feedback.themes.words import LANGUAGES
from feedback.types import Embed, FloatArray

NAMES_THEME = 0.45
"""Cosine to a theme's centroid from which a concept may name it."""

BETTER_THAN_NONE = 0.25
"""The same for a theme in whose texts no noun phrase is in use."""

SAME_MEANING = 0.6
"""Cosine between a phrase and a concept from which the concept translates the phrase."""

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
    """

    vectors: Mapping[str, FloatArray]

    def nearest(self, direction: FloatArray, used: Mapping[str, set[str]]) -> tuple[Names, float]:
        """Return the concept nearest to a theme's direction and its mean cosine over languages."""
        if not self.vectors:
            return {}, -1.0
        cosines = np.mean([rows @ direction for rows in self.vectors.values()], axis=0)
        return self._best(cosines, used)

    def translated(
        self, vector: FloatArray, language: str, used: Mapping[str, set[str]]
    ) -> tuple[Names, float]:
        """Return the concept that says in `language` what the phrase with this vector says."""
        if language not in self.vectors:
            return {}, -1.0
        return self._best(self.vectors[language] @ vector, used)

    def _best(self, cosines: FloatArray, used: Mapping[str, set[str]]) -> tuple[Names, float]:
        taken = [any(names[la].casefold() in used[la] for la in LANGUAGES) for names in concepts()]
        ranked = np.where(taken, -1.0, cosines).round(6)
        best = int(ranked.argmax())
        return concepts()[best], float(ranked[best])


def load_glossary(embed: Embed, centres: Mapping[str, FloatArray]) -> Glossary:
    """Embed the concepts in every language that has a centre of its own."""
    return Glossary(
        {
            language: centred(
                embed([names[language] for names in concepts()]),
                [language] * len(concepts()),
                centres,
            )
            for language in LANGUAGES
            if language in centres
        }
    )
