"""Response rate: how many of those asked have answered."""

import pandas as pd

from feedback.bands.intervals import Interval, proportion
from feedback.settings import BandSettings
from feedback.votes import n_people


def respondents(responses: pd.DataFrame) -> int:
    """Return how many people answered: each known respondent once, others once per response.

    A row without a score and without a word is no answer.
    """
    answered = responses["score"].notna() | (responses["comment"].str.strip() != "")
    kept = responses[answered & (responses["source"] != "interview")]
    return n_people(kept)


def response_rate(responses: pd.DataFrame, settings: BandSettings) -> Interval | None:
    """Return the percent of the invited who answered (AAPOR, 2023: RR1), with Wilson's interval.

    None where the number of invitations is not known, or smaller than that of the respondents.
    """
    asked, answered = settings.invitations, respondents(responses)
    if asked <= 0 or answered > asked:
        return None
    return proportion(answered, asked, settings.confidence)
