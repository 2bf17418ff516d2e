"""The charts, drawn by Vega-Lite through Altair into inline SVG, in a wide and a narrow cut.

Colours are sentinels here and CSS variables on the page, so that one drawing serves light, dark
and paper. Only names of themes and numbers go into a chart, as data, never as an expression.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from feedback.report.matrix import matrix
from feedback.report.model import Report, ThemeView
from feedback.report.palette import BAND_COLOURS, COLOURS, VARIABLES, WIDTHS
from feedback.report.trend_charts import metric_trend, theme_trends
from feedback.report.words import Words

_BANDS = ("low", "mid", "high")
_MAX_THEMES = 14
_KEPT_ATTRIBUTES = frozenset(
    {"class", "d", "dx", "dy", "fill", "fill-opacity", "font-size", "font-weight", "height"}
    | {"opacity", "stroke", "stroke-dasharray", "stroke-opacity", "stroke-width", "text-anchor"}
    | {"transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2", "display"}
)


@dataclass(frozen=True)
class Chart:
    """One chart in both cuts; the page shows the one that fits."""

    wide: Markup
    narrow: Markup


def charts(report: Report, words: Words) -> dict[str, Chart]:
    """Return the charts that the report has the figures for, by name."""
    drawn: dict[str, Chart] = {}
    if report.histogram:
        alt = words("histogram.alt")
        drawn["histogram"] = _both(lambda cut: _histogram(report, words, cut), words, alt)
    if report.bands and any(theme.bands for theme in report.themes):
        low, mid, high = (words.bands(report.metrics[0].name, band) for band in _BANDS)
        alt = words("bands.chart_alt", low=low, mid=mid, high=high)
        drawn["bands"] = _both(lambda cut: _band_dots(report, words, cut), words, alt)
    scored = [theme for _, theme in report.top if theme.impact is not None]
    if scored and report.primary:
        metric = words.pick(report.primary.label)
        alt = words("themes.matrix_alt", n=len(scored), metric=metric)
        drawn["matrix"] = _both(lambda cut: matrix(report, words, cut), words, alt)
    if sum(point.value is not None for point in report.batches) > 1 and report.primary:
        alt = words("trend.alt", metric=words.pick(report.primary.label))
        drawn["trend"] = _both(lambda cut: metric_trend(report, words, cut), words, alt)
    if len(report.batches) > 1 and report.themes:
        alt = words("trend.themes_alt")
        drawn["shares"] = _both(lambda cut: theme_trends(report, words, cut), words, alt)
    return drawn


def _both(draw: Callable[[str], Any], words: Words, alt: str) -> Chart:
    return Chart(*(_svg(draw(cut), words, alt, cut) for cut in WIDTHS))


def _histogram(report: Report, words: Words, cut: str) -> Any:
    """Bars of answers by score, stacked by band, with their counts on top."""
    import altair as alt

    rows = [
        {"score": bar_label(bar.low, bar.high, words), "n": bar.n, "band": bar.band or "mid"}
        for bar in report.histogram
    ]
    order = list(dict.fromkeys(row["score"] for row in rows))
    x = alt.X("score:N", sort=order, title=words("axis.score"), axis=alt.Axis(labelAngle=0))
    base = alt.Chart(alt.Data(values=rows))
    bars = base.mark_bar().encode(
        x=x,
        y=alt.Y(
            "n:Q",
            title=words("axis.answers"),
            axis=alt.Axis(tickCount=4, tickMinStep=1, format=",d"),
        ),
        color=_band_scale(alt.Color, "band:N", BAND_COLOURS),
    )
    totals = (
        base.transform_filter("datum.n > 0")
        .mark_text(dy=-6, color=VARIABLES["quiet"], fontSize=11)
        .encode(x=x, y="sum(n):Q", text=alt.Text("sum(n):Q", format=","))
    )
    return (bars + totals).properties(width=WIDTHS[cut], height=300 if cut == "wide" else 190)


def bar_label(low: float, high: float, words: Words) -> str:
    """Return a bar's score, or its two ends."""
    first = words.format.score(low)
    return first if high == low else f"{first}–{words.format.score(high)}"


