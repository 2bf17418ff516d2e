"""Distinctive words of a score band or a theme, per language.

Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn, 2008, "Fightin'
words", Political Analysis 16(4), equations 16 and 22): how much likelier a word is in this group
than in the other answers, shrunk towards its overall frequency, over its standard error.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback import nlp
from feedback.bands.tables import Floats, q_values
from feedback.frames import SCORE_BANDS
from feedback.settings import BandSettings

WORD_COLUMNS = ("level", "key", "language", "word", "n", "n_rest", "log_odds", "z", "q_value")
LANGUAGES = ("fr", "en")
PRIOR_SHARE = 0.1
"""The prior weighs as much as this share of the corpus."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MASK = re.compile(r"[\[<{][^\]>}]*[\]>}]|\S+@\S+|https?://\S+")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
# Negations carry the complaint: they are no word of their own, but stay in pairs.
_NEGATIONS = frozenset(
    {"pas", "jamais", "plus", "rien", "aucun", "aucune"}
    | {"not", "never", "no", "n't", "don't", "doesn't", "can't"}
)
_SHORT = 3


@dataclass(frozen=True)
class Group:
    """A group of answers by the words it holds: which level, and its key at that level."""

    level: str
    key: str
    members: NDArray[np.bool_]


def distinctive_words(
    answers: pd.DataFrame, groups: Sequence[Group], settings: BandSettings
) -> pd.DataFrame:
    """Return the words that set each group apart, per language (`WORD_COLUMNS`).

    Args:
        answers: Answers with a `comment` and a `language`; every comment is read once.
        groups: Each of shape (n_answers,); held against the answers outside it. Corrected for
            being many (Benjamini & Hochberg) within a language over all groups and words.
        settings: How rare a word may be, how many are kept, the false discovery rate.

    Rows are sorted by level, key and language, strongest word first; only words that are
    significantly over-represented. `n` answers of the group hold the word, `n_rest` of the others.
    """
    found = [
        _of_language(answers, groups, language, settings)
        for language in LANGUAGES
        if (answers["language"] == language).any()
    ]
    table = pd.concat(found, ignore_index=True) if found else _empty()
    order = ["level", "key", "language", "z", "word"]
    return table.sort_values(order, ascending=[True, True, True, False, True], ignore_index=True)


def band_groups(bands: pd.Series) -> list[Group]:
    """Return one group per score band that has answers."""
    values = bands.to_numpy(dtype=object)
    masks = {band: np.asarray(values == band, dtype=bool) for band in SCORE_BANDS}
    return [Group("band", band, mask) for band, mask in masks.items() if mask.any()]


def theme_groups(cites: NDArray[np.bool_], themes: Sequence[str]) -> list[Group]:
    """Return one group per theme that is cited."""
    columns = zip(themes, cites.T, strict=True)
    return [Group("theme", theme, column) for theme, column in columns if column.any()]


def _of_language(
    answers: pd.DataFrame, groups: Sequence[Group], language: str, settings: BandSettings
) -> pd.DataFrame:
    rows = np.flatnonzero((answers["language"] == language).to_numpy())
    held = _holdings([answers["comment"].iloc[i] for i in rows], language, settings.word_count)
    parts = []
    for group in groups:
        inside = group.members[rows]
        if held.vocabulary and inside.any() and not inside.all():
            parts.append(_scores(held, inside, group, language, settings.word_count))
    if not parts:
        return _empty()
    table = pd.concat(parts, ignore_index=True)
    table = table.assign(q_value=q_values(table["p_value"].to_numpy(dtype=np.float64)))
    table = table[(table["q_value"] < settings.false_discovery_rate) & (table["z"] > 0)]
    ranked = table.sort_values(["level", "key", "z", "word"], ascending=[True, True, False, True])
    best = ranked.groupby(["level", "key"], sort=False).head(settings.words_shown)
    return best[list(WORD_COLUMNS)]


@dataclass(frozen=True)
class _Held:
    """Which answer holds which word of the vocabulary, as pairs of indices."""

    vocabulary: list[str]
    answer: NDArray[np.intp]
    word: NDArray[np.intp]


