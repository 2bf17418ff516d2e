"""The one call of BERTopic: our graph and clusterer inside it, its c-TF-IDF out of it.

Every document goes in as the bag of its content words, each marked with its language
(``fr:batterie``), so that one class-based TF-IDF weighs both languages and never mixes words that
are spelt alike in both.
"""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from feedback.settings import ThemeSettings
from feedback.system import without_modules
from feedback.themes.graph import IntArray
from feedback.themes.leiden import NO_THEME, LeidenClusterer, centroids_of
from feedback.themes.subjects import bag
from feedback.themes.texts import Texts
from feedback.themes.words import LANGUAGES
from feedback.types import FloatArray

_TERMS = 60
_LEAST_WORDS = 2  # of a single word BERTopic's c-TF-IDF makes a number where it needs a row
_PADDING = "+"  # of no language: no theme is told by it

_UNUSED = (
    "bertopic.backend._multimodal",
    "bertopic.representation._textgeneration",
    "bertopic.representation._visual",
    "bertopic.representation._zeroshot",
    "umap",
)
"""What BERTopic imports if it is there, for images, for language models and for its plots:
sentence-transformers, transformers and numba come with it, 3.3 of its 5.4 seconds. Its defaults
stay what they are, it imports UMAP once more where it takes it."""

Terms = dict[str, dict[str, float]]
"""Language → word → weight, the heaviest word at 1, in falling order."""


@dataclass(frozen=True)
class Discovery:
    """What BERTopic found.

    Attributes:
        labels: Theme number of every text looked at, -1 for none, shape (n,).
        centroids: Mean centred vector of every theme, shape (n_themes, d).
        terms: For every theme its words by language.
    """

    labels: IntArray
    centroids: FloatArray
    terms: list[Terms]


def discover(
    texts: Texts, chosen: IntArray, rows: FloatArray, settings: ThemeSettings, seed: int
) -> Discovery:
    """Find the themes of some of a batch's distinct texts.

    Args:
        texts: All of them.
        chosen: Numbers of those to divide, shape (n,).
        rows: Their unit rows in the space to divide them in, shape (n, any).
        settings: k, granularity and the like.
        seed: Of Leiden.
    """
    languages = texts.languages[chosen]
    n_comments = round(texts.n_comments * len(chosen) / max(len(texts), 1))
    clusterer = LeidenClusterer(languages, texts.counts[chosen], settings, seed, n_comments)
    bags = [bag(texts.texts[i], str(texts.languages[i])) for i in chosen]
    if len(set(" ".join(bags).split())) < _LEAST_WORDS:
        bags[0] += f" {_PADDING}"
    model = _fit(rows, bags, clusterer)
    labels = np.asarray(model.topics_, dtype=np.int64)
    count = int(labels.max(initial=-1)) + 1
    everywhere = np.full(len(texts), NO_THEME, dtype=np.int64)
    everywhere[chosen] = labels
    return Discovery(labels, centroids_of(texts.rows, everywhere), _terms(model, count))


def _fit(rows: FloatArray, bags: list[str], clusterer: LeidenClusterer) -> Any:
    with _silence():
        quoteless = _without_representatives()
        from bertopic.dimensionality import BaseDimensionalityReduction
        from sklearn.feature_extraction.text import CountVectorizer

        model = quoteless(
            language="multilingual",  # "english" would strip every accented letter
            umap_model=BaseDimensionalityReduction(),
            hdbscan_model=clusterer,
            vectorizer_model=CountVectorizer(analyzer=str.split),
            verbose=False,
        )
        model.fit(bags, embeddings=rows)
        return model


@lru_cache(maxsize=1)
def _without_representatives() -> Any:
    """Return BERTopic without its choice of representative documents and its copies of the rows.

    The quotes come from `quotes.typical_segments`, so nobody reads that choice, and it took a tenth
    of the theme stage: 0.25 of 2.1 seconds for 11,043 reviews. The rows need no fewer dimensions;
    BERTopic would copy them all the same (0.4 GB of 200,000).
    """
    with without_modules(*_UNUSED):
        from bertopic import BERTopic

    class Quoteless(BERTopic):  # type: ignore[misc]
        def _save_representative_docs(self, documents: Any) -> None:  # noqa: ARG002
            self.representative_docs_: dict[int, list[str]] = {}

        def _reduce_dimensionality(self, embeddings: Any, *_: Any, **__: Any) -> Any:
            return embeddings

    return Quoteless


def _terms(model: Any, n_themes: int) -> list[Terms]:
    words = np.asarray(model.vectorizer_model.get_feature_names_out())
    weights = model.c_tf_idf_.tocsr()
    skipped = weights.shape[0] - n_themes  # BERTopic puts the texts without a theme first
    return [_terms_of(words, weights[skipped + theme]) for theme in range(n_themes)]


def _terms_of(words: Any, weights: Any) -> Terms:
    pairs = zip(words[weights.indices], weights.data.round(9), strict=True)
    ranked = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    found: Terms = {language: {} for language in LANGUAGES}
    for marked, weight in ranked:
        language, _, word = str(marked).partition(":")
        if language in found and len(found[language]) < _TERMS and weight > 0:
            found[language][word] = float(weight)
    return relative(found)


def relative(found: Terms) -> Terms:
    """Weigh against the first word: languages of unequal volume stay comparable."""
    return {
        language: {word: weight / max(own.values()) for word, weight in own.items()}
        for language, own in found.items()
    }


@contextmanager
def _silence() -> Iterator[None]:
    """Keep BERTopic's log and the libraries' warnings and bars off the terminal."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    log = logging.getLogger("BERTopic")
    level = log.level
    log.setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            log.setLevel(level)
