"""The same long comment from several respondents, word for word or nearly."""

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.anomalies.context import AnomalyContext, Flag, flags_frame
from feedback.anomalies.wording import percent
from feedback.settings import AnomalySettings

KIND = "near-duplicate"

HASHES, BANDS = 120, 40
"""MinHash of word pairs, 40 bands of 3: texts that share half of them meet with p = 0.995, texts
that share 3 % with p = 0.001."""
COMPARED = 8
"""In one bucket a text is held against this many others at most, so that time stays linear."""


@dataclass(frozen=True)
class Texts:
    """The comments long enough to be compared, folded: lower case, no accents, words only."""

    rows: NDArray[np.intp]
    folded: list[str]


class NearDuplicates:
    """Flags long comments that several respondents sent.

    Short and generic ones ("très bien, rien à dire") are left alone: people do write those
    independently. Where respondents are known, one person's repetition is not flagged, unless it
    is one answer sent twice: to one question, on one day, with one score.
    """

    kinds = (KIND,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``near-duplicate``, one per comment of each group."""
        texts = long_texts(context.responses["comment"], context.settings)
        groups = similar_groups(texts.folded, context.settings.duplicate_similarity)
        frame = context.responses
        flags = (_flags(frame.iloc[texts.rows[members]], likeness) for members, likeness in groups)
        return flags_frame([flag for group in flags for flag in group])


def long_texts(comments: pd.Series, settings: AnomalySettings) -> Texts:
    """Fold the comments and keep those of at least the settings' characters and words."""
    rows, folded = [], []
    for i, comment in enumerate(comments):
        if len(comment) < settings.duplicate_min_chars:
            continue
        text = fold(comment)
        if len(text.split()) >= settings.duplicate_min_words:
            rows.append(i)
            folded.append(text)
    return Texts(np.array(rows, dtype=np.intp), folded)


def fold(text: str) -> str:
    """Return lower-case words without accents or punctuation, single-spaced."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def similar_groups(texts: list[str], least: float) -> Iterator[tuple[list[int], float]]:
    """Yield groups of alike texts as (indices, least similarity that joined them).

    Equal texts are joined at once; the distinct ones meet in MinHash buckets (Broder, 1997) and
    are joined from a similarity of `least` on (the better of rapidfuzz's ratio, which forgives
    typing errors, and token_sort_ratio, which forgives another order of words).
    """
    members: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        members[text].append(i)
    distinct = sorted(members)
    parent, likeness = list(range(len(distinct))), [1.0] * len(distinct)
    for a, b in _candidates(distinct):
        if _root(parent, a) == _root(parent, b):
            continue
        score = _likeness(distinct[a], distinct[b], least)
        if score >= least:
            _join(parent, likeness, (a, b), score)
    groups: dict[int, list[int]] = defaultdict(list)
    for k, text in enumerate(distinct):
        groups[_root(parent, k)] += members[text]
    for root, indices in groups.items():
        if len(indices) > 1:
            yield sorted(indices), likeness[root]


def _likeness(a: str, b: str, least: float) -> float:
    """Return the similarity of two folded texts, 0 to 1; 0 where it is under `least`."""
    from rapidfuzz.fuzz import ratio, token_sort_ratio

    cutoff = 100 * least
    best = max(measure(a, b, score_cutoff=cutoff) for measure in (ratio, token_sort_ratio))
    return float(best) / 100


def _root(parent: list[int], k: int) -> int:
    while parent[k] != k:
        parent[k] = parent[parent[k]]
        k = parent[k]
    return k


def _join(parent: list[int], likeness: list[float], pair: tuple[int, int], score: float) -> None:
    first, second = sorted(_root(parent, k) for k in pair)
    parent[second] = first
    likeness[first] = min(likeness[first], likeness[second], score)


def _candidates(texts: list[str]) -> Iterable[tuple[int, int]]:
    """Return pairs of texts that share a bucket, in a fixed order, each once."""
    if len(texts) < 2:
        return []
    signatures = _min_hashes(texts)
    width = HASHES // BANDS
    pairs: set[tuple[int, int]] = set()
    for band in range(BANDS):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for i, key in enumerate(signatures[:, band * width : (band + 1) * width]):
            bucket = buckets[key.tobytes()]
            pairs.update((other, i) for other in bucket[:COMPARED])
            bucket.append(i)
    return sorted(pairs)


def _min_hashes(texts: list[str]) -> NDArray[np.uint64]:
    """Return the MinHash signature of each text's word pairs, shape (n, HASHES)."""
    rng = np.random.default_rng(0)  # fixed: the hash functions are part of the method
    # Multiply-shift hashing (Dietzfelbinger et al., 1997): odd factors, arithmetic modulo 2**64,
    # and the upper half of the product.
    factors = rng.integers(0, 1 << 63, HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    offsets = rng.integers(0, 1 << 63, HASHES, dtype=np.uint64)
    signatures = np.empty((len(texts), HASHES), dtype=np.uint64)
    for i, text in enumerate(texts):
        words = text.split()
        hashes = np.array([zlib.crc32(f"{a} {b}".encode()) for a, b in pairwise(words)], np.uint64)
        mixed = (hashes[:, None] * factors + offsets) >> np.uint64(32)
        signatures[i] = mixed.min(axis=0)
    return signatures


def _flags(group: pd.DataFrame, likeness: float) -> list[Flag]:
    """Return one flag per comment of a group of several respondents, or of one sent twice."""
    known = group["respondent_id"].dropna()
    if len(known) == len(group) and known.nunique() < 2:
        group = group[_sent_twice(group)]
    if group.empty:
        return []
    n_others = len(group) - 1
    severity = likeness * n_others / len(group)
    french, english = _reason(n_others, likeness)
    return [
        (str(response_id), KIND, severity, None, french, english)
        for response_id in group["response_id"]
    ]


def _sent_twice(group: pd.DataFrame) -> pd.Series:
    """Say which of one person's answers stand there twice, under two ids."""
    is_known = group["date"].notna() & group["score"].notna()
    return is_known & group.duplicated(["question", "date", "score"], keep=False)


def _reason(n_others: int, likeness: float) -> tuple[str, str]:
    if likeness == 1.0:
        exact_fr, exact_en = "identique", "identical"
    else:
        exact_fr = f"presque identique (au moins {percent(likeness, 'fr')})"
        exact_en = f"nearly identical (at least {percent(likeness, 'en')})"
    if n_others == 1:
        return (
            f"Commentaire {exact_fr} à celui d’une autre réponse.",
            f"Comment {exact_en} to that of another response.",
        )
    return (
        f"Commentaire {exact_fr} à ceux de {n_others} autres réponses.",
        f"Comment {exact_en} to those of {n_others} other responses.",
    )
