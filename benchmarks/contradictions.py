"""Real contradictions: how many flags a person agrees with.

`contradictions.csv` holds what one reader decided about the most severe flags of two surveys: a
key of the comment (never its words) and 1 where the score should not be taken at face value. The
flags were read as the gates stood then, with every threshold wide open; a row that is flagged now
and was not read is counted as unread.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from benchmarks.record import Row
from feedback import anomalies
from feedback.settings import AnomalySettings

LABELS = Path(__file__).parent / "contradictions.csv"
KINDS = ("praise-low-score", "complaint-high-score")
WIDE = AnomalySettings(flag_share=0.5, min_gap=0.3, min_polarity=0.0)
TOP = 100


def key(comment: str, score: float) -> str:
    """Return what stands for a comment with its score in the labels."""
    return hashlib.blake2b(f"{score:g}\0{comment}".encode(), digest_size=8).hexdigest()


def rows(read: Callable[[str], anomalies.AnomalyContext]) -> Iterator[Row]:
    """Measure the agreement with the flags as shipped, and with the most severe hundred."""
    labels = pd.read_csv(LABELS)
    for name in sorted(labels["file"].unique()):
        mine = labels[labels["file"] == name].set_index("key")["agrees"]
        context = read(name)
        shipped = replace(context, settings=AnomalySettings())
        yield _agreement(f"{name}, flags that a person agrees with", shipped, mine)
        wide = replace(context, settings=WIDE)
        yield _agreement(f"{name}, of the {TOP} most severe", wide, mine)


def _agreement(test: str, context: anomalies.AnomalyContext, labels: pd.Series) -> Row:
    flags = anomalies.flag(context).anomalies
    flags = flags[flags["kind"].isin(KINDS)].head(TOP)
    told = flags.merge(context.responses[["response_id", "comment", "score"]], on="response_id")
    keys = [key(row.comment, row.score) for row in told.itertuples()]
    known = labels.reindex(keys)
    note = f"{len(keys)} flags, {int(known.notna().sum())} of them read by one reader"
    return Row("anomalies", test, float(known.mean()), ">= 0.7", note=note)
