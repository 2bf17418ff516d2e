"""The second level: what a theme divides into, found again from a coded batch whenever asked for.

Segments belong to themes; a sub-theme is a view of one theme and moves nothing. It becomes a theme
of its own when a person splits it off.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from feedback.settings import ThemeSettings
from feedback.themes.assemble import texts_by_language
from feedback.themes.candidates import NamingInput
from feedback.themes.codebook import Edit, find_theme, theme_id
from feedback.themes.coded import Coded, rows_of
from feedback.themes.graph import ANY_LANGUAGE, IntArray, Labels, unit
from feedback.themes.leiden import LeidenClusterer, centroids_of
from feedback.themes.names import Naming, name_themes
from feedback.themes.phrases import learn
from feedback.themes.space import spread
from feedback.themes.splits import Part
from feedback.themes.subjects import bag
from feedback.themes.terms import class_terms
from feedback.themes.texts import languages_of
from feedback.themes.tone import generic_ids
from feedback.themes.words import LANGUAGES
from feedback.types import Embed, FloatArray

LEAST_SEGMENTS = 24
"""A theme of fewer segments is read whole."""

_LEAST_SHARE = 0.1  # of the theme, in a sub-theme
_LEAST_SIZE = 5
_MOST = 6
_SAMPLE = 10  # segments per sub-theme and language tagged for its name
_COLUMNS = (
    *("theme_id", "parent_id", "name_fr", "name_en", "keywords_fr", "keywords_en"),
    *("n_segments", "n_responses"),
)


@dataclass(frozen=True)
class SubThemes:
    """The second level of a batch.

    Attributes:
        table: `theme_id`, `parent_id`, `name_fr`, `name_en`, `keywords_fr`, `keywords_en`,
            `n_segments`, `n_responses`; by parent as in the batch's themes, then falling size.
        members: `segment_id`, `theme_id` of the sub-theme.
        centroids: Aligned with `table`, shape (n, d).
    """

    table: pd.DataFrame
    members: pd.DataFrame
    centroids: FloatArray


def find_subthemes(
    coded: Coded, settings: ThemeSettings, seed: int, embed: Embed, only: str | None = None
) -> SubThemes:
    """Divide the themes of a coded batch; the same batch gives the same parts, whatever the order.

    The two generic themes, retired ones and small ones are not divided, nor is one that the graph
    does not support dividing.

    Args:
        coded: The batch.
        settings: As for discovery.
        seed: Of Leiden.
        embed: The encoder of the batch.
        only: Id of the one theme to divide; None: all.
    """
    order = np.argsort(coded.segments["segment_id"].to_numpy(dtype=str), kind="stable")
    vectors = None if coded.vectors is None else coded.vectors[order]
    segments = coded.segments.iloc[order].reset_index(drop=True)
    coded = replace(coded, segments=segments, vectors=vectors)
    rows, languages = rows_of(coded, embed), languages_of(segments)
    apart = spread(rows, coded.centres.get(ANY_LANGUAGE))
    taken = {la: set(coded.themes[f"name_{la}"]) for la in LANGUAGES}
    parts = []
    for parent in _divisible(coded.themes, only):
        own = coded.assignments.loc[coded.assignments["theme_id"] == parent, "segment_id"]
        members = np.flatnonzero(segments["segment_id"].isin(own).to_numpy())
        labels = _labels(apart[members], languages[members], settings, seed)
        if labels.max(initial=-1) < 1:
            continue
        part = _Part(parent, coded, rows, languages, members, labels)
        names = part.named(embed, taken)
        for name in names:
            taken["fr"].add(name.name_fr)
            taken["en"].add(name.name_en)
        parts.append(part.result(names))
    return _together(parts)


def _divisible(themes: pd.DataFrame, only: str | None) -> list[str]:
    large = themes[(themes["n_segments"] >= LEAST_SEGMENTS) & (themes["status"] != "retired")]
    ids = [str(i) for i in large["theme_id"] if i not in generic_ids()]
    return [i for i in ids if only in (None, i)]


def _labels(rows: FloatArray, languages: Labels, settings: ThemeSettings, seed: int) -> IntArray:
    n = len(rows)
    own = replace(
        settings,
        granularity="few",
        min_segments=max(_LEAST_SIZE, int(_LEAST_SHARE * n)),
        outlier_share=0.0,
    )
    once = np.ones(n, dtype=np.int64)
    found = LeidenClusterer(languages, once, own, seed).fit(rows).labels_
    return np.where(found < _MOST, found, -1).astype(np.int64)


@dataclass(frozen=True)
class _Part:
    """One theme with its division."""

    parent: str
    coded: Coded
    rows: FloatArray
    languages: Labels
    members: IntArray
    labels: IntArray

    def _inside(self, number: int) -> IntArray:
        return np.asarray(self.members[self.labels == number], dtype=np.int64)

    def _count(self) -> int:
        return int(self.labels.max()) + 1

    def _centroids(self) -> FloatArray:
        return centroids_of(self.rows[self.members], self.labels)

    def named(self, embed: Embed, taken: dict[str, set[str]]) -> list[Naming]:
        """Name the parts against each other, not against the rest of the batch."""
        texts = self.coded.segments["text"].astype(str).to_numpy()
        centroids = self._centroids()
        samples: dict[str, dict[int, list[str]]] = {la: {} for la in LANGUAGES}
        for number in range(self._count()):
            inside = self._inside(number)
            close = (self.rows[inside] @ unit(centroids[[number]])[0]).round(6)
            ranked = inside[np.argsort(-close, kind="stable")]
            for la in LANGUAGES:
                chosen = ranked[self.languages[ranked] == la][:_SAMPLE]
                samples[la][number] = list(texts[chosen])
        bags = [bag(texts[i], str(self.languages[i])) for i in self.members]
        return name_themes(
            NamingInput(
                centroids=centroids,
                terms=class_terms(bags, self.labels.tolist(), self._count()),
                lexicons={la: learn(samples[la], la) for la in LANGUAGES},
                texts=[
                    texts_by_language(list(texts[own]), list(self.languages[own]))
                    for own in map(self._inside, range(self._count()))
                ],
                centres=self.coded.centres,
                embed=embed,
                taken={la: frozenset(names) for la, names in taken.items()},
            )
        )

    def result(self, names: list[Naming]) -> SubThemes:
        """Return the parts as rows."""
        segments = self.coded.segments
        table, members = [], []
        for number, name in enumerate(names):
            inside = segments.iloc[self._inside(number)]
            identity = theme_id([self.parent, *inside["text"].astype(str)])
            table.append(
                {
                    "theme_id": identity,
                    "parent_id": self.parent,
                    **vars(name),
                    "n_segments": len(inside),
                    "n_responses": int(inside["response_id"].nunique()),
                }
            )
            members += [(segment, identity) for segment in inside["segment_id"]]
        return SubThemes(
            pd.DataFrame(table, columns=list(_COLUMNS)),
            pd.DataFrame(members, columns=["segment_id", "theme_id"]),
            self._centroids(),
        )


def _together(parts: list[SubThemes]) -> SubThemes:
    if not parts:
        nothing = pd.DataFrame(columns=list(_COLUMNS))
        return SubThemes(
            nothing,
            pd.DataFrame(columns=["segment_id", "theme_id"]),
            np.empty((0, 0), dtype=np.float32),
        )
    return SubThemes(
        pd.concat([part.table for part in parts], ignore_index=True),
        pd.concat([part.members for part in parts], ignore_index=True),
        np.concatenate([part.centroids for part in parts]),
    )


def split_off(found: SubThemes, asked: str) -> Edit:
    """Return the edit that makes a theme of its own of the sub-theme with the id or name `asked`.

    Raises:
        CodebookError: None has it, or several have.
    """
    identity = find_theme(found.table, asked)
    rows = found.table.to_dict("records")
    row = next(row for row in rows if row["theme_id"] == identity)
    siblings = (found.table["parent_id"] == row["parent_id"]).to_numpy()
    ids = found.table["theme_id"].to_numpy()[siblings].tolist()
    part = Part(
        str(row["name_fr"]),
        str(row["name_en"]),
        row["keywords_fr"],
        row["keywords_en"],
        ids.index(identity),
        found.centroids[siblings],
    )
    return Edit("split", str(row["parent_id"]), target=identity, value=part.to_text())
