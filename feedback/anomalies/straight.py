"""Respondents who give one and the same answer to everything."""

import numpy as np
import pandas as pd

from feedback.anomalies.context import AnomalyContext, Flag, flags_frame
from feedback.anomalies.duplicates import fold

KIND = "straight-lining"

MIN_QUESTIONS = 3
"""Open questions answered with the same words before it is called straight-lining."""
MIN_SCORES = 4
"""Scored questions with the same number."""
MAX_SHARE = 0.3
"""Where more respondents than this give one number to all, the questions ask for it."""


class StraightLining:
    """Flags a respondent's answers that are all alike across questions.

    The same words to three open questions or more; or the same number to four scored questions or
    more on one scale, where most respondents tell the questions apart (Kim, Dykema, Stevenson,
    Black & Moberg, 2019, call this nondifferentiation). Non-answers are flagged as such elsewhere.
    """

    kinds = (KIND,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``straight-lining``, one per answer concerned."""
        frame = context.responses
        named = frame[frame["respondent_id"].notna() & frame["question"].notna()]
        flags = {flag[0]: flag for flag in [*_same_scores(named), *_same_words(named)]}
        return flags_frame(list(flags.values()))


def _same_words(named: pd.DataFrame) -> list[Flag]:
    speaking = named[(named["comment"].str.strip() != "") & ~named["is_filler"]]
    repeated = speaking.groupby("respondent_id")["question"].transform("nunique") >= MIN_QUESTIONS
    part = speaking[repeated]
    texts = part["comment"].map(fold)
    alike = texts.groupby(part["respondent_id"]).transform("nunique") == 1
    n = part.groupby("respondent_id")["question"].transform("nunique")
    return [
        (
            *(str(response_id), KIND, 0.7, None),
            f"Les mêmes mots en réponse à {count} questions.",
            f"The same words in answer to {count} questions.",
        )
        for response_id, count in zip(part.loc[alike, "response_id"], n[alike], strict=True)
    ]


def _same_scores(named: pd.DataFrame) -> list[Flag]:
    scored = named.dropna(subset=["score", "scale"])
    keys = ["respondent_id", "scale", "scale_low", "scale_high"]
    groups = scored.groupby(keys)
    asked = groups["question"].transform("nunique") >= MIN_SCORES
    alike = groups["score"].transform("nunique") == 1
    people = scored.assign(alike=alike)[asked].drop_duplicates(keys)
    if people.empty or float(np.mean(people["alike"])) > MAX_SHARE:
        return []
    part = scored[asked & alike]
    counts = groups["question"].transform("nunique")[asked & alike]
    return [
        (
            *(str(response_id), KIND, 0.5, None),
            f"La même note à {count} questions.",
            f"The same score for {count} questions.",
        )
        for response_id, count in zip(part["response_id"], counts, strict=True)
    ]
