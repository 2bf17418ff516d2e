"""The same respondent over time: a score that fell."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from feedback.anomalies.context import AnomalyContext, Flag, direction, flags_frame, is_scored
from feedback.anomalies.wording import figure

DROP = "score-drop"
_KEYS = ["respondent_id", "scale", "scale_low", "scale_high"]


class ScoreDrop:
    """Flags a respondent whose score fell against the one before, in this batch or an earlier one.

    `drop_points` points (3) on a scale of ten steps or more, and the same part of a shorter one
    (2 of 5 stars). Severity is the drop in widths of the scale.
    """

    kinds = (DROP,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``score-drop``, one per score given."""
        frame = context.responses
        frame = frame.assign(side=direction(frame))
        mine = frame[is_scored(frame) & frame["respondent_id"].notna().to_numpy()]
        if mine.empty:
            return flags_frame([])
        past = context.history.answers
        order = {batch: i for i, batch in enumerate(context.history.batches)}
        earlier = past.assign(sequence=past["batch"].map(order), response_id="", side=1.0)
        now = mine.assign(sequence=len(order))
        columns = [*_KEYS, "score", "date", "sequence", "response_id", "side"]
        parts = [part[columns] for part in (earlier, now) if len(part)]
        every = pd.concat(parts, ignore_index=True)
        # A batch may be run after a later one: dates decide where they are known, then sequence.
        every = every.sort_values([*_KEYS, "date", "sequence", "response_id"], na_position="first")
        # One respondent's open answers of one day repeat one score.
        given = every.drop_duplicates([*_KEYS, "date", "sequence", "score"])
        before = given.groupby(_KEYS)["score"].shift()
        compared = given.assign(before=before)[before.notna() & (given["response_id"] != "")]
        least = context.settings.drop_points
        rows = (row for row in compared.to_dict("records") if _falls(row, least))
        return flags_frame([_drop_flag(row) for row in rows])


def _falls(row: Mapping[Any, Any], points: float) -> bool:
    width = float(row["scale_high"]) - float(row["scale_low"])
    needed = points if width >= 9 else max(1.0, round(points / 10 * width + 0.49))
    return bool(float(row["side"]) * (float(row["before"]) - float(row["score"])) >= needed)


def _drop_flag(row: Mapping[Any, Any]) -> Flag:
    score, before = float(row["score"]), float(row["before"])
    width = float(row["scale_high"]) - float(row["scale_low"])
    french = f"Ce répondant donnait {figure(before, 'fr')}, il donne maintenant "
    english = f"This respondent gave {figure(before, 'en')} before and gives "
    return (
        str(row["response_id"]),
        DROP,
        min(1.0, abs(before - score) / width),
        None,
        f"{french}{figure(score, 'fr')}.",
        f"{english}{figure(score, 'en')} now.",
    )
