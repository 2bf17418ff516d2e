"""This batch against the one before it, with the tests that say what may be claimed."""

import pandas as pd

from feedback import bands
from feedback.bands import BandResult
from feedback.frames import BatchFrames
from feedback.report import MetricChange, Previous, ThemeChange
from feedback.settings import BandSettings


def theme_changes(
    current: BatchFrames, before: BatchFrames, settings: BandSettings
) -> pd.DataFrame:
    """Return how the share of each theme changed, as `bands.theme_change` gives it."""
    now, then = (
        bands.count_themes(frames.responses, frames.segments, frames.assignments)
        for frames in (current, before)
    )
    return bands.theme_change(now, then, settings)


def compare(
    current: BatchFrames,
    linked: BandResult,
    before: BatchFrames,
    changes: pd.DataFrame,
    settings: BandSettings,
) -> Previous:
    """Return the previous batch's metrics and theme shares with the tests of their change.

    Args:
        current: The finished frames.
        linked: What the scores say of them.
        before: The batch to compare with.
        changes: As `theme_changes` gives them for the two.
        settings: Level of the intervals.
    """
    earlier = {m.name: m for m in bands.measure_all(before.responses, settings.confidence)}
    metrics = [
        change
        for metric in linked.metrics
        if metric.name in earlier
        and (change := _metric_change(metric, earlier[metric.name])) is not None
    ]
    return Previous(before.batch, tuple(metrics), _named(changes, current, before))


def _metric_change(now: bands.Metric, then: bands.Metric) -> MetricChange | None:
    gap = bands.metric_difference(now, then)
    if gap is None or then.value is None:
        return None
    return MetricChange(now.name, then.value, gap.value, gap.low, gap.high, gap.p_value)


def _named(
    changes: pd.DataFrame, current: BatchFrames, before: BatchFrames
) -> tuple[ThemeChange, ...]:
    names = pd.concat([current.themes, before.themes]).drop_duplicates("theme_id")
    named = changes.merge(names[["theme_id", "name_fr", "name_en"]], on="theme_id")
    return tuple(
        ThemeChange(
            row["theme_id"],
            row["name_fr"],
            row["name_en"],
            int(row["n_previous"]),
            float(row["share_previous"]),
            float(row["change"]),
            _figure(row["low"]),
            _figure(row["high"]),
            _figure(row["q_value"]),
            _figure(row["p_value"]),
        )
        for row in named.to_dict("records")
    )


def _figure(value: float) -> float | None:
    return float(value) if pd.notna(value) else None
