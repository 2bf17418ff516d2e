"""Taking a decision back: what it changed in a batch is kept beside it, as a patch.

A patch holds the rows and assignments as they were. A batch that was run again since, or that came
later, has no patch that fits; there the decision is turned round by its meaning instead.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from feedback import frames
from feedback.themes.codebook import Edit, theme_id
from feedback.themes.coded import Coded, counted, rows_of
from feedback.themes.graph import unit
from feedback.types import Embed, FloatArray

Patch = dict[str, Any]
"""Plain JSON: `themes` (rows as they were, with their centroid), `made` (ids that were not there),
`order` (of the ids before), `moved` (segment id → theme id and strength before, or None), `after`
(digest of the result)."""


def patch_between(before: Coded, after: Coded) -> Patch:
    """Return what leads from `after` back to `before`."""
    old, new = _rows(before), _rows(after)
    changed = [row for identity, row in old.items() if new.get(identity) != row]
    was, now = _assigned(before), _assigned(after)
    moved = {s: was.get(s) for s in sorted({*was, *now}) if was.get(s) != now.get(s)}
    return {
        "themes": changed,
        "made": sorted(set(new) - set(old)),
        "order": list(old),
        "moved": moved,
        "after": digest(after),
    }


def digest(coded: Coded) -> str:
    """Return a fingerprint of a batch's themes and of which segment has which."""
    rows = [
        f"{r['theme_id']}\t{r['name_fr']}\t{r['name_en']}\t{r['status']}\t{r['parent_id']}"
        for r in coded.themes.sort_values("theme_id").to_dict("records")
    ]
    pairs = [f"{s}\t{t}" for s, (t, _) in sorted(_assigned(coded).items())]
    return hashlib.blake2b("\n".join([*rows, *pairs]).encode(), digest_size=8).hexdigest()


def restored(coded: Coded, patch: Patch) -> Coded:
    """Return the batch as the patch says that it was; segments erased since stay away."""
    kept = coded.themes[~coded.themes["theme_id"].isin(patch["made"])]
    names = {row["theme_id"] for row in patch["themes"]}
    kept = kept[~kept["theme_id"].isin(names)]
    places = kept.index.to_numpy()
    old = pd.DataFrame(
        [{key: row[key] for key in frames.THEMES.names()} for row in patch["themes"]],
        columns=frames.THEMES.names(),
    ).astype({c: coded.themes[c].dtype for c in frames.THEMES.names()})
    vectors = [_unpacked(row["centroid"]) for row in patch["themes"]]
    themes = pd.concat([kept, old], ignore_index=True) if len(old) else kept.reset_index(drop=True)
    centroids = (
        np.concatenate([coded.centroids[places], np.stack(vectors)])
        if vectors
        else (coded.centroids[places])
    )
    assigned = _assigned(coded)
    here = set(coded.segments["segment_id"])
    for segment, before in patch["moved"].items():
        if before is None:
            assigned.pop(segment, None)
        elif segment in here:
            assigned[segment] = (str(before[0]), float(before[1]))
    changed = replace(coded, themes=themes, centroids=centroids, assignments=_frame(assigned))
    rank = {identity: number for number, identity in enumerate(patch["order"])}
    return _ordered(changed, [rank.get(str(i), len(rank)) for i in changed.themes["theme_id"]])


def turned_round(coded: Coded, edit: Edit, patch: Patch | None, embed: Embed) -> Coded:
    """Return the batch with a decision undone by its meaning, where no patch fits.

    Args:
        coded: The batch.
        edit: The decision, with exact ids.
        patch: Of another batch: the names and status before. None: nothing can be said, and the
            batch stays as it is.
        embed: The encoder of the batch.
    """
    if patch is None:
        return coded
    return _sorted_and_counted(_INVERSES[edit.kind](coded, edit, patch, embed))


def _unrename(coded: Coded, edit: Edit, patch: Patch, embed: Embed) -> Coded:  # noqa: ARG001
    return _with_fields(coded, patch, edit.theme_id, ("name_fr", "name_en"))


def _unmark(coded: Coded, edit: Edit, patch: Patch, embed: Embed) -> Coded:  # noqa: ARG001
    return _with_fields(coded, patch, edit.theme_id, ("status", "parent_id"))


def _unmerge(coded: Coded, edit: Edit, patch: Patch, embed: Embed) -> Coded:
    """Give the two themes back what lies nearer to each."""
    coded = _with_fields(coded, patch, edit.theme_id, ("status", "parent_id"))
    ids = coded.themes["theme_id"].tolist()
    if edit.theme_id not in ids or edit.target not in ids:
        return coded
    centroids = coded.centroids.copy()
    for row in patch["themes"]:
        if row["theme_id"] in ids:
            centroids[ids.index(row["theme_id"])] = _unpacked(row["centroid"])
    pair = [ids.index(edit.target), ids.index(edit.theme_id)]
    mine = coded.assignments["theme_id"].isin([ids[row] for row in pair]).to_numpy()
    rows = coded.segments["segment_id"].isin(coded.assignments["segment_id"][mine]).to_numpy()
    cosines = (rows_of(coded, embed)[rows] @ unit(centroids[pair]).T).round(6)
    assigned = _assigned(coded)
    for segment, own in zip(coded.segments["segment_id"][rows], cosines, strict=True):
        best = int(own.argmax())
        assigned[segment] = (ids[pair[best]], float(np.clip(own[best], 0, 1)))
    return replace(coded, centroids=centroids, assignments=_frame(assigned))


