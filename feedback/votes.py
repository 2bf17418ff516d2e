"""One given score is one vote, and one respondent one person, however many answers they gave."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def score_units(answers: pd.DataFrame) -> NDArray[np.intp]:
    """Return a number per answer, shape (n,): the same for answers that repeat one given score.

    A respondent who answers three open questions gave the score once; the answers of one
    respondent on one day with the same scale and score are one vote. Answers without a
    respondent each stand for themselves.
    """
    scale = [answers[column] for column in ("scale", "scale_low", "scale_high")]
    keys = [_who(answers), *scale, answers["score"]]
    grouped = pd.concat([*keys, answers["date"]], axis=1).groupby(
        ["response_id", *(key.name for key in keys[1:]), "date"], dropna=False, sort=False
    )
    return np.asarray(grouped.ngroup(), dtype=np.intp)


def people_of(responses: pd.DataFrame) -> NDArray[np.intp]:
    """Return a number per response, shape (n,): the same for the responses of one respondent."""
    return np.asarray(pd.factorize(_who(responses), sort=True)[0], dtype=np.intp)


def n_people(responses: pd.DataFrame) -> int:
    """Return how many people answered: each known respondent once, others once per response."""
    known = responses["respondent_id"].dropna()
    return int(known.nunique()) + len(responses) - len(known)


def _who(responses: pd.DataFrame) -> pd.Series:
    """Return what stands for each response's author: the respondent, else the response itself."""
    named = responses["respondent_id"].notna()
    alone = "response " + responses["response_id"].astype(str)
    return alone.where(~named, "respondent " + responses["respondent_id"].astype(str))


def one_vote_each(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the scored answers without those that repeat a score already there."""
    return answers[~pd.Series(score_units(answers), index=answers.index).duplicated()]
