"""Known themes first: which texts of a new batch speak of a theme that already has an id."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from feedback.themes.codebook import Codebook, Seed
from feedback.themes.graph import IntArray, centred_by_guess, unit
from feedback.themes.space import spread
from feedback.types import Embed, FloatArray

NO_MATCH = -1

SEED_COHESION = 0.15
"""Mean cosine of texts to the vector of a theme's name and examples: 0.13 to 0.15 in five sectors
of `corpora/themes`, 0.16 to 0.18 in a survey with a codebook of its own. At 0.45 a code took at
first 0.12 of its texts, and no subject that the codebook leaves out held together as well. On
sixteen sectors of twenty subjects, fifteen of them with a code, F1 of the codes is 0.411 (0.395),
AMI 0.260 (0.237), and 0.25 of the texts without a code come to a new theme (none)."""

NEGATIVE_WEIGHT = 1 / 3
"""How far a seed leans away from its counter-examples (Rocchio, 1971: 0.25 beside 0.75)."""

NEAR = 0.1
"""Cosine from which a text that founds no theme of its own may join a known one."""


@dataclass(frozen=True)
class Known:
    """The themes of a codebook as directions to compare with.

    Attributes:
        themes: `THEMES` rows, seeds included.
        centroids: Aligned with `themes`; the length of each is its cohesion.
        heirs: For every row the row that receives its texts: itself, the target of a merge, or
            -1 for a theme that a person retired.
    """

    themes: pd.DataFrame
    centroids: FloatArray
    heirs: IntArray

    def __len__(self) -> int:
        """Return the number of rows, retired ones included."""
        return len(self.themes)


def known_themes(
    codebook: Codebook, centres: Mapping[str, FloatArray], embed: Embed, dimension: int
) -> Known:
    """Return the codebook's themes, seeds turned into centroids by their names and examples."""
    themes = codebook.themes.reset_index(drop=True)
    centroids = codebook.centroids.reshape(len(themes), dimension)
    seeds = [s for s in codebook.seeds if s.theme_id not in set(themes["theme_id"])]
    if seeds:
        themes = pd.concat([themes, _seed_rows(seeds)], ignore_index=True)
        centroids = np.concatenate([centroids, _seed_centroids(seeds, centres, embed)])
    return Known(themes, np.asarray(centroids, dtype=np.float32), heirs_of(themes))


def heirs_of(themes: pd.DataFrame) -> IntArray:
    """Return for every theme the row that receives its texts, -1 where a person wants none."""
    place = {identity: row for row, identity in enumerate(themes["theme_id"])}
    retired = (themes["status"] == "retired").to_numpy()
    parents = themes["parent_id"].to_numpy()
    heirs = np.arange(len(themes))
    for row in range(len(themes)):
        here, steps = row, 0
        while here != NO_MATCH and retired[here] and steps <= len(themes):
            parent = parents[here]
            here = place.get(parent, NO_MATCH) if isinstance(parent, str) else NO_MATCH
            steps += 1
        heirs[row] = here
    return np.asarray(heirs, dtype=np.int64)


def _seed_rows(seeds: list[Seed]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "theme_id": [s.theme_id for s in seeds],
            "name_fr": [s.name_fr for s in seeds],
            "name_en": [s.name_en for s in seeds],
            "keywords_fr": pd.Series([[] for _ in seeds], dtype="object"),
            "keywords_en": pd.Series([[] for _ in seeds], dtype="object"),
            "parent_id": pd.Series([s.parent_id for s in seeds], dtype="str"),
            "status": "active",
            "first_batch": "",
            "last_batch": "",
            "n_segments": 0,
            "n_responses": 0,
        }
    )


def _seed_centroids(
    seeds: list[Seed], centres: Mapping[str, FloatArray], embed: Embed
) -> FloatArray:
    means = []
    for seed in seeds:
        mean = centred_by_guess(embed(seed.phrases()), centres).mean(axis=0)
        if seed.negatives:
            away = centred_by_guess(embed(list(seed.negatives)), centres).mean(axis=0)
            mean = mean - NEGATIVE_WEIGHT * away
        means.append(unit(mean[None])[0] * SEED_COHESION)
    return np.stack(means)


def thresholds(known: Known) -> FloatArray:
    """Return for every known theme the cosine from which a text is counted for it.

    A text of theme t lies about |c_t| from its own centroid and about |c_t| cos(c_t, c_u) from
    the nearest other one u; the threshold stands half-way, so a theme of tight texts with a near
    neighbour asks for more than a broad one that stands alone. Shape (n_known,).
    """
    cohesion = np.linalg.norm(known.centroids, axis=1)
    directions = unit(known.centroids)
    between = directions @ directions.T
    np.fill_diagonal(between, -1.0)
    nearest = between.max(axis=1) if len(known) > 1 else np.zeros(len(known))
    return np.asarray(cohesion * (1 + np.clip(nearest, 0, 0.8)) / 2, dtype=np.float32)


def match(
    rows: FloatArray, known: Known, asked: FloatArray | float, centre: FloatArray | None = None
) -> IntArray:
    """Return for every text the nearest known theme if it passes its threshold, else -1.

    Which one is nearest is decided in the space in which themes are found (`space.spread`): so
    11,000 reviews, run again as a new batch, keep 0.90 of their themes, without it 0.85.

    Args:
        rows: Centred unit rows, shape (n, d).
        known: What to match with; the answer may be a retired row, see `Known.heirs`.
        asked: Thresholds of the encoder's cosines, shape (n_known,), or one for all.
        centre: Mean vector of all texts, by which the space of themes knows the encoder.
    """
    if not len(known) or not len(rows):
        return np.full(len(rows), NO_MATCH, dtype=np.int64)
    directions = unit(known.centroids)
    cosines = (spread(rows, centre) @ spread(directions, centre).T).round(6)
    # A row of zeros stands for a theme whose vectors came from another encoder.
    is_other = np.asarray(~known.centroids.any(axis=1))
    cosines[:, is_other] = -1.0
    nearest = cosines.argmax(axis=1)
    closeness = (rows * directions[nearest]).sum(axis=1).round(6)
    closeness[is_other[nearest]] = -1.0
    limits = np.broadcast_to(np.asarray(asked, dtype=np.float32), (len(known),))
    return np.where(closeness >= limits[nearest], nearest, NO_MATCH).astype(np.int64)


def inherit(matches: IntArray, known: Known, rows: FloatArray) -> IntArray:
    """Send texts of retired themes to their heir; of those without heir, to the next near theme."""
    settled = np.where(matches >= 0, known.heirs[matches], NO_MATCH)
    homeless = np.flatnonzero((matches >= 0) & (settled < 0))
    alive = np.flatnonzero(known.heirs == np.arange(len(known)))
    if len(homeless) and len(alive):
        cosines = (rows[homeless] @ unit(known.centroids[alive]).T).round(6)
        best = cosines.argmax(axis=1)
        near = cosines[np.arange(len(homeless)), best] >= NEAR
        settled[homeless[near]] = alive[best[near]]
    return np.asarray(settled, dtype=np.int64)
