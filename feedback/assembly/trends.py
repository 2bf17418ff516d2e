"""The batches before this one, as points of trend lines, and the tests along these lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback import bands
from feedback.frames import BatchFrames
from feedback.report import Past, Trends, TrendTest
from feedback.settings import BandSettings
from feedback.store import Store

MAX_BATCHES = 11
"""With the current batch a year of months."""


@dataclass(frozen=True)
class Counted:
    """What is known of a batch for the trends: its metrics and who cites which theme."""

    batch: str
    metrics: tuple[bands.Metric, ...]
    themes: bands.ThemeCounts

    def metric(self, name: str) -> bands.Metric | None:
        """Return the metric of a name, where the batch has it."""
        return next((metric for metric in self.metrics if metric.name == name), None)

    def past(self) -> Past:
        """Return the batch as a point of the trends."""
        n = self.themes.n_responses
        return Past(
            batch=self.batch,
            n=n,
            metrics={
                metric.name: (metric.value, metric.low, metric.high) for metric in self.metrics
            },
            themes={theme: k / n for theme, k in sorted(self.themes.by_theme.items())} if n else {},
        )


def counted(frames: BatchFrames, settings: BandSettings) -> Counted:
    """Count a batch for the trends."""
    return Counted(
        frames.batch,
        tuple(bands.measure_all(frames.responses, settings.confidence)),
        bands.count_themes(frames.responses, frames.segments, frames.assignments),
    )


def earlier_batches(
    store: Store, before: str | None, settings: BandSettings
) -> tuple[Counted, ...]:
    """Return `before` and the batches before it, oldest first.

    Each is found as `Store.previous` finds it, so that a report written again has the same past.

    Args:
        store: Where they lie.
        before: The batch before the current one; None: there is no past.
        settings: Level of the intervals.
    """
    names: list[str] = []
    while before is not None and len(names) < MAX_BATCHES:
        names.append(before)
        before = store.previous(before)
    return tuple(counted(store.load(name), settings) for name in reversed(names))


def trends(batches: Sequence[Counted], settings: BandSettings) -> Trends:
    """Test what moves along the batches, the current one last.

    Of themes only those that the current batch cites are given; a theme that nobody cites any more
    is told as vanished.
    """
    names = sorted({metric.name for batch in batches for metric in batch.metrics})
    lines = {name: bands.metric_trend([batch.metric(name) for batch in batches]) for name in names}
    asked_now = {m.name for m in batches[-1].metrics if m.value is not None}
    table = bands.theme_trends([batch.themes for batch in batches], settings)
    return Trends(
        {
            name: TrendTest(line.first, line.last, line.n_batches, line.p_value, line.is_steady)
            for name, line in lines.items()
            if line is not None and name in asked_now
        },
        {
            row["theme_id"]: TrendTest(
                *(row["first"], row["last"], int(row["n_batches"]), row["p_value"]),
                (row["last"] - row["first"]) * row["slope"] > 0,
                row["q_value"],
            )
            for row in table.to_dict("records")
            if row["theme_id"] in batches[-1].themes.by_theme
        },
    )
