"""Sentiment against published splits and on domains the head never saw."""

from collections.abc import Iterator

import pandas as pd

from benchmarks import corpora
from benchmarks.record import Row
from feedback import evaluation
from feedback.settings import Settings

PUBLISHED = {
    "fr": "XLM-R 0.720, XLM-T multilingual 0.712, fastText 0.548 (published)",
    "en": "XLM-T multilingual 0.706, XLM-R 0.682, fastText 0.509 (published)",
}
ASKED = {"fr": ">= 0.71", "en": ">= 0.675"}


def rows() -> Iterator[Row]:
    """Measure every labelled sentiment corpus."""
    settings = Settings()
    columns = evaluation.Columns(text="text", label="label")
    for language in ("fr", "en"):
        found = evaluation.sentiment(corpora.umsab_test(language), columns, settings)
        name = f"UMSAB test {language}, macro-F1"
        yield Row("sentiment", name, found["macro_f1"], ASKED[language], PUBLISHED[language])
        neutral = found["per_class"]["neutral"]["f1"]
        yield Row("sentiment", f"UMSAB test {language}, neutral F1", neutral)
    folder = corpora.folder() / "sentiment"
    columns = evaluation.Columns(text="text", label="sentiment")
    found = evaluation.sentiment(folder / "course_evaluations_en.csv", columns, settings)
    yield Row(
        "sentiment",
        "course evaluations, macro-F1",
        found["macro_f1"],
        baseline="e5 + RBF SVM 0.71",
        note="not in training",
    )
    columns = evaluation.Columns(text="text", label="airline_sentiment")
    found = evaluation.sentiment(folder / "airline_tweets_en.csv", columns, settings)
    yield Row(
        "sentiment",
        "airline tweets, macro-F1",
        found["macro_f1"],
        baseline="e5 + RBF SVM 0.70",
        note="not in training",
    )
    yield Row("sentiment", "airline tweets, texts per second", found["texts_per_second"])
    yield _insurance(settings)


def _insurance(settings: Settings) -> Row:
    frame = pd.read_csv(corpora.folder() / "stars" / "insurance_fr.csv")
    extreme = frame[frame["note"].isin([1, 2, 4, 5])].dropna(subset=["avis"])
    labelled = extreme.assign(label=extreme["note"].map(lambda n: -1 if n < 3 else 1))
    path = corpora.temporary_csv(labelled[["avis", "label"]], "insurance_extremes.csv")
    columns = evaluation.Columns(text="avis", label="label")
    found = evaluation.sentiment(path, columns, settings)
    note = "not in training; a prediction of neutral counts as wrong"
    return Row(
        "sentiment", "insurance fr, stars 1-2 vs 4-5, accuracy", found["accuracy"], note=note
    )