def _unsplit(coded: Coded, edit: Edit, patch: Patch, embed: Embed) -> Coded:  # noqa: ARG001
    """Put the parts back into the theme that they were."""
    parts = set(split_ids(edit))
    if edit.theme_id not in set(coded.themes["theme_id"]):
        is_part = coded.themes["theme_id"].isin(parts).to_numpy()
        if not is_part.any():
            return coded
        first = int(np.flatnonzero(is_part)[0])
        row = next((r for r in patch["themes"] if r["theme_id"] == edit.theme_id), None)
        names = {key: row[key] for key in ("name_fr", "name_en")} if row else {}
        whole = coded.themes.iloc[[first]].assign(theme_id=edit.theme_id, **names)
        mean = coded.centroids[is_part].mean(axis=0, keepdims=True)
        coded = replace(
            coded,
            themes=pd.concat([coded.themes, whole], ignore_index=True),
            centroids=np.concatenate([coded.centroids, mean]).astype(np.float32),
        )
    stays = ~coded.themes["theme_id"].isin(parts).to_numpy()
    moved = coded.assignments["theme_id"].where(
        ~coded.assignments["theme_id"].isin(parts), edit.theme_id
    )
    return replace(
        coded,
        themes=coded.themes[stays].reset_index(drop=True),
        centroids=coded.centroids[stays],
        assignments=coded.assignments.assign(theme_id=moved),
    )


def split_ids(edit: Edit) -> list[str]:
    """Return the ids that a split gives to its parts."""
    if edit.target:
        return [edit.target]
    phrases = [part.strip() for part in (edit.value or "").split("|") if part.strip()]
    return [theme_id([edit.theme_id, phrase]) for phrase in phrases]


_INVERSES: dict[str, Callable[[Coded, Edit, Patch, Embed], Coded]] = {
    "rename": _unrename,
    "pin": _unmark,
    "retire": _unmark,
    "merge": _unmerge,
    "split": _unsplit,
}


def _with_fields(coded: Coded, patch: Patch, identity: str, names: tuple[str, ...]) -> Coded:
    row = next((r for r in patch["themes"] if r["theme_id"] == identity), None)
    if row is None:
        return coded
    themes = coded.themes.copy()
    for name in names:
        themes.loc[themes["theme_id"] == identity, name] = row[name]
    return replace(coded, themes=themes)


def _rows(coded: Coded) -> dict[str, dict[str, Any]]:
    """Return the themes as plain values by id, centroids packed; sizes left out, they follow."""
    found = {}
    for row, centroid in zip(coded.themes.to_dict("records"), coded.centroids, strict=True):
        plain: dict[str, Any] = {str(key): _plain(value) for key, value in row.items()}
        plain |= {"n_segments": 0, "n_responses": 0, "centroid": _packed(centroid)}
        found[str(row["theme_id"])] = plain
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | np.ndarray):
        return [str(item) for item in value]
    return None if value is None or value != value else value  # NaN differs from itself


def _packed(centroid: FloatArray) -> str:
    return base64.b64encode(np.asarray(centroid, dtype="<f4").tobytes()).decode()


def _unpacked(text: str) -> FloatArray:
    return np.frombuffer(base64.b64decode(text), dtype="<f4").astype(np.float32)


def _assigned(coded: Coded) -> dict[str, tuple[str, float]]:
    table = coded.assignments
    pairs = zip(table["theme_id"], table["strength"], strict=True)
    return {
        str(segment): (str(theme), float(strength))
        for segment, (theme, strength) in zip(table["segment_id"], pairs, strict=True)
    }


def _frame(assigned: Mapping[str, tuple[str, float]]) -> pd.DataFrame:
    segments = sorted(assigned)
    return pd.DataFrame(
        {
            "segment_id": pd.Series(segments, dtype="str"),
            "theme_id": pd.Series([assigned[s][0] for s in segments], dtype="str"),
            "strength": pd.Series([assigned[s][1] for s in segments], dtype="float64"),
        }
    )


def _sorted_and_counted(coded: Coded) -> Coded:
    sizes = counted(coded.themes, coded.assignments, coded.segments)["n_segments"]
    return _ordered(coded, [-int(size) for size in sizes])


def _ordered(coded: Coded, keys: list[int]) -> Coded:
    """Return the batch with its themes counted again and by rising key, then id."""
    themes = counted(coded.themes, coded.assignments, coded.segments)
    order = np.lexsort((themes["theme_id"].to_numpy(dtype=str), np.array(keys)))
    return replace(
        coded,
        themes=frames.THEMES.check(themes.iloc[order].reset_index(drop=True)),
        centroids=coded.centroids[order],
    )
