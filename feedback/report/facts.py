"""What the sentences of the page may speak of, and how they name it."""

from dataclasses import dataclass

from feedback.report.data import Method
from feedback.report.model import (
    Asked,
    Bar,
    CohortView,
    Drivers,
    MetricView,
    Point,
    Share,
    Text,
    ThemeView,
    Value,
    Volume,
    WordList,
)


@dataclass(frozen=True)
class Facts:
    """What the sentences may speak of."""

    volume: Volume
    metrics: tuple[MetricView, ...]
    themes: tuple[ThemeView, ...]
    bands: tuple[Share, ...]
    sentiment: tuple[Share, ...]
    has_previous: bool
    method: Method
    histogram: tuple[Bar, ...] = ()
    batches: tuple[Point, ...] = ()
    drivers: Drivers | None = None
    questions: tuple[Asked, ...] = ()
    band_words: tuple[tuple[str, tuple[WordList, ...]], ...] = ()
    cohorts: tuple[CohortView, ...] = ()

    @property
    def primary(self) -> MetricView | None:
        """The metric the page leads with, when it has a value."""
        return self.metrics[0] if self.metrics and self.metrics[0].value is not None else None

    @property
    def turned(self) -> bool:
        """Whether a lower metric is the better one."""
        return self.primary is not None and self.primary.lower_is_better

    @property
    def subjects(self) -> list[ThemeView]:
        """The themes that a sentence may name: those that have a subject."""
        return [theme for theme in self.themes if not theme.is_generic]

    def code(self, code: str) -> str:
        """Return the key of a sentence, or of its twin for a metric that is better low."""
        return f"{code}.turned" if self.turned else code

    def cited_by(self, theme: ThemeView) -> float | None:
        """Return the share of the scores given with a comment that cite a theme; None: none were.

        Of a survey with several questions: their answers' share is not that of who gave a score.
        """
        n_scores = sum(band.n for band in self.bands)
        if self.volume.n_respondents >= self.volume.n_responses or not n_scores:
            return None
        return sum(band.n for band in theme.bands) / n_scores

    def effects(self, direction: str) -> list[ThemeView]:
        """Return the subjects with a significant effect in a direction, strongest first."""
        found = [theme for theme in self.subjects if theme.effect == direction]
        return sorted(found, key=lambda theme: (-abs(theme.impact or 0), theme.theme_id))

    def groups_apart(self) -> list[CohortView]:
        """Return the groups that score significantly otherwise, those that do worse first.

        Of the worse, and of the better, the one furthest from the others comes first.
        """
        found = [group for group in self.cohorts if group.significant and group.difference]
        harm = {group: (group.difference or 0.0) * (-1 if self.turned else 1) for group in found}
        return sorted(found, key=lambda g: (harm[g] > 0, -abs(harm[g]), g.dimension, g.group))

    def by_share(self) -> list[ThemeView]:
        """Return the subjects, most cited first."""
        return sorted(self.subjects, key=lambda theme: (-theme.n, theme.theme_id))


def named_theme(theme: ThemeView) -> Value:
    """Return a theme as a sentence writes it."""
    return Value("theme", name=theme.name)


def named_group(group: CohortView) -> Value:
    """Return a group of respondents as a sentence writes it, with the column it stands in."""
    return Value("group", text=group.dimension, name=Text(group.group, group.group))


def named_metric(metric: MetricView) -> Value:
    """Return a metric as a sentence writes it, with its article where one is needed."""
    text = f"{metric.name}.turned" if metric.lower_is_better else metric.name
    return Value("metric", text=text, name=metric.label)


def moves(theme: ThemeView, sign: int) -> bool:
    """Return whether a theme's share rose (`sign` 1) or fell (-1) significantly."""
    change = theme.change
    return change is not None and change.significant and change.difference * sign > 0


def moving(facts: Facts) -> list[ThemeView]:
    """Return the subjects whose share changed significantly, the largest change first."""
    moving = [theme for theme in facts.subjects if moves(theme, 1) or moves(theme, -1)]
    return sorted(moving, key=lambda t: (-abs(t.change.difference if t.change else 0), t.theme_id))


def trending(facts: Facts) -> list[ThemeView]:
    """Return the subjects that moved over several batches and not clearly since the last.

    Those that moved furthest come first.
    """

    def way(theme: ThemeView) -> float:
        trend = theme.trend_test
        return abs(trend.last - trend.first) if trend is not None and trend.significant else 0.0

    told = {theme.theme_id for theme in moving(facts)}
    found = [t for t in facts.subjects if way(t) and t.theme_id not in told and not t.is_new]
    return sorted(found, key=lambda theme: (-way(theme), theme.theme_id))
