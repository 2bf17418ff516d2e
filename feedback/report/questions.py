"""Sentiment by what was asked: a question for wishes is answered with complaints, whoever answers.

The share over all answers then tells which questions were asked, not how people feel: in a survey
of "Why this score?" and "What should we improve?" it was 65 % negative, 48 % under the first.
"""

import pandas as pd

from feedback.frames import SENTIMENTS
from feedback.report.format import plain
from feedback.report.model import Asked
from feedback.report.scores import shares_of
from feedback.wording import FEWEST_FOR_SHARE

MAX_QUESTIONS = 6
"""Questions shown on their own; the others are gathered."""
INTERVIEW, OTHERS = "interview", "others"
_BARE = "\x00"
"""Stands before what is no question; `plain` leaves none in one."""


def sentiment_by_question(responses: pd.DataFrame) -> tuple[Asked, ...]:
    """Return the sentiment of each question's answers, most answered first; others gathered last.

    The questions of an interview are one group, and so are answers that no question came with, by
    their source. A question of under `FEWEST_FOR_SHARE` answers is one of the others. Empty where
    that leaves fewer than two groups: the sentiment of all answers then says it.
    """
    felt = responses[responses["sentiment"].isin(SENTIMENTS)]
    asked = _asked(felt)
    sizes = asked.value_counts()
    order = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    named = [name for name in order if sizes[name] >= FEWEST_FOR_SHARE][:MAX_QUESTIONS]
    groups = asked.where(asked.isin(named), _BARE + OTHERS)
    shown = [name for name in (*named, _BARE + OTHERS) if (groups == name).any()]
    if len(shown) < 2:
        return ()
    return tuple(
        Asked(
            question="" if name.startswith(_BARE) else name,
            kind=name.removeprefix(_BARE) if name.startswith(_BARE) else "",
            sentiment=shares_of(felt.loc[groups == name, "sentiment"], SENTIMENTS),
        )
        for name in shown
    )


def _asked(responses: pd.DataFrame) -> pd.Series:
    """Return each answer's question, or the mark `_BARE` and its source."""
    questions = responses["question"].fillna("").map(lambda text: " ".join(plain(text).split()))
    is_named = (questions != "") & (responses["source"] != INTERVIEW)
    return questions.where(is_named, _BARE + responses["source"].astype(str))
