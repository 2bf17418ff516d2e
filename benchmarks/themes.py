"""Themes against human clusters, and the theme stage against BERTopic with its defaults."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks import corpora, theme_speed
from benchmarks.record import Row
from benchmarks.theme_runs import (
    Texts,
    bertopic_defaults,
    run,
    theme_encoder,
    theme_names,
)
from feedback import evaluation
from feedback.evaluation.themes import language_mix
from feedback.settings import Settings


def rows() -> Iterator[Row]:
    """Measure the gold clusters, then the eleven thousand app reviews."""
    settings = Settings()
    yield from _gold_clusters(settings)
    yield from _app_reviews(settings)


def _gold_clusters(settings: Settings) -> Iterator[Row]:
    path = corpora.folder() / "app_reviews" / "gold_clusters_fr_en.csv"
    columns = evaluation.Columns(text="data", label="ground_truth", group="file")
    found = evaluation.themes(path, columns, settings)
    base = "USE centred per language + Leiden 0.236-0.267"
    yield Row("themes", "gold clusters fr+en, mean AMI of six", found["ami"], ">= 0.33", base)
    people, chance = _mixes(pd.read_csv(path), round(found["n_themes"] / 6))
    base = f"the human clusters themselves {people:.3f}; themes drawn at random {chance:.3f}"
    yield Row("themes", "gold clusters, language mix", found["language_mix"], ">= 0.82", base)
    yield Row("themes", "gold clusters, rows without a theme", found["outlier_share"])
    yield Row("themes", "gold clusters, themes per file", found["n_themes"] / 6)


def _mixes(gold: pd.DataFrame, n_themes: int) -> tuple[float, float]:
    """Return the language mix of the human clusters, and of as many themes drawn at random."""
    random = np.random.default_rng(0)
    people, chance = [], []
    for _, part in gold.groupby("file"):
        people.append(language_mix(part["ground_truth"].astype(str), part["ori_lang"]))
        for _ in range(50):
            drawn = pd.Series(random.integers(0, n_themes, len(part))).astype(str)
            chance.append(language_mix(drawn, part["ori_lang"]))
    return float(np.mean(people)), float(np.mean(chance))


def _app_reviews(settings: Settings) -> Iterator[Row]:
    reviews = corpora.app_reviews()
    embed = theme_encoder(settings)
    texts = [str(text) for text in reviews["data"]]
    whole = Texts.of(texts, reviews["language"].to_numpy(), embed)
    yield from theme_speed.rows(whole)
    ours = run(whole.request(embed, settings))
    default = bertopic_defaults(texts, whole.vectors)
    languages, n = reviews["language"], len(texts)
    outliers = float((ours.assigned == "").mean())
    base = f"BERTopic defaults {default.outlier_share():.3f}"
    yield Row("themes", f"{n:,} app reviews, outlier share", outliers, "<= 0.05", base)
    mix = language_mix(ours.assigned, languages)
    base = f"BERTopic defaults {language_mix(theme_names(default.labels), languages):.3f}"
    yield Row("themes", f"{n:,} app reviews, language mix", mix, ">= 0.75", base)
    found = ours.assigned[ours.assigned != ""].nunique()
    yield Row("themes", f"{n:,} app reviews, themes", found)
