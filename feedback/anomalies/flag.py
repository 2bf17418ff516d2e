"""The door: run every detector and return what a person should look at."""

from dataclasses import replace

import numpy as np
import pandas as pd

from feedback.anomalies.alerts import find_alerts
from feedback.anomalies.context import AnomalyContext, AnomalyResult, Bools, Detector, Evidence
from feedback.anomalies.duplicates import NearDuplicates
from feedback.anomalies.evidence import gather
from feedback.anomalies.gibberish import Gibberish
from feedback.anomalies.inverted import InvertedScale, batch_notice
from feedback.anomalies.learned import severity_floor
from feedback.anomalies.named_score import ScoreNamedInText
from feedback.anomalies.non_answers import NonAnswers
from feedback.anomalies.questions import CopiedQuestion, LanguageMismatch, OffTopic
from feedback.anomalies.respondents import ScoreDrop
from feedback.anomalies.score_text import ScoreAgainstText
from feedback.anomalies.straight import StraightLining
from feedback.anomalies.theme_band import ThemeAgainstBand
from feedback.errors import FrameContractError
from feedback.frames import ANOMALIES, RESPONSES
from feedback.notices import Notice

DETECTORS: tuple[Detector, ...] = (
    ScoreAgainstText(),
    ScoreNamedInText(),
    InvertedScale(),
    ThemeAgainstBand(),
    NearDuplicates(),
    StraightLining(),
    OffTopic(),
    CopiedQuestion(),
    LanguageMismatch(),
    Gibberish(),
    NonAnswers(),
    ScoreDrop(),
)
KINDS = tuple(sorted(kind for detector in DETECTORS for kind in detector.kinds))


def flag(context: AnomalyContext) -> AnomalyResult:
    """Find the answers that contradict themselves, repeat others, or say nothing.

    Raises:
        FrameContractError: The responses break their contract, or the features do not have a row
            for each of them.
    """
    context = _in_order(context)
    evidence = gather(context)
    context = replace(context, evidence=evidence)
    found = [detector.find(context) for detector in DETECTORS]
    kept = [frame for frame in found if not frame.empty]
    anomalies = pd.concat(kept, ignore_index=True) if kept else ANOMALIES.empty()
    anomalies = _ranked(_over_floors(anomalies, context))
    gone = _among(anomalies, context.dismissed)
    ids = pd.Index(context.responses["response_id"], name="response_id")
    return AnomalyResult(
        anomalies=ANOMALIES.check(anomalies[~gone].reset_index(drop=True)),
        expected=pd.Series(evidence.expected, index=ids, name="expected_score"),
        severity=pd.Series(evidence.severity, index=ids, name="severity"),
        notices=(*_notices(context, evidence), *batch_notice(context)),
        p_value=pd.Series(evidence.p_value, index=ids, name="p_value"),
        agreement=pd.Series(evidence.agreement, index=ids, name="agreement"),
        alerts=find_alerts(context),
        withheld=ANOMALIES.check(anomalies[gone].reset_index(drop=True)),
    )


def _in_order(context: AnomalyContext) -> AnomalyContext:
    """Return the context with responses and features sorted by response_id."""
    responses = RESPONSES.check(context.responses)
    if len(context.features) != len(responses):
        raise FrameContractError(
            f"features: {len(context.features)} rows for {len(responses)} responses"
        )
    order = responses["response_id"].argsort(kind="stable").to_numpy()
    return replace(
        context,
        responses=responses.iloc[order].reset_index(drop=True),
        features=context.features[order],
    )


def _over_floors(anomalies: pd.DataFrame, context: AnomalyContext) -> pd.DataFrame:
    """Leave out what reviews of earlier flags of the kind say is not worth raising.

    A pair that a person has judged stays as it was judged, whatever the floor is now.
    """
    floors = {
        kind: floor
        for kind in sorted(anomalies["kind"].unique())
        if (floor := severity_floor(context.reviews, kind, context.settings)) is not None
    }
    least = anomalies["kind"].map(floors).fillna(0.0).astype(float)
    judged = _among(anomalies, context.dismissed | context.accepted)
    return anomalies[(anomalies["severity"] >= least).to_numpy() | judged]


def _among(anomalies: pd.DataFrame, pairs: frozenset[tuple[str, str]]) -> Bools:
    keys = zip(anomalies["response_id"], anomalies["kind"], strict=True)
    return np.array([key in pairs for key in keys], dtype=bool)


def _ranked(anomalies: pd.DataFrame) -> pd.DataFrame:
    """Return the flags most severe first, ties by id and kind."""
    return anomalies.sort_values(
        ["severity", "response_id", "kind"], ascending=[False, True, True], ignore_index=True
    )


def _notices(context: AnomalyContext, evidence: Evidence) -> list[Notice]:
    compared = ~np.isnan(evidence.gap)
    if not compared.any():
        return [
            Notice(
                "no-score-against-text",
                "Scores were not held against texts: no answer has a score and a text that says "
                "anything about it.",
                "Les notes n’ont pas été comparées aux textes\u202f: aucune réponse n’a une note "
                "et un texte qui en dise quelque chose.",
            )
        ]
    by_polarity = int((compared & ~evidence.modelled).sum())
    if not by_polarity:
        return []
    least = context.settings.min_scored
    return [
        Notice(
            "score-against-polarity",
            f"{by_polarity} scored answers are on a scale with fewer than {least} different "
            "comments or with one score only: they were held against the polarity of their text, "
            "which is rougher.",
            f"{by_polarity} réponses notées sont sur une échelle de moins de {least} commentaires "
            "différents ou d’une seule note\u202f: elles ont été comparées à la polarité de leur "
            "texte, ce qui est plus grossier.",
        )
    ]
