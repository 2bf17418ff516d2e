"""What a person decided about an anomaly."""

from dataclasses import dataclass

from feedback.curation.shelf import chosen_batch, open_store
from feedback.errors import WorkspaceError
from feedback.workspace import Workspace


@dataclass(frozen=True)
class Decision:
    """Accept or dismiss the anomalies of a response.

    Attributes:
        state: ``accepted`` or ``dismissed``.
        response_id: Whose anomalies.
        kind: Only this kind; None: all of the response.
        note: Why, in the person's words.
    """

    state: str
    response_id: str
    kind: str | None = None
    note: str = ""


def review(workspace: Workspace, batch: str | None, decision: Decision) -> str:
    """Keep a decision and return the line that says so.

    Raises:
        WorkspaceError: The batch has no such anomaly.
    """
    store = open_store(workspace)
    name = chosen_batch(store, batch)
    anomalies = store.load(name).anomalies
    kinds = [decision.kind]
    if decision.kind is None:
        mine = anomalies["response_id"] == decision.response_id
        kinds = sorted(anomalies.loc[mine, "kind"])
    if not kinds:
        raise WorkspaceError(
            f"batch {name!r} has no anomaly on response {decision.response_id!r}",
            todo="See: feedback anomalies list",
        )
    with workspace.lock():
        for kind in kinds:
            store.review(name, decision.response_id, str(kind), decision.state, decision.note)
    return f"{decision.response_id}: {', '.join(map(str, kinds))} {decision.state}"
