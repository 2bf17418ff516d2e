"""The door: run every detector and return what a person should look at."""

from dataclasses import replace

import numpy as np
import pandas as pd

from feedback.anomalies.context import AnomalyContext, AnomalyResult, Detector, Evidence
from feedback.anomalies.duplicates import NearDuplicates
from feedback.anomalies.evidence import gather
from feedback.anomalies.inverted import InvertedScale, batch_notice
from feedback.anomalies.named_score import ScoreNamedInText
from feedback.anomalies.non_answers import NonAnswers
from feedback.anomalies.score_text import ScoreAgainstText
from feedback.errors import FrameContractError
from feedback.frames import ANOMALIES, RESPONSES
from feedback.notices import Notice

DETECTORS: tuple[Detector, ...] = (
    ScoreAgainstText(),
    ScoreNamedInText(),
    InvertedScale(),
    NearDuplicates(),
    NonAnswers(),
)


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
    ids = pd.Index(context.responses["response_id"], name="response_id")
    return AnomalyResult(
        anomalies=ANOMALIES.check(_without_dismissed(anomalies, context.dismissed)),
        expected=pd.Series(evidence.expected, index=ids, name="expected_score"),
        severity=pd.Series(evidence.severity, index=ids, name="severity"),
        notices=(*_notices(context, evidence), *batch_notice(context)),
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


def _without_dismissed(
    anomalies: pd.DataFrame, dismissed: frozenset[tuple[str, str]]
) -> pd.DataFrame:
    """Leave out what a person has set aside; most severe first, ties by id and kind."""
    pairs = zip(anomalies["response_id"], anomalies["kind"], strict=True)
    kept = anomalies[np.array([pair not in dismissed for pair in pairs], dtype=bool)]
    return kept.sort_values(
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
            f"{by_polarity} scored answers are on a scale with fewer than {least} answers or with "
            "one score only: they were held against the polarity of their text, which is rougher.",
            f"{by_polarity} réponses notées sont sur une échelle de moins de {least} réponses ou "
            "d’une seule note\u202f: elles ont été comparées à la polarité de leur texte, ce qui "
            "est plus grossier.",
        )
    ]
