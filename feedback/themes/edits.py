"""What people decide about themes, applied to a coded batch: rename, merge, split, pin, retire."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from feedback import frames
from feedback.errors import CodebookError, FrameContractError
from feedback.themes.codebook import Edit, find_theme, folded
from feedback.themes.coded import Coded, counted, places_of, rows_of
from feedback.themes.continuity import NEAR, heirs_of
from feedback.themes.graph import unit
from feedback.themes.quotes import empty_quotes, typical_segments
from feedback.themes.splits import split
from feedback.types import Embed, FloatArray


def apply_edits(coded: Coded, edits: Sequence[Edit], embed: Embed, strict: bool = True) -> Coded:
    """Return the batch after a person's decisions, in their order; sizes are counted again.

    Args:
        coded: The batch; nothing in it is changed.
        edits: Decisions; `theme_id` and `target` may also be a theme's name.
        embed: The encoder of the batch, for the example phrases of a split.
        strict: False replays a log: an edit that no longer applies is passed over.

    Raises:
        CodebookError: A theme is unknown, a merge is with itself or closes a circle, a name is
            empty or taken, a split has not two phrases or leaves one side empty.
    """
    for edit in edits:
        try:
            coded = _KINDS[edit.kind](coded, edit, embed)
        except CodebookError:
            if strict:
                raise
    return replace(coded, themes=counted(coded.themes, coded.assignments, coded.segments))


def quotes_of(coded: Coded, n: int) -> pd.DataFrame:
    """Choose up to `n` quotes per theme and language of a coded batch whose vectors are known.

    Returns:
        `theme_id`, `language`, `segment_id`, `rank` from 1.

    Raises:
        FrameContractError: The batch comes without vectors.
    """
    if coded.vectors is None:
        raise FrameContractError("quotes: the batch has no vectors")
    if coded.assignments.empty:
        return empty_quotes()
    rows = rows_of(coded, _never)
    return typical_segments(coded.assignments, coded.segments, lambda places: rows[places], n)


def _never(texts: Sequence[str]) -> FloatArray:
    raise FrameContractError(f"{len(texts)} texts to encode where vectors are given")


def _rename(coded: Coded, edit: Edit, embed: Embed) -> Coded:  # noqa: ARG001
    identity, names = find_theme(coded.themes, edit.theme_id), edit.new_names()
    if not all(names.values()):
        raise CodebookError("a new name is missing")
    themes = coded.themes.copy()
    for language, name in names.items():
        column = f"name_{language}"
        others = themes[(themes["theme_id"] != identity) & (themes["status"] != "retired")]
        if folded(name) in set(others[column].map(folded)):
            raise CodebookError(
                f"another theme is already called {name!r}", todo="Merge them, or choose a name"
            )
        themes.loc[themes["theme_id"] == identity, column] = name
    return replace(coded, themes=themes)


def _merge(coded: Coded, edit: Edit, embed: Embed) -> Coded:  # noqa: ARG001
    source = find_theme(coded.themes, edit.theme_id)
    target = _end_of_merges(coded, find_theme(coded.themes, edit.target or ""))
    if source == find_theme(coded.themes, edit.target or ""):
        raise CodebookError(f"theme {coded.name(source)!r} cannot be merged with itself")
    if target == source:
        raise CodebookError(
            f"{coded.name(source)!r} already took in that theme: the merge would close a circle"
        )
    moved = coded.assignments["theme_id"].where(coded.assignments["theme_id"] != source, target)
    assignments = coded.assignments.assign(theme_id=moved)
    themes = coded.themes.copy()
    themes.loc[themes["theme_id"] == source, ["status", "parent_id"]] = ["retired", target]
    sizes = [max(int((coded.assignments["theme_id"] == i).sum()), 1) for i in (source, target)]
    centroids = coded.centroids.copy()
    pair = centroids[[coded.row(source), coded.row(target)]]
    centroids[coded.row(target)] = np.average(pair, axis=0, weights=sizes)
    return replace(coded, themes=themes, assignments=assignments, centroids=centroids)


def _end_of_merges(coded: Coded, identity: str) -> str:
    heir = int(heirs_of(coded.themes)[coded.row(identity)])
    if heir < 0:
        raise CodebookError(
            f"theme {coded.name(identity)!r} is retired", todo="Choose a theme in use"
        )
    return str(coded.themes["theme_id"].iloc[heir])


def _pin(coded: Coded, edit: Edit, embed: Embed) -> Coded:  # noqa: ARG001
    return _with_status(coded, find_theme(coded.themes, edit.theme_id), "pinned")


def _retire(coded: Coded, edit: Edit, embed: Embed) -> Coded:
    identity = find_theme(coded.themes, edit.theme_id)
    rows = places_of(coded, identity)
    coded = _with_status(coded, identity, "retired")
    kept = coded.assignments[coded.assignments["theme_id"] != identity]
    heirs = heirs_of(coded.themes)
    alive = np.flatnonzero(heirs == np.arange(len(coded.themes)))
    if not len(rows) or not len(alive):
        return replace(coded, assignments=kept.reset_index(drop=True))
    cosines = (rows_of(coded, embed)[rows] @ unit(coded.centroids[alive]).T).round(6)
    best, closeness = cosines.argmax(axis=1), cosines.max(axis=1)
    near = closeness >= NEAR
    moved = pd.DataFrame(
        {
            "segment_id": coded.segments["segment_id"].to_numpy()[rows[near]],
            "theme_id": coded.themes["theme_id"].to_numpy()[alive[best[near]]],
            "strength": np.clip(closeness[near], 0, 1).astype(np.float64),
        }
    ).astype({"segment_id": "str", "theme_id": "str"})
    together = pd.concat([kept, moved], ignore_index=True) if len(moved) else kept
    return replace(coded, assignments=together.sort_values("segment_id", ignore_index=True))


def _with_status(coded: Coded, identity: str, status: str) -> Coded:
    themes = coded.themes.copy()
    themes.loc[themes["theme_id"] == identity, "status"] = status
    return replace(coded, themes=frames.THEMES.check(themes))


_KINDS: dict[str, Callable[[Coded, Edit, Embed], Coded]] = {
    "rename": _rename,
    "merge": _merge,
    "split": split,
    "pin": _pin,
    "retire": _retire,
}