def _holdings(comments: list[str], language: str, least: int) -> _Held:
    """Return the words and pairs of words that at least `least` comments hold."""
    each = [sorted(set(_words(comment, language))) for comment in comments]
    counts = Counter(word for words in each for word in words)
    vocabulary = sorted(word for word, n in counts.items() if n >= least)
    vocabulary = _without_parts(vocabulary, counts)
    index = {word: i for i, word in enumerate(vocabulary)}
    pairs = [(a, index[w]) for a, words in enumerate(each) for w in words if w in index]
    answer, word = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    return _Held(vocabulary, answer, word)


def _without_parts(vocabulary: list[str], counts: Counter[str]) -> list[str]:
    """Drop a word that stands nearly always in one pair: the pair says more."""
    swallowed = {
        part
        for pair in vocabulary
        if " " in pair
        for part in pair.split()
        if counts[pair] >= 0.9 * counts[part]
    }
    return [word for word in vocabulary if word not in swallowed]


def _words(comment: str, language: str) -> Iterator[str]:
    """Yield a comment's content words, and pairs of neighbours without a function word between."""
    stop = _function_words(language)
    tokens = []
    for token in _TOKEN.findall(_MASK.sub(" . ", comment).casefold().replace("’", "'")):
        bare = _ELISION.sub("", token) if language == "fr" else token
        tokens.append(bare)
    content = [t if len(t) >= _SHORT and t not in stop else None for t in tokens]
    yield from (token for token in content if token)
    for i, (first, second) in enumerate(pairwise(content)):
        before = first or (tokens[i] if tokens[i] in _NEGATIONS else None)
        if before and second:
            yield f"{before} {second}"
        elif first and tokens[i + 1] in _NEGATIONS and language == "fr":
            yield f"{first} {tokens[i + 1]}"


_AUXILIARIES = frozenset(("été", "got"))
"""What spaCy's lists leave out; "j'ai été coupé" speaks of no summer."""


@lru_cache(maxsize=2)
def _function_words(language: str) -> frozenset[str]:
    words = nlp.stop_words(language)
    return frozenset(word.replace("’", "'") for word in words) | _NEGATIONS | _AUXILIARIES


def _scores(
    held: _Held, inside: NDArray[np.bool_], group: Group, language: str, least: int
) -> pd.DataFrame:
    """Return log odds, z and one-sided p of every word that the group holds often enough."""
    from scipy.stats import norm

    size = len(held.vocabulary)
    mine = np.bincount(held.word[inside[held.answer]], minlength=size).astype(float)
    all_counts = np.bincount(held.word, minlength=size).astype(float)
    log_odds, z = log_odds_ratio(mine, all_counts - mine)
    kept = np.flatnonzero(mine >= least)
    return pd.DataFrame(
        {
            "level": group.level,
            "key": group.key,
            "language": language,
            "word": [held.vocabulary[i] for i in kept],
            "n": mine[kept].astype("int64"),
            "n_rest": (all_counts - mine)[kept].astype("int64"),
            "log_odds": log_odds[kept],
            "z": z[kept],
            "p_value": norm.sf(z[kept]),
        }
    )


def log_odds_ratio(mine: Floats, theirs: Floats) -> tuple[Floats, Floats]:
    """Return the log-odds ratio of every word between two groups, and its z-score.

    Args:
        mine: Count of each word in the group, shape (n_words,).
        theirs: In the others; together with `mine` every word has at least one.
    """
    both = mine + theirs
    prior = PRIOR_SHARE * both
    n_mine, n_theirs, n_prior = mine.sum(), theirs.sum(), prior.sum()
    a, b = mine + prior, theirs + prior
    odds_a = np.log(a / np.maximum(n_mine + n_prior - a, 1e-9))
    odds_b = np.log(b / np.maximum(n_theirs + n_prior - b, 1e-9))
    ratio = odds_a - odds_b
    return ratio, ratio / np.sqrt(1 / a + 1 / b)


def _empty() -> pd.DataFrame:
    texts = dict.fromkeys(("level", "key", "language", "word"), "str")
    kinds = texts | dict.fromkeys(("n", "n_rest"), "int64")
    return pd.DataFrame(
        {name: pd.Series([], dtype=kinds.get(name, "float64")) for name in WORD_COLUMNS}
    )
