"""A batch that should not have come in: a file read twice, a wrong scale, a test."""

import shutil
from dataclasses import dataclass

from feedback.curation.rewriting import write_reports_again
from feedback.curation.shelf import chosen_batch, open_store
from feedback.workspace import Workspace


@dataclass(frozen=True)
class Dropped:
    """What was taken out, or with a dry run would be.

    Attributes:
        batch: Its name.
        n_responses: Its answers.
        reports: Later batches whose reports were written again: they may have compared with it.
        removed: Comparisons that were removed.
    """

    batch: str
    n_responses: int
    reports: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def drop_batch(workspace: Workspace, batch: str, dry_run: bool = False) -> Dropped:
    """Take a batch out of the store with its reviews, and its report folder off the disk.

    Themes that later batches hold keep their ids, and what people decided about themes stays in
    the log. Cached vectors stay: they belong to texts, not to batches.

    Args:
        workspace: Where.
        batch: Its name.
        dry_run: Only say what would go.

    Raises:
        WorkspaceError: There is no such batch, or the store cannot be written.
    """
    with workspace.lock():
        store = open_store(workspace)
        name = chosen_batch(store, batch)
        batches = store.batches()
        names = list(batches["batch"])
        n_responses = int(batches.loc[batches["batch"] == name, "n_responses"].iloc[0])
        if dry_run:
            return Dropped(name, n_responses)
        store.drop(name)
        shutil.rmtree(workspace.report_dir(name), ignore_errors=True)
        later = names[names.index(name) + 1 :]
        written, removed = write_reports_again(workspace, store, later, (name,))
    return Dropped(name, n_responses, written, removed)
