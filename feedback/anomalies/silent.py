"""Promoters who answered batch after batch and now do not."""

import pandas as pd

from feedback.anomalies.history import History
from feedback.anomalies.wording import percent
from feedback.settings import AnomalySettings

SILENT = "promoter-gone-silent"
REGULAR = 2
"""Batches in a row that somebody must have answered to be missed."""


def silent_promoters(
    responses: pd.DataFrame, history: History, settings: AnomalySettings
) -> pd.DataFrame:
    """Return one alert per regular promoter who is missing (columns as `alerts.ALERT_COLUMNS`).

    Only where the survey asks the same people again: at least `panel_share` of those who answered
    both of the last two batches answer now. Elsewhere silence is the rule and says nothing.
    """
    missed = _missing(responses, history, settings)
    if missed is None:
        return pd.DataFrame()
    silent, share = missed
    nan = float("nan")
    french = (
        "Promoteur des lots précédents, absent de celui-ci, alors que "
        f"{percent(share, 'fr')} des répondants réguliers ont répondu."
    )
    english = (
        "A promoter in the batches before, missing in this one, although "
        f"{percent(share, 'en')} of the regular respondents answered."
    )
    rows = [
        {
            "kind": SILENT,
            "subject": who,
            "n": 1,
            "value": nan,
            "before": score,
            **dict.fromkeys(("low", "high", "p_value", "q_value"), nan),
            "severity": 0.4,
            "reason_fr": french,
            "reason_en": english,
        }
        for who, score in silent
    ]
    return pd.DataFrame(rows)


def _missing(
    responses: pd.DataFrame, history: History, settings: AnomalySettings
) -> tuple[list[tuple[str, float]], float] | None:
    """Return the silent promoters with their last score, and the share of regulars who answer."""
    if len(history.batches) < REGULAR:
        return None
    said = responses["score"].notna() | (responses["comment"].str.strip() != "")
    now = set(responses.loc[said, "respondent_id"].dropna())
    seen = history.respondents.groupby("batch")["respondent_id"].agg(set)
    last = [seen.get(batch, set()) for batch in history.batches[-REGULAR:]]
    regular = set.intersection(*last)
    back = len(regular & now) / len(regular) if regular else 0.0
    if len(regular) < settings.jump_min_answers or back < settings.panel_share:
        return None
    final = history.answers[history.answers["batch"].isin(history.batches[-REGULAR:])]
    bands = final.groupby("respondent_id")["score_band"].agg(set)
    scores = final.groupby("respondent_id")["score"].last()
    silent = sorted(who for who in regular - now if bands.get(who) == {"high"})
    return [(who, float(scores[who])) for who in silent], back
