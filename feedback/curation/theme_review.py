"""A person's review of themes: the sample to read, the file of decisions, what they say."""

import csv
import operator
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from feedback import themes
from feedback.assembly.tables import records
from feedback.curation.shelf import chosen_batch, open_store
from feedback.errors import InputError, WorkspaceError
from feedback.frames import BatchFrames
from feedback.workspace import Workspace

COLUMNS = ("batch", "segment_id", "text", "theme_id", "theme", "decided", "decided_theme")
"""`theme_id` as the program has it; `decided` as the person has it: a theme id, ``-`` for none,
empty while not reviewed."""

NO_THEME = "-"


@dataclass(frozen=True)
class Reviewed:
    """One segment on its way through a review.

    Attributes:
        batch: Its batch.
        segment_id: Its id.
        text: What it says.
        theme_id: The theme found; empty for none.
        theme: Its name.
        decided: A theme id, ``-`` for none, empty while not reviewed.
        decided_theme: The name of that theme.
    """

    batch: str
    segment_id: str
    text: str
    theme_id: str
    theme: str
    decided: str = ""
    decided_theme: str = ""


def review_sample(
    workspace: Workspace, batch: str | None, n: int, seed: int = 0, language: str = "en"
) -> list[Reviewed]:
    """Return about `n` segments of a batch to review, every theme alike.

    Args:
        workspace: Where the batch lies.
        batch: Its name; None: the latest.
        n: Segments wanted.
        seed: Another one draws another sample.
        language: Of the theme names shown, ``fr`` or ``en``.

    Raises:
        WorkspaceError: There is no such batch, or it has no segment.
    """
    store = open_store(workspace)
    name = chosen_batch(store, batch)
    frames = store.load(name)
    if frames.segments.empty:
        raise WorkspaceError(f"batch {name!r} has nothing to review", todo="Choose another batch")
    assigned = _assigned(frames)
    names = dict(zip(frames.themes["theme_id"], frames.themes[f"name_{language}"], strict=True))
    texts = dict(zip(frames.segments["segment_id"], frames.segments["text"], strict=True))
    return [
        Reviewed(
            name, segment, str(texts[segment]), assigned[segment], names.get(assigned[segment], "")
        )
        for segment in themes.draw_sample(assigned, n, seed)
    ]


def _assigned(frames: BatchFrames) -> pd.Series:
    by_segment = frames.assignments.drop_duplicates("segment_id").set_index("segment_id")
    ids = frames.segments["segment_id"]
    found = ids.map(by_segment["theme_id"]).fillna("").astype(str)
    return pd.Series(found.to_numpy(), index=ids.astype(str).to_numpy())


def themes_to_choose(
    workspace: Workspace, batch: str | None, language: str = "en"
) -> list[tuple[str, str]]:
    """Return id and name of the themes in use in a batch, largest first."""
    store = open_store(workspace)
    return in_use(store.load(chosen_batch(store, batch)).themes, language)


def in_use(table: pd.DataFrame, language: str) -> list[tuple[str, str]]:
    """Return id and name of the themes of a table that are not retired."""
    used = table[table["status"] != "retired"]
    return list(zip(used["theme_id"], used[f"name_{language}"], strict=True))


def save_review(path: Path, rows: Sequence[Reviewed]) -> None:
    """Write a review as csv, whole or not at all.

    Raises:
        WorkspaceError: The file cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows([getattr(row, column) for column in COLUMNS] for row in rows)
        Path(name).replace(path)
    except OSError as error:
        raise WorkspaceError(
            f"cannot be written: {error.strerror}", where=str(path), todo="Choose another place"
        ) from error


def load_review(path: Path) -> list[Reviewed]:
    """Read a review that `save_review` wrote, filled in by hand or in the terminal.

    Raises:
        InputError: The file cannot be read, or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else "no table in UTF-8"
        raise InputError(
            f"cannot be read: {why}", where=str(path), todo="Give a file of themes review"
        ) from error
    missing = {"batch", "segment_id", "theme_id", "decided"} - set(rows[0] if rows else ())
    if missing:
        raise InputError(
            f"lacks the columns {', '.join(sorted(missing))}",
            where=str(path),
            todo="Make one with: feedback themes review",
        )
    return [Reviewed(**{column: row.get(column) or "" for column in COLUMNS}) for row in rows]


