"""The sentence in the title: the most important of what was found."""

from feedback.report.facts import Facts, moves, named_metric, named_theme
from feedback.report.model import Finding, MetricView, Value


def headline(facts: Facts) -> Finding:
    """Return the finding of the title: a change of the score, else what weighs on it."""
    metric = facts.primary
    if not facts.volume.n_commented:
        return Finding("title.empty")
    if metric is None:
        return _page_without_score(facts)
    if metric.change is not None:
        return _page_of_change(facts, metric)
    for direction in ("down", "up"):
        if found := facts.effects(direction):
            values = (("theme", named_theme(found[0])), ("metric", named_metric(metric)))
            return Finding(f"title.theme_{direction}", values)
    if not facts.themes:
        return Finding("title.reading", n=facts.volume.n_commented)
    figure = Value("figure", metric.value, metric.unit)
    return Finding("title.metric", (("metric", named_metric(metric)), ("value", figure)))


def _page_of_change(facts: Facts, metric: MetricView) -> Finding:
    change = metric.change
    named: tuple[tuple[str, Value], ...] = (("metric", named_metric(metric)),)
    if change is None or not change.significant:
        weighing = facts.effects("down")
        if weighing:
            return Finding("title.stable_theme", (*named, ("theme", named_theme(weighing[0]))))
        return Finding("title.stable", named)
    direction = change.direction
    named = (*named, ("size", Value("size", change.difference, metric.unit)))
    rising = [theme for theme in facts.effects(metric.change_tone) if moves(theme, 1)]
    if rising:
        code = facts.code(f"title.{direction}_theme")
        return Finding(code, (*named, ("theme", named_theme(rising[0]))))
    return Finding(f"title.{direction}", named)


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
