"""Which segment holds which word, in memory, and the ranking by words.

BM25 (Robertson and Zaragoza, 2009) where the forms of one asked word ("exports" as French, as
English, as written) count as one term: their frequencies add up before the formula, not after it.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from feedback.types import FloatArray

K1 = 1.2
B = 0.75
"""The values of Robertson and Zaragoza (2009), section 3.6.1; segments are short and alike."""


class Postings:
    """The words of n segments.

    Args:
        words: For each segment its index words, parted by blanks.
    """

    def __init__(self, words: pa.Array) -> None:
        from scipy.sparse import csr_matrix

        lists = pc.split_pattern(words, " ")
        flat = lists.flatten()
        full = pc.not_equal(flat, "")
        rows = pc.list_parent_indices(lists).filter(full).to_numpy()
        coded = flat.filter(full).dictionary_encode()
        if isinstance(coded, pa.ChunkedArray):
            coded = coded.combine_chunks()
        vocabulary = coded.dictionary.to_pylist()
        self.terms: dict[str, int] = {term: k for k, term in enumerate(vocabulary)}
        self.n = len(words)
        counts = np.ones(len(rows), dtype=np.float32)
        shape = (self.n, max(len(vocabulary), 1))
        matrix = csr_matrix((counts, (rows, coded.indices.to_numpy())), shape=shape)
        self._columns = matrix.tocsc()
        lengths = np.asarray(matrix.sum(axis=1)).ravel()
        mean = lengths.mean() if lengths.sum() else 1.0
        self._norm = (K1 * (1 - B + B * lengths / mean)).astype(np.float32)

    @cached_property
    def document_counts(self) -> NDArray[np.int64]:
        """In how many segments each term stands, aligned with `terms`."""
        counts: NDArray[np.int64] = np.diff(self._columns.indptr)
        return counts

    def known(self, forms: Iterable[str]) -> list[str]:
        """Return the forms that some segment holds, sorted."""
        return sorted(form for form in forms if form in self.terms)

    def holding(self, forms: Iterable[str]) -> NDArray[np.int64]:
        """Return the segments, in order, that hold any of the forms."""
        parts = [self._rows(form) for form in self.known(forms)]
        return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)

    def score(self, terms: Iterable[tuple[frozenset[str], float]]) -> FloatArray:
        """Return the BM25 score of every segment, shape (n,).

        Args:
            terms: The forms of each asked word, and its weight (less for a guessed spelling).
        """
        total = np.zeros(self.n, dtype=np.float32)
        for forms, weight in terms:
            frequency = np.zeros(self.n, dtype=np.float32)
            for form in self.known(forms):
                k = self.terms[form]
                span = slice(self._columns.indptr[k], self._columns.indptr[k + 1])
                frequency[self._columns.indices[span]] += self._columns.data[span]
            rows = np.flatnonzero(frequency)
            if len(rows):
                rarity = np.log1p((self.n - len(rows) + 0.5) / (len(rows) + 0.5))
                tf = frequency[rows]
                total[rows] += weight * rarity * tf * (K1 + 1) / (tf + self._norm[rows])
        return total

    def corrections(
        self, words: Mapping[str, frozenset[str]], most: int = 3
    ) -> dict[str, tuple[str, ...]]:
        """Return, for each asked word that no segment holds, the terms it may be a typo of.

        At most one slip in words of four letters or more, two from eight on, where exchanging two
        neighbours is one (Damerau, 1964); the first letter stays. Nearest first, then commonest.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found: dict[str, tuple[str, ...]] = {}
        counts = self.document_counts
        for word, forms in words.items():
            shortest = min(forms, key=len)
            slips = 2 if len(shortest) >= 8 else 1
            if len(word) < 4 or self.known(forms) or any(map(str.isdigit, word)):
                continue
            near: dict[str, float] = {}
            for form in sorted(forms):
                choices = [t for t in self.terms if t[0] == form[0] and len(t) > 2]
                for term, distance, _ in process.extract(
                    form, choices, scorer=OSA.distance, score_cutoff=slips, limit=20
                ):
                    near[term] = min(near.get(term, slips), distance)
            ordered = sorted(near, key=lambda t: (near[t], -counts[self.terms[t]], t))
            if ordered:
                found[word] = tuple(t for t in ordered if near[t] == near[ordered[0]])[:most]
        return found

    def _rows(self, form: str) -> NDArray[np.int64]:
        k = self.terms[form]
        rows: NDArray[np.int64] = self._columns.indices[
            self._columns.indptr[k] : self._columns.indptr[k + 1]
        ].astype(np.int64)
        return rows
