"""Metrics, cohorts and drivers: what the scores say."""

from dataclasses import dataclass

from feedback.report.model.texts import Change, Share, Text, Trend


@dataclass(frozen=True)
class MetricView:
    """A headline metric; `lowest` and `highest` bound the drawn axis."""

    name: str
    label: Text
    scale: str
    unit: str
    method: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    lowest: float
    highest: float
    change: Change | None
    lower_is_better: bool = False
    trend: Trend | None = None

    @property
    def change_tone(self) -> str:
        """``down`` for a significant change to the worse, ``up`` to the better, else empty."""
        if self.change is None or not self.change.significant:
            return ""
        fell = self.change.difference < 0
        return "up" if fell == self.lower_is_better else "down"


@dataclass(frozen=True)
class Point:
    """The primary metric in one batch; `n` its commented responses."""

    batch: str
    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class Bar:
    """A bar of the score histogram: its label in figures, count and score band."""

    low: float
    high: float
    n: int
    band: str


@dataclass(frozen=True)
class Asked:
    """The sentiment of the answers to one question, or of a group of answers that has none.

    `kind` is empty for a question, else the answers' source or ``others``.
    """

    question: str
    kind: str
    sentiment: tuple[Share, ...]

    @property
    def n(self) -> int:
        """Answers whose sentiment is known."""
        return sum(share.n for share in self.sentiment)


@dataclass(frozen=True)
class CohortView:
    """A theme, or with an empty `theme_id` the primary metric, in one group of respondents.

    `value` and `difference` (this group minus the others) are in the table's own unit.
    """

    dimension: str
    group: str
    n: int
    value: float | None
    difference: float | None
    low: float | None
    high: float | None
    q_value: float | None
    significant: bool


@dataclass(frozen=True)
class Driver:
    """What a mention of a theme in one tone goes with, the other themes held constant.

    `tone` is ``down`` for a significant effect to the worse, ``up`` to the better, else ``none``.
    """

    name: Text
    sentiment: str
    n: int
    effect: float | None
    low: float | None
    high: float | None
    share: float | None
    q_value: float | None
    significant: bool
    tone: str = "none"
    is_generic: bool = False


@dataclass(frozen=True)
class Drivers:
    """The driver model: its rows by size of effect and how much of the score it explains."""

    rows: tuple[Driver, ...]
    n: int
    r2: float | None
    r2_cv: float | None
