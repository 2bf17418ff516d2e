"""The metrics again by language and by cohort."""

import pandas as pd

from feedback.bands.cohorts import dimensions, members_of
from feedback.bands.metrics import is_reversed, measure, split_by_scale
from feedback.settings import BandSettings
from feedback.votes import n_people

BREAKDOWN_COLUMNS = ("dimension", "group", "metric", "value", "low", "high", "n")


def break_down(answers: pd.DataFrame, settings: BandSettings) -> tuple[pd.DataFrame, int]:
    """Return the metric of each group, and how many cohorts were too small to show.

    Args:
        answers: Scored answers.
        settings: `min_group` is the fewest people of a group shown.

    Returns:
        A frame of `BREAKDOWN_COLUMNS` sorted by dimension, metric and group; `dimension` is
        ``language`` or a cohort's name without its prefix. And the number of groups left out.
    """
    rows, left_out = [], 0
    for (name, low, high), part in split_by_scale(answers).items():
        turned = is_reversed(part)
        for dimension in dimensions(answers):
            for group, members in part.groupby(members_of(part, dimension).dropna().astype(str)):
                if n_people(members) < settings.min_group:
                    left_out += dimension != "language"  # a stray language is no customer group
                    continue
                metric = measure(
                    members, name, (low, high), settings.confidence, low_is_good=turned
                )
                label = dimension.removeprefix("cohort_")
                rows.append(
                    (label, group, metric.name, metric.value, metric.low, metric.high, metric.n)
                )
    frame = pd.DataFrame(rows, columns=list(BREAKDOWN_COLUMNS)).astype(
        {"dimension": "str", "group": "str", "metric": "str", "n": "int64"}
        | dict.fromkeys(("value", "low", "high"), "float64")
    )
    return frame.sort_values(["dimension", "metric", "group"], ignore_index=True), left_out
