"""What the report is made from: everything a finished run knows, as the pipeline hands it over."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Protocol

import pandas as pd

from feedback.frames import BatchFrames
from feedback.notices import Notice


class MetricLike(Protocol):
    """A headline metric with its interval; rooms never import each other, so only its shape.

    `value`, `low` and `high` are in `unit`: ``points`` (-100 to 100), ``percent`` (0 to 100) or
    ``score`` (the scale's own); `scale` holds the scale's bounds, as ``0-10``.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def label_fr(self) -> str: ...  # noqa: D102
    @property
    def scale(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> float | None: ...  # noqa: D102
    @property
    def low(self) -> float | None: ...  # noqa: D102
    @property
    def high(self) -> float | None: ...  # noqa: D102
    @property
    def n(self) -> int: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def method(self) -> str: ...  # noqa: D102
    @property
    def counts(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def lower_is_better(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True)
class MetricChange:
    """A metric of the previous batch and the test of its change.

    Attributes:
        name: The metric's name, as in `MetricLike.name`.
        value: Its value in the previous batch.
        difference: This batch minus the previous one, in the metric's unit.
        low: Lower end of the interval of the difference.
        high: Upper end of the interval of the difference.
        p_value: Of the null hypothesis of no change.
    """

    name: str
    value: float
    difference: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True)
class ThemeChange:
    """A theme's share of the previous batch's comments and the test of its change.

    Attributes:
        theme_id: The stable id.
        name_fr: French name; used when the theme is absent from this batch.
        name_en: English name.
        n: Responses that cited it in the previous batch.
        share: Their share, 0 to 1.
        difference: Share now minus share then, in -1 to 1.
        low: Lower end of the interval of the difference.
        high: Upper end of the interval of the difference.
        q_value: Corrected p-value of the change; None when it could not be tested.
        p_value: The same before the correction.
    """

    theme_id: str
    name_fr: str
    name_en: str
    n: int
    share: float
    difference: float
    low: float | None
    high: float | None
    q_value: float | None
    p_value: float | None = None


@dataclass(frozen=True)
class Previous:
    """The batch this one is held against."""

    batch: str
    metrics: tuple[MetricChange, ...] = ()
    themes: tuple[ThemeChange, ...] = ()


@dataclass(frozen=True)
class Past:
    """An earlier batch, for trends.

    Attributes:
        batch: Its name.
        n: Its responses with a comment that says something.
        metrics: Value, low and high by metric name; an end that cannot be given is None.
        themes: Share of those responses that cite a theme, 0 to 1, by theme_id.
    """

    batch: str
    n: int
    metrics: Mapping[str, tuple[float | None, float | None, float | None]]
    themes: Mapping[str, float]


@dataclass(frozen=True)
class TrendTest:
    """A straight line through the values of this batch and those before it, and its test.

    Attributes:
        first: Value in the first of the batches: a metric's in its unit, a share in 0 to 1.
        last: Value in this batch.
        n_batches: How many there are, this one among them.
        p_value: Of the null hypothesis of no slope.
        steady: Whether last and first differ in the direction of the line.
        q_value: The p-value corrected for all themes; None for a metric.
    """

    first: float
    last: float
    n_batches: int
    p_value: float
    steady: bool
    q_value: float | None = None


@dataclass(frozen=True)
class Trends:
    """The tests over several batches, by metric name and by theme_id."""

    metrics: Mapping[str, TrendTest] = field(default_factory=dict)
    themes: Mapping[str, TrendTest] = field(default_factory=dict)


@dataclass(frozen=True)
class ModelFact:
    """One model that took part, with the quality measured for it.

    Attributes:
        role: ``themes``, ``features``, ``sentiment``, ``segments``, ``language`` or a free name.
        name: The model's name.
        version: Version or fingerprint.
        licence: As its makers state it; may be empty.
        quality_fr: Measured quality in one French phrase; may be empty.
        quality_en: The same in English.
    """

    role: str
    name: str
    version: str = ""
    licence: str = ""
    quality_fr: str = ""
    quality_en: str = ""


@dataclass(frozen=True)
class Method:
    """How the run was made. Holds no times, file names or row numbers: they stay in the manifest.

    Attributes:
        version: Of this program.
        seed: Of every random draw.
        n_sources: Files read.
        left_out: Rows left out, by reason as `LEFT_OUT` gives it; figures in it do not matter.
        replaced: Pieces of personal data replaced, by kind.
        models: The models that took part.
        settings: Names and values of settings worth stating.
        confidence: Level of every interval.
        false_discovery_rate: q-value under which a link is called significant.
        bootstrap_samples: Resamples behind an impact interval; 0 when none were drawn.
        quotes: Quotes per theme and language at most.
    """

    version: str = ""
    seed: int = 0
    n_sources: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    replaced: Mapping[str, int] = field(default_factory=dict)
    models: tuple[ModelFact, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 0.95
    false_discovery_rate: float = 0.05
    bootstrap_samples: int = 0
    quotes: int = 3


@dataclass(frozen=True)
class ReportData:
    """Everything the report says comes from here.

    Attributes:
        frames: The six finished frames.
        metrics: Headline metrics, the primary one first.
        theme_metrics: One row per theme: ``theme_id``, ``share`` (of commented responses),
            ``value``, ``low``, ``high`` (the primary metric among its scored answers),
            ``negative``, ``neutral``, ``positive`` (shares of its segments); more columns are
            not looked at. None: counted here, without the metric.
        quotes: Segments chosen to stand for a theme: ``theme_id``, ``language``, ``segment_id``,
            ``rank``. None: the strongest assignments.
        previous: The batch before, with tests; None when there is none.
        notices: What the reader must know.
        method: How it was made.
        language: Language of the page when nobody asks for another one.
        label: What the batch is called on the page; empty: its own name.
        history: Earlier batches, oldest first.
        trends: The tests over the last of them and this one.
        positions: Place of each comment on the map: ``response_id``, ``x`` and ``y`` in 0 to 1.
            None: no map.
        decisive: Character ranges of the deciding words in a segment's text, by segment_id.
        tables: Further results, ready to draw: ``cohorts``, ``drivers``, ``words``, ``alerts``,
            ``priorities``; a name that is not there is left out of the page.
        drivers: What the driver model says of itself (``status``, ``n``, ``r2``, ``r2_cv``).
        mixed: Ids of the responses that praise one thing and blame another.
        unsure_below: A sentiment of a lower confidence is shown as unsure.
        generic: Ids of the themes that name no subject: they are shown last and never lead.
    """

    frames: BatchFrames
    metrics: tuple[MetricLike, ...] = ()
    theme_metrics: pd.DataFrame | None = None
    quotes: pd.DataFrame | None = None
    previous: Previous | None = None
    notices: tuple[Notice, ...] = ()
    method: Method = field(default_factory=Method)
    language: str = ""
    label: str = ""
    history: tuple[Past, ...] = ()
    trends: Trends = field(default_factory=Trends)
    positions: pd.DataFrame | None = None
    decisive: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    drivers: Mapping[str, Any] = field(default_factory=dict)
    mixed: AbstractSet[str] = frozenset()
    unsure_below: float = 0.0
    generic: AbstractSet[str] = frozenset()
