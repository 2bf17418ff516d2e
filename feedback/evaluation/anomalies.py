"""Contradictions between score and text against rows known to be contradictory."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from feedback import anomalies, encoders, sentiment
from feedback.errors import InputError
from feedback.evaluation.table import Columns, Labelled, read_labelled
from feedback.evaluation.vectors import sentiment_embed
from feedback.frames import ASSIGNMENTS, THEME_BANDS, THEMES
from feedback.progress import SILENT, Progress
from feedback.settings import Settings


def evaluate_anomalies(
    path: Path,
    columns: Columns,
    settings: Settings,
    progress: Progress = SILENT,
    cache_dir: Path | None = None,
) -> dict[str, Any]:
    """Return n, n_flagged, auc, average_precision and precision_at_n.

    The ranking is by severity of score against text over all rows; n_flagged is the number of
    rows flagged in the file, and precision_at_n the share of them in the first n_flagged ranks.
    Vectors are taken from and added to `cache_dir`, if one is given.

    Raises:
        InputError: The table cannot be used, or its flags are not 0/1 with both values present.
    """
    from sklearn.metrics import average_precision_score, roc_auc_score

    table = read_labelled(path, columns, settings, progress)
    flags = _flags(table.labels, path.name)
    embed = encoders.CachedEncoder(
        encoders.load_encoder(settings.encoders.features, settings.encoders), cache_dir, progress
    )
    severity = _severity(table, embed, settings, progress).loc[flags.index]
    # Ties are broken by id, as in a report, and never by the order of the file.
    ranking = pd.DataFrame({"flag": flags, "severity": severity}).sort_index()
    ranking = ranking.sort_values("severity", ascending=False, kind="stable")
    n_flagged = int(flags.sum())
    return {
        "n": len(flags),
        "n_flagged": n_flagged,
        "auc": float(roc_auc_score(flags, severity)),
        "average_precision": float(average_precision_score(flags, severity)),
        "precision_at_n": float(ranking["flag"].head(n_flagged).mean()),
    }


def _flags(labels: pd.Series, where: str) -> pd.Series:
    values = {"0": 0, "1": 1, "0.0": 0, "1.0": 1, "false": 0, "true": 1}
    flags = labels.str.strip().str.lower().map(values)
    if flags.isna().any() or flags.nunique() < 2:
        raise InputError("the flags must be 0 or 1, with both present", where=where)
    return flags.astype(int)


def _severity(
    table: Labelled, embed: encoders.CachedEncoder, settings: Settings, progress: Progress
) -> pd.Series:
    felt = sentiment.classify(
        table.responses,
        table.segments,
        sentiment_embed(settings, embed, progress),
        settings.sentiment,
        progress,
    )
    context = anomalies.AnomalyContext(
        responses=felt.responses,
        segments=felt.segments,
        assignments=ASSIGNMENTS.empty(),
        themes=THEMES.empty(),
        theme_bands=THEME_BANDS.empty(),
        features=embed(list(felt.responses["comment"])),
        settings=settings.anomalies,
        seed=settings.seed,
    )
    severity = anomalies.flag(context).severity
    return severity.reindex(felt.responses["response_id"]).fillna(0.0).replace(np.inf, 1.0)