def _band_scale(channel: Any, field: str, values: Sequence[str]) -> Any:
    import altair as alt

    return channel(field, scale=alt.Scale(domain=list(_BANDS), range=list(values)), legend=None)


def _band_dots(report: Report, words: Words, cut: str) -> Any:
    """For each theme the share of every band that cites it, joined by a line."""
    import altair as alt

    themes = _widest([theme for _, theme in report.top])
    names = _distinct_names(themes, words)
    rows = [
        {"theme": names[theme.theme_id], "band": band.band, "share": (band.share or 0.0) * 100}
        for theme in themes
        for band in theme.bands
    ]
    labels = alt.Axis(
        labelLimit=190 if cut == "wide" else 128, ticks=False, domain=False, labelPadding=9
    )
    y = alt.Y("theme:N", sort=list(names.values()), title=None, axis=labels)
    base = alt.Chart(alt.Data(values=rows))
    lines = base.mark_rule(color=VARIABLES["line"], strokeWidth=2).encode(
        y=y,
        x=alt.X(
            "min(share):Q", title=f"{words('axis.band_share')} (%)", axis=alt.Axis(tickCount=5)
        ),
        x2="max(share):Q",
    )
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(
        y=y,
        x="share:Q",
        color=_band_scale(alt.Color, "band:N", BAND_COLOURS),
        shape=_band_scale(alt.Shape, "band:N", ["square", "circle", "triangle-up"]),
    )
    width = 210 if cut == "wide" else 146
    return (lines + dots).properties(width=width, height=alt.Step(26))


def _widest(themes: Sequence[ThemeView]) -> list[ThemeView]:
    """Return at most `_MAX_THEMES` themes, those most cited, in the order of the page."""
    kept = sorted(themes, key=lambda theme: (-theme.n, theme.theme_id))[:_MAX_THEMES]
    return [theme for theme in themes if theme in kept and theme.bands]


def _distinct_names(themes: Sequence[ThemeView], words: Words) -> dict[str, str]:
    """Return a name per theme_id; themes of the same name get their rank behind it."""
    names: dict[str, str] = {}
    for rank, theme in enumerate(themes, start=1):
        name = words.pick(theme.name)
        names[theme.theme_id] = f"{name} ({rank})" if name in names.values() else name
    return names


def _svg(chart: Any, words: Words, alt_text: str, cut: str) -> Markup:
    """Draw a chart and make it part of the page: no ids, our colours, one text alternative."""
    import vl_convert

    spec = chart.configure(**_config()).to_dict()
    spec.pop("$schema", None)
    # The specification goes over as sorted JSON, so that the same chart is the same bytes.
    drawn = vl_convert.vegalite_to_svg(
        json.loads(json.dumps(spec, sort_keys=True)),
        format_locale="fr-FR" if words.language == "fr" else "en-GB",
    )
    root = ET.fromstring(drawn)  # noqa: S314 - written by the library a line above
    for node in root.iter():
        _tidy(node)
    for background in [child for child in root if child.tag == "rect"]:
        root.remove(background)
    root.attrib |= {"class": f"chart {cut}", "role": "img", "aria-label": alt_text}
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - serialised XML


def _tidy(node: ET.Element) -> None:
    node.tag = node.tag.rpartition("}")[2]
    kept = {name: value for name, value in node.attrib.items() if name in _KEPT_ATTRIBUTES}
    kept.pop("class", None)
    for name in ("fill", "stroke"):
        if name in kept:
            kept[name] = COLOURS.get(kept[name], kept[name])
    node.attrib.clear()
    node.attrib.update(kept)


def _config() -> dict[str, Any]:
    ink, quiet, line = VARIABLES["ink"], VARIABLES["quiet"], VARIABLES["line"]
    return {
        "view": {"stroke": None},
        "axis": {
            "labelColor": ink,
            "titleColor": quiet,
            "gridColor": line,
            "domainColor": quiet,
            "tickColor": line,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "titlePadding": 8,
        },
        "axisX": {"grid": False, "labelFlush": False},
    }
