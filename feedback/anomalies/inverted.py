"""Respondents and groups that seem to have read the scale upside down."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.anomalies.context import (
    AnomalyContext,
    Evidence,
    Flag,
    Floats,
    direction,
    flags_frame,
)
from feedback.anomalies.score_text import against_band
from feedback.anomalies.wording import figure
from feedback.notices import Notice

KIND = "inverted-scale"

MIN_OF_ONE = 3
"""A single respondent needs this many contradictions, and three quarters of the answers."""
MAX_P = 0.001
"""A group's correlation must be this unlikely by chance: many groups are looked at."""


class InvertedScale:
    """Flags the contradicting answers of a respondent or group where score and text run opposite.

    A respondent: three contradictions or more, three quarters of the scored comments or more. A
    group (a question, a source, a cohort's value): `inverted_min_answers` or more, whose rank
    correlation of score and expectation is `inverted_correlation` or lower with p under 0.001.
    A whole batch cannot be judged by a model learned on it: see `batch_notice`.
    """

    kinds = (KIND,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``inverted-scale``."""
        evidence = context.evidence
        if evidence is None:
            return flags_frame([])
        frame = context.responses
        against = against_band(frame, evidence) & (
            np.abs(np.nan_to_num(evidence.gap)) >= context.settings.min_gap
        )
        flags: dict[str, Flag] = {}
        for rows in _respondents(frame, evidence):
            wrong = rows[against[rows]]
            if len(wrong) >= MIN_OF_ONE and len(wrong) >= 0.75 * len(rows):
                _add(flags, context, wrong, _of_respondent(len(wrong), len(rows)))
        for rows in _groups(frame, evidence):
            correlation = _correlation(context, evidence, rows)
            if correlation is not None:
                _add(flags, context, rows[against[rows]], _of_group(correlation, len(rows)))
        return flags_frame(list(flags.values()))


def _compared(evidence: Evidence) -> NDArray[np.intp]:
    return np.flatnonzero(~np.isnan(evidence.gap))


def _respondents(frame: pd.DataFrame, evidence: Evidence) -> Iterator[NDArray[np.intp]]:
    positions = _compared(evidence)
    for index in frame.iloc[positions].groupby("respondent_id", sort=True).indices.values():
        yield positions[np.sort(index)]


def _groups(frame: pd.DataFrame, evidence: Evidence) -> Iterator[NDArray[np.intp]]:
    """Yield the rows of every question, source and cohort value that is not the whole batch."""
    positions = _compared(evidence)
    part = frame.iloc[positions]
    columns = ["question", "source", *sorted(c for c in frame.columns if c.startswith("cohort_"))]
    for column in columns:
        groups = part.groupby(column, sort=True).indices.values()
        yield from (positions[np.sort(g)] for g in groups if len(g) < len(part))


def _correlation(
    context: AnomalyContext, evidence: Evidence, rows: NDArray[np.intp]
) -> float | None:
    """Return the rank correlation of score and text where it says inverted, else None."""
    from scipy.stats import spearmanr

    settings = context.settings
    if len(rows) < settings.inverted_min_answers:
        return None
    position = _position(context.responses)[rows]
    text = position + evidence.gap[rows]
    if np.ptp(position) == 0 or np.ptp(text) == 0:
        return None
    found = spearmanr(position, text)
    inverted = found.statistic <= settings.inverted_correlation and found.pvalue < MAX_P
    return float(found.statistic) if inverted else None


def _position(responses: pd.DataFrame) -> Floats:
    """Return how good each score is, 0 to 1, shape (n,)."""
    width = responses["scale_high"] - responses["scale_low"]
    up: Floats = ((responses["score"] - responses["scale_low"]) / width).to_numpy(dtype=np.float64)
    return np.where(direction(responses) > 0, up, 1 - up)


def _add(
    flags: dict[str, Flag],
    context: AnomalyContext,
    rows: NDArray[np.intp],
    reasons: tuple[str, str],
) -> None:
    evidence = context.evidence
    if evidence is None:
        return
    for i in rows:
        response_id = str(context.responses["response_id"].iloc[i])
        expected = float(evidence.expected[i]) if evidence.modelled[i] else None
        severity = float(evidence.severity[i])
        flags.setdefault(response_id, (response_id, KIND, severity, expected, *reasons))


def _of_respondent(n_wrong: int, n: int) -> tuple[str, str]:
    french = (
        f"Ce répondant se contredit dans {n_wrong} de ses {n} réponses notées, échelle "
        "probablement lue à l’envers."
    )
    english = (
        f"This respondent contradicts the text in {n_wrong} of {n} scored answers, the scale was "
        "probably read upside down."
    )
    return french, english


def _of_group(correlation: float, n: int) -> tuple[str, str]:
    french = (
        f"Parmi {n} réponses du même groupe, notes et textes vont en sens inverse (corrélation "
        f"{figure(correlation, 'fr', 2)}), échelle probablement inversée."
    )
    english = (
        f"Among {n} answers of the same group scores and texts run opposite (correlation "
        f"{figure(correlation, 'en', 2)}), the scale is probably inverted."
    )
    return french, english


def batch_notice(context: AnomalyContext) -> list[Notice]:
    """Return a notice if scores fall as the texts' own polarity rises over the whole batch."""
    from scipy.stats import spearmanr

    evidence = context.evidence
    if evidence is None:
        return []
    rows = _compared(evidence)
    frame = context.responses
    usable = (frame["polarity"].notna() & ~frame["is_filler"]).to_numpy(dtype=bool)
    rows = rows[usable[rows]]
    part = frame.iloc[rows]
    position, polarity = _position(frame)[rows], part["polarity"].to_numpy(dtype=np.float64)
    settings = context.settings
    too_few = len(part) < settings.inverted_min_answers
    if too_few or np.ptp(position) == 0 or np.ptp(polarity) == 0:
        return []
    found = spearmanr(position, polarity)
    if found.statistic > settings.inverted_correlation or found.pvalue >= MAX_P:
        return []
    return [
        Notice(
            "inverted-batch",
            f"Scores fall as the texts get better (correlation {figure(found.statistic, 'en', 2)} "
            f"over {len(part)} answers): is the highest score the worst on this scale?",
            f"Les notes baissent quand les textes sont meilleurs (corrélation "
            f"{figure(found.statistic, 'fr', 2)} sur {len(part)} réponses)\u202f: la note la plus "
            "haute est-elle la plus mauvaise sur cette échelle\u202f?",
        )
    ]
