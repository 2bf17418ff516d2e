"""Splitting a theme: in two by example phrases, or a sub-theme off the rest."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from feedback.errors import CodebookError
from feedback.themes.codebook import Edit, find_theme, theme_id
from feedback.themes.coded import Coded, places_of, rows_of
from feedback.themes.graph import IntArray, centred_by_guess, unit
from feedback.types import Embed, FloatArray


def split(coded: Coded, edit: Edit, embed: Embed) -> Coded:
    """Put two themes in the place of one, by two example phrases; or split a sub-theme off.

    Raises:
        CodebookError: The theme is unknown, the phrases are not two, or one side stays empty.
    """
    identity = find_theme(coded.themes, edit.theme_id)
    if edit.target:
        return _split_off(coded, identity, edit, embed)
    phrases = [part.strip() for part in (edit.value or "").split("|") if part.strip()]
    if len(phrases) != 2 or phrases[0].casefold() == phrases[1].casefold():
        raise CodebookError("a split needs two different example phrases, with | between them")
    rows = places_of(coded, identity)
    vectors = rows_of(coded, embed)[rows]
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


@dataclass(frozen=True)
class Part:
    """A sub-theme to split off: what a log must hold to do it again in another run.

    Attributes:
        name_fr: Its French name.
        name_en: Its English name.
        keywords_fr: French keywords.
        keywords_en: English keywords.
        own: Its row among `centroids`.
        centroids: Of all sub-themes of the theme, shape (n, d): a segment belongs to the part if
            this is the nearest. No text of a comment is needed, so erasure has nothing to reach.
    """

    name_fr: str
    name_en: str
    keywords_fr: Sequence[str]
    keywords_en: Sequence[str]
    own: int
    centroids: FloatArray

    def to_text(self) -> str:
        """Return the part as the value of an `Edit`."""
        plain = {**vars(self), "keywords_fr": list(self.keywords_fr)}
        plain |= {"keywords_en": list(self.keywords_en), "n": len(self.centroids)}
        packed = np.asarray(self.centroids, dtype="<f2").tobytes()
        plain["centroids"] = base64.b64encode(packed).decode()
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Part":
        """Undo `to_text`.

        Raises:
            CodebookError: The text is no part.
        """
        try:
            plain: dict[str, Any] = json.loads(text)
            rows = np.frombuffer(base64.b64decode(plain.pop("centroids")), dtype="<f2")
            rows = rows.reshape(plain.pop("n"), -1).astype(np.float32)
            return cls(**plain, centroids=rows)
        except (ValueError, TypeError, KeyError) as error:
            raise CodebookError("the sub-theme of a split cannot be read") from error


def _split_off(coded: Coded, identity: str, edit: Edit, embed: Embed) -> Coded:
    """Make a theme of its own of a sub-theme; the rest keeps the id and the name."""
    part = Part.from_text(edit.value or "")
    new_id = str(edit.target)
    if new_id in set(coded.themes["theme_id"]):
        raise CodebookError(f"theme {part.name_en!r} was split off already")
    rows = places_of(coded, identity)
    vectors = rows_of(coded, embed)[rows]
    if not len(rows) or part.centroids.shape[1] != vectors.shape[1]:
        raise CodebookError(f"{coded.name(identity)!r} has nothing to split off in this batch")
    inside = (vectors @ unit(part.centroids).T).round(6).argmax(axis=1) == part.own
    if inside.all() or not inside.any():
        raise CodebookError(
            f"{part.name_en!r} is all of {coded.name(identity)!r}, or nothing of it",
            todo="Rename the theme instead",
        )
    old = coded.row(identity)
    new = coded.themes.iloc[[old]].assign(
        theme_id=new_id, name_fr=part.name_fr, name_en=part.name_en, status="active"
    )
    new["keywords_fr"] = pd.Series([list(part.keywords_fr)], index=new.index, dtype="object")
    new["keywords_en"] = pd.Series([list(part.keywords_en)], index=new.index, dtype="object")
    centroids = coded.centroids.copy()
    centroids[old] = vectors[~inside].mean(axis=0)
    centroids = np.concatenate([centroids, vectors[inside].mean(axis=0, keepdims=True)])
    gone = set(coded.segments["segment_id"].to_numpy()[rows[inside]])
    moves = coded.assignments["segment_id"].isin(gone) & (coded.assignments["theme_id"] == identity)
    return replace(
        coded,
        themes=pd.concat([coded.themes, new], ignore_index=True),
        centroids=centroids.astype(np.float32),
        assignments=coded.assignments.assign(
            theme_id=coded.assignments["theme_id"].mask(moves, new_id)
        ),
    )
