"""Themes, their words and quotes, and where each stands."""

from dataclasses import dataclass

from feedback.report.model.scores import CohortView
from feedback.report.model.texts import Change, Share, Text, Trend


@dataclass(frozen=True)
class ThemeBand:
    """A theme in one score band; `share` is of the band's answers."""

    band: str
    n: int
    share: float | None
    lift: float | None
    q_value: float | None
    significant: bool


@dataclass(frozen=True)
class Quote:
    """A comment around its deciding segment `text`.

    `pieces` are the parts of `text` in order, each with whether it decides; without deciding
    words there is one piece that does not. `question` is empty where the batch asked one only.
    """

    response_id: str
    language: str
    before: str
    text: str
    pieces: tuple[tuple[str, bool], ...]
    after: str
    score: float | None
    scale_high: float | None
    band: str
    sentiment: str
    date: str
    question: str = ""


@dataclass(frozen=True)
class Word:
    """A word that sets a group apart: answers of the group that hold it, and of the others."""

    text: str
    n: int
    n_rest: int


@dataclass(frozen=True)
class WordList:
    """The words that set a group apart in one language, strongest first."""

    language: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Priority:
    """A row of the priority matrix: `theme` is a position on the page.

    `quadrant` is ``fix``, ``watch``, ``keep``, ``unclear`` or ``generic``; `best` and `worst` are
    the ranks that the data leave open. `trend` is the change of the share against the batch before.
    """

    theme: int
    quadrant: str
    share: float | None
    share_low: float | None
    share_high: float | None
    impact: float | None
    impact_low: float | None
    impact_high: float | None
    trend: float | None
    trend_low: float | None
    trend_high: float | None
    rank: int
    best: int
    worst: int


@dataclass(frozen=True)
class ThemeView:
    """A theme with everything the page says about it.

    `parent` is the position of the theme it is a part of, and `children` those of its parts;
    `trend` its share in every batch of `Report.batches`, None where it was not cited, and
    `trend_test` the line through the last of them.
    `effect` is ``down`` (it harms the metric) or ``up`` (it helps) when the impact's interval
    excludes zero and the smallest q-value of its bands is under the false discovery rate, else
    ``none``. `is_generic` themes praise or blame without a subject: no sentence names them.
    """

    theme_id: str
    name: Text
    keywords_fr: tuple[str, ...]
    keywords_en: tuple[str, ...]
    status: str
    is_new: bool
    n: int
    share: float | None
    sentiment: tuple[Share, ...]
    metric: float | None
    metric_low: float | None
    metric_high: float | None
    impact: float | None
    impact_low: float | None
    impact_high: float | None
    q_value: float | None
    effect: str
    bands: tuple[ThemeBand, ...]
    change: Change | None
    quotes: tuple[tuple[str, tuple[Quote, ...]], ...]
    trend: tuple[float | None, ...] = ()
    cohorts: tuple[CohortView, ...] = ()
    parent: int | None = None
    children: tuple[int, ...] = ()
    is_generic: bool = False
    words: tuple[WordList, ...] = ()
    trend_test: Trend | None = None


@dataclass(frozen=True)
class Vanished:
    """A theme of the previous batch that nobody cites any more."""

    theme_id: str
    name: Text
    n_before: int
    share_before: float
    significant: bool


@dataclass(frozen=True)
class Landmark:
    """The name of a theme on the map: its position on the page, and its place in 0 to 1."""

    theme: int
    x: float
    y: float
