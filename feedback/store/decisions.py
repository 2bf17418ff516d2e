"""Which decisions about flags hold for which answers: an id alone does not say whose answer it is.

Survey tools number the rows of every file from 1, so that answers of one id in two batches may be
two people's. A decision goes over to another batch only with the answer that was judged.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from feedback.store.journal import Snapshot, any_of

_CONTENT = ("comment", "score", "date")


class Answer(NamedTuple):
    """What tells an answer from another of the same id; None where it has none."""

    comment: str
    score: float | None
    date: str | None


Answers = Mapping[tuple[str, str], Answer]
"""By batch and response id."""


def answers_of(snapshot: Snapshot, reviews: Sequence[Mapping[str, Any]]) -> Answers:
    """Return the stored answers, of any batch, that bear the id of a reviewed one."""
    if not reviews:
        return {}
    wanted = any_of("response_id", sorted({str(row["response_id"]) for row in reviews}))
    stored = snapshot.rows("responses", wanted, ["batch", "response_id", *_CONTENT])
    return _keyed(stored.to_pylist())


def answers_in(batch: str, responses: pd.DataFrame) -> Answers:
    """Return the answers of a frame of responses, as those of `batch`."""
    rows = responses[["response_id", *_CONTENT]].to_dict("records")
    return _keyed({**row, "batch": batch} for row in rows)


def _keyed(rows: Iterable[Mapping[Any, Any]]) -> dict[tuple[str, str], Answer]:
    return {
        (str(row["batch"]), str(row["response_id"])): Answer(
            str(row["comment"]),
            None if pd.isna(row["score"]) else float(row["score"]),
            None if pd.isna(row["date"]) else pd.Timestamp(row["date"]).isoformat(),
        )
        for row in rows
    }


def held(
    reviews: Sequence[Mapping[str, Any]], batch: str, judged: Answers, present: Answers
) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return the decision that holds for each answer of a batch, by response id and kind.

    Args:
        reviews: Rows of the table of reviews.
        batch: The batch.
        judged: The stored answers that were decided on.
        present: The answers of `batch` as they are, or are about to be saved.

    Returns:
        The batch's own decision before one of another batch, the latest of those.
    """
    holding = [row for row in reviews if _holds(row, batch, judged, present)]
    holding.sort(key=lambda row: (row["batch"] == batch, row["saved_at"]))
    return {(str(row["response_id"]), str(row["kind"])): row for row in holding}


def _holds(row: Mapping[str, Any], batch: str, judged: Answers, present: Answers) -> bool:
    was = judged.get((row["batch"], row["response_id"]))
    now = present.get((batch, row["response_id"]))
    if was is None or now is None:  # the answer is gone for now; it may come again with its batch
        return bool(row["batch"] == batch)
    return is_same(was, now)


def is_same(was: Answer, now: Answer) -> bool:
    """Say whether two answers of one id are one answer.

    Half of the words are enough where score and date agree: other settings, or another version,
    may hide a name in the comment that was shown before.
    """
    if was.score != now.score or (was.date and now.date and was.date != now.date):
        return False
    one, other = (set(answer.comment.casefold().split()) for answer in (was, now))
    return 2 * len(one & other) >= max(len(one), len(other))
