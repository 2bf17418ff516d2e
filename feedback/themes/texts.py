"""The distinct texts of a batch in an order that no file can disturb."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.themes.graph import IntArray, Labels
from feedback.themes.words import content_words
from feedback.types import FloatArray

_POOR, _MOSTLY = 2, 0.5  # content words; share of a cluster
_BETWEEN = "\x1f"  # the segments of a comment


@dataclass(frozen=True)
class Texts:
    """Distinct segments, sorted by text, with what repeats folded together.

    Two segments are the same if their text, their language and the comments they stand in are.

    Attributes:
        texts: Shape (n,), sorted.
        languages: Shape (n,); empty string where the language is unknown.
        rows: Centred unit vectors with their context, shape (n, d).
        counts: Segments folded into each, shape (n,).
        row_of_segment: For every segment of the frame the number of its text, shape (n_segments,).
        n_comments: Different comments behind them.
        is_part: Whether a text stands in its comment beside others, shape (n,).
    """

    texts: list[str]
    languages: Labels
    rows: FloatArray
    counts: IntArray
    row_of_segment: IntArray
    n_comments: int
    is_part: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of distinct texts."""
        return len(self.texts)


def languages_of(segments: pd.DataFrame) -> Labels:
    """Return the language of every segment, empty where unknown, shape (n_segments,)."""
    return segments["language"].fillna("").astype(str).to_numpy(dtype=np.str_)


def sources_of(segments: pd.DataFrame, responses: pd.DataFrame) -> Labels | None:
    """Return the kind of source of every segment, shape (n_segments,); None where none is known."""
    if "source" not in responses.columns:
        return None
    kinds = responses.set_index("response_id")["source"]
    return segments["response_id"].map(kinds).fillna("").astype(str).to_numpy(dtype=np.str_)


def theme_ids_of(segments: pd.DataFrame, assignments: pd.DataFrame) -> Labels:
    """Return the id of every segment's strongest theme, "" for none, shape (n_segments,)."""
    ranked = assignments.sort_values(["strength", "theme_id"], ascending=[False, True])
    strongest = ranked.drop_duplicates("segment_id").set_index("segment_id")["theme_id"]
    return segments["segment_id"].map(strongest).fillna("").astype(str).to_numpy(dtype=np.str_)


def comments_of(segments: pd.DataFrame) -> IntArray:
    """Return the number of every segment's comment, shape (n_segments,)."""
    return np.asarray(pd.factorize(segments["response_id"], sort=True)[0], dtype=np.int64)


def are_fragments(texts: Texts, members: IntArray) -> bool:
    """Say whether most of some texts are sentences that name next to nothing, out of comments.

    "I counted nine of those.", "He forwarded them all." lie close together for their wording; each
    speaks of what the rest of its comment speaks of. In the first demo month they were one theme of
    13, 64 % of it such sentences, of the next one 44 %; without it 10 planted themes of 13 keep
    one id over three months, with it 8.

    Args:
        texts: Of the batch.
        members: Numbers of those asked about, shape (m,).
    """
    poor = [bool(texts.is_part[i]) and len(content_words(texts.texts[i])) <= _POOR for i in members]
    return float(np.mean(poor)) > _MOSTLY


def distinct_texts(segments: pd.DataFrame, rows_of: Callable[[], FloatArray]) -> Texts:
    """Fold segments that cannot be told apart.

    Args:
        segments: `SEGMENTS` or `SEGMENTS_PREPARED`, sorted by `segment_id`.
        rows_of: Makes the centred unit vectors with their context, aligned, shape (n_segments, d);
            called last, so that they do not lie in memory beside what folding needs.
    """
    ordered, row_of_segment, n_comments = _folded(segments)
    first = np.full(len(ordered), len(segments), dtype=np.int64)
    np.minimum.at(first, row_of_segment, np.arange(len(segments)))
    return Texts(
        ordered.get_level_values(0).astype(str).tolist(),
        ordered.get_level_values(1).to_numpy(dtype=np.str_),
        np.asarray(rows_of()[first], dtype=np.float32),
        np.bincount(row_of_segment, minlength=len(ordered)).astype(np.int64),
        row_of_segment,
        n_comments,
        np.array([_BETWEEN in whole for whole in ordered.get_level_values(2)], dtype=np.bool_),
    )


def _folded(segments: pd.DataFrame) -> tuple[pd.MultiIndex, IntArray, int]:
    """Return the distinct texts in order, the number of each segment's, and of the comments."""
    texts = segments["text"].astype(str).tolist()
    comments = comments_of(segments)
    parts: dict[int, list[str]] = {}
    for comment, text in zip(comments.tolist(), texts, strict=True):
        parts.setdefault(comment, []).append(text)
    wholes = {comment: _BETWEEN.join(own) for comment, own in parts.items()}
    keys = pd.MultiIndex.from_arrays(
        [texts, languages_of(segments), [wholes[comment] for comment in comments.tolist()]]
    )
    ordered = keys.unique().sort_values()
    row_of_segment = np.asarray(ordered.get_indexer(keys), dtype=np.int64)
    return ordered, row_of_segment, len(set(wholes.values()))
