"""What a column's values look like, measured the same whatever the order of the rows."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from feedback.headers import plain, tokens
from feedback.ingest.dates import looks_like_date
from feedback.ingest.scores import Score, is_missing, parse_score
from feedback.ingest.words import FUNCTION_WORDS, SENTIMENT_LABELS

_SAMPLE = 1500
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?%?")


@dataclass(frozen=True)
class Profile:
    """One column: its name, its question if known, its position, and its distinct values.

    Attributes:
        name: Column name.
        question: What was asked, or the name.
        position: 0 is the first column.
        counts: Distinct cells that hold something, and how many rows hold each.
    """

    name: str
    question: str
    position: int
    counts: Counter[str]

    @cached_property
    def filled(self) -> int:
        """Rows with a value."""
        return sum(self.counts.values())

    @property
    def n_unique(self) -> int:
        """Distinct values."""
        return len(self.counts)

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of the name."""
        return tokens(self.name)

    @cached_property
    def asked(self) -> str:
        """The question (or name) in plain lower case."""
        return plain(self.question)

    @cached_property
    def sample(self) -> list[str]:
        """Distinct values, at most 1,500, evenly spaced in sorted order."""
        values = sorted(self.counts)
        step = -(-len(values) // _SAMPLE) or 1
        return values[::step]

    @cached_property
    def mean_words(self) -> float:
        """Words per distinct value."""
        return sum(len(_WORD.findall(v[:2000])) for v in self.sample) / max(1, len(self.sample))

    @cached_property
    def mean_chars(self) -> float:
        """Characters per distinct value."""
        return sum(map(len, self.sample)) / max(1, len(self.sample))

    @cached_property
    def function_word_share(self) -> float:
        """Share of words that are French or English function words: about 0.4 in prose."""
        words = [w for v in self.sample for w in plain(v[:500]).split()]
        return sum(w in FUNCTION_WORDS for w in words) / max(1, len(words))

    @cached_property
    def number_share(self) -> float:
        """Share of distinct values that are plain numbers."""
        return self._share([bool(_PLAIN_NUMBER.fullmatch(v.strip())) for v in self.present])

    @cached_property
    def date_share(self) -> float:
        """Share of distinct values that are written dates."""
        return self._share([looks_like_date(v) for v in self.present[:300]])

    @cached_property
    def score_share(self) -> float:
        """Share of the rows with a value that hold a score; 0 for columns of many values."""
        if self.n_unique > 400:
            return 0.0
        read = sum(self.counts[v] for v in self.present if parse_score(v) is not None)
        return read / max(1, sum(self.counts[v] for v in self.present))

    @cached_property
    def scores(self) -> dict[str, Score]:
        """The parsed score of every distinct value that holds one."""
        parsed = {value: parse_score(value) for value in self.counts}
        return {value: score for value, score in parsed.items() if score is not None}

    @cached_property
    def present(self) -> list[str]:
        """The sample without the ways to say "nothing"."""
        return [v for v in self.sample if not is_missing(v)]

    @property
    def is_categorical(self) -> bool:
        """Few distinct values, each coming back: a label, never an answer in one's own words."""
        if self.filled < 20:
            return self.n_unique <= self.filled / 3
        return self.n_unique <= 12 or (self.n_unique <= 200 and self.n_unique < 0.1 * self.filled)

    @property
    def is_sentiment_label(self) -> bool:
        """Every value is negative, neutral or positive in one language or the other."""
        return bool(self.counts) and all(
            plain(value[:40]) in SENTIMENT_LABELS for value in self.counts
        )

    @staticmethod
    def _share(flags: list[bool]) -> float:
        return sum(flags) / len(flags) if flags else 0.0


def profile_columns(frame: pd.DataFrame, questions: dict[str, str]) -> list[Profile]:
    """Measure every column of a table of text cells."""
    profiles = []
    for position, name in enumerate(frame.columns):
        counts = Counter(frame[name].tolist())
        for blank in [value for value in counts if not value.strip()]:
            del counts[blank]
        profiles.append(Profile(str(name), questions.get(str(name), str(name)), position, counts))
    return profiles