def review_scores(workspace: Workspace, path: Path) -> dict[str, Any]:
    """Return what a review says: `n`, `agreed` (share), and `themes` with F1 and its interval.

    Raises:
        InputError: The file cannot be used, or nothing in it is reviewed.
        WorkspaceError: Its batch is not in the store.
    """
    rows = [row for row in load_review(path) if row.decided]
    if not rows:
        raise InputError("nothing is reviewed yet", where=str(path), todo="Fill column decided")
    store = open_store(workspace)
    frames = store.load(chosen_batch(store, rows[0].batch))
    sizes = {str(key): int(n) for key, n in _assigned(frames).value_counts().items()}
    found = [row.theme_id for row in rows]
    decided = [_value(row) for row in rows]
    _check_known({*found, *decided} - {""}, frames.themes, path)
    settings = workspace.settings
    table = themes.theme_scores(found, decided, sizes, settings.bands.confidence, settings.seed)
    names = frames.themes[["theme_id", "name_fr", "name_en"]]
    table = table.merge(names, on="theme_id", how="left")
    agreed = sum(a == b for a, b in zip(found, decided, strict=True)) / len(rows)
    return {"n": len(rows), "agreed": agreed, "themes": records(table)}


def _check_known(ids: set[str], table: pd.DataFrame, path: Path) -> None:
    unknown = sorted(ids - set(table["theme_id"]))
    if unknown:
        raise InputError(
            f"no theme of the batch is called {', '.join(map(repr, unknown[:3]))}",
            where=str(path),
            todo=f'Put a theme_id of the batch, or "{NO_THEME}" for none, in column decided',
        )


def review_agreement(workspace: Workspace, first: Path, second: Path) -> dict[str, Any]:
    """Return how far two reviews agree, and where they do not.

    Returns:
        `n` segments in both, the share `agreed`; Krippendorff's `alpha`, with `low` and `high`;
        `differ`, a row per pair of themes, most often first: `first` and `second`, the names of
        what each chose ("" for no theme), `n`, and `segments`, the ids.

    Raises:
        InputError: A file cannot be used, or no segment was reviewed in both.
    """
    one, two = (
        {(row.batch, row.segment_id): row for row in load_review(path) if row.decided}
        for path in (first, second)
    )
    both = sorted(one.keys() & two.keys())
    if not both:
        raise InputError(
            "no segment was reviewed in both files",
            where=f"{first.name}, {second.name}",
            todo="Review the same batch with the same --seed and --n",
        )
    a, b = [_value(one[key]) for key in both], [_value(two[key]) for key in both]
    settings = workspace.settings
    alpha = themes.krippendorff_alpha(a, b)
    low, high = themes.alpha_interval(a, b, settings.bands.confidence)
    plain = [None if value != value else value for value in (alpha, low, high)]
    return {
        "n": len(both),
        "agreed": sum(map(operator.eq, a, b)) / len(both),
        **dict(zip(("alpha", "low", "high"), plain, strict=True)),
        "differ": _differing([(one[key], two[key]) for key in both]),
    }


def _differing(pairs: Sequence[tuple[Reviewed, Reviewed]]) -> list[dict[str, Any]]:
    """Return the pairs of themes that two people chose for one segment, see `review_agreement`."""
    # What the program wrote holds: a name beside a decision changed by hand may be an old one.
    names = {row.theme_id: row.theme for pair in pairs for row in pair}
    found: dict[tuple[str, str], list[str]] = {}
    for one, two in pairs:
        if _value(one) != _value(two):
            chosen = (_name(one, names), _name(two, names))
            found.setdefault(chosen, []).append(one.segment_id)
    return [
        {"first": first, "second": second, "n": len(segments), "segments": segments}
        for (first, second), segments in sorted(found.items(), key=lambda i: (-len(i[1]), i[0]))
    ]


def _name(row: Reviewed, names: Mapping[str, str]) -> str:
    """Return what a person chose as a name, or as an id where no file names it; "" for none."""
    if row.decided == NO_THEME:
        return ""
    return names.get(row.decided) or row.decided_theme or row.decided


def _value(row: Reviewed) -> str:
    return "" if row.decided == NO_THEME else row.decided
