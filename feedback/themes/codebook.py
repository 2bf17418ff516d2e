"""The codebook: themes that live from batch to batch, and its csv for people to edit.

A merged theme stays in the frame as ``retired`` with its target as `parent_id`: what speaks of it
later still counts for the target. A theme retired by a person has no parent: what speaks of it
later goes to the next theme or to none, and it is never found again as emerging.
"""

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from feedback import frames
from feedback.errors import CodebookError, InputError
from feedback.themes.codebook_table import table_rows
from feedback.themes.graph import Labels
from feedback.themes.qda import codebook_rows
from feedback.types import FloatArray
from feedback.wording import close_names

EditKind = Literal["rename", "merge", "split", "pin", "retire"]

_COLUMNS = ("theme_id", "name_fr", "name_en", "definition", "examples", "parent", "status")
_EXAMPLE_SEPARATOR = "|"


@dataclass(frozen=True)
class Edit:
    """One decision of a person; the log of them is replayed on every later run.

    Attributes:
        kind: What was decided.
        theme_id: The theme concerned.
        target: For a merge, the theme that takes it in.
        value: For a rename, the new name; for a split, the two example phrases with ``|`` between.
        language: For a rename, ``fr`` or ``en``; None: both names.
        english: For a rename of both names, the new English one where it is not `value`.
    """

    kind: EditKind
    theme_id: str
    target: str | None = None
    value: str | None = None
    language: str | None = None
    english: str | None = None

    @classmethod
    def renaming(cls, theme: str, french: str | None, english: str | None) -> "Edit":
        """Return the rename that gives a theme one new name or two; None keeps the old one."""
        if french is None:
            return cls("rename", theme, value=english, language="en")
        if english is None:
            return cls("rename", theme, value=french, language="fr")
        return cls("rename", theme, value=french, english=english)

    def new_names(self) -> dict[str, str]:
        """Return the new name by language, ``fr`` or ``en``, of a rename; "" where it is missing.

        Raises:
            CodebookError: The language is neither.
        """
        if self.language not in (None, "fr", "en"):
            raise CodebookError("a new name is in neither fr nor en")
        names = {"fr": self.value, "en": self.english or self.value}
        chosen = (self.language,) if self.language else ("fr", "en")
        return {language: " ".join((names[language] or "").split()) for language in chosen}


@dataclass(frozen=True)
class Seed:
    """A theme that a person brought along, not yet seen in any text.

    Attributes:
        theme_id: Its id.
        name_fr: French name.
        name_en: English name.
        examples: Texts that speak of it.
        parent_id: The theme it is a part of.
        negatives: Texts that are near it and do not speak of it.
        definition: What the person says that it covers. It is kept and written out again; a
            theme is recognised by its names and examples alone.
    """

    theme_id: str
    name_fr: str
    name_en: str
    examples: tuple[str, ...] = ()
    parent_id: str | None = None
    negatives: tuple[str, ...] = ()
    definition: str = ""

    def phrases(self) -> list[str]:
        """Return the distinct names and examples, whose mean vector stands for the theme."""
        return list(dict.fromkeys(p for p in (self.name_fr, self.name_en, *self.examples) if p))


@dataclass(frozen=True)
class Earlier:
    """The segments of the batch before: what was said already, and what theme it had.

    Attributes:
        segments: `SEGMENTS` or `SEGMENTS_PREPARED`.
        vectors: Aligned with `segments`, as the encoder of the new batch gives them.
        sources: Kind of source of each segment's response, aligned with `segments`; None where
            nothing is known of it.
        theme_ids: Id of each segment's theme, "" for none, aligned with `segments`; None where the
            batch was not coded.
    """

    segments: pd.DataFrame
    vectors: FloatArray
    sources: Labels | None = None
    theme_ids: Labels | None = None


@dataclass(frozen=True)
class Codebook:
    """Everything needed to recognise known themes in a new batch.

    Attributes:
        themes: `THEMES`.
        centroids: Aligned with `themes`, in the space centred by `centres`, shape (n_themes, d).
        edits: Decisions so far, oldest first.
        centres: Mean vector per language of the first batch that had it; batches stay comparable
            because they are all centred by these.
        seeds: Imported themes that no batch has met yet.
        earlier: The latest earlier batch. With it, a theme is emerging if significantly more
            comments speak of it than before; without it, if it holds together as well as the
            known ones.
    """

    themes: pd.DataFrame = field(default_factory=frames.THEMES.empty)
    centroids: FloatArray = field(default_factory=lambda: np.empty((0, 0), np.float32))
    edits: tuple[Edit, ...] = ()
    centres: dict[str, FloatArray] = field(default_factory=dict)
    seeds: tuple[Seed, ...] = ()
    earlier: Earlier | None = None

    def is_empty(self) -> bool:
        """Say whether no theme is known yet."""
        return not len(self.themes) and not self.seeds


def theme_id(texts: Iterable[str]) -> str:
    """Return the id of a theme founded by `texts`: the same in any order of them."""
    digest = hashlib.blake2b("\x1f".join(sorted(texts)).encode(), digest_size=4)
    return f"t-{digest.hexdigest()}"


def folded(name: str) -> str:
    """Return a name as names are compared: in small letters, every apostrophe as it is typed."""
    return " ".join(name.replace("\u2019", "'").casefold().split())


