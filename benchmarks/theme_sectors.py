"""Sixteen sectors of our own, twenty subjects each in two languages, beside BERTopic's defaults.

The only theme benchmark that needs no corpus beside the checkout, and the only one on texts by
which nothing was chosen.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.record import Row
from benchmarks.theme_runs import Topics, bertopic_defaults, theme_encoder, theme_names
from feedback import evaluation
from feedback.evaluation.themes import language_mix
from feedback.settings import Settings

SECTORS = Path(__file__).parent.parent / "corpora" / "themes" / "sectors.csv"
TIMES = 3


def rows() -> Iterator[Row]:
    """Measure agreement with the subjects, language mix, and what is left without a theme."""
    settings = Settings()
    columns = evaluation.Columns(text="text", label="subject", group="sector")
    found = evaluation.themes(SECTORS, columns, settings)
    frame = pd.read_csv(SECTORS)
    n = frame["sector"].nunique()
    default = pd.DataFrame(_default(frame, settings))
    least, most = default.groupby("time")["ami"].mean().agg(["min", "max"])
    base = f"BERTopic defaults, mean of {TIMES}: {{}}"
    for test, reached, theirs in (
        ("mean AMI", found["ami"], f"{default['ami'].mean():.3f} ({least:.3f} to {most:.3f})"),
        ("language mix", found["language_mix"], f"{default['mix'].mean():.3f}"),
        ("rows without a theme", found["outlier_share"], f"{default['outliers'].mean():.3f}"),
        ("themes per sector, for 20 subjects", found["n_themes"] / n, f"{default['n'].mean():.1f}"),
    ):
        yield Row("theme_sectors", f"{n} sectors fr+en, {test}", reached, "", base.format(theirs))


def _default(frame: pd.DataFrame, settings: Settings) -> Iterator[dict[str, float]]:
    """Run BERTopic several times on every sector, on the vectors of our themes."""
    from sklearn.metrics import adjusted_mutual_info_score

    embed = theme_encoder(settings)
    for _, part in frame.groupby("sector"):
        texts = list(part["text"])
        for time in range(TIMES):
            topics = bertopic_defaults(texts, embed(texts))
            yield {
                "time": time,
                "ami": float(adjusted_mutual_info_score(part["subject"], topics.labels)),
                "mix": language_mix(theme_names(topics.labels), part["language"]),
                "outliers": topics.outlier_share(),
                "n": _n_topics(topics),
            }


def _n_topics(topics: Topics) -> int:
    return len(np.unique(topics.labels[topics.labels >= 0]))
