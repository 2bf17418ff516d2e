"""Themes against human clusters, and the theme stage against BERTopic with its defaults."""

import time
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks import corpora
from benchmarks.record import Row
from feedback import encoders, evaluation, themes
from feedback.evaluation.themes import language_mix, strongest_theme
from feedback.settings import Settings
from feedback.system import give_back_memory
from feedback.types import FloatArray


def rows() -> Iterator[Row]:
    """Measure the gold clusters, then the eleven thousand app reviews."""
    settings = Settings()
    path = corpora.folder() / "app_reviews" / "gold_clusters_fr_en.csv"
    columns = evaluation.Columns(text="data", label="ground_truth", group="file")
    found = evaluation.themes(path, columns, settings)
    base = "USE centred per language + Leiden 0.236-0.267"
    yield Row("themes", "gold clusters fr+en, mean AMI of six", found["ami"], ">= 0.25", base)
    yield Row("themes", "gold clusters, language mix", found["language_mix"], ">= 0.75")
    yield Row("themes", "gold clusters, rows without a theme", found["outlier_share"])
    yield Row("themes", "gold clusters, themes per file", found["n_themes"] / 6)
    yield from _app_reviews(settings)


def _app_reviews(settings: Settings) -> Iterator[Row]:
    reviews = corpora.app_reviews()
    encoder = encoders.load_encoder(settings.encoders.themes, settings.encoders)
    embed = encoders.CachedEncoder(encoder, None)
    texts = [str(text) for text in reviews["data"]]
    vectors = embed(texts)
    # Whoever comes first pays for importing BERTopic and for loading spaCy's pipeline of each
    # language: neither side of the clock does. As in a run, garbage is collected before.
    some = slice(0, len(texts), 37)
    _ours(reviews.iloc[some], texts[some], vectors[some], embed, settings)
    give_back_memory()
    assigned, seconds = _ours(reviews, texts, vectors, embed, settings)
    labels, default_seconds = _bertopic_defaults(texts, vectors)
    languages = reviews["language"]
    n = len(texts)
    default_mix = language_mix(_names(labels), languages)
    default_outliers = float((labels == -1).mean())
    base = f"BERTopic defaults {default_seconds:.1f} s"
    yield Row(
        "themes",
        f"{n:,} app reviews, theme stage, times faster",
        default_seconds / seconds,
        ">= 10",
        base,
        f"ours {seconds:.1f} s, names and quotes included; same vectors, same run",
    )
    outliers = float((assigned == "").mean())
    base = f"BERTopic defaults {default_outliers:.3f}"
    yield Row("themes", f"{n:,} app reviews, outlier share", outliers, "<= 0.05", base)
    mix = language_mix(assigned, languages)
    base = f"BERTopic defaults {default_mix:.3f}"
    yield Row("themes", f"{n:,} app reviews, language mix", mix, ">= 0.75", base)
    yield Row("themes", f"{n:,} app reviews, themes", assigned[assigned != ""].nunique())


def _names(labels: np.ndarray) -> pd.Series:
    return pd.Series(labels).map(lambda label: "" if label == -1 else str(label))


def _ours(
    reviews: pd.DataFrame,
    texts: list[str],
    vectors: FloatArray,
    embed: encoders.CachedEncoder,
    settings: Settings,
) -> tuple[pd.Series, float]:
    ids = [f"r{k:05d}" for k in range(len(texts))]
    responses = pd.DataFrame({"response_id": ids, "language": reviews["language"].to_numpy()})
    segments = pd.DataFrame(
        {
            "segment_id": [f"{name}.000" for name in ids],
            "response_id": ids,
            "start": 0,
            "end": [len(text) for text in texts],
            "text": texts,
            "language": reviews["language"].to_numpy(),
        }
    )
    request = themes.ThemeRequest(
        responses=responses,
        segments=segments,
        vectors=vectors,
        codebook=themes.Codebook(),
        settings=settings.themes,
        seed=settings.seed,
        batch="bench",
        embed=embed,
    )
    started = time.perf_counter()
    found = themes.find_themes(request)
    seconds = time.perf_counter() - started
    return strongest_theme(responses, segments, found.assignments), seconds


def _bertopic_defaults(texts: list[str], vectors: FloatArray) -> tuple[np.ndarray, float]:
    """Run BERTopic as it comes, on the same vectors; compiled and imported before the clock."""
    from bertopic import BERTopic

    BERTopic().fit_transform(texts[:600], vectors[:600])
    give_back_memory()
    model = BERTopic()
    started = time.perf_counter()
    labels, _ = model.fit_transform(texts, vectors)
    return np.array(labels), time.perf_counter() - started
