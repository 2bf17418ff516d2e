"""The batches before this one, as points of trend lines."""

from feedback import bands
from feedback.frames import BatchFrames
from feedback.report import Past
from feedback.settings import BandSettings
from feedback.store import Store

MAX_BATCHES = 11
"""With the current batch a year of months."""


def history(store: Store, before: str | None, settings: BandSettings) -> tuple[Past, ...]:
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
    return tuple(past_of(store.load(name), settings) for name in reversed(names))


def past_of(frames: BatchFrames, settings: BandSettings) -> Past:
    """Return a batch as a point of the trends."""
    counts = bands.count_themes(frames.responses, frames.segments, frames.assignments)
    metrics = bands.measure_all(frames.responses, settings.confidence)
    return Past(
        batch=frames.batch,
        n=counts.n_responses,
        metrics={metric.name: (metric.value, metric.low, metric.high) for metric in metrics},
        themes={theme: n / counts.n_responses for theme, n in sorted(counts.by_theme.items())}
        if counts.n_responses
        else {},
    )
