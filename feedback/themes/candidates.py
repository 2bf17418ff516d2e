"""Which phrases may name a theme, and how well each would.

A score adds up what a good name does: the theme's texts use it, use it more than other texts do,
class-based TF-IDF weighs its words, and its vector lies near the centroid.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from feedback.themes.discover import Terms
from feedback.themes.graph import centred, unit
from feedback.themes.phrases import Lexicon
from feedback.themes.words import IN_PHRASES
from feedback.types import Embed, FloatArray

_WORD = re.compile(r"[^\W_]+'?")
_DRAFTS = 10
_SHORTLIST = 8
_MIN_LIFT = 0.2
_MIN_MENTIONS = 2
_MIN_SHARE = 0.02
_LENGTH_BONUS = 0.25
_PART_OF_LONGER = 0.35
_PART_PENALTY = 0.8

Key = tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """A phrase that may become a name in one language."""

    text: str
    key: Key
    score: float
    closeness: float
    vector: FloatArray


@dataclass(frozen=True)
class NamingInput:
    """What names are made from.

    Attributes:
        centroids: Shape (n_themes, d), centred.
        terms: Class-based TF-IDF words of every theme.
        lexicons: What the tagged sample taught, by language.
        texts: For every theme and language all its texts, see `plain`.
        centres: Mean vector per language.
        embed: The encoder.
        taken: Names of known themes by language, which no new theme may have.
    """

    centroids: FloatArray
    terms: Sequence[Terms]
    lexicons: Mapping[str, Lexicon]
    texts: Sequence[Mapping[str, Sequence[str]]]
    centres: Mapping[str, FloatArray]
    embed: Embed
    taken: Mapping[str, frozenset[str]]


def plain(text: str) -> str:
    """Return the lower-case words of a text between single spaces, one at each end."""
    return f" {' '.join(_WORD.findall(text.lower().replace('’', chr(39))))} "


def candidates(given: NamingInput, language: str) -> list[list[Candidate]]:
    """Return the shortlist of every theme in one language, best first."""
    lexicon = given.lexicons[language]
    own = ["\n".join(texts.get(language, ())) for texts in given.texts]
    sizes = [len(texts.get(language, ())) for texts in given.texts]
    usage = _Usage(own, sizes)
    drafts = [
        _drafts(given.terms[theme][language], lexicon, theme, usage) for theme in range(len(own))
    ]
    forms = sorted({lexicon.form(key) for keys in drafts for key in keys})
    if not forms:
        return [[] for _ in drafts]
    vectors = centred(given.embed(forms), [language] * len(forms), given.centres)
    by_form = dict(zip(forms, vectors, strict=True))
    directions = unit(given.centroids)
    return [
        _ranked(drafts[theme], lexicon, by_form, directions[theme]) for theme in range(len(drafts))
    ]


class _Usage:
    """How often a phrase stands in the texts of a theme, and in all."""

    def __init__(self, texts: Sequence[str], sizes: Sequence[int]) -> None:
        self._texts = texts
        self._everything = "\n".join(texts)
        self._sizes = sizes
        self._total = max(sum(sizes), 1)

    def size(self, theme: int) -> int:
        """Return the number of the theme's texts."""
        return self._sizes[theme]

    def count(self, form: str, theme: int) -> int:
        """Return how often the theme's texts hold the phrase."""
        return self._texts[theme].count(plain(form))

    def share(self, form: str, theme: int) -> float:
        """Return mentions per text of the theme, 1 at most."""
        return min(self.count(form, theme) / max(self._sizes[theme], 1), 1.0)

    def lift(self, form: str, theme: int) -> float:
        """Return how much more the theme uses the phrase than all do, 0 to 1.

        That is the logarithm of the ratio of the two shares, against the logarithm of the number
        of themes, which it reaches when no other theme of this size uses the phrase.
        """
        everywhere = max(self._everything.count(plain(form)), 1) / self._total
        own = max(self.share(form, theme), 1e-9)
        return float(np.clip(math.log(own / everywhere) / math.log(max(len(self._sizes), 4)), 0, 1))


def _drafts(
    terms: Mapping[str, float], lexicon: Lexicon, theme: int, usage: _Usage
) -> dict[Key, float]:
    """Return a theme's most used phrases with the part of the score that needs no vector."""
    counts = lexicon.phrases.get(theme, Counter())
    seen = {key: usage.count(lexicon.form(key), theme) for key in counts}
    common = sorted(seen, key=lambda key: (-seen[key] * len(key), -counts[key], key))[:_DRAFTS]
    weights = _lemma_weights(terms, lexicon)
    drafts = {}
    for key in common:
        form = lexicon.form(key)
        lift = usage.lift(form, theme)
        if lift < _MIN_LIFT and len(common) > 1:
            continue
        if seen[key] < max(_MIN_MENTIONS, _MIN_SHARE * usage.size(theme)):
            continue
        named = [lemma for lemma in key if lemma not in IN_PHRASES] or list(key)
        weight = float(np.mean([weights.get(lemma, 0.0) for lemma in named]))
        length = _LENGTH_BONUS if len(key) in (2, 3) else 0.0
        part = _PART_PENALTY if _is_part(key, seen) else 0.0
        drafts[key] = weight + usage.share(form, theme) ** 0.5 + lift + length - part
    return drafts


def _is_part(key: Key, seen: Mapping[Key, int]) -> bool:
    """Say whether a phrase mostly stands inside a longer one ("mise" in "mise à jour")."""
    return any(
        len(other) > len(key)
        and set(key) < set(other)
        and count >= max(2, _PART_OF_LONGER * seen[key])
        for other, count in seen.items()
    )


def _lemma_weights(words: Mapping[str, float], lexicon: Lexicon) -> dict[str, float]:
    weights: dict[str, float] = {}
    for word, weight in words.items():
        lemma = lexicon.lemmas.get(word, word)
        weights[lemma] = weights.get(lemma, 0.0) + weight
    top = max(weights.values(), default=1.0)
    return {lemma: weight / top for lemma, weight in weights.items()}


def _ranked(
    draft: Mapping[Key, float],
    lexicon: Lexicon,
    vectors: Mapping[str, FloatArray],
    direction: FloatArray,
) -> list[Candidate]:
    made = []
    for key, base in draft.items():
        form = lexicon.form(key)
        closeness = round(float(vectors[form] @ direction), 6)
        made.append(Candidate(form, key, round(base + closeness, 6), closeness, vectors[form]))
    return sorted(made, key=lambda c: (-c.score, c.text))[:_SHORTLIST]
