"""The whole page."""

from dataclasses import dataclass

from feedback.notices import Notice
from feedback.report.data import Method
from feedback.report.model.comments import Alert, AnomalyGroup, CommentView, Dimension
from feedback.report.model.scores import Asked, Bar, CohortView, Drivers, MetricView, Point
from feedback.report.model.texts import Finding, Share
from feedback.report.model.themes import Landmark, Priority, ThemeView, Vanished, WordList

SMALL_SHARE = 0.01
"""A language under this share of the comments has no entry of its own."""


@dataclass(frozen=True)
class Volume:
    """How much there is to read.

    A survey of three open questions has three responses a respondent. `n_commented` leaves out
    empty comments and fillers; `n_of_several_kinds` of the responses to re-read are listed under
    more than one kind of anomaly, `n_against_score` contradict their own score.
    """

    n_responses: int
    n_respondents: int
    n_commented: int
    share_commented: float | None
    n_filler: int
    n_empty: int
    n_scored: int
    n_to_reread: int
    n_of_several_kinds: int
    n_against_score: int


@dataclass(frozen=True)
class Titles:
    """The sentences of the page that state findings."""

    page: Finding
    lead: tuple[Finding, ...]
    themes: Finding
    bands: Finding
    anomalies: Finding
    matrix: Finding
    words: Finding
    histogram: Finding
    trend: Finding
    map: Finding
    drivers: Finding
    contrast: Finding


@dataclass(frozen=True)
class Movers:
    """Positions of the themes to name first: what pulls down, what lifts, what is cited anew."""

    down: tuple[int, ...] = ()
    up: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Report:
    """One finished batch, ready to be written in French or English."""

    batch: str
    label: str
    language: str
    period: tuple[str, str]
    previous: str
    volume: Volume
    languages: tuple[Share, ...]
    sentiment: tuple[Share, ...]
    metrics: tuple[MetricView, ...]
    bands: tuple[Share, ...]
    histogram: tuple[Bar, ...]
    themes: tuple[ThemeView, ...]
    vanished: tuple[Vanished, ...]
    anomalies: tuple[AnomalyGroup, ...]
    comments: tuple[CommentView, ...]
    titles: Titles
    notices: tuple[Notice, ...]
    left_out: tuple[tuple[str, int], ...]
    method: Method
    movers: Movers = Movers()
    batches: tuple[Point, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    cohorts: tuple[CohortView, ...] = ()
    drivers: Drivers | None = None
    alerts: tuple[Alert, ...] = ()
    fingerprint: str = ""
    n_themeless: int = 0
    n_mixed: int = 0
    n_unsure: int = 0
    band_words: tuple[tuple[str, tuple[WordList, ...]], ...] = ()
    priorities: tuple[Priority, ...] = ()
    questions: tuple[Asked, ...] = ()

    @property
    def top(self) -> tuple[tuple[int, ThemeView], ...]:
        """Themes that are no part of another, each with its position on the page."""
        return tuple((i, theme) for i, theme in enumerate(self.themes) if theme.parent is None)

    @property
    def todo(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """What to fix, watch and keep: each quadrant that holds themes, with their positions."""
        found = (
            (name, tuple(row.theme for row in self.priorities if row.quadrant == name))
            for name in ("fix", "watch", "keep")
        )
        return tuple((name, themes) for name, themes in found if themes)

    @property
    def main_languages(self) -> tuple[Share, ...]:
        """The languages of at least `SMALL_SHARE`, and the rest gathered as ``other``."""
        main = tuple(s for s in self.languages if (s.share or 0.0) >= SMALL_SHARE)
        rest = self.languages[len(main) :]
        if not rest:
            return main
        return (*main, Share("other", sum(s.n for s in rest), sum(s.share or 0.0 for s in rest)))

    @property
    def primary(self) -> MetricView | None:
        """The first metric, or None without scores."""
        return self.metrics[0] if self.metrics else None
