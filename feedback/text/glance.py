"""What the comments are, before anything runs: their languages and how many say nothing."""

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from feedback.text import languages as language_of
from feedback.text.clean import clean
from feedback.text.fillers import filler_kind

_MOST = 20_000


@dataclass(frozen=True)
class Glance:
    """Counts over the comments looked at.

    Attributes:
        n_comments: Comments looked at (evenly spaced ones of a large file).
        languages: ISO 639-1 code → comments with words.
        non_answers: Kind of non-answer → comments.
    """

    n_comments: int = 0
    languages: dict[str, int] = field(default_factory=dict)
    non_answers: dict[str, int] = field(default_factory=dict)

    @property
    def non_answer_share(self) -> float:
        """Share of the comments that say nothing, 0 to 1; 0 without comments."""
        return sum(self.non_answers.values()) / self.n_comments if self.n_comments else 0.0


def glance(responses: pd.DataFrame) -> Glance:
    """Count languages and non-answers among the comments.

    Args:
        responses: `frames.RESPONSES_READ`, sorted by id; scores without words do not count.
    """
    worded = responses[responses["comment"].str.strip() != ""]
    worded = worded.iloc[:: -(-len(worded) // _MOST) or 1]
    comments = [clean(comment) for comment in worded["comment"]]
    questions = [q if isinstance(q, str) else None for q in worded["question"]]
    stated = [code if isinstance(code, str) else None for code in worded["language"]]
    kinds = [filler_kind(c, q) for c, q in zip(comments, questions, strict=True)]
    codes = language_of.detect(comments, stated)
    spoken = Counter(
        code
        for code, comment in zip(codes, comments, strict=True)
        if any(char.isalpha() for char in comment)
    )
    return Glance(
        len(worded),
        dict(sorted(spoken.items(), key=lambda item: (-item[1], item[0]))),
        dict(sorted(Counter(kind for kind in kinds if kind).items())),
    )
