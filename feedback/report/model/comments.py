"""Comments, the ones to re-read, and the cohorts they are filtered by."""

from dataclasses import dataclass

from feedback.report.model.texts import Text


@dataclass(frozen=True)
class CommentView:
    """A comment as the page shows it; `is_cut` when its end is left out for length."""

    response_id: str
    text: str
    is_cut: bool
    language: str
    score: float | None
    scale_high: float | None
    band: str
    sentiment: str
    themes: tuple[int, ...]
    date: str
    flags: tuple[str, ...]
    cohorts: tuple[str, ...] = ()
    place: tuple[float, float] | None = None
    is_mixed: bool = False
    is_unsure: bool = False


@dataclass(frozen=True)
class AnomalyView:
    """A flagged answer with its reason and its comment, of `n` that say the same."""

    severity: float
    expected: float | None
    reason: Text
    comment: CommentView
    n: int = 1


@dataclass(frozen=True)
class AnomalyGroup:
    """The `n` anomalies of one kind: `shown` at once, `more` behind a fold, `n_hidden` in files."""

    kind: str
    n: int
    shown: tuple[AnomalyView, ...]
    more: tuple[AnomalyView, ...]
    n_hidden: int


@dataclass(frozen=True)
class Alert:
    """Something about the batch as a whole that a person should look at."""

    kind: str
    severity: float
    reason: Text


@dataclass(frozen=True)
class Dimension:
    """A cohort that comments can be filtered by, and its groups."""

    name: str
    groups: tuple[str, ...]
