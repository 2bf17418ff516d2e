"""The sentence in the title: the most important of what was found."""

from feedback.report.facts import Facts, moves, named_group, named_metric, named_theme
from feedback.report.model import CohortView, Finding, MetricView, ThemeView, Trend, Value


def headline(facts: Facts) -> Finding:
    """Return the finding of the title: a change of the score, else what weighs on it."""
    metric = facts.primary
    if not facts.volume.n_commented:
        return Finding("title.empty")
    if metric is None:
        return _page_without_score(facts)
    if metric.change is not None:
        return _page_of_change(facts, metric)
    if down := facts.effects("down"):
        return _page_of_theme(down[0], metric, "title.theme_down")
    if groups := facts.groups_apart():
        return _page_of_group(groups[0], metric, "title.group")
    if up := facts.effects("up"):
        return _page_of_theme(up[0], metric, "title.theme_up")
    if not facts.themes:
        return Finding("title.reading", n=facts.volume.n_commented)
    figure = Value("figure", metric.value, metric.unit)
    return Finding("title.metric", (("metric", named_metric(metric)), ("value", figure)))


def _page_of_theme(theme: ThemeView, metric: MetricView, code: str) -> Finding:
    return Finding(code, (("theme", named_theme(theme)), ("metric", named_metric(metric))))


def _page_of_group(group: CohortView, metric: MetricView, code: str) -> Finding:
    side = "under" if (group.difference or 0.0) < 0 else "over"
    size = Value("size", group.difference, metric.unit)
    values = (("group", named_group(group)), ("size", size), ("metric", named_metric(metric)))
    return Finding(f"{code}_{side}", values)


def _page_of_change(facts: Facts, metric: MetricView) -> Finding:
    change = metric.change
    named: tuple[tuple[str, Value], ...] = (("metric", named_metric(metric)),)
    if change is None or not change.significant:
        weighing = facts.effects("down")
        if metric.trend is not None and metric.trend.significant:
            return _page_of_trend(metric, metric.trend, weighing)
        if weighing:
            return Finding("title.stable_theme", (*named, ("theme", named_theme(weighing[0]))))
        if groups := facts.groups_apart():
            return _page_of_group(groups[0], metric, "title.stable_group")
        return Finding("title.stable", named)
    direction = change.direction
    named = (*named, ("size", Value("size", change.difference, metric.unit)))
    rising = [theme for theme in facts.effects(metric.change_tone) if moves(theme, 1)]
    if rising:
        code = facts.code(f"title.{direction}_theme")
        return Finding(code, (*named, ("theme", named_theme(rising[0]))))
    return Finding(f"title.{direction}", named)


def _page_of_trend(metric: MetricView, trend: Trend, weighing: list[ThemeView]) -> Finding:
    size = Value("size", trend.last - trend.first, metric.unit)
    values = (("metric", named_metric(metric)), ("size", size))
    code = f"title.trend_{trend.direction}"
    if not weighing:
        return Finding(code, values, n=trend.n_batches)
    theme = ("theme", named_theme(weighing[0]))
    return Finding(f"{code}_theme", (*values, theme), n=trend.n_batches)


def _page_without_score(facts: Facts) -> Finding:
    cited = facts.by_share()
    if len(cited) > 1:
        values = (("theme", named_theme(cited[0])), ("second", named_theme(cited[1])))
        return Finding("title.themes", values)
    if len(cited) == 1:
        return Finding("title.theme", (("theme", named_theme(cited[0])),))
    if facts.themes:
        return Finding("themes.counted", n=len(facts.themes))
    return Finding("title.reading", n=facts.volume.n_commented)
