"""The texts that the shipped head learns from, read from a folder of corpora.

Only what may be trained on and shipped: UMSAB train and validation splits, app reviews (MIT) and
seat reviews (CC0; of both the stars stand in for a label), CLINC150 (CC BY 3.0; questions and
commands, so neutral), and this project's own sentences. Of a test split only the texts are read, to
leave out the few that also stand in train.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from feedback.errors import InputError
from feedback.sentiment.wording import model_text

NEGATIVE, NEUTRAL, POSITIVE = range(3)
STARS = {1: NEGATIVE, 2: NEGATIVE, 4: POSITIVE, 5: POSITIVE}
REVIEWS_PER_CLASS = 350
SEATS, QUESTIONS = 500, 400
_SHORTEST, _LONGEST = 12, 300
"""Characters of a review taken: one word says little, and a long one is several opinions."""


def training_texts(corpora: Path, own: Path) -> pd.DataFrame:
    """Return text (as `model_text`), label 0..2, source and group, in a fixed order.

    `group` is the app of a review and the source of everything else.

    Args:
        corpora: The folder with `sentiment`, `app_reviews` and `themes`.
        own: The csv of this project's own labelled sentences.

    Raises:
        InputError: A file is missing.
    """
    parts = [_umsab(corpora, language) for language in ("fr", "en")]
    parts += [_own(own), *(_reviews(corpora, language) for language in ("fr", "en"))]
    parts += [_seats(corpora), _questions(corpora)]
    found = pd.concat(parts, ignore_index=True)
    found["text"] = [model_text(text) for text in found["text"]]
    return found[found["text"] != ""].reset_index(drop=True)


def _read(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path)
    except FileNotFoundError as error:
        raise InputError("the training file is missing", where=str(path)) from error


def _examples(texts: pd.Series, labels: pd.Series | int, source: str) -> pd.DataFrame:
    return pd.DataFrame({"text": texts, "label": labels, "source": source, "group": source})


def _umsab(corpora: Path, language: str) -> pd.DataFrame:
    frame = _read(corpora / "sentiment" / f"umsab_{language}.csv")
    tested = {model_text(text) for text in frame.loc[frame["split"] == "test", "text"]}
    frame = frame[frame["split"].isin(["train", "val"])]
    frame = frame[[model_text(text) not in tested for text in frame["text"]]]
    return _examples(frame["text"], frame["label"], f"umsab_{language}")


def _own(path: Path) -> pd.DataFrame:
    frame = _read(path)
    codes = {"negative": NEGATIVE, "neutral": NEUTRAL, "positive": POSITIVE}
    return _examples(frame["text"], frame["label"].map(codes), "own")


def _reviews(corpora: Path, language: str) -> pd.DataFrame:
    """Take clear reviews; those with human cluster ids measure the themes and stay out."""
    frame = _read(corpora / "app_reviews" / f"reviews_{language}.csv").dropna(subset=["data"])
    gold = set(_read(corpora / "app_reviews" / "gold_clusters_fr_en.csv")["data"])
    frame = frame[~frame["data"].isin(gold)].drop_duplicates("data")
    frame = frame[frame["data"].str.len().between(_SHORTEST, _LONGEST)]
    frame = frame.assign(label=frame["score"].map(STARS)).dropna(subset=["label"])
    drawn = [
        _drawn(frame[frame["label"] == label], "data", REVIEWS_PER_CLASS)
        for label in (NEGATIVE, POSITIVE)
    ]
    frame = pd.concat(drawn)
    found = _examples(frame["data"], frame["label"].astype(int), f"app_{language}")
    return found.assign(group=frame["app"])


def _seats(corpora: Path) -> pd.DataFrame:
    """Take clear reviews of airline seats, rated 1 to 10."""
    frame = _read(corpora / "stars" / "airline_seats_en.csv")
    return _rated(frame, "content", "overall_rating", (3, 8), SEATS, "seats")


def _rated(
    frame: pd.DataFrame, text: str, score: str, bounds: tuple[int, int], n: int, source: str
) -> pd.DataFrame:
    """Take n short texts scored at most the lower bound (negative) or at least the upper one."""
    frame = frame.dropna(subset=[text, score]).drop_duplicates(text)
    frame = frame[frame[text].str.len().between(_SHORTEST, _LONGEST)]
    frame = frame[(frame[score] <= bounds[0]) | (frame[score] >= bounds[1])]
    frame = _drawn(frame, text, n)
    labels = (frame[score] >= bounds[1]).map({False: NEGATIVE, True: POSITIVE})
    return _examples(frame[text], labels, source)


def _questions(corpora: Path) -> pd.DataFrame:
    frame = _read(corpora / "themes" / "clinc150_en.csv").drop_duplicates("text")
    return _examples(_drawn(frame, "text", QUESTIONS)["text"], NEUTRAL, "clinc")


def _drawn(frame: pd.DataFrame, column: str, n: int) -> pd.DataFrame:
    """Draw `n` rows by the hash of their text: the same rows whatever the file's order."""
    order: Callable[[pd.Series], pd.Series] = lambda texts: texts.map(  # noqa: E731
        lambda text: hashlib.sha256(text.encode()).hexdigest()
    )
    return frame.sort_values(column, key=order).head(n)
