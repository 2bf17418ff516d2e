"""The priority matrix: how often a theme is cited against what it does to the metric."""

from dataclasses import dataclass
from typing import Any

from feedback.report.model import Report, ThemeView
from feedback.report.palette import BAND_COLOURS, VARIABLES, WIDTHS
from feedback.report.words import Words

HEIGHTS = {"wide": 380, "narrow": 320}
PLOT = {"wide": 820, "narrow": WIDTHS["narrow"]}
CHAR = 6.6
"""Width of a character of 12 px text, in px: generous, so that labels keep apart."""
LINE = 15.0
LONGEST = {"wide": 30, "narrow": 18}


@dataclass(frozen=True)
class Label:
    """A theme's name beside its dot: its corner in px from the bottom left, left or right."""

    text: str
    x: float
    y: float
    align: str


def matrix(report: Report, words: Words, cut: str) -> Any:
    """Return the chart: a dot and an interval per theme, names where they find room.

    Names of themes with an effect come first, then the larger ones; a name without room is left
    to the table.
    """
    import altair as alt

    themes = [theme for _, theme in report.top if theme.impact is not None]
    spans = _spans(themes)
    rows = [_row(theme) for theme in themes]
    labels = _labels(themes, words, spans, cut)
    metric = words.pick(report.metrics[0].label)
    base = alt.Chart(alt.Data(values=rows))
    x_scale, y_scale = (alt.Scale(domain=list(span), nice=False, zero=False) for span in spans)
    signed = alt.Axis(format="+~f", tickCount=6, labelExpr="datum.value == 0 ? '0' : datum.label")
    share = alt.Axis(tickCount=6)
    x = alt.X("share:Q", title=f"{words('axis.share')} (%)", scale=x_scale, axis=share)
    title = words("axis.impact", metric=metric)
    y = alt.Y("impact:Q", title=title, scale=y_scale, axis=signed)
    low = alt.Y("low:Q", title=title, scale=y_scale, axis=signed)
    effects = alt.Scale(domain=["down", "none", "up"], range=BAND_COLOURS)
    colour = alt.Color("effect:N", scale=effects, legend=None)
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(
        color=VARIABLES["quiet"], strokeDash=[3, 3]
    )
    layers = (
        zero.encode(y=alt.Y("zero:Q", scale=y_scale))
        + base.mark_rule(strokeWidth=3, opacity=0.35).encode(x=x, y=low, y2="high:Q", color=colour)
        + base.mark_circle(size=110, opacity=1, stroke=VARIABLES["card"], strokeWidth=1).encode(
            x=x, y=y, color=colour
        )
    )
    for align in ("left", "right"):
        mine = [vars(label) for label in labels if label.align == align]
        if mine:
            layers += (
                alt.Chart(alt.Data(values=mine))
                .mark_text(align=align, baseline="middle", color=VARIABLES["ink"], fontSize=12)
                .encode(x=alt.X("x:Q", scale=x_scale), y=alt.Y("y:Q", scale=y_scale), text="text:N")
            )
    return layers.properties(width=PLOT[cut], height=HEIGHTS[cut])


def _row(theme: ThemeView) -> dict[str, Any]:
    impact = theme.impact or 0.0
    return {
        "share": (theme.share or 0.0) * 100,
        "impact": impact,
        "low": impact if theme.impact_low is None else theme.impact_low,
        "high": impact if theme.impact_high is None else theme.impact_high,
        "effect": theme.effect,
    }


def _spans(themes: list[ThemeView]) -> tuple[tuple[float, float], tuple[float, float]]:
    rows = [_row(theme) for theme in themes]
    widest = max(row["share"] for row in rows) or 1.0
    ends = [0.0, *(row[end] for row in rows for end in ("low", "high"))]
    room = (max(ends) - min(ends) or 1.0) * 0.06
    return (0.0, widest * 1.06), (min(ends) - room, max(ends) + room)


def _labels(
    themes: list[ThemeView],
    words: Words,
    spans: tuple[tuple[float, float], tuple[float, float]],
    cut: str,
) -> list[Label]:
    (left, right), (bottom, top) = spans
    to_x, to_y = PLOT[cut] / (right - left), HEIGHTS[cut] / (top - bottom)
    dots = {
        theme.theme_id: (
            (_row(theme)["share"] - left) * to_x,
            (_row(theme)["impact"] - bottom) * to_y,
        )
        for theme in themes
    }
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in dots.values()]
    found: list[Label] = []
    order = sorted(themes, key=lambda t: (t.effect == "none", -abs(t.impact or 0), t.theme_id))
    for theme in order:
        x, y = dots[theme.theme_id]
        text = _shortened(words.pick(theme.name), LONGEST[cut])
        width = len(text) * CHAR
        for side in ("left", "right"):
            start = x + 9 if side == "left" else x - 9 - width
            box = (start, y - LINE / 2, start + width, y + LINE / 2)
            inside = box[0] >= 0 and box[2] <= PLOT[cut] + 4
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                edge = x + 9 if side == "left" else x - 9
                found.append(Label(text, edge / to_x + left, y / to_y + bottom, side))
                break
    return found


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    return not apart
