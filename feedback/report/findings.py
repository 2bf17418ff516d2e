"""The sentences that state findings.

Nothing is claimed that was not tested and found significant.
"""

from feedback.report.facts import Facts, moving, named_metric, named_theme
from feedback.report.headline import headline
from feedback.report.lead import MAX_LEAD, lead, mention
from feedback.report.model import Finding, Movers, ThemeBand, ThemeView, Titles, Value

MAX_MOVERS = 3
MAX_WORDS = 3
"""Words named by the sentence about a score band."""


def titles(facts: Facts) -> Titles:
    """Return every sentence of the page that states a finding."""
    return Titles(
        page=headline(facts),
        lead=tuple(lead(facts)[:MAX_LEAD]),
        themes=_themes(facts),
        bands=_bands(facts),
        anomalies=_anomalies(facts),
        matrix=_matrix(facts),
        words=_words(facts),
        histogram=_histogram(facts),
        trend=_trend(facts),
        map=_map(facts),
        drivers=mention(facts),
        contrast=_contrast(facts),
    )


def movers(facts: Facts) -> Movers:
    """Return the themes to name first, as positions on the page."""
    place = {theme.theme_id: i for i, theme in enumerate(facts.themes)}

    def first(themes: list[ThemeView]) -> tuple[int, ...]:
        return tuple(place[theme.theme_id] for theme in themes[:MAX_MOVERS])

    return Movers(first(facts.effects("down")), first(facts.effects("up")), first(moving(facts)))


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
                    ("theme", named_theme(often[0])),
                    ("share", Value("percent", often[0].share)),
                    ("impact", Value("impact", often[0].impact, metric.unit)),
                    ("metric", named_metric(metric)),
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
    change, line = metric.change, metric.trend
    direction = change.direction
    if direction == "same" and line is not None and line.significant:
        ends = (("first", line.first), ("value", line.last))
        figures = ((name, Value("figure", value, metric.unit)) for name, value in ends)
        code = f"trend.line_{line.direction}"
        return Finding(code, (("metric", named_metric(metric)), *figures), n=line.n_batches)
    values = (
        ("metric", named_metric(metric)),
        ("first", Value("figure", known[0].value, metric.unit)),
        ("value", Value("figure", metric.value, metric.unit)),
    )
    return Finding(f"trend.{direction}", values, n=len(known))


def _map(facts: Facts) -> Finding:
    cited = facts.by_share()
    if not cited:
        return Finding("map.bare", n=facts.volume.n_commented)
    values = (("theme", named_theme(cited[0])), ("share", Value("percent", cited[0].share)))
    return Finding("map.title", values, n=facts.volume.n_commented)


def _themes(facts: Facts) -> Finding:
    if not facts.themes:
        return Finding("themes.absent")
    metric = facts.primary
    if metric is None or all(theme.impact is None for theme in facts.themes):
        return Finding("themes.counted", n=len(facts.themes))
    named = ("metric", named_metric(metric))
    down, up = facts.effects("down"), facts.effects("up")
    if len(down) > 1:
        pair = (("theme", named_theme(down[0])), ("second", named_theme(down[1])))
        return Finding(facts.code("themes.down_two"), (named, *pair))
    if down or up:
        code = "themes.down" if down else "themes.up"
        return Finding(facts.code(code), (named, ("theme", named_theme((down or up)[0]))))
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
        ("theme", named_theme(theme)),
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
