"""The sentences that state findings. Nothing is claimed that was not tested and found significant.

Order of the lead: the score and its change, what weighs, what carries, what is new.
"""

from dataclasses import dataclass

from feedback.report.data import Method
from feedback.report.model import (
    Asked,
    Bar,
    Drivers,
    Finding,
    MetricView,
    Movers,
    Point,
    Share,
    ThemeBand,
    ThemeView,
    Titles,
    Value,
    Volume,
    WordList,
)

MAX_LEAD = 3
MAX_MOVERS = 3
MAX_WORDS = 3
"""Words named by the sentence about a score band."""


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

    def by_share(self) -> list[ThemeView]:
        """Return the subjects, most cited first."""
        return sorted(self.subjects, key=lambda theme: (-theme.n, theme.theme_id))


def titles(facts: Facts) -> Titles:
    """Return every sentence of the page that states a finding."""
    return Titles(
        page=_page(facts),
        lead=tuple(_lead(facts)[:MAX_LEAD]),
        themes=_themes(facts),
        bands=_bands(facts),
        anomalies=_anomalies(facts),
        matrix=_matrix(facts),
        words=_words(facts),
        histogram=_histogram(facts),
        trend=_trend(facts),
        map=_map(facts),
        drivers=_drivers(facts),
        contrast=_contrast(facts),
    )


def movers(facts: Facts) -> Movers:
    """Return the themes to name first, as positions on the page."""
    place = {theme.theme_id: i for i, theme in enumerate(facts.themes)}

    def first(themes: list[ThemeView]) -> tuple[int, ...]:
        return tuple(place[theme.theme_id] for theme in themes[:MAX_MOVERS])

    return Movers(first(facts.effects("down")), first(facts.effects("up")), first(_moving(facts)))


def _theme(theme: ThemeView) -> Value:
    return Value("theme", name=theme.name)


def _metric(metric: MetricView) -> Value:
    text = f"{metric.name}.turned" if metric.lower_is_better else metric.name
    return Value("metric", text=text, name=metric.label)


def _page(facts: Facts) -> Finding:
    metric = facts.primary
    if not facts.volume.n_commented:
        return Finding("title.empty")
    if metric is None:
        return _page_without_score(facts)
    if metric.change is not None:
        return _page_of_change(facts, metric)
    for direction in ("down", "up"):
        if found := facts.effects(direction):
            values = (("theme", _theme(found[0])), ("metric", _metric(metric)))
            return Finding(f"title.theme_{direction}", values)
    if not facts.themes:
        return Finding("title.reading", n=facts.volume.n_commented)
    figure = Value("figure", metric.value, metric.unit)
    return Finding("title.metric", (("metric", _metric(metric)), ("value", figure)))


def _page_of_change(facts: Facts, metric: MetricView) -> Finding:
    change = metric.change
    named: tuple[tuple[str, Value], ...] = (("metric", _metric(metric)),)
    if change is None or not change.significant:
        weighing = facts.effects("down")
        if weighing:
            return Finding("title.stable_theme", (*named, ("theme", _theme(weighing[0]))))
        return Finding("title.stable", named)
    direction = change.direction
    named = (*named, ("size", Value("size", change.difference, metric.unit)))
    rising = [theme for theme in facts.effects(metric.change_tone) if _moves(theme, 1)]
    if rising:
        code = facts.code(f"title.{direction}_theme")
        return Finding(code, (*named, ("theme", _theme(rising[0]))))
    return Finding(f"title.{direction}", named)


def _page_without_score(facts: Facts) -> Finding:
    cited = facts.by_share()
    if len(cited) > 1:
        values = (("theme", _theme(cited[0])), ("second", _theme(cited[1])))
        return Finding("title.themes", values)
    if len(cited) == 1:
        return Finding("title.theme", (("theme", _theme(cited[0])),))
    if facts.themes:
        return Finding("themes.counted", n=len(facts.themes))
    return Finding("title.reading", n=facts.volume.n_commented)


def _moves(theme: ThemeView, sign: int) -> bool:
    change = theme.change
    return change is not None and change.significant and change.difference * sign > 0


def _lead(facts: Facts) -> list[Finding]:
    metric = facts.primary
    sentences = [_metric_sentence(metric, facts.method)] if metric else []
    if not facts.volume.n_commented:
        return sentences
    if not facts.themes:
        return [*sentences, Finding("lead.reading")]
    if metric:
        moved = [
            _effect_sentence(facts, found[0], metric, facts.code(f"lead.{direction}"))
            for direction in ("down", "up")
            if (found := facts.effects(direction))
        ]
        news = _news(facts)
        sentences += [*news[:1], *(moved or [_mention_sentence(facts)]), *news[1:]]
        return sentences
    for top in facts.by_share()[:1]:
        share = ("share", Value("percent", top.share))
        sentences.append(Finding("lead.theme_share", (("theme", _theme(top)), share)))
    sentences += _sentiment_sentence(facts)
    return sentences + _news(facts)


