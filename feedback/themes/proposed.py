"""Names that somebody else proposes for the themes new in a batch. Nothing here asks anybody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from feedback.themes import tone
from feedback.themes.codebook import Codebook, Edit, folded
from feedback.themes.glossary import Names
from feedback.themes.words import LANGUAGES

N_SEGMENTS = 6
"""Typical segments shown to a namer, per theme and language."""


@dataclass(frozen=True)
class NewTheme:
    """A theme first met in a batch, as a namer sees it.

    Attributes:
        theme_id: Its id.
        names: Our own name by language.
        keywords: Keywords by language.
        segments: Up to `N_SEGMENTS` typical segments by language, the most typical first.
        is_edited: Whether a person has decided on it: it may get back a name it had, no other.
    """

    theme_id: str
    names: Names
    keywords: Mapping[str, tuple[str, ...]]
    segments: Mapping[str, tuple[str, ...]]
    is_edited: bool = False


Namer: TypeAlias = Callable[[Sequence[NewTheme], Mapping[str, frozenset[str]]], Mapping[str, Names]]
"""Takes new themes, and by language the names of all others; gives names by theme id."""


def new_ids(themes: pd.DataFrame, book: Codebook) -> list[str]:
    """Return the ids of `THEMES` that the codebook does not know, without those of mere tone."""
    known = {*book.themes["theme_id"], *(seed.theme_id for seed in book.seeds), *tone.IDS.values()}
    return [str(identity) for identity in themes["theme_id"] if identity not in known]


def new_themes(
    themes: pd.DataFrame,
    ids: Sequence[str],
    typical: pd.DataFrame,
    segments: pd.DataFrame,
    edits: Sequence[Edit],
) -> list[NewTheme]:
    """Return the themes with the ids `ids`, in the order of `themes`.

    Args:
        themes: `THEMES`.
        ids: Those that are new.
        typical: `theme_id`, `language`, `segment_id`, `rank`.
        segments: `SEGMENTS` or `SEGMENTS_PREPARED`.
        edits: Decisions of a person.
    """
    texts = dict(zip(segments["segment_id"], segments["text"], strict=True))
    shown: dict[tuple[str, str], list[str]] = {}
    for row in typical.sort_values(["theme_id", "language", "rank"]).to_dict("records"):
        key = (str(row["theme_id"]), str(row["language"]))
        shown.setdefault(key, []).append(str(texts[row["segment_id"]]))
    decided = {folded(word) for edit in edits for word in (edit.theme_id, edit.target) if word}
    return [
        NewTheme(
            row["theme_id"],
            {la: row[f"name_{la}"] for la in LANGUAGES},
            {la: tuple(row[f"keywords_{la}"]) for la in LANGUAGES},
            {la: tuple(shown.get((row["theme_id"], la), ())) for la in LANGUAGES},
            not decided.isdisjoint(
                folded(str(row[column])) for column in ("theme_id", "name_fr", "name_en")
            ),
        )
        for row in themes[themes["theme_id"].isin(ids)].to_dict("records")
    ]


def taken_names(
    themes: pd.DataFrame, ids: Sequence[str], edits: Sequence[Edit]
) -> dict[str, frozenset[str]]:
    """Return by language the names that the new themes `ids` may not have.

    Those of the other themes, of the two generic ones, and those that a person gave.
    """
    others = themes[~themes["theme_id"].isin(ids)]
    generic = dict(zip(LANGUAGES, zip(*tone.NAMES.values(), strict=True), strict=True))
    given = {
        la: [e.new_names().get(la, "") for e in edits if e.kind == "rename"] for la in LANGUAGES
    }
    return {la: frozenset([*others[f"name_{la}"], *generic[la], *given[la]]) for la in LANGUAGES}


def with_names(themes: pd.DataFrame, names: Mapping[str, Names]) -> pd.DataFrame:
    """Return `THEMES` with the names of `names`, by theme id; the others keep theirs."""
    renamed = themes.copy()
    for la in LANGUAGES:
        own = {identity: both[la] for identity, both in names.items()}
        column = f"name_{la}"
        renamed[column] = themes["theme_id"].map(own).fillna(themes[column]).astype("str")
    return renamed
