"""Lines over the batches: the metric with its interval, and the share of single themes."""

from typing import Any

from feedback.report.model import Report, ThemeView
from feedback.report.palette import VARIABLES
from feedback.report.words import Words

MAX_LINES = 6


def metric_trend(report: Report, words: Words, cut: str) -> Any:
    """Return the primary metric by batch, each with its interval."""
    import altair as alt

    rows = [
        {"batch": point.batch, "value": point.value, "low": point.low, "high": point.high}
        for point in report.batches
        if point.value is not None
    ]
    order = [row["batch"] for row in rows]
    title = words.pick(report.metrics[0].label)
    base = alt.Chart(alt.Data(values=rows))
    axis = alt.Axis(labelAngle=0 if cut == "wide" and len(rows) < 5 else -35, labelLimit=120)
    x = alt.X("batch:N", sort=order, title=None, axis=axis)
    scale = alt.Scale(zero=False, nice=True)
    y = alt.Y("value:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5))
    colour = VARIABLES["accent"]
    layers = base.mark_line(color=colour, strokeWidth=2).encode(x=x, y=y)
    layers += base.mark_point(color=colour, filled=True, size=70, opacity=1).encode(x=x, y=y)
    if all(row["low"] is not None for row in rows):
        layers += base.mark_rule(color=colour, strokeWidth=5, opacity=0.25).encode(
            x=x, y=alt.Y("low:Q", title=title, scale=scale), y2="high:Q"
        )
    return layers.properties(width=230, height=190)


def moving_most(report: Report) -> list[ThemeView]:
    """Return the themes to draw: those whose share changed most, significant changes first."""
    return sorted((theme for _, theme in report.top), key=_liveliness)[:MAX_LINES]


def _liveliness(theme: ThemeView) -> tuple[bool, bool, bool, float, str]:
    known = [share for share in theme.trend if share is not None]
    return (
        theme.is_generic,
        len(known) < 2,
        not _is_sure(theme),
        -(max(known) - min(known)) if known else 0.0,
        theme.theme_id,
    )


def _is_sure(theme: ThemeView) -> bool:
    """Return whether the share moved significantly, since the batch before or over several."""
    return any(test is not None and test.significant for test in (theme.change, theme.trend_test))


def theme_trends(report: Report, words: Words, cut: str) -> Any:
    """Return a small line per theme, all on the same scale."""
    import altair as alt

    names = [point.batch for point in report.batches]
    widest = max(
        (share for theme in moving_most(report) for share in theme.trend if share is not None),
        default=0.0,
    )
    parts = []
    for theme in moving_most(report):
        rows = [
            {"batch": batch, "share": share * 100}
            for batch, share in zip(names, theme.trend, strict=True)
            if share is not None
        ]
        tone = VARIABLES["accent" if _is_sure(theme) else "neutral-mark"]
        ends = alt.Axis(values=[names[0], names[-1]], labelAngle=0, labelFontSize=10, title=None)
        x = alt.X("batch:N", sort=names, scale=alt.Scale(domain=names), axis=ends)
        span = alt.Scale(domain=[0, widest * 108], nice=False)
        y = alt.Y("share:Q", title=None, scale=span, axis=alt.Axis(tickCount=3, labelFontSize=10))
        base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
        name = words.pick(theme.name)
        title = alt.TitleParams(
            name if len(name) <= 24 else f"{name[:23]}…",
            anchor="start",
            fontSize=12,
            fontWeight="normal",
            color=VARIABLES["ink"],
        )
        line = base.mark_line(color=tone, strokeWidth=2)
        dots = base.mark_point(color=tone, filled=True, size=26, opacity=1)
        width = 150 if cut == "wide" else 92
        parts.append((line + dots).properties(width=width, height=66, title=title))
    chart: Any = alt.concat(*parts, columns=3 if cut == "wide" else 2, spacing=14)
    return chart