def _metric_sentence(metric: MetricView, method: Method) -> Finding:
    value = ("value", Value("figure", metric.value, metric.unit))
    change = metric.change
    if change is not None:
        direction = change.direction
        before = ("before", Value("figure", change.before, metric.unit))
        p_value = ("p", Value("p", change.p_value))
        named = ("metric", _metric(metric))
        return Finding(f"lead.metric_{direction}", (named, before, value, p_value))
    if metric.low is None or metric.high is None:
        return Finding("lead.metric_bare", (("metric", _metric(metric)), value), n=metric.n)
    level = ("level", Value("percent", method.confidence))
    interval = (
        ("low", Value("figure", metric.low, metric.unit)),
        ("high", Value("figure", metric.high, metric.unit)),
    )
    values = (("metric", _metric(metric)), value, level, *interval)
    return Finding("lead.metric", values, n=metric.n)


def _mention_sentence(facts: Facts) -> Finding:
    """Return the mention that goes with the score the most, where no theme as a whole does."""
    found = _drivers(facts)
    if found.code == "drivers.none":
        return Finding("lead.none")
    return Finding(found.code.replace("drivers", "lead.mention"), found.values)


def _effect_sentence(facts: Facts, theme: ThemeView, metric: MetricView, code: str) -> Finding:
    cited_by = facts.cited_by(theme)
    without = (metric.value or 0.0) - (theme.impact or 0.0)
    values = (
        ("theme", _theme(theme)),
        ("share", Value("percent", theme.share if cited_by is None else cited_by)),
        ("metric", _metric(metric)),
        ("without", Value("figure", without, metric.unit)),
        ("q", Value("p", theme.q_value)),
    )
    return Finding(code if cited_by is None else f"{code}.by", values)


def _sentiment_sentence(facts: Facts) -> list[Finding]:
    """Return the sentiment of all answers, unless several questions were asked.

    Their mixture is nobody's opinion; the page then shows each.
    """
    shares = {share.code: share.share for share in facts.sentiment}
    if shares.get("positive") is None or facts.questions:
        return []
    values = tuple((code, Value("percent", shares[code])) for code in ("positive", "negative"))
    return [Finding("lead.sentiment", values)]


def _news(facts: Facts) -> list[Finding]:
    """Return new themes and significant changes of share, largest first."""
    if not facts.has_previous:
        return []
    new = [theme for theme in facts.by_share() if theme.is_new]
    sentences = [Finding("lead.emerging", (("theme", _theme(theme)),)) for theme in new[:1]]
    for theme in _moving(facts):
        if theme.change is not None and not theme.is_new:
            code = "lead.rising" if theme.change.difference > 0 else "lead.falling"
            before = ("before", Value("percent", theme.change.before))
            share = ("share", Value("percent", theme.share))
            q_value = ("q", Value("p", theme.change.q_value))
            sentences.append(Finding(code, (("theme", _theme(theme)), before, share, q_value)))
    return sentences


def _moving(facts: Facts) -> list[ThemeView]:
    """Return the subjects whose share changed significantly, the largest change first."""
    moving = [theme for theme in facts.subjects if _moves(theme, 1) or _moves(theme, -1)]
    return sorted(moving, key=lambda t: (-abs(t.change.difference if t.change else 0), t.theme_id))


