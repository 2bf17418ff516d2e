"""Clauses of the corpora whose subject a person read for this project, found again by their hash.

The repository holds no sentence of a corpus: `corpora/themes/read_subjects.csv` names each clause
by its group and the SHA-256 of its words as `feedback` stores them, cut and without personal data.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from feedback import frames, text
from feedback.errors import InputError
from feedback.settings import Settings
from feedback.themes.texts import comments_of, languages_of

LABELS = Path(__file__).parent.parent / "corpora" / "themes" / "read_subjects.csv"
_DIGITS = 16
_APPS = {"garmin": "Garmin Connect", "huawei": "Huawei Health", "samsung": "Samsung Health"}
_DRUG_COLUMNS = ("benefitsReview", "sideEffectsReview", "commentsReview")


@dataclass(frozen=True)
class Clauses:
    """Segments of comments.

    Attributes:
        texts: n of them.
        languages: Shape (n,).
        comments: Number of each clause's comment, shape (n,).
    """

    texts: list[str]
    languages: np.ndarray
    comments: np.ndarray

    def rows(self, chosen: np.ndarray) -> "Clauses":
        """Return some of them, in the order asked."""
        texts = [self.texts[i] for i in chosen]
        return Clauses(texts, self.languages[chosen], self.comments[chosen])


def clauses_of(comments: Sequence[str], settings: Settings) -> Clauses:
    """Cut comments as a run does."""
    n = len(comments)
    table = frames.RESPONSES_READ.empty().reindex(range(n))
    table["response_id"] = [f"r{number:05d}" for number in range(n)]
    table["batch"], table["source"], table["comment"] = "space", "survey", list(comments)
    segments = text.prepare(table, settings.text).segments
    return Clauses(list(segments["text"]), languages_of(segments), comments_of(segments))


def read_groups(folder: Path, settings: Settings) -> dict[str, tuple[Clauses, list[str]]]:
    """Return by group its clauses that were read, and the subject of each.

    Raises:
        InputError: A clause that was read is not in its corpus.
    """
    labels = pd.read_csv(LABELS, dtype=str)
    found = {}
    for group, own in labels.groupby("group", sort=True):
        wanted = dict(zip(own["sha256"], own["subject"], strict=True))
        parts = [clauses_of(part, settings) for part in _comments(folder, str(group))]
        clauses = Clauses(
            [clause for part in parts for clause in part.texts],
            np.concatenate([part.languages for part in parts]),
            np.concatenate([part.comments for part in parts]),
        )
        places: dict[str, int] = {}
        for place, clause in enumerate(clauses.texts):
            places.setdefault(hashlib.sha256(clause.encode()).hexdigest()[:_DIGITS], place)
        missing = wanted.keys() - places.keys()
        if missing:
            raise InputError(f"{len(missing)} clauses of {group} are not in the corpus")
        chosen = np.array([places[key] for key in wanted], dtype=np.int64)
        found[str(group)] = (clauses.rows(chosen), list(wanted.values()))
    return found


def _comments(folder: Path, group: str) -> list[list[str]]:
    """Return the comments of a group, in lists of one language each."""
    if group in _APPS:
        tables = [pd.read_csv(folder / "app_reviews" / f"reviews_{la}.csv") for la in ("fr", "en")]
        return [_plain(table.loc[table["app"] == _APPS[group], "data"]) for table in tables]
    if group == "seats":
        return [_plain(pd.read_csv(folder / "stars" / "airline_seats_en.csv")["content"])]
    drugs = pd.read_csv(folder / "stars" / "drug_reviews_en.csv")
    return [_plain(pd.concat([drugs[column] for column in _DRUG_COLUMNS]))]


def _plain(column: pd.Series) -> list[str]:
    return sorted(column.dropna().astype(str).unique())
