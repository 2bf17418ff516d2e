"""The frozen summary of a run: plain numbers, texts and tuples, in no language yet.

Missing numbers are None and are shown as a dash. Shares are 0 to 1, dates are ISO texts.
"""

from dataclasses import dataclass

from feedback.notices import Notice
from feedback.report.data import Method

SMALL_SHARE = 0.01
"""A language under this share of the comments has no entry of its own."""


@dataclass(frozen=True)
class Text:
    """A text that exists in both languages, such as a theme's name."""

    fr: str
    en: str

    def text(self, language: str) -> str:
        """Return the text in `language` (``fr`` or ``en``)."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True)
class Value:
    """One value of a sentence and how to write it.

    Attributes:
        kind: ``count``, ``percent`` (a share), ``figure`` (a metric's value), ``impact`` (signed),
            ``size`` (unsigned difference), ``p``, ``metric`` (its name), ``bands`` (a score band),
            ``words`` or ``theme``.
        number: The number, for the kinds that are one.
        text: The metric's unit for ``figure``, ``impact`` and ``size``; a code for ``metric`` and
            ``bands``; one word a line for ``words``.
        name: A text in both languages, for ``theme`` and ``metric``.
    """

    kind: str
    number: float | None = None
    text: str = ""
    name: Text | None = None


@dataclass(frozen=True)
class Finding:
    """One sentence to be: a key of the word lists and its values."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()
    n: int | None = None


@dataclass(frozen=True)
class Share:
    """A part of a whole: its code, count and share."""

    code: str
    n: int
    share: float | None


@dataclass(frozen=True)
class Change:
    """A change against the previous batch and whether it is significant."""

    before: float
    difference: float
    low: float | None
    high: float | None
    p_value: float | None
    significant: bool

    @property
    def direction(self) -> str:
        """``down`` or ``up``, or ``same`` where it may be chance."""
        if not self.significant:
            return "same"
        return "down" if self.difference < 0 else "up"


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

    @property
    def change_tone(self) -> str:
        """``down`` for a significant change to the worse, ``up`` to the better, else empty."""
        if self.change is None or not self.change.significant:
            return ""
        fell = self.change.difference < 0
        return "up" if fell == self.lower_is_better else "down"


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
    words there is one piece that does not.
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
    `trend` its share in every batch of `Report.batches`, None where it was not cited.
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


@dataclass(frozen=True)
class Vanished:
    """A theme of the previous batch that nobody cites any more."""

    theme_id: str
    name: Text
    n_before: int
    share_before: float
    significant: bool


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
    """A flagged answer with its reason and its comment."""

    severity: float
    expected: float | None
    reason: Text
    comment: CommentView


@dataclass(frozen=True)
class AnomalyGroup:
    """All anomalies of one kind: `shown` at once, `more` behind a fold, `n_hidden` in files."""

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


@dataclass(frozen=True)
class Point:
    """The primary metric in one batch; `n` its commented responses."""

    batch: str
    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class Landmark:
    """The name of a theme on the map: its position on the page, and its place in 0 to 1."""

    theme: int
    x: float
    y: float


@dataclass(frozen=True)
class Dimension:
    """A cohort that comments can be filtered by, and its groups."""

    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """A bar of the score histogram: its label in figures, count and score band."""

    low: float
    high: float
    n: int
    band: str


@dataclass(frozen=True)
class Volume:
    """How much there is to read.

    `n_commented` leaves out empty comments and fillers; `n_of_several_kinds` of the responses to
    re-read are listed under more than one kind of anomaly.
    """

    n_responses: int
    n_commented: int
    share_commented: float | None
    n_filler: int
    n_empty: int
    n_scored: int
    n_to_reread: int
    n_of_several_kinds: int


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
    n_mixed: int = 0
    n_unsure: int = 0
    band_words: tuple[tuple[str, tuple[WordList, ...]], ...] = ()
    priorities: tuple[Priority, ...] = ()

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
