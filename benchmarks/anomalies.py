"""Planted score flips: are they at the top of the ranking?"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import corpora
from benchmarks.record import Row
from feedback import evaluation
from feedback.settings import Settings

STARS = ([1], [5])
NPS = ([0, 1], [9, 10])
# Seeds of the reported figures; others were used while choosing the method.
SEEDS = (101, 102, 103)
FILES = (
    ("app reviews fr", "app_reviews/reviews_fr.csv", "data", "score", STARS, "AUC 0.970, AP 0.59"),
    ("app reviews en", "app_reviews/reviews_en.csv", "data", "score", STARS, "AUC 0.942, AP 0.58"),
    ("insurance fr", "stars/insurance_fr.csv", "avis", "note", STARS, "AUC 0.974, AP 0.60"),
    ("telco en", "nps/telco_en.csv", "text", "NPS_SCORE", NPS, ""),
)


def rows() -> Iterator[Row]:
    """Measure AUC and average precision, mean of three plantings per file."""
    cache = Path(tempfile.mkdtemp(prefix="feedback-bench-vectors-"))
    for name, path, text, score, extremes, base in FILES:
        frame = pd.read_csv(corpora.folder() / path).dropna(subset=[text, score])
        columns = evaluation.Columns(text=text, label="flag", score=score)
        found = [
            evaluation.anomalies(
                corpora.temporary_csv(
                    corpora.with_flipped_scores(frame, score, extremes, seed)[
                        [text, score, "flag"]
                    ],
                    "flipped.csv",
                ),
                columns,
                Settings(),
                cache_dir=cache,
            )
            for seed in SEEDS
        ]
        note = f"3 % of the extreme scores flipped, mean of {len(SEEDS)} plantings"
        asked = ">= 0.96" if name.startswith("app") else ""
        auc = float(np.mean([figures["auc"] for figures in found]))
        precision = float(np.mean([figures["average_precision"] for figures in found]))
        baseline = f"out-of-fold logistic regression: {base}" if base else ""
        yield Row("anomalies", f"{name}, AUC", auc, asked, baseline, note)
        yield Row("anomalies", f"{name}, average precision", precision, note=note)
