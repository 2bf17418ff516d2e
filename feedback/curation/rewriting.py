"""Reports written anew after something was taken out of the store."""

import shutil

from feedback.assembly.again import write_again
from feedback.assembly.index import write_index
from feedback.errors import FeedbackError
from feedback.store import Store
from feedback.workspace import Workspace, batch_slug


def write_reports_again(
    workspace: Workspace, store: Store, batches: list[str], gone: tuple[str, ...] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write the reports of batches again; one that cannot be written goes, quotes and all.

    Comparisons that name one of the batches, or one that is `gone`, go too.

    Returns:
        The batches whose report was written, and what was removed.
    """
    written, removed = [], []
    for batch in sorted(batches):
        try:
            write_again(workspace, store, batch)
            written.append(batch)
        except (FeedbackError, OSError):
            shutil.rmtree(workspace.report_dir(batch), ignore_errors=True)
            removed.append(batch)
    slugs = {batch_slug(batch) for batch in (*batches, *gone)}
    for folder in sorted(workspace.reports_dir.glob("*-vs-*")):
        if any(folder.name.startswith(f"{s}-vs-") or folder.name.endswith(s) for s in slugs):
            shutil.rmtree(folder, ignore_errors=True)
            removed.append(folder.name)
    write_index(workspace)
    return tuple(written), tuple(removed)
