"""Edit the codebook: the decision goes into the log, and into every batch of the store."""

import dataclasses
from pathlib import Path
from typing import Any

import pandas as pd

from feedback import themes
from feedback.assembly import Models
from feedback.assembly.again import refreshed_outcome
from feedback.assembly.edit_log import PATCHES
from feedback.assembly.memory import import_entry, waiting_seeds
from feedback.curation.recode import coded_batch, recoded
from feedback.curation.shelf import chosen_batch, open_store
from feedback.errors import CodebookError, ConflictError
from feedback.export import export
from feedback.store import Store
from feedback.themes import Edit
from feedback.wording import count_of
from feedback.workspace import Workspace

QUOTES_PER_THEME = 3

DONE = {
    "rename": "renamed",
    "merge": "merged",
    "split": "split",
    "pin": "pinned",
    "retire": "retired",
}
_ALREADY = {**DONE, "rename": "called so"}


def codebook_version(workspace: Workspace) -> int:
    """Return the version of the codebook: the number of the last edit, 0 before the first."""
    return version_of(open_store(workspace))


def version_of(store: Store) -> int:
    """Return the number of the last edit, 0 before the first."""
    return max((saved.number for saved in store.edits()), default=0)


def check_seen(store: Store, seen: int | None) -> None:
    """Refuse a change by someone who has not seen the latest one.

    Raises:
        ConflictError: The codebook is newer than `seen`.
    """
    version = version_of(store)
    if seen is not None and seen != version:
        since = [
            {key: value for key, value in saved.edit.items() if key != PATCHES}
            for saved in store.edits()
            if saved.number > seen
        ]
        raise ConflictError(version, since)


def edit(workspace: Workspace, wanted: Edit, seen: int | None = None) -> str:
    """Apply one decision to the whole workspace and return the line that says so.

    A decision that changes no batch is not kept.

    Args:
        workspace: Whose codebook.
        wanted: The decision; its themes may be named by id or by name.
        seen: Version of the codebook the person looked at; None: whatever it is.

    Raises:
        ConflictError: The codebook was changed since `seen`; nothing is changed.
        CodebookError: A theme does not exist, or the decision makes no sense; nothing is changed.
    """
    with workspace.lock():
        store = open_store(workspace)
        check_seen(store, seen)
        latest = chosen_batch(store, None)
        known = store.load(latest).themes
        target = wanted.target
        if target and wanted.kind != "split":  # the target of a split is a theme to be
            target = themes.find_theme(known, target)
        exact = dataclasses.replace(
            wanted, theme_id=themes.find_theme(known, wanted.theme_id), target=target
        )
        models = Models.load(workspace, workspace.settings)
        # The latest batch first and strictly: it is the one the person looks at.
        names = [latest, *(name for name in store.batches()["batch"] if name != latest)]
        patches, changed, made = {}, [], ""
        for name in names:
            before = coded_batch(store, name, models)
            after = themes.apply_edits(before, [exact], models.meaning, strict=name == latest)
            if name == latest:
                made = _made(before.themes, after.themes)
            patches[name] = themes.patch_between(before, after)
            changed.append((*recoded(store, name, after, models), store.facts(name)))
        if not any(p["themes"] or p["made"] or p["moved"] for p in patches.values()):
            return f"Nothing changed: {exact.theme_id} is {_ALREADY.get(exact.kind, 'so')} already."
        store.save_edit({**dataclasses.asdict(exact), PATCHES: patches}, changed)
    again = f"feedback report --batch {latest}"
    return f"{exact.theme_id} {DONE[exact.kind]}{made}. Write the report again with: {again}"


def _made(before: pd.DataFrame, after: pd.DataFrame) -> str:
    """Return the themes that a decision made, each with its responses in the latest batch."""
    new = after[~after["theme_id"].isin(before["theme_id"])]
    parts = [
        f'{row["theme_id"]} "{row["name_en"]}" ({row["n_responses"]})'
        for row in new.to_dict("records")
    ]
    return f" into {', '.join(parts)}" if parts else ""


def split_off(workspace: Workspace, theme: str, subtheme: str, seen: int | None = None) -> str:
    """Make a theme of its own of a sub-theme of the latest batch; return the line that says so.

    Args:
        workspace: Whose codebook.
        theme: The theme, by id or name.
        subtheme: Which of its sub-themes, by id or name, see `list_subthemes`.
        seen: As for `edit`.

    Raises:
        ConflictError: The codebook was changed since `seen`.
        CodebookError: There is no such theme or sub-theme.
    """
    store = open_store(workspace)
    latest = chosen_batch(store, None)
    parent = themes.find_theme(store.load(latest).themes, theme)
    found = subthemes_of(workspace, store, latest, parent)
    if found.table.empty:
        raise CodebookError(
            f"theme {theme!r} has no sub-themes", todo="Split it by two example phrases instead"
        )
    return edit(workspace, themes.split_off(found, subtheme), seen)