def find_theme(themes: pd.DataFrame, asked: str) -> str:
    """Return the id of the theme with the id or name `asked`.

    Raises:
        CodebookError: None has it (the message names close ones), or several names match.
    """
    wanted = folded(asked)
    names: dict[str, set[str]] = {str(i): {str(i)} for i in themes["theme_id"]}
    written: dict[str, str] = {}
    for column in ("name_fr", "name_en"):
        for identity, name in zip(themes["theme_id"], themes[column], strict=True):
            names[str(identity)].add(folded(str(name)))
            written.setdefault(folded(str(name)), str(name))
    matches: list[str] = sorted(identity for identity, own in names.items() if wanted in own)
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise CodebookError(f"several themes are called {asked!r}", todo=f"Use an id: {matches}")
    every = sorted(set().union(*names.values())) if names else []
    close = close_names(wanted, (written.get(name, name) for name in every))
    meant = " or ".join(map(repr, close))
    todo = f"Did you mean {meant}?" if close else "See: feedback themes list"
    raise CodebookError(f"no theme {asked!r}", todo=todo)


def import_codebook(path: Path) -> Codebook:
    """Read themes from a csv or a REFI-QDA codebook (``.qdc``).

    The csv has `name_fr`, `name_en` or one `name`, and optionally `theme_id`, `definition`,
    `examples` (``|`` between them, or a column each), `parent` (a name of another row) and
    `status`: what is ``retired`` there is not brought back. Its columns may be called as people
    call them (`codebook_table`).
    A code of a ``.qdc`` that is called as another one takes the name of its parent before its own.

    Raises:
        InputError: The file cannot be read, as UTF-8 csv or as a codebook.
        CodebookError: A row has no name, a name repeats, a parent is unknown or a cycle of
            parents is given.
    """
    rows = codebook_rows(path) if path.suffix.lower() == ".qdc" else table_rows(path)
    rows = [row for row in rows if row.get("status") != "retired"]
    if not rows:
        raise InputError("holds no code", where=str(path), todo="Export a codebook with codes")
    by_name: dict[str, str] = {}
    seeds = []
    for number, row in enumerate(rows, start=1):
        seed = _seed(row, f"{path.name}, row {number}")
        for name in {folded(seed.name_fr), folded(seed.name_en), seed.theme_id}:
            if name in by_name:
                raise CodebookError(
                    f"the name {name!r} repeats",
                    where=f"{path.name}, row {number}",
                    todo="Give every theme its own name",
                )
            by_name[name] = seed.theme_id
        seeds.append(seed)
    return Codebook(seeds=_with_parents(seeds, rows, by_name, path.name))


def _seed(row: dict[str, str], where: str) -> Seed:
    french, english = row.get("name_fr", ""), row.get("name_en", "")
    if not (french or english):
        raise CodebookError("a theme has no name", where=where, todo="Fill name_fr or name_en")
    examples = [part.strip() for part in row.get("examples", "").split(_EXAMPLE_SEPARATOR)]
    return Seed(
        row.get("theme_id") or theme_id([french, english]),
        french or english,
        english or french,
        tuple(example for example in examples if example),
        definition=row.get("definition", ""),
    )


def _with_parents(
    seeds: list[Seed], rows: list[dict[str, str]], by_name: dict[str, str], where: str
) -> tuple[Seed, ...]:
    parents: dict[str, str] = {}
    for seed, row in zip(seeds, rows, strict=True):
        if not (parent := row.get("parent", "")):
            continue
        if folded(parent) not in by_name:
            close = close_names(parent, by_name, 2)
            raise CodebookError(
                f"unknown parent {parent!r} of {seed.name_en!r}",
                where=where,
                todo=f"Did you mean {' or '.join(close)}?" if close else "Add a row for it",
            )
        parents[seed.theme_id] = by_name[folded(parent)]
    _refuse_cycles(parents, {seed.theme_id: seed.name_en for seed in seeds}, where)
    return tuple(replace(seed, parent_id=parents.get(seed.theme_id)) for seed in seeds)


def _refuse_cycles(parents: dict[str, str], names: dict[str, str], where: str) -> None:
    for start, first in parents.items():
        seen, here = {start}, first
        while here in parents and here not in seen:
            seen.add(here)
            here = parents[here]
        if here in seen:
            raise CodebookError(
                f"the parents of {names[start]!r} go round in a circle",
                where=where,
                todo="Take one parent away",
            )


def export_codebook(
    themes: pd.DataFrame,
    path: Path,
    examples: Mapping[str, Sequence[str]] | None = None,
    definitions: Mapping[str, str] | None = None,
) -> None:
    """Write themes as a csv that `import_codebook` reads; the file is whole or untouched.

    Args:
        themes: `THEMES`.
        path: Where to write.
        examples: Example texts by theme id.
        definitions: What each theme covers, by theme id.

    Raises:
        CodebookError: The file cannot be written.
    """
    names = dict(zip(themes["theme_id"], themes["name_en"], strict=True))
    lines = io.StringIO()
    writer = csv.DictWriter(lines, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in themes.sort_values("theme_id").to_dict("records"):
        given = (examples or {}).get(row["theme_id"], ())
        row["examples"] = _EXAMPLE_SEPARATOR.join(
            example.replace(_EXAMPLE_SEPARATOR, "/") for example in given
        )
        row["definition"] = (definitions or {}).get(row["theme_id"], "")
        row["parent"] = names.get(row["parent_id"], "")
        writer.writerow({column: row[column] for column in _COLUMNS})
    _write_whole(path, lines.getvalue())


def _write_whole(path: Path, text: str) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError as error:
        raise CodebookError(
            f"cannot be written: {error.strerror}", where=str(path), todo="Choose another place"
        ) from error
