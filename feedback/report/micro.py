"""Pictures the size of a word: sentiment bars and whiskers inside tables and tiles.

They are SVG with attributes and classes only: the page's policy allows no style attribute.
"""

from collections.abc import Sequence

from markupsafe import Markup

from feedback.report.model import Driver, Drivers, MetricView, Share, ThemeView
from feedback.report.words import Words

_WIDTH = 160.0
_PAD = 8.0


def sentiment_bar(shares: Sequence[Share], words: Words) -> Markup:
    """Return a bar of three parts with its figures as its label; nothing without sentiment."""
    if any(share.share is None for share in shares):
        return Markup("")
    negative, neutral, positive = (words.format.percent(share.share) for share in shares)
    label = words("sentiment.bar", negative=negative, neutral=neutral, positive=positive)
    parts, left = Markup(""), 0.0
    for share in shares:
        width = (share.share or 0.0) * 100
        parts += Markup('<rect class="{}" x="{}" width="{}" height="8"/>').format(
            share.code, _figure(left), _figure(width)
        )
        left += width
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}</svg>'
    ).format(label, parts)


def sparkline(shares: Sequence[float | None], words: Words) -> Markup:
    """Return a theme's share over the batches as a line ending in a dot; nothing for one point."""
    known = [(i, share) for i, share in enumerate(shares) if share is not None]
    if len(known) < 2:
        return Markup("")
    top = max(share for _, share in known) or 1.0
    step = 68 / max(len(shares) - 1, 1)
    places = [(4 + i * step, 20 - 16 * share / top) for i, share in known]
    label = words(
        "trend.spark",
        len(known),
        first=words.format.percent(known[0][1]),
        last=words.format.percent(known[-1][1]),
    )
    return Markup(
        '<svg class="spark" viewBox="0 0 76 24" role="img" aria-label="{}">'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2.6"/></svg>'
    ).format(
        label,
        " ".join(f"{_figure(x)},{_figure(y)}" for x, y in places),
        *map(_figure, places[-1]),
    )


def impact_span(themes: Sequence[ThemeView]) -> tuple[float, float]:
    """Return the ends of the axis that all whiskers share; zero is always on it."""
    ends = [0.0]
    for theme in themes:
        ends += [v for v in (theme.impact, theme.impact_low, theme.impact_high) if v is not None]
    return (min(ends), max(ends)) if max(ends) > min(ends) else (-1.0, 1.0)


def impact_whisker(theme: ThemeView, span: tuple[float, float]) -> Markup:
    """Return a theme's impact as a dot on its interval; its figures stand beside it."""
    if theme.impact is None:
        return Markup("")
    low = theme.impact if theme.impact_low is None else theme.impact_low
    high = theme.impact if theme.impact_high is None else theme.impact_high
    zero, left, right, at = (_place(v, span) for v in (0.0, low, high, theme.impact))
    return Markup(
        '<svg class="whisker {}" viewBox="0 0 160 20" aria-hidden="true" focusable="false">'
        '<line class="zero" x1="{}" x2="{}" y1="0" y2="20"/>'
        '<line class="range" x1="{}" x2="{}" y1="10" y2="10"/>'
        '<circle cx="{}" cy="10" r="4.5"/></svg>'
    ).format(theme.effect, zero, zero, left, right, at)


def driver_whisker(driver: Driver, span: tuple[float, float]) -> Markup:
    """Return a driver's effect as a bar from zero with its interval; figures stand beside it."""
    if driver.effect is None:
        return Markup("")
    low = driver.effect if driver.low is None else driver.low
    high = driver.effect if driver.high is None else driver.high
    zero, at = (float(_place(v, span)) for v in (0.0, driver.effect))
    return Markup(
        '<svg class="whisker {}" viewBox="0 0 160 20" aria-hidden="true" focusable="false">'
        '<rect class="fill" x="{}" width="{}" y="5" height="10"/>'
        '<line class="range" x1="{}" x2="{}" y1="10" y2="10"/>'
        '<line class="zero" x1="{}" x2="{}" y1="0" y2="20"/></svg>'
    ).format(
        driver.tone,
        _figure(min(zero, at)),
        _figure(abs(at - zero)),
        _place(low, span),
        _place(high, span),
        _figure(zero),
        _figure(zero),
    )


def driver_span(drivers: Drivers | None) -> tuple[float, float]:
    """Return the ends of the axis that all drivers share; zero is always on it."""
    rows = drivers.rows if drivers else ()
    ends = [v for row in rows for v in (row.effect, row.low, row.high) if v is not None]
    return (min(0.0, *ends), max(0.0, *ends)) if ends else (-1.0, 1.0)


def metric_axis(metric: MetricView, words: Words) -> Markup:
    """Return the metric on its scale with its interval, and the previous value as a ring."""
    span = (metric.lowest, metric.highest)
    if metric.value is None:
        return Markup("")
    value = words.format.metric(metric.value, metric.unit)
    interval = words.format.interval(metric.low, metric.high, metric.unit)
    label = words("kpi.alt", metric=words.pick(metric.label), value=value, interval=interval)
    low = metric.value if metric.low is None else metric.low
    high = metric.value if metric.high is None else metric.high
    zero = (
        Markup('<line class="zero" x1="{0}" x2="{0}" y1="3" y2="17"/>').format(_place(0, span))
        if metric.lowest < 0 < metric.highest
        else ""
    )
    ring = (
        Markup('<circle class="before" cx="{}" cy="10" r="4"/>').format(
            _place(metric.change.before, span)
        )
        if metric.change
        else ""
    )
    return Markup(
        '<svg class="axis" viewBox="0 0 160 20" role="img" aria-label="{}">'
        '<line class="rail" x1="{}" x2="{}" y1="10" y2="10"/>{}'
        '<line class="range" x1="{}" x2="{}" y1="10" y2="10"/>{}'
        '<circle class="now" cx="{}" cy="10" r="5"/></svg>'
    ).format(
        label,
        _figure(_PAD),
        _figure(_WIDTH - _PAD),
        zero,
        _place(low, span),
        _place(high, span),
        ring,
        _place(metric.value, span),
    )


def heat(lift: float | None) -> str:
    """Return the class of a cell by how over- or under-represented the theme is."""
    if lift is None:
        return "h0"
    steps = ((2.0, "h4"), (1.5, "h3"), (1.2, "h2"), (1.05, "h1"), (0.8, "h0"), (0.5, "l1"))
    return next((name for least, name in steps if lift >= least), "l2")


def _place(value: float, span: tuple[float, float]) -> str:
    low, high = span
    part = min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.5
    return _figure(_PAD + part * (_WIDTH - 2 * _PAD))


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
