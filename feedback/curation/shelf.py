"""Finding the store and a batch: what the other modules here begin with."""

from feedback.errors import WorkspaceError
from feedback.store import Store
from feedback.wording import close_names
from feedback.workspace import Workspace


def open_store(workspace: Workspace) -> Store:
    """Open the store of a workspace that has been run at least once.

    Raises:
        WorkspaceError: Nothing has been run here.
    """
    if not workspace.hidden.exists() and not workspace.settings.store.uri:
        raise WorkspaceError(
            "nothing has been run in this workspace yet",
            where=str(workspace.root),
            todo="Run: feedback run FILE, or name another folder with --workspace",
        )
    return Store.open(workspace.store_uri, workspace.settings.store)


def chosen_batch(store: Store, batch: str | None) -> str:
    """Return `batch`, or the one saved last.

    Raises:
        WorkspaceError: The store holds no batch, or none of that name.
    """
    names = list(store.batches()["batch"])
    if not names:
        raise WorkspaceError("the store holds no batch yet", todo="Run: feedback run FILE")
    if batch is None:
        return str(names[-1])
    if batch not in names:
        close = close_names(batch, names, 1)
        todo = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(names)}"
        raise WorkspaceError(f"no batch {batch!r}", todo=todo)
    return batch
