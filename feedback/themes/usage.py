"""In how many texts of each theme a phrase is used, whatever its inflection and word order."""

import math
from collections.abc import Sequence

import numpy as np

from feedback.themes.graph import IntArray
from feedback.themes.phrases import Lexicon
from feedback.themes.words import stop_words, tokens
from feedback.types import FloatArray

Key = tuple[str, ...]
"""The stems of a phrase's content words."""

_FEWEST_THEMES = 4  # with two or three themes the logarithm below would make any word distinctive


class Stems:
    """Words of one language without their endings: the tagged sample's lemma, less a plural."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        self._lemmas, self._kinds, self._language = lexicon.lemmas, lexicon.kinds, language
        self._known: dict[str, str] = {}
        self._said: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """Return the stem of a lower-case word."""
        found = self._known.get(word)
        if found is None:
            found = _without_plural(self._lemmas.get(word, word))
            self._known[word] = found
        return found

    def of(self, text: str) -> set[str]:
        """Return the stems of a text's words, function words left out: "avez" is no "avoirs"."""
        return {self._counted(word) for word in tokens(text)} - {""}

    def _counted(self, word: str) -> str:
        found = self._said.get(word)
        if found is None:
            found = "" if self._is_function_word(word) else self.stem(word)
            self._said[word] = found
        return found

    def _is_function_word(self, word: str) -> bool:
        unwanted = stop_words(self._language)
        is_verb = self._kinds.get(word) in ("VERB", "AUX")
        return word in unwanted or (is_verb and self._lemmas.get(word) in unwanted)

    def key(self, name: str) -> Key:
        """Return the stems of a name's content words; none for "son", which is also "his"."""
        unwanted = stop_words(self._language)
        words = [word for word in tokens(name) if word not in unwanted and len(word) > 1]
        return tuple(self.stem(word) for word in words)


def _without_plural(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word[-2] != "s" else word


class Usage:
    """The texts of every theme in one language, by the stems they hold.

    Args:
        texts: For every theme its texts.
        stems: How words become stems.
        wanted: Stems that will be asked for; others are not kept.
    """

    def __init__(
        self, texts: Sequence[Sequence[str]], stems: Stems, wanted: frozenset[str]
    ) -> None:
        self.sizes = np.array([len(own) for own in texts], dtype=np.int64)
        self._starts = np.concatenate([[0], np.cumsum(self.sizes)])
        postings: dict[str, list[int]] = {}
        for number, text in enumerate(text for own in texts for text in own):
            for word in stems.of(text) & wanted:
                postings.setdefault(word, []).append(number)
        self._postings = {word: np.array(own, dtype=np.int64) for word, own in postings.items()}
        self._places: dict[Key, IntArray] = {}
        self._counts: dict[Key, IntArray] = {}

    def knows(self, key: Key) -> bool:
        """Say whether each of the words occurs in some text, together or not."""
        return bool(key) and all(stem in self._postings for stem in key)

    def _texts_with(self, key: Key) -> IntArray:
        if key not in self._places:
            nothing = np.empty(0, dtype=np.int64)
            lists = [self._postings.get(stem, nothing) for stem in set(key)]
            lists.sort(key=len)
            places = lists[0] if lists else nothing
            for other in lists[1:]:
                places = np.intersect1d(places, other, assume_unique=True)
            self._places[key] = places
        return self._places[key]

    def counts(self, key: Key) -> IntArray:
        """Return how many texts of each theme use all of the words, shape (n_themes,)."""
        if key not in self._counts:
            edges = np.searchsorted(self._texts_with(key), self._starts)
            self._counts[key] = np.diff(edges).astype(np.int64)
        return self._counts[key]

    def within(self, key: Key, theme: int) -> IntArray:
        """Return the numbers of the theme's texts that use all of the words."""
        places = self._texts_with(key)
        start, end = np.searchsorted(places, self._starts[theme : theme + 2])
        return np.asarray(places[start:end], dtype=np.int64)

    def share(self, key: Key, theme: int) -> float:
        """Return the share of the theme's texts that use all of the words."""
        return float(self.counts(key)[theme] / max(int(self.sizes[theme]), 1))

    def lift(self, key: Key, theme: int) -> float:
        """Return how much more the theme uses the words than all do, 0 to 1, see `lifts`."""
        return float(self.lifts(self.counts(key)[None])[0, theme])

    def lifts(self, counts: IntArray) -> FloatArray:
        """Return how much more each theme uses some words than all themes do, 0 to 1.

        That is the logarithm of the ratio of the two shares, against the logarithm of the number
        of themes, which it reaches when no other theme of this size uses them.

        Args:
            counts: Texts of each theme that use them, see `counts`, shape (n, n_themes).

        Returns:
            Shape (n, n_themes).
        """
        everywhere = counts.sum(axis=1, keepdims=True) / max(int(self.sizes.sum()), 1)
        shares = counts / np.maximum(self.sizes, 1)
        ratios = np.where(counts > 0, shares / np.maximum(everywhere, 1e-12), 1.0)
        most = math.log(max(len(self.sizes), _FEWEST_THEMES))
        return np.asarray(np.clip(np.log(ratios) / most, 0, 1), dtype=np.float64)
