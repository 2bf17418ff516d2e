"""Texts of the corpora whose sentiment a person read for this project, found again by their hash.

The repository holds no sentence of a corpus: `corpora/sentiment/read_train.csv` names each text by
the corpus and the SHA-256 of its words. A text is a whole comment or one of its sentences.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from feedback.errors import InputError

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_DIGITS = 16  # of the hash: 14,400 texts among 100,000 sentences meet by chance once in 10^10

_CORPORA = {
    "app_fr": ("app_reviews/reviews_fr.csv", ("data",), "app"),
    "app_en": ("app_reviews/reviews_en.csv", ("data",), "app"),
    "seats": ("stars/airline_seats_en.csv", ("content",), None),
    "drugs": (
        "stars/drug_reviews_en.csv",
        ("benefitsReview", "commentsReview", "sideEffectsReview"),
        None,
    ),
}
"""File, columns of text and column of the group of every corpus that was read."""


def read_texts(corpora: Path, labels: Path) -> pd.DataFrame:
    """Return text, label (negative, neutral, positive, mixed), source and group of what was read.

    Args:
        corpora: The folder of the corpora.
        labels: The csv with `corpus`, `sha256` and `label`.

    Raises:
        InputError: A file is missing, or a text that was read is not in its corpus.
    """
    wanted = training_table(labels).set_index(["corpus", "sha256"])["label"]
    parts = [_of_corpus(corpora, name, wanted[name]) for name in wanted.index.unique(level=0)]
    return pd.concat(parts, ignore_index=True)


def hash_of(text: str) -> str:
    """Return the name of a text: 16 hexadecimal digits, the same however its spaces were copied."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:_DIGITS]


def training_table(path: Path) -> pd.DataFrame:
    """Return a csv to train from.

    Raises:
        InputError: It is missing.
    """
    try:
        return pd.read_csv(path)
    except FileNotFoundError as error:
        raise InputError("the training file is missing", where=str(path)) from error


def _of_corpus(corpora: Path, name: str, labels: "pd.Series[str]") -> pd.DataFrame:
    file, columns, group = _CORPORA[name]
    frame = training_table(corpora / file)
    found: dict[str, tuple[str, str]] = {}
    for column in columns:
        groups = frame[group] if group else [name] * len(frame)
        for text, own in zip(frame[column].fillna(""), groups, strict=True):
            for piece in _pieces(str(text)):
                key = hash_of(piece)
                if key in labels.index:
                    found.setdefault(key, (piece, str(own)))
    if missing := len(labels) - len(found):
        raise InputError(
            f"{missing} of {len(labels)} texts that were read are not in the corpus",
            where=str(corpora / file),
        )
    rows = [(text, labels[key], f"read_{name}", own) for key, (text, own) in found.items()]
    return pd.DataFrame(rows, columns=["text", "label", "source", "group"])


def _pieces(text: str) -> Iterator[str]:
    yield text
    yield from _SENTENCE_END.split(text)
