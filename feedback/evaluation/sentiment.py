"""Sentiment of whole comments against labels."""

import time
from pathlib import Path
from typing import Any

import numpy as np

from feedback import encoders, sentiment
from feedback.evaluation.table import Columns, read_labelled, sentiment_labels
from feedback.frames import SENTIMENTS
from feedback.progress import SILENT, Progress
from feedback.settings import Settings
from feedback.workspace import Workspace


def evaluate_sentiment(
    path: Path, columns: Columns, settings: Settings, progress: Progress = SILENT
) -> dict[str, Any]:
    """Return n, macro_f1, accuracy, per_class (precision, recall, f1, n) and texts_per_second.

    A comment without content has no sentiment and counts as neutral. Macro-F1 is over the
    classes that occur in the labels. The speed covers embedding and classification, not the
    reading of the file; no vector comes from the disk cache.

    Raises:
        InputError: The table or its labels cannot be used.
    """
    from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

    table = read_labelled(path, columns, settings, progress)
    truth = sentiment_labels(table.labels, path.name)
    embed = encoders.CachedEncoder(
        encoders.load_encoder(settings.encoders.features, settings.encoders), None, progress
    )
    started = time.perf_counter()
    felt = sentiment.classify(table.responses, table.segments, embed, settings.sentiment, progress)
    seconds = time.perf_counter() - started
    found = felt.responses.set_index("response_id")["sentiment"].loc[truth.index].fillna("neutral")
    names = [name for name in SENTIMENTS if name in set(truth)]
    figures = precision_recall_fscore_support(truth, found, labels=names, zero_division=0)
    per_class = {
        name: {"precision": p, "recall": r, "f1": f, "n": int(n)}
        for name, p, r, f, n in zip(names, *figures, strict=True)
    }
    return {
        "n": len(truth),
        "macro_f1": float(f1_score(truth, found, labels=names, average="macro", zero_division=0)),
        "accuracy": float(accuracy_score(truth, found)),
        "per_class": per_class,
        "texts_per_second": float(len(truth) / seconds),
    }


def train_sentiment(
    workspace: Workspace, path: Path, columns: Columns, progress: Progress = SILENT
) -> dict[str, Any]:
    """Train a head on the table's labels and save it into the workspace.

    Raises:
        InputError: The table or its labels cannot be used.
        NotEnoughDataError: Fewer than 50 labelled rows.
    """
    settings = workspace.settings
    table = read_labelled(path, columns, settings, progress)
    truth = sentiment_labels(table.labels, path.name)
    comments = table.responses.set_index("response_id")["comment"].loc[truth.index]
    embed = encoders.CachedEncoder(
        encoders.load_encoder(settings.encoders.features, settings.encoders), None, progress
    )
    with workspace.lock():
        return sentiment.train_own_head(
            embed([sentiment.model_text(text) for text in comments]),
            np.array(truth, dtype=str),
            workspace.hidden / "models",
        )
