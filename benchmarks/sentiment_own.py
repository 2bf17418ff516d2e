"""Sentiment of answers written for this project: what happened, and the comments of the demo."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from benchmarks import corpora
from benchmarks.record import Row
from feedback import evaluation
from feedback.settings import Settings, override

CORPORA = Path(__file__).parent.parent / "corpora"
TOLD = CORPORA / "sentiment" / "told_test.csv"
DEMO = CORPORA / "demo"
WRITTEN = "written for this project, as part of the training is: kinder than another's text"


def rows() -> Iterator[Row]:
    """Measure both heads; neither was trained on these texts, and nobody looks at the errors."""
    for head in ("default", "fast"):
        settings = override(Settings(), "sentiment", model=head)
        mark = "" if head == "default" else f" ({head})"
        yield from _measured(TOLD, "label", "answers that tell what happened", settings, mark)
        yield from _measured(_demo_comments(), "sentiment", "demo comments", settings, mark)


def _measured(path: Path, label: str, test: str, settings: Settings, mark: str) -> Iterator[Row]:
    columns = evaluation.Columns(text="text", label=label)
    found = evaluation.sentiment(path, columns, settings)
    note = f"{found['n']} texts, {WRITTEN}"
    yield Row("sentiment_own", f"{test}, accuracy{mark}", found["accuracy"], note=note)
    yield Row("sentiment_own", f"{test}, macro-F1{mark}", found["macro_f1"])


def _demo_comments() -> Path:
    """Write the comments of the three months that have one planted sentiment."""
    truth = pd.read_csv(DEMO / "truth.csv")
    truth = truth[(truth["mixed"] == 0) & (truth["filler"] == 0)].dropna(subset=["sentiment"])
    months = sorted(DEMO.glob("nps_*.csv"))
    said = pd.concat([pd.read_csv(path).assign(file=path.name) for path in months])
    both = said.merge(truth, left_on=["file", "response_id"], right_on=["file", "id"])
    both = both.rename(columns={"comment": "text"}).dropna(subset=["text"])
    return corpora.temporary_csv(both[["text", "sentiment"]], "demo_comments.csv")
