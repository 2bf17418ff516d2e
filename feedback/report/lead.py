"""The sentences at the top of the page.

In this order: the score and its change, what is new, what weighs, who scores otherwise, what
carries.
"""

from feedback.report.data import Method
from feedback.report.facts import Facts, moving, named_group, named_metric, named_theme, trending
from feedback.report.model import CohortView, Finding, MetricView, ThemeView, Trend, Value

MAX_LEAD = 4


def lead(facts: Facts) -> list[Finding]:
    """Return the sentences in order, the most important first; the page shows `MAX_LEAD`."""
    metric = facts.primary
    sentences = [_metric_sentence(metric, facts.method)] if metric else []
    if not facts.volume.n_commented:
        return sentences
    if not facts.themes:
        return [*sentences, Finding("lead.reading")]
    if metric:
        down, up = (
            [_effect_sentence(facts, theme, metric, facts.code(f"lead.{direction}"))]
            if (theme := next(iter(facts.effects(direction)), None))
            else []
            for direction in ("down", "up")
        )
        groups = [_group_sentence(group, metric) for group in facts.groups_apart()[:1]]
        linked = [*down, *groups, *up]
        if not down and not up:
            linked = [_mention_sentence(facts), *groups]
        news = _news(facts)
        return [*sentences, *news[:1], *linked, *news[1:]]
    for top in facts.by_share()[:1]:
        share = ("share", Value("percent", top.share))
        sentences.append(Finding("lead.theme_share", (("theme", named_theme(top)), share)))
    sentences += _sentiment_sentence(facts)
    return sentences + _news(facts)


def _metric_sentence(metric: MetricView, method: Method) -> Finding:
    value = ("value", Value("figure", metric.value, metric.unit))
    change = metric.change
    if change is not None:
        direction = change.direction
        before = ("before", Value("figure", change.before, metric.unit))
        p_value = ("p", Value("p", change.p_value))
        told = (("metric", named_metric(metric)), before, value, p_value)
        trend = metric.trend
        if direction == "same" and trend is not None and trend.significant:
            line = (
                ("first", Value("figure", trend.first, metric.unit)),
                ("line_p", Value("p", trend.p_value)),
            )
            code = f"lead.metric_trend_{trend.direction}"
            return Finding(code, (*told, *line), n=trend.n_batches)
        return Finding(f"lead.metric_{direction}", told)
    if metric.low is None or metric.high is None:
        return Finding("lead.metric_bare", (("metric", named_metric(metric)), value), n=metric.n)
    level = ("level", Value("percent", method.confidence))
    interval = (
        ("low", Value("figure", metric.low, metric.unit)),
        ("high", Value("figure", metric.high, metric.unit)),
    )
    values = (("metric", named_metric(metric)), value, level, *interval)
    return Finding("lead.metric", values, n=metric.n)


def _mention_sentence(facts: Facts) -> Finding:
    """Return the mention that goes with the score the most, where no theme as a whole does."""
    found = mention(facts)
    if found.code == "drivers.none":
        return Finding("lead.none")
    return Finding(found.code.replace("drivers", "lead.mention"), found.values)


def mention(facts: Facts) -> Finding:
    """Return the mention of a theme, in one tone, that goes with the score the most."""
    model, metric = facts.drivers, facts.primary
    rows = model.rows if model else ()
    told = [row for row in rows if row.significant and not row.is_generic]
    if metric is None or not told:
        return Finding("drivers.none")
    code = f"drivers.{'down' if (told[0].effect or 0) < 0 else 'up'}.{told[0].sentiment}"
    values = (
        ("theme", Value("theme", name=told[0].name)),
        ("effect", Value("size", told[0].effect, "score")),
        ("metric", named_metric(metric)),
    )
    return Finding(code, values)


def _effect_sentence(facts: Facts, theme: ThemeView, metric: MetricView, code: str) -> Finding:
    cited_by = facts.cited_by(theme)
    without = (metric.value or 0.0) - (theme.impact or 0.0)
    values = (
        ("theme", named_theme(theme)),
        ("share", Value("percent", theme.share if cited_by is None else cited_by)),
        ("metric", named_metric(metric)),
        ("without", Value("figure", without, metric.unit)),
        ("q", Value("p", theme.q_value)),
    )
    return Finding(code if cited_by is None else f"{code}.by", values)


def _group_sentence(group: CohortView, metric: MetricView) -> Finding:
    """Return how a group of respondents scores beside all others."""
    difference = group.difference or 0.0
    others = (group.value or 0.0) - difference
    values = (
        ("group", named_group(group)),
        ("size", Value("size", difference, metric.unit)),
        ("metric", named_metric(metric)),
        ("value", Value("figure", group.value, metric.unit)),
        ("others", Value("figure", others, metric.unit)),
        ("q", Value("p", group.q_value)),
    )
    return Finding(f"lead.group_{'under' if difference < 0 else 'over'}", values, n=group.n)


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
    sentences = [Finding("lead.emerging", (("theme", named_theme(theme)),)) for theme in new[:1]]
    for theme in moving(facts):
        if theme.change is not None and not theme.is_new:
            code = "lead.rising" if theme.change.difference > 0 else "lead.falling"
            before = ("before", Value("percent", theme.change.before))
            share = ("share", Value("percent", theme.share))
            q_value = ("q", Value("p", theme.change.q_value))
            sentences.append(Finding(code, (("theme", named_theme(theme)), before, share, q_value)))
    return sentences + [
        _trend_sentence(theme, theme.trend_test) for theme in trending(facts) if theme.trend_test
    ]


def _trend_sentence(theme: ThemeView, trend: Trend) -> Finding:
    """Return how the share of a theme has moved over several batches."""
    values = (
        ("theme", named_theme(theme)),
        ("first", Value("percent", trend.first)),
        ("share", Value("percent", trend.last)),
        ("q", Value("p", trend.q_value)),
    )
    return Finding(f"lead.trend_{trend.direction}", values, n=trend.n_batches)
