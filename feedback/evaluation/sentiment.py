"""Sentiment of whole comments against labels."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from feedback import sentiment
from feedback.evaluation.table import Columns, read_labelled, sentiment_labels
from feedback.evaluation.vectors import sentiment_embed
from feedback.frames import SENTIMENTS
from feedback.progress import SILENT, Progress
from feedback.settings import Settings
from feedback.workspace import Workspace


def evaluate_sentiment(
    path: Path, columns: Columns, settings: Settings, progress: Progress = SILENT
) -> dict[str, Any]:
    """Return n, macro_f1, accuracy, per_class (precision, recall, f1, n) and texts_per_second.

    Also calibration_error (expected, 10 bins) of the confidences, sure_share: the share of comments
    at or above `unsure_below`, and sure_accuracy: the accuracy on those.

    A comment without content has no sentiment and counts as neutral. Macro-F1 is over the
    classes that occur in the labels. The speed covers embedding and classification, not the
    reading of the file; no vector comes from the disk cache.

    Raises:
        InputError: The table or its labels cannot be used.
    """
    from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

    table = read_labelled(path, columns, settings, progress)
    truth = sentiment_labels(table.labels, path.name)
    embed = sentiment_embed(settings, progress=progress)
    started = time.perf_counter()
    felt = sentiment.classify(table.responses, table.segments, embed, settings.sentiment, progress)
    seconds = time.perf_counter() - started
    rows = felt.responses.set_index("response_id").loc[truth.index]
    found = rows["sentiment"].fillna("neutral")
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
        **_trust(rows["confidence"], found == truth, settings.sentiment.unsure_below),
    }


def _trust(confidence: pd.Series, right: pd.Series, unsure_below: float) -> dict[str, float]:
    """Return how far the confidences can be believed; comments without one are left out."""
    known = confidence.notna()
    confidence, right = confidence[known], right[known]
    sure = confidence >= unsure_below
    return {
        "calibration_error": sentiment.calibration_error(
            confidence.to_numpy(), right.to_numpy(dtype=bool)
        ),
        "sure_share": float(sure.mean()) if len(sure) else float("nan"),
        "sure_accuracy": float(right[sure].mean()) if sure.any() else float("nan"),
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
    embed = sentiment_embed(settings, progress=progress)
    with workspace.lock():
        return sentiment.train_own_head(
            embed([sentiment.as_read(text) for text in comments]),
            np.array(truth, dtype=str),
            workspace.own_models_dir,
        )
