"""Vectors centred per language, so that a French query is near the English comments it means.

Sentence embeddings hold the language of a text as a constant offset: taking each language's mean
away lets meaning decide (bilingual share of clusters 0.11 before, 0.77 after, on the human
clusters of app reviews). Query and comments are centred alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from feedback.types import FloatArray

PRIOR = 2.0
"""Texts' worth of trust in the mean over all languages, for languages seen in few texts."""


@dataclass(frozen=True)
class LanguageMean:
    """The mean vector, shape (d,), of the `n` texts of one language ("" where unknown)."""

    language: str
    n: int
    vector: FloatArray


def measure(vectors: FloatArray, languages: Sequence[str]) -> list[LanguageMean]:
    """Return the mean of each language over rows of `vectors`, shape (n, d)."""
    known = np.asarray(languages, dtype=object)
    return [
        LanguageMean(
            language,
            int((known == language).sum()),
            vectors[known == language].mean(axis=0, dtype=np.float64).astype(np.float32),
        )
        for language in sorted(set(languages))
    ]


def pool(means: Sequence[LanguageMean]) -> dict[str, FloatArray]:
    """Return one mean per language over several batches, few texts leaning on all languages.

    The key "" holds the mean for texts of a language that was not seen.
    """
    if not means:
        return {}
    overall = _weighted(means)
    totals = {}
    for language in sorted({mean.language for mean in means}):
        own = [mean for mean in means if mean.language == language]
        n = sum(mean.n for mean in own)
        totals[language] = ((n * _weighted(own) + PRIOR * overall) / (n + PRIOR)).astype(np.float32)
    both = [totals[language] for language in ("fr", "en") if language in totals]
    return {**totals, "": np.mean(both, axis=0) if both else overall.astype(np.float32)}


def centre(
    vectors: FloatArray, languages: Sequence[str], means: Mapping[str, FloatArray]
) -> FloatArray:
    """Return rows of length 1, shape (n, d), with the mean of their language taken away.

    A row that equals its mean keeps its direction uncentred.
    """
    rows = unit(vectors)
    if not means or not len(rows):
        return rows
    offsets = np.stack([means.get(language, means[""]) for language in languages])
    moved = rows - offsets
    still = np.linalg.norm(moved, axis=1) < 1e-6
    moved[still] = rows[still]
    return unit(moved)


def nearest_language(vector: FloatArray, means: Mapping[str, FloatArray]) -> str:
    """Return the language whose mean is nearest to `vector`, shape (d,); "" without means.

    A bare word such as "export" has no language of its own, but its vector lies somewhere, and
    that is what centring must undo.
    """
    directions = {language: unit(mean[None, :])[0] for language, mean in means.items() if language}
    return max(
        sorted(directions), key=lambda lang: round(float(directions[lang] @ vector), 6), default=""
    )


def unit(vectors: FloatArray) -> FloatArray:
    """Return rows scaled to length 1; rows of zeros stay."""
    vectors = np.nan_to_num(np.asarray(vectors, dtype=np.float32))
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(norms > 0, norms, 1)).astype(np.float32)


def _weighted(means: Sequence[LanguageMean]) -> FloatArray:
    weights = np.array([mean.n for mean in means], dtype=np.float64)
    stacked = np.stack([mean.vector for mean in means]).astype(np.float64)
    total: FloatArray = (weights @ stacked / max(weights.sum(), 1.0)).astype(np.float32)
    return total
