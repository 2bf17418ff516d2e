"""What people decide about themes, applied to a coded batch: rename, merge, split, pin, retire."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from feedback import frames
from feedback.errors import CodebookError, FrameContractError
from feedback.settings import ThemeSettings
from feedback.themes.codebook import Edit, find_theme, theme_id
from feedback.themes.continuity import NEAR, heirs_of
from feedback.themes.graph import IntArray, centred, centred_by_guess, unit, with_context
from feedback.themes.quotes import empty_quotes, typical_segments
from feedback.themes.texts import comments_of, languages_of
from feedback.types import Embed, FloatArray


@dataclass(frozen=True)
class Coded:
    """A batch with its themes, as edits see it.

    Attributes:
        themes: `THEMES`.
        assignments: `ASSIGNMENTS`.
        centroids: Aligned with `themes`, shape (n_themes, d).
        centres: Mean vector per language.
        segments: `SEGMENTS` or `SEGMENTS_PREPARED`.
        vectors: Aligned with `segments`, as the encoder gave them; None: encoded when needed.
        context: The setting the batch was coded with.
    """

    themes: pd.DataFrame
    assignments: pd.DataFrame
    centroids: FloatArray
    centres: Mapping[str, FloatArray]
    segments: pd.DataFrame
    vectors: FloatArray | None = None
    context: float = ThemeSettings.context

    def row(self, identity: str) -> int:
        """Return the row number of a theme id."""
        return int(np.flatnonzero((self.themes["theme_id"] == identity).to_numpy())[0])

    def name(self, identity: str) -> str:
        """Return the English name of a theme id."""
        return str(self.themes["name_en"].iloc[self.row(identity)])


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


def counted(
    themes: pd.DataFrame, assignments: pd.DataFrame, segments: pd.DataFrame
) -> pd.DataFrame:
    """Return the themes with `n_segments` and `n_responses` counted from the assignments."""
    rows = assignments.merge(segments[["segment_id", "response_id"]], on="segment_id")
    by_theme = rows.groupby("theme_id")
    counts = by_theme["segment_id"].nunique(), by_theme["response_id"].nunique()
    columns = [c.reindex(themes["theme_id"], fill_value=0).to_numpy(np.int64) for c in counts]
    return themes.assign(n_segments=columns[0], n_responses=columns[1])


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
    languages = languages_of(coded.segments)
    rows = centred(coded.vectors, languages, coded.centres)
    rows = with_context(rows, comments_of(coded.segments), coded.context)
    return typical_segments(coded.assignments, coded.segments, rows, n)


def _rename(coded: Coded, edit: Edit, embed: Embed) -> Coded:  # noqa: ARG001
    identity, name = find_theme(coded.themes, edit.theme_id), " ".join((edit.value or "").split())
    if not name or edit.language not in (None, "fr", "en"):
        raise CodebookError("a new name is missing, or is in neither fr nor en")
    themes = coded.themes.copy()
    for language in [edit.language] if edit.language else ["fr", "en"]:
        column = f"name_{language}"
        others = themes[(themes["theme_id"] != identity) & (themes["status"] != "retired")]
        if name.casefold() in set(others[column].str.casefold()):
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


def _split(coded: Coded, edit: Edit, embed: Embed) -> Coded:
    identity = find_theme(coded.themes, edit.theme_id)
    phrases = [part.strip() for part in (edit.value or "").split("|") if part.strip()]
    if len(phrases) != 2 or phrases[0].casefold() == phrases[1].casefold():
        raise CodebookError("a split needs two different example phrases, with | between them")
    rows = _rows_of(coded, identity, embed)
    vectors = _centred(coded, embed)[rows]
    poles = centred_by_guess(embed(phrases), coded.centres)
    side = ((vectors @ poles.T).round(6)).argmax(axis=1)
    if len(set(side.tolist())) < 2:
        raise CodebookError(
            f"every segment of {coded.name(identity)!r} is nearer to one of the phrases",
            todo="Choose two phrases that differ more",
        )
    return _divided(coded, identity, phrases, (rows, side, vectors))


def _divided(
    coded: Coded,
    identity: str,
    phrases: list[str],
    halves: tuple[IntArray, IntArray, FloatArray],
) -> Coded:
    """Put two themes in the place of one."""
    rows, side, vectors = halves
    ids = [theme_id([identity, phrase]) for phrase in phrases]
    old = coded.row(identity)
    new = pd.concat([coded.themes.iloc[[old]]] * 2, ignore_index=True)
    titles = [phrase[:1].upper() + phrase[1:] for phrase in phrases]
    new = new.assign(theme_id=ids, name_fr=titles, name_en=titles)
    themes = pd.concat([coded.themes.drop(index=coded.themes.index[old]), new], ignore_index=True)
    centroids = np.concatenate(
        [np.delete(coded.centroids, old, axis=0), [vectors[side == s].mean(axis=0) for s in (0, 1)]]
    )
    chosen = coded.segments["segment_id"].to_numpy()[rows]
    goes_to = dict(zip(chosen, [ids[s] for s in side], strict=True))
    moved = [
        goes_to[segment] if theme == identity else theme
        for segment, theme in zip(
            coded.assignments["segment_id"], coded.assignments["theme_id"], strict=True
        )
    ]
    assignments = coded.assignments.assign(theme_id=pd.Series(moved, dtype="str").to_numpy())
    return replace(
        coded, themes=themes, assignments=assignments, centroids=centroids.astype(np.float32)
    )


def _pin(coded: Coded, edit: Edit, embed: Embed) -> Coded:  # noqa: ARG001
    return _with_status(coded, find_theme(coded.themes, edit.theme_id), "pinned")


def _retire(coded: Coded, edit: Edit, embed: Embed) -> Coded:
    identity = find_theme(coded.themes, edit.theme_id)
    rows = _rows_of(coded, identity, embed)
    coded = _with_status(coded, identity, "retired")
    kept = coded.assignments[coded.assignments["theme_id"] != identity]
    heirs = heirs_of(coded.themes)
    alive = np.flatnonzero(heirs == np.arange(len(coded.themes)))
    if not len(rows) or not len(alive):
        return replace(coded, assignments=kept.reset_index(drop=True))
    cosines = (_centred(coded, embed)[rows] @ unit(coded.centroids[alive]).T).round(6)
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


def _rows_of(coded: Coded, identity: str, embed: Embed) -> IntArray:  # noqa: ARG001
    own = coded.assignments.loc[coded.assignments["theme_id"] == identity, "segment_id"]
    return np.flatnonzero(coded.segments["segment_id"].isin(own).to_numpy()).astype(np.int64)


def _centred(coded: Coded, embed: Embed) -> FloatArray:
    vectors = coded.vectors
    if vectors is None:
        vectors = embed(coded.segments["text"].tolist())
    languages = languages_of(coded.segments)
    rows = centred(vectors, languages, coded.centres)
    return with_context(rows, comments_of(coded.segments), coded.context)


_KINDS: dict[str, Callable[[Coded, Edit, Embed], Coded]] = {
    "rename": _rename,
    "merge": _merge,
    "split": _split,
    "pin": _pin,
    "retire": _retire,
}
