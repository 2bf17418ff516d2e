"""Is something spoken of in this batch that nobody spoke of in the one before?

Both batches are divided into subjects together, blind to which answer is of which: a new subject is
a cluster whose answers are nearly all of this batch. What known themes have taken is divided too: a
subject without a theme of its own lies among all of them, and each takes its part. Of two waves of
300 answers, twelve of the second on a new insurer went to six known themes; looked for among what
no theme had taken, such subjects were found in 0.70, 0.25 and none of three surveys' runs, now in
0.80, 1.0 and 0.83, with 0.15 others invented in the first for 0.65 (`benchmarks theme_months`).
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.themes.batch import Batch
from feedback.themes.discover import Discovery, discover
from feedback.themes.graph import ANY_LANGUAGE, IntArray, Labels, unit
from feedback.themes.leiden import NO_THEME, centroids_of
from feedback.themes.subjects import in_subject_space
from feedback.themes.texts import Texts, comments_of, distinct_texts, sources_of
from feedback.types import FloatArray

SIGNIFICANT = 0.2
"""Of the one-sided exact test that a cluster's share of the answers has grown, times the number of
clusters (Bonferroni). Of 42 months cut in two at random four second halves were found to name
something new, at 0.1 three; of new subjects planted in three surveys, a twentieth of the answers
left out each time, 0.88 are found, at 0.1 0.79."""

GROWTH = 5.0
"""A new subject is five times as frequent as before: what grew is not new."""


_ALIKE = 0.3
"""Cosine from which two new clusters are one subject: one comes in several, of passwords and of the
login, or of each language. Of the themes of three first months 99 pairs in 100 are under 0.30."""


@dataclass(frozen=True)
class Pool:
    """The segments of this batch and of the one before, of the kinds of source both have.

    Attributes:
        texts: The distinct ones of both.
        is_now: Which segments are of this batch, shape (n_segments,).
        comments: Number of each segment's comment, shape (n_segments,).
        places: Number of each segment's text in the batch, -1 for those before, (n_segments,).
    """

    texts: Texts
    is_now: NDArray[np.bool_]
    comments: IntArray
    places: IntArray

    @classmethod
    def of(cls, batch: Batch) -> "Pool | None":
        """Put a batch beside the one before; None without one, or without a source in common.

        Kinds of source that only one has are left out: the first interviews among surveys bring
        turns of phrase that no survey has, and were once the only new theme of a demo month.
        """
        earlier = batch.request.codebook.earlier
        if batch.before is None or earlier is None:
            return None
        sources = sources_of(batch.segments, batch.request.responses)
        now, before = _shared(sources, earlier.sources, len(batch.segments), len(earlier.segments))
        if not now.any() or not before.any():
            return None
        own, past = batch.segments[now], earlier.segments[before]
        segments = pd.concat([_apart(past, "0"), _apart(own, "1")], ignore_index=True)
        places = batch.texts.row_of_segment[now]
        rows = np.concatenate([batch.before[before], batch.rows[places]])
        return cls(
            distinct_texts(segments, lambda: rows),
            np.arange(len(segments)) >= len(past),
            comments_of(segments),
            np.concatenate([np.full(len(past), -1), places]),
        )

    def comments_by(self, clusters: IntArray) -> IntArray:
        """Return how many comments of this batch, and of the one before, speak of each cluster.

        Args:
            clusters: Number of each segment's, 0 and up, -1 for none, shape (n_segments,).

        Returns:
            Shape (n_clusters, 2). A comment counts once for each cluster it has a segment in.
        """
        pairs = np.unique(np.stack([clusters, self.comments, ~self.is_now]), axis=1)
        table = np.zeros((int(clusters.max(initial=NO_THEME)) + 1, 2), dtype=np.int64)
        inside = pairs[0] >= 0
        np.add.at(table, (pairs[0][inside], pairs[2][inside]), 1)
        return table

    def sizes(self) -> IntArray:
        """Return the number of comments of this batch and of the one before, shape (2,)."""
        sizes: IntArray = self.comments_by(np.zeros(len(self.comments), dtype=np.int64))[0]
        return sizes


def _apart(segments: pd.DataFrame, mark: str) -> pd.DataFrame:
    """Return segments whose answers' ids are none of the other batch's."""
    return segments.assign(response_id=mark + segments["response_id"].astype(str))


def _shared(
    now: Labels | None, before: Labels | None, n_now: int, n_before: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which segments are of a kind of source that both have; all where it is not known."""
    if now is None or before is None:
        return np.ones(n_now, dtype=np.bool_), np.ones(n_before, dtype=np.bool_)
    kinds = np.intersect1d(now, before)
    return np.isin(now, kinds), np.isin(before, kinds)


