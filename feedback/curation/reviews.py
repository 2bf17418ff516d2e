"""What a person decided about an anomaly."""

from dataclasses import dataclass
from typing import Any

from feedback.bands import share_interval
from feedback.curation.shelf import chosen_batch, open_store
from feedback.errors import WorkspaceError
from feedback.store import Store
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


def decisions(store: Store, batch: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Return state and note by response id and kind of anomaly.

    The batch's own decisions; and where the same answer stands in another batch, that one's.
    """
    return {
        (str(row["response_id"]), str(row["kind"])): (str(row["state"]), str(row["note"]))
        for row in store.reviews_of(batch).to_dict("records")
    }


def precision_so_far(workspace: Workspace) -> list[dict[str, Any]]:
    """Return how often people agreed, per kind of anomaly and over all batches.

    Rows of `kind`, `reviewed`, `accepted`, `precision` (0 to 1) with its Wilson interval `low` and
    `high`; the last row, ``all``, is over every kind. Empty before the first review.
    """
    reviews = open_store(workspace).reviews()
    if reviews.empty:
        return []
    accepted = (reviews["state"] == "accepted").groupby(reviews["kind"])
    counts = [(str(kind), len(part), int(part.sum())) for kind, part in accepted]
    counts.append(("all", len(reviews), sum(n for *_, n in counts)))
    return [_agreement(*row) for row in counts]


def _agreement(kind: str, reviewed: int, accepted: int) -> dict[str, Any]:
    interval = share_interval(accepted, reviewed)
    ends = {"precision": interval.value, "low": interval.low, "high": interval.high}
    shares = {name: None if end is None else end / 100 for name, end in ends.items()}
    return {"kind": kind, "reviewed": reviewed, "accepted": accepted, **shares}
