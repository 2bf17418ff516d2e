"""What earlier batches said and what people decided about their flags."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from feedback.anomalies import History, Reviewed, history_of
from feedback.frames import BatchFrames
from feedback.store import Store

MOST = 12
"""Earlier batches that a new one is held against: a year of months."""


@dataclass(frozen=True)
class Past:
    """Earlier batches and reviews, as the anomalies room takes them.

    Attributes:
        history: The batches saved before this one.
        dismissed: Pairs of response id and kind of anomaly that a person dismissed.
        accepted: Such pairs that a person confirmed.
        reviews: Every decision with the severity that its flag had.
    """

    history: History = field(default_factory=History)
    dismissed: frozenset[tuple[str, str]] = frozenset()
    accepted: frozenset[tuple[str, str]] = frozenset()
    reviews: tuple[Reviewed, ...] = ()


def past_of(store: Store, batch: str, responses: pd.DataFrame) -> Past:
    """Return what was known before `batch` was first run.

    Args:
        store: The workspace's store.
        batch: Name of the batch.
        responses: Its answers: a decision holds for the answer that was judged, not for its id.

    Reviews of `batch` itself count as answers to its flags, but only those of earlier batches move
    its thresholds: a person who is half through a list does not see it change with the next run.
    """
    names = list(store.batches()["batch"])
    place = names.index(batch) if batch in names else len(names)
    earlier = [store.load(name) for name in names[max(0, place - MOST) : place]]
    reviews = store.reviews()
    holding = store.reviews_of(batch, responses)
    before = reviews[reviews["batch"].isin(names[:place])]
    return Past(
        history=history_of(earlier),
        dismissed=pairs_in_state(holding, "dismissed"),
        accepted=pairs_in_state(holding, "accepted"),
        reviews=_with_severity(store, before, {frames.batch: frames for frames in earlier}),
    )


def pairs_in_state(reviews: pd.DataFrame, state: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of response id and kind that people put into a state."""
    mine = reviews[reviews["state"] == state]
    return frozenset(zip(mine["response_id"], mine["kind"], strict=True))


def _with_severity(
    store: Store, reviews: pd.DataFrame, loaded: Mapping[str, BatchFrames]
) -> tuple[Reviewed, ...]:
    """Return the decisions whose flag is still known, withheld or not, in a fixed order."""
    found = []
    for batch, mine in reviews.groupby("batch", sort=True):
        name = str(batch)
        frames = loaded.get(name) or store.load(name)
        severity = {
            (str(row["response_id"]), str(row["kind"])): float(row["severity"])
            for row in [
                *frames.anomalies.to_dict("records"),
                *store.facts(name).get("withheld", []),
            ]
        }
        for row in mine.sort_values(["response_id", "kind"]).to_dict("records"):
            key = str(row["response_id"]), str(row["kind"])
            if key in severity:
                found.append(Reviewed(key[1], severity[key], row["state"] == "accepted"))
    return tuple(found)