def emerging(batch: Batch, pool: Pool) -> Discovery:
    """Return the subjects of a batch that the one before did not have, and who speaks of them.

    Returns:
        Labels over all distinct texts of the batch, -1 for those that speak of nothing new.
    """
    everything = np.arange(len(pool.texts))
    rows = in_subject_space(
        pool.texts, everything, batch.centres.get(ANY_LANGUAGE), batch.request.embed
    )
    # A new subject is a small part of two batches: coarse clusters would hide it.
    settings = replace(batch.request.settings, granularity="many")
    found = discover(pool.texts, everything, rows, settings, batch.request.seed)
    clusters = found.labels[pool.texts.row_of_segment]
    labels = np.full(len(batch.texts), NO_THEME, dtype=np.int64)
    labels[pool.places[pool.is_now]] = clusters[pool.is_now]
    new = _new(pool.comments_by(clusters), pool.sizes())
    homes = _alike(unit(centroids_of(batch.rows, labels)), new)
    kept = sorted(set(homes.values()))
    place = np.full(len(found.centroids) + 1, NO_THEME, dtype=np.int64)  # the last: of no cluster
    for number, home in homes.items():
        place[number] = kept.index(home)
    labels = place[labels]
    return Discovery(labels, centroids_of(batch.rows, labels), [found.terms[k] for k in kept])


def _new(counts: IntArray, sizes: IntArray) -> list[int]:
    """Return the clusters, rows of `counts` (`Pool.comments_by`), that are new in this batch."""
    from scipy.stats import fisher_exact

    new = []
    for number, counted in enumerate(counts):
        now, before = counted / np.maximum(sizes, 1)
        if now < GROWTH * max(before, 0.5 / sizes[1]):
            continue
        p_value = float(fisher_exact([counted, sizes - counted], "greater").pvalue)
        if p_value * len(counts) < SIGNIFICANT:
            new.append(number)
    return new


def _alike(directions: FloatArray, clusters: list[int]) -> dict[int, int]:
    """Return for each cluster the first one that it is one subject with: itself, where alone."""
    homes: dict[int, int] = {}
    for number in clusters:
        near = (directions[clusters] @ directions[number]).round(6) >= _ALIKE
        homes[number] = min(homes.get(other, other) for other in np.array(clusters)[near].tolist())
    return homes


def others_cosine(rows: FloatArray) -> FloatArray:
    """Return the cosine of each row to the mean of the others, shape (n,).

    Its own part in the mean would make a small cluster look tighter than it is.
    """
    total = rows.sum(axis=0, keepdims=True)
    return np.asarray((rows * unit(total - rows)).sum(axis=1).round(6), dtype=np.float32)


def holds_together(members: FloatArray, cohesions: FloatArray) -> bool:
    """Say whether a cluster is as tight as half of the known themes.

    Args:
        members: Rows of the cluster, shape (n_members, d).
        cohesions: Mean cosine of every known theme's texts to its centroid, shape (n_known,).
    """
    known = cohesions[cohesions > 0]
    return not len(known) or float(others_cosine(members).mean()) >= float(np.median(known))
