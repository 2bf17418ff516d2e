"""What texts are about: their sentence vector beside the mean of their content words.

A sentence vector weighs every word alike, mood and manner too. The words that could name a theme
(`words.content_words`: no praise, blame or filler), weighted by how rare they are in the batch,
say what is spoken of; their vectors come from the same encoder, so "facture" and "invoice" meet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from feedback.themes.graph import (
    IntArray,
    Labels,
    centred,
    condensed_parts,
    language_centres,
    unit,
)
from feedback.themes.leiden import GRAPH_DIMENSIONS, SMALL
from feedback.themes.space import fits, spread
from feedback.themes.texts import Texts
from feedback.themes.words import LANGUAGES, content_words
from feedback.types import Embed, FloatArray

WORDS_SHARE = 0.7
"""Length of the mean of the words beside the sentence's 1.

Reference clusters and demo months (AMI, means of three seeds): without words 0.33 and 0.28, at 0.55
0.35 and 0.30, at 0.7 0.36 and 0.35, at 0.85 0.36 and 0.33. Two 80 % parts of 11,000 reviews agree
at ARI 0.74, without words at 0.70.
"""

LEFT_OVER_WORDS_SHARE = 0.4
"""The same beside what is left over. Of 20 demo quarters (other seeds, 5 % of the answers left out)
the planted new theme was found in 17, without words in 14, with 4 invented ones in either case."""

_RARE = 2000  # a word of fewer than one text in so many says nothing about themes
_SAMPLE = 10_000  # texts that tell the mean of their language
_NOTHING = "-"


def in_subject_space(
    texts: Texts, chosen: IntArray, centre: FloatArray | None, embed: Embed
) -> FloatArray:
    """Return unit rows that tell the subjects of some texts apart, shape (n, any).

    From 3,000 texts on they come in the directions of the graph, so that no copy of 200,000 rows
    is made.

    Args:
        texts: Texts with their centred unit rows, d numbers each.
        chosen: Numbers of those wanted, shape (n,).
        centre: Mean vector of all texts of the batch: rows that the space of themes does not fit
            (`space.fits`) stay as they are.
        embed: Gives the vectors of words, shape (m, d).
    """
    if not fits(centre):
        return texts.rows[chosen]
    means = _WordMeans.of(texts, chosen, embed)
    return _beside_words(
        lambda part: spread(texts.rows[chosen[part]], centre), means, WORDS_SHARE, len(chosen)
    )


def left_over_space(
    texts: Texts, chosen: IntArray, centre: FloatArray | None, embed: Embed
) -> FloatArray:
    """Return unit rows that tell the subjects of what no known theme took apart, shape (n, any).

    The known themes live in the encoder's space, so what they did not take is divided there: in
    that space the planted new theme of the demo months came out at F1 0.57, in the learnt one at
    0.26. A new subject brings its own words, which stand beside it, though not as long as in a
    first batch, where every subject has its own.

    Args:
        texts: As in `in_subject_space`.
        chosen: Likewise.
        centre: Likewise.
        embed: Likewise.
    """
    if not fits(centre):
        return texts.rows[chosen]
    means = _WordMeans.of(texts, chosen, embed)
    return _beside_words(
        lambda part: texts.rows[chosen[part]], means, LEFT_OVER_WORDS_SHARE, len(chosen)
    )


def _beside_words(
    sentences: Callable[[slice], FloatArray], means: "_WordMeans | None", share: float, n: int
) -> FloatArray:
    def rows_of(part: slice) -> FloatArray:
        rows = sentences(part)
        if means is None:
            return rows
        return unit(np.concatenate([rows, share * means.rows(part)], axis=1))

    if n < SMALL:
        return rows_of(slice(None))
    return condensed_parts(rows_of, n, GRAPH_DIMENSIONS)


def bag(text: str, language: str) -> str:
    """Return the content words of a text, each behind its language, "-" for none."""
    if language not in LANGUAGES:
        return _NOTHING
    return " ".join(f"{language}:{w}" for w in content_words(text)) or _NOTHING


@dataclass(frozen=True)
class _WordMeans:
    """Means of the words of texts, weighted by rarity.

    The weight is the inverse document frequency (Sparck Jones, 1972). The mean word of a language
    is taken away from its words, then the mean text of a language from its texts.

    Attributes:
        weights: scipy csr_matrix, shape (n, n_words).
        words: Vectors of the words, shape (n_words, d).
        languages: Of the texts, shape (n,).
        centres: Mean text per language.
    """

    weights: Any
    words: FloatArray
    languages: Labels
    centres: dict[str, FloatArray]

    @classmethod
    def of(cls, texts: Texts, chosen: IntArray, embed: Embed) -> "_WordMeans | None":
        """Weigh and embed the words of some texts; None where there are none."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        languages = texts.languages[chosen]
        bags = [bag(texts.texts[i], str(texts.languages[i])) for i in chosen]
        weigher = TfidfVectorizer(analyzer=str.split, norm=None, dtype=np.float32)
        weights = weigher.fit_transform(bags)
        names = weigher.get_feature_names_out()
        told = (names != _NOTHING) & (weights.getnnz(axis=0) >= len(bags) // _RARE)
        if not told.any():
            return None
        marks = [name.partition(":") for name in names[told]]
        words = _centred(embed([mark[2] for mark in marks]), [mark[0] for mark in marks])
        weights = weights[:, told]
        spoken = np.flatnonzero(weights.getnnz(axis=1))
        known = spoken[np.linspace(0, len(spoken) - 1, min(len(spoken), _SAMPLE)).astype(int)]
        sample = unit(weights[known] @ words)
        centres = language_centres(sample, languages[known], {})
        return cls(weights, words, languages, centres)

    def rows(self, part: slice) -> FloatArray:
        """Return unit rows of some of the texts, zeros for one without words, shape (m, d)."""
        weights = self.weights[part]
        rows = centred(weights @ self.words, self.languages[part], self.centres)
        rows[weights.getnnz(axis=1) == 0] = 0
        return rows


def _centred(rows: FloatArray, languages: list[str]) -> FloatArray:
    names = np.array(languages, dtype=np.str_)
    return centred(rows, names, language_centres(rows, names, {}))