def list_subthemes(
    workspace: Workspace, batch: str | None, theme: str | None = None
) -> list[dict[str, Any]]:
    """Return the sub-themes of a batch, or of one theme of it, as plain rows.

    Keys: `theme_id`, `parent_id`, `name_fr`, `name_en`, `keywords_fr`, `keywords_en`,
    `n_segments`, `n_responses`.

    Raises:
        CodebookError: There is no such theme.
    """
    store = open_store(workspace)
    name = chosen_batch(store, batch)
    only = themes.find_theme(store.load(name).themes, theme) if theme else None
    table = subthemes_of(workspace, store, name, only).table
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def subthemes_of(
    workspace: Workspace, store: Store, batch: str, only: str | None
) -> themes.SubThemes:
    """Return the sub-themes of a stored batch, with the seed and settings of the workspace."""
    models = Models.load(workspace, workspace.settings)
    coded = coded_batch(store, batch, models)
    settings = workspace.settings
    return themes.find_subthemes(coded, settings.themes, settings.seed, models.meaning, only)


def export_codebook(workspace: Workspace, batch: str | None, out: Path) -> Path:
    """Write the themes of a batch with example quotes and return the file.

    A theme that was brought along and that nobody speaks of in this batch keeps its own examples.

    Args:
        workspace: Whose themes.
        batch: Its name; None: the latest.
        out: A csv, or a REFI-QDA ``.qdc``; `import_codebook` reads both.

    Raises:
        CodebookError: The name of the file ends otherwise, or it cannot be written.
        FeedbackError: A ``.qdc`` was asked for and there is no theme.
    """
    ending = out.suffix.lower()
    if ending not in (".csv", ".qdc"):
        raise CodebookError(
            "a codebook is a .csv or a REFI-QDA .qdc",
            where=str(out),
            todo="Name it so; for Markdown: feedback export codebook FILE.md",
        )
    store = open_store(workspace)
    name = chosen_batch(store, batch)
    frames = store.load(name)
    outcome = refreshed_outcome(workspace, store, frames)
    chosen = outcome.quotes[outcome.quotes["rank"] <= QUOTES_PER_THEME]
    texts = frames.segments.set_index("segment_id")["text"]
    quotes = chosen.assign(text=chosen["segment_id"].map(texts))
    examples = {str(key): list(group["text"]) for key, group in quotes.groupby("theme_id")}
    told, definitions = _brought(store) | examples, definitions_of(store)
    if ending == ".qdc":
        extras = {**frames.extras, "examples": told, "definitions": definitions}
        return export(dataclasses.replace(frames, extras=extras), "refi-qda", out)
    themes.export_codebook(frames.themes, out, told, definitions)
    return out


def _brought(store: Store) -> dict[str, list[str]]:
    """Return the examples that themes were imported with, by theme id."""
    return {str(seed["theme_id"]): list(seed.get("examples", ())) for seed in _imported(store)}


def definitions_of(store: Store) -> dict[str, str]:
    """Return what the imported codebooks say that themes cover, by theme id."""
    return {
        str(seed["theme_id"]): str(seed["definition"])
        for seed in _imported(store)
        if seed.get("definition")
    }


def _imported(store: Store) -> list[dict[str, Any]]:
    return [seed for saved in store.edits() for seed in saved.edit.get("seeds", ())]


def import_codebook(workspace: Workspace, path: Path) -> str:
    """Take a codebook and return the line that says so; later runs code by it first.

    A theme that is known already is passed over; where all are, nothing is kept. Columns of which
    nothing is made are named.

    Args:
        workspace: That takes it.
        path: A csv, or a REFI-QDA ``.qdc``.

    Raises:
        InputError: The file cannot be read.
        CodebookError: A name repeats, or a parent is unknown.
    """
    from feedback.store import Store

    given = themes.import_codebook(path).seeds
    with workspace.lock():
        store = Store.open(workspace.store_uri, workspace.settings.store)
        waiting = {seed.theme_id: seed for seed in waiting_seeds(store)}
        met = set(store.codebook().themes["theme_id"]) if len(store.batches()) else set()
        seeds = tuple(s for s in given if s.theme_id not in met and waiting.get(s.theme_id) != s)
        if not seeds:
            return f"Nothing changed: every theme of {path.name} is known already."
        store.append_edit(import_entry(seeds))
    known = len(given) - len(seeds)
    rest = f", {known} known already" if known else ""
    unread = themes.unread_columns(path)
    passed = f" Not read: {', '.join(unread)}." if unread else ""
    return (
        f"{count_of(len(seeds), 'theme')} taken from {path.name}{rest}; "
        f"the next run codes by {'it' if len(seeds) == 1 else 'them'} first.{passed}"
    )