def _matrix(facts: Facts) -> Finding:
    """Return the theme that is cited by more than half of the themes are and has an effect."""
    metric = facts.primary
    shares = sorted(theme.share or 0.0 for theme in facts.subjects)
    middle = shares[len(shares) // 2] if shares else 0.0
    if metric is not None:
        for direction in ("down", "up"):
            often = [t for t in facts.effects(direction) if (t.share or 0.0) >= middle]
            if often:
                values = (
                    ("theme", _theme(often[0])),
                    ("share", Value("percent", often[0].share)),
                    ("impact", Value("impact", often[0].impact, metric.unit)),
                    ("metric", _metric(metric)),
                )
                return Finding(f"matrix.{direction}", values)
    return Finding("matrix.none")


def _histogram(facts: Facts) -> Finding:
    """Return the shares of the lowest and the highest band among all given scores."""
    metric = facts.primary
    total = sum(bar.n for bar in facts.histogram)
    if metric is None or not total:
        return Finding("histogram.title")
    shares = {
        band: sum(bar.n for bar in facts.histogram if bar.band == band) / total
        for band in ("low", "high")
    }
    values: list[tuple[str, Value]] = []
    for band, share in shares.items():
        values.append((band, Value("percent", share)))
        values.append((f"{band}_band", Value("bands", text=f"{metric.name}:{band}")))
    return Finding("histogram.finding", tuple(values))


def _trend(facts: Facts) -> Finding:
    """Return how the metric stands against the batch before, as tested."""
    metric, known = facts.primary, [point for point in facts.batches if point.value is not None]
    if metric is None or metric.change is None or len(known) < 2:
        return Finding("trend.shares", n=len(facts.batches))
    change = metric.change
    direction = change.direction
    values = (
        ("metric", _metric(metric)),
        ("first", Value("figure", known[0].value, metric.unit)),
        ("value", Value("figure", metric.value, metric.unit)),
    )
    return Finding(f"trend.{direction}", values, n=len(known))


def _map(facts: Facts) -> Finding:
    cited = facts.by_share()
    if not cited:
        return Finding("map.bare", n=facts.volume.n_commented)
    values = (("theme", _theme(cited[0])), ("share", Value("percent", cited[0].share)))
    return Finding("map.title", values, n=facts.volume.n_commented)


def _drivers(facts: Facts) -> Finding:
    model, metric = facts.drivers, facts.primary
    rows = model.rows if model else ()
    told = [row for row in rows if row.significant and not row.is_generic]
    if metric is None or not told:
        return Finding("drivers.none")
    code = f"drivers.{'down' if (told[0].effect or 0) < 0 else 'up'}.{told[0].sentiment}"
    values = (
        ("theme", Value("theme", name=told[0].name)),
        ("effect", Value("size", told[0].effect, "score")),
        ("metric", _metric(metric)),
    )
    return Finding(code, values)


def _themes(facts: Facts) -> Finding:
    if not facts.themes:
        return Finding("themes.absent")
    metric = facts.primary
    if metric is None or all(theme.impact is None for theme in facts.themes):
        return Finding("themes.counted", n=len(facts.themes))
    named = ("metric", _metric(metric))
    down, up = facts.effects("down"), facts.effects("up")
    if len(down) > 1:
        pair = (("theme", _theme(down[0])), ("second", _theme(down[1])))
        return Finding(facts.code("themes.down_two"), (named, *pair))
    if down or up:
        code = "themes.down" if down else "themes.up"
        return Finding(facts.code(code), (named, ("theme", _theme((down or up)[0]))))
    return Finding("themes.none", (named,))


def _bands(facts: Facts) -> Finding:
    """Return the widest significant contrast between the lowest and the highest band."""
    best: tuple[float, ThemeView, ThemeBand, ThemeBand] | None = None
    for theme in facts.subjects:
        by_band = {band.band: band for band in theme.bands}
        low, high = by_band.get("low"), by_band.get("high")
        if low is None or high is None or low.share is None or high.share is None:
            continue
        gap = low.share - high.share
        over, other = (low, high) if gap > 0 else (high, low)
        if over.significant and (over.lift or 0) > 1 and (best is None or abs(gap) > best[0]):
            best = (abs(gap), theme, over, other)
    metric = facts.primary
    if best is None or metric is None:
        return Finding("bands.title_none")
    _, theme, over, other = best
    values = (
        ("theme", _theme(theme)),
        ("share", Value("percent", over.share)),
        ("band", Value("bands", text=f"{metric.name}:{over.band}")),
        ("other_share", Value("percent", other.share)),
        ("other", Value("bands", text=f"{metric.name}:{other.band}")),
    )
    return Finding("bands.title_contrast", values)


def _words(facts: Facts) -> Finding:
    """Return the strongest words of the lowest band, else of the highest."""
    metric = facts.primary
    lists = dict(facts.band_words)
    for band in ("low", "high"):
        if metric is not None and lists.get(band):
            first = lists[band][0].words[:MAX_WORDS]
            named = ("band", Value("bands", text=f"{metric.name}:{band}"))
            words = ("words", Value("words", text="\n".join(word.text for word in first)))
            return Finding("words.finding", (named, words))
    return Finding("words.title")


def _contrast(facts: Facts) -> Finding:
    """Return how many themes the lowest or the highest band cites more or less than the others."""
    metric = facts.primary
    told = [t for t in facts.themes if any(b.significant and b.band != "mid" for b in t.bands)]
    if metric is None or not told:
        return Finding("bands.chart")
    values = (
        ("total", Value("count", len(facts.themes))),
        ("low", Value("bands", text=f"{metric.name}:low")),
        ("high", Value("bands", text=f"{metric.name}:high")),
    )
    return Finding("bands.chart_finding", values, n=len(told))


def _anomalies(facts: Facts) -> Finding:
    if not facts.volume.n_to_reread:
        return Finding("anomalies.none")
    return Finding("anomalies.title", n=facts.volume.n_to_reread)
