"""Answers that came in before: the same file under another name, or an export that grows."""

import pandas as pd

from feedback.notices import Notice
from feedback.store import Store

LEAST_SHARE = 0.1
"""Of a batch's answers of four words or more, as many must stand in earlier batches to be told."""
_LEAST = 5
_LEAST_WORDS = 4
"""Shorter comments are written alike by different people, and their ids may come from the words."""


def overlap_notices(store: Store, batch: str, responses: pd.DataFrame) -> tuple[Notice, ...]:
    """Return a notice where many answers, by id and words, already stand in earlier batches.

    Args:
        store: The workspace's store.
        batch: The name of the new batch; what was saved under it before is replaced, not counted.
        responses: `RESPONSES_PREPARED` of the new batch.
    """
    ours = _said(responses)
    names = list(store.batches()["batch"])
    earlier = names[: names.index(batch)] if batch in names else names
    known = {name: ours & _said(store.comments(name)) for name in earlier}
    among = [name for name, common in known.items() if common]
    n = len(set().union(*known.values()))
    if n < max(_LEAST, LEAST_SHARE * len(ours)):
        return ()
    listed = ", ".join(f'"{name}"' for name in among)
    return (
        Notice(
            "answers-known",
            f"{n} of these answers already stand in {listed}, with the same id and the same "
            "words: where batches are taken together they count twice.",
            f"{n} de ces réponses figurent déjà dans {listed}, avec le même identifiant et les "
            "mêmes mots\u202f: là où les lots sont pris ensemble, elles comptent double.",
        ),
    )


def replaced_line(store: Store, batch: str, responses: pd.DataFrame) -> str:
    """Return what to say of a batch whose name held other answers; "" where it is the same one."""
    if batch not in set(store.batches()["batch"]):
        return ""
    before, now = _said(store.comments(batch)), _said(responses)
    common = len(before & now)
    if 2 * common >= min(len(before), len(now)):
        return ""
    return (
        f'note: batch "{batch}" held other answers ({len(before)} with words, {common} of them '
        f"among these {len(now)}): they are replaced, from its report and from the store."
    )


def _said(responses: pd.DataFrame) -> set[tuple[str, str]]:
    """Return id and comment of the answers that have words enough."""
    pairs = zip(responses["response_id"], responses["comment"], strict=True)
    return {(str(key), said) for key, said in pairs if len(str(said).split()) >= _LEAST_WORDS}
