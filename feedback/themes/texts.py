"""The distinct texts of a batch in an order that no file can disturb."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from feedback.themes.graph import IntArray, Labels
from feedback.types import FloatArray


@dataclass(frozen=True)
class Texts:
    """Distinct (language, text) pairs, sorted by text, with what repeats folded together.

    Attributes:
        texts: Shape (n,), sorted.
        languages: Shape (n,); empty string where the language is unknown.
        vectors: As the encoder gave them, shape (n, d).
        counts: Segments that hold the text, shape (n,).
        row_of_segment: For every segment of the frame the number of its text, shape (n_segments,).
    """

    texts: list[str]
    languages: Labels
    vectors: FloatArray
    counts: IntArray
    row_of_segment: IntArray

    def __len__(self) -> int:
        """Return the number of distinct texts."""
        return len(self.texts)


def distinct_texts(segments: pd.DataFrame, vectors: FloatArray) -> Texts:
    """Fold equal texts of one language together.

    Args:
        segments: `SEGMENTS` or `SEGMENTS_PREPARED`.
        vectors: Aligned with `segments`, shape (n_segments, d).
    """
    languages = segments["language"].fillna("").astype(str).to_numpy()
    texts = segments["text"].astype(str).to_numpy()
    pairs = pd.MultiIndex.from_arrays([texts, languages])
    ordered = pairs.unique().sort_values()
    row_of_segment = np.asarray(ordered.get_indexer(pairs), dtype=np.int64)
    first = np.full(len(ordered), len(segments), dtype=np.int64)
    np.minimum.at(first, row_of_segment, np.arange(len(segments)))
    return Texts(
        [str(text) for text, _ in ordered],
        np.array([language for _, language in ordered], dtype=np.str_),
        np.asarray(vectors[first], dtype=np.float32).reshape(len(ordered), -1),
        np.bincount(row_of_segment, minlength=len(ordered)).astype(np.int64),
        row_of_segment,
    )
