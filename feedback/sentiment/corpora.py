"""The texts that the shipped head learns from, read from a folder of corpora.

Only what may be trained on and shipped: UMSAB train and validation splits; texts whose sentiment
was read for this project out of app reviews (MIT), seat reviews (CC0) and medicine reviews (CC BY);
a few app reviews whose stars stand in for a label; CLINC150 (CC BY 3.0; questions and commands, so
neutral); and sentences written for this project. Of a test split only the texts are read, to leave
out the few that also stand in train.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.sentiment.read_texts import read_texts, training_table
from feedback.sentiment.wording import model_text

NEGATIVE, NEUTRAL, POSITIVE, MIXED = range(4)
_CODES = {"negative": NEGATIVE, "neutral": NEUTRAL, "positive": POSITIVE, "mixed": MIXED}
STARS = {1: NEGATIVE, 2: NEGATIVE, 4: POSITIVE, 5: POSITIVE}
REVIEWS_PER_CLASS = 350
QUESTIONS = 400
STARRED = ("app_fr", "app_en")
"""Sources whose labels are stars."""

HELD_OUT = 10
"""One text in so many teaches the tuned layers of e5 nothing."""
_SHORTEST, _LONGEST = 12, 300
"""Characters of a review taken: one word says little, and a long one is several opinions."""


def training_texts(corpora: Path, own: Path) -> pd.DataFrame:
    """Return text (as `model_text`), label 0..3, source and group, in a fixed order.

    `group` is the app of a review and the source of everything else.

    Args:
        corpora: The folder with `sentiment`, `app_reviews`, `stars` and `themes`.
        own: The folder of this project's own labels and sentences.

    Raises:
        InputError: A file is missing.
    """
    parts = [_umsab(corpora, language) for language in ("fr", "en")]
    parts += [
        _written(own / f"{source}_train.csv", source) for source in ("own", "voices", "pairs")
    ]
    parts += [_reviews(corpora, language) for language in ("fr", "en")]
    parts += [_questions(corpora), _read_by_people(corpora, own / "read_train.csv")]
    parts += [_written(own / "told_train.csv", "told")]
    found = pd.concat(parts, ignore_index=True)
    found["text"] = [model_text(text) for text in found["text"]]
    return found[found["text"] != ""].reset_index(drop=True)


def _examples(texts: pd.Series, labels: pd.Series | int, source: str) -> pd.DataFrame:
    return pd.DataFrame({"text": texts, "label": labels, "source": source, "group": source})


def _umsab(corpora: Path, language: str) -> pd.DataFrame:
    frame = training_table(corpora / "sentiment" / f"umsab_{language}.csv")
    tested = {model_text(text) for text in frame.loc[frame["split"] == "test", "text"]}
    frame = frame[frame["split"].isin(["train", "val"])]
    frame = frame[[model_text(text) not in tested for text in frame["text"]]]
    return _examples(frame["text"], frame["label"], f"umsab_{language}")


def _written(path: Path, source: str) -> pd.DataFrame:
    frame = training_table(path)
    return _examples(frame["text"], frame["label"].map(_CODES), source)


def _read_by_people(corpora: Path, labels: Path) -> pd.DataFrame:
    found = read_texts(corpora, labels)
    return found.assign(label=found["label"].map(_CODES))


def _reviews(corpora: Path, language: str) -> pd.DataFrame:
    """Take clear reviews; those with human cluster ids measure the themes and stay out."""
    frame = training_table(corpora / "app_reviews" / f"reviews_{language}.csv").dropna(
        subset=["data"]
    )
    frame = frame[~frame["data"].isin(_gold(corpora))].drop_duplicates("data")
    frame = frame[frame["data"].str.len().between(_SHORTEST, _LONGEST)]
    frame = frame.assign(label=frame["score"].map(STARS)).dropna(subset=["label"])
    drawn = [
        _drawn(frame[frame["label"] == label], "data", REVIEWS_PER_CLASS)
        for label in (NEGATIVE, POSITIVE)
    ]
    frame = pd.concat(drawn)
    found = _examples(frame["data"], frame["label"].astype(int), f"app_{language}")
    return found.assign(group=frame["app"])


def _gold(corpora: Path) -> set[str]:
    return set(training_table(corpora / "app_reviews" / "gold_clusters_fr_en.csv")["data"])


def _questions(corpora: Path) -> pd.DataFrame:
    frame = training_table(corpora / "themes" / "clinc150_en.csv").drop_duplicates("text")
    return _examples(_drawn(frame, "text", QUESTIONS)["text"], NEUTRAL, "clinc")


def _drawn(frame: pd.DataFrame, column: str, n: int) -> pd.DataFrame:
    """Draw `n` rows by the hash of their text: the same rows whatever the file's order."""
    order: Callable[[pd.Series], pd.Series] = lambda texts: texts.map(  # noqa: E731
        lambda text: hashlib.sha256(text.encode()).hexdigest()
    )
    return frame.sort_values(column, key=order).head(n)


def held_out(texts: pd.Series) -> NDArray[np.bool_]:
    """Say which texts, one in `HELD_OUT` by their hash, the tuned layers never learn from."""
    return np.array([_number_of(text) % HELD_OUT == 0 for text in texts], dtype=np.bool_)


def _number_of(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:16], 16)
