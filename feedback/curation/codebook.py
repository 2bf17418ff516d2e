"""Edit the codebook: the decision goes into the log, and into every batch of the store."""

import dataclasses
from pathlib import Path

from feedback import bands, themes
from feedback.assembly import Models
from feedback.assembly.again import refreshed_outcome
from feedback.assembly.memory import import_entry
from feedback.curation.shelf import chosen_batch, open_store
from feedback.errors import CodebookError, ConflictError
from feedback.frames import BatchFrames
from feedback.store import BatchVectors, Store
from feedback.themes import Coded, Edit
from feedback.workspace import Workspace

QUOTES_PER_THEME = 3

DONE = {
    "rename": "renamed",
    "merge": "merged",
    "split": "split",
    "pin": "pinned",
    "retire": "retired",
}


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
        since = [saved.edit for saved in store.edits() if saved.number > seen]
        raise ConflictError(version, since)


def edit(workspace: Workspace, wanted: Edit, seen: int | None = None) -> str:
    """Apply one decision to the whole workspace and return the line that says so.

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
        target = themes.find_theme(known, wanted.target) if wanted.target else None
        exact = dataclasses.replace(
            wanted, theme_id=themes.find_theme(known, wanted.theme_id), target=target
        )
        models = Models.load(workspace, workspace.settings)
        # The latest batch first and strictly: it is the one the person looks at.
        names = [latest, *(name for name in store.batches()["batch"] if name != latest)]
        changed = [_changed(store, name, exact, models, name == latest) for name in names]
        store.append_edit(dataclasses.asdict(exact))
        for frames, vectors in changed:
            store.save(frames, vectors, store.facts(frames.batch))
    again = f"feedback report --batch {latest}"
    return f"{exact.theme_id} {DONE[exact.kind]}. Write the report again with: {again}"


def _changed(
    store: Store, batch: str, edit: Edit, models: Models, strict: bool
) -> tuple[BatchFrames, BatchVectors]:
    frames, space = store.load(batch), store.theme_space(batch)
    vectors = models.meaning(list(frames.segments["text"]))
    coded = Coded(
        themes=frames.themes,
        assignments=frames.assignments,
        centroids=space.centroids,
        centres=space.means,
        segments=frames.segments,
        vectors=vectors,
    )
    coded = themes.apply_edits(coded, [edit], models.meaning, strict=strict)
    linked = bands.link(
        frames.responses,
        frames.segments,
        coded.assignments,
        coded.themes,
        models.settings.bands,
        models.settings.seed,
    )
    new = dataclasses.replace(
        frames,
        themes=coded.themes,
        assignments=coded.assignments,
        theme_bands=linked.theme_bands,
    )
    return new, BatchVectors(
        search=models.search_vectors(frames.segments),
        themes=vectors,
        centroids=coded.centroids,
        theme_means=space.means,
        search_encoder=models.features.encoder.fingerprint,
        theme_encoder=models.meaning.encoder.fingerprint,
    )


def export_codebook(workspace: Workspace, batch: str | None, out: Path) -> Path:
    """Write the themes of a batch with example quotes as csv and return the file.

    Raises:
        CodebookError: The file cannot be written.
    """
    store = open_store(workspace)
    name = chosen_batch(store, batch)
    frames = store.load(name)
    outcome = refreshed_outcome(workspace, store, frames)
    chosen = outcome.quotes[outcome.quotes["rank"] <= QUOTES_PER_THEME]
    texts = frames.segments.set_index("segment_id")["text"]
    quotes = chosen.assign(text=chosen["segment_id"].map(texts))
    examples = {str(key): list(group["text"]) for key, group in quotes.groupby("theme_id")}
    themes.export_codebook(frames.themes, out, examples)
    return out


def import_codebook(workspace: Workspace, path: Path) -> str:
    """Take a codebook from a csv and return the line that says so; later runs code by it first.

    Raises:
        InputError: The file cannot be read.
        CodebookError: A name repeats, or a parent is unknown.
    """
    from feedback.store import Store

    seeds = themes.import_codebook(path).seeds
    with workspace.lock():
        store = Store.open(workspace.store_uri, workspace.settings.store)
        if len(store.batches()):
            known = set(store.codebook().themes["theme_id"])
            seeds = tuple(seed for seed in seeds if seed.theme_id not in known)
        if not seeds:
            raise CodebookError(
                "every theme of the file is known already", where=path.name, todo="Nothing to do"
            )
        store.append_edit(import_entry(seeds))
    return f"{len(seeds)} themes taken from {path.name}; the next run codes by them first."
