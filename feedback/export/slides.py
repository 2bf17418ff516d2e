"""A short PowerPoint deck whose chart stays a chart: native, editable, no picture."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from feedback.errors import FeedbackError
from feedback.export.files import replacing, without_controls
from feedback.export.tables import canonical, metrics, plain, summary
from feedback.frames import BatchFrames

TOP = 10
"""Themes and anomalies on their slides, at most."""
_CREATED = dt.datetime(2000, 1, 1)  # fixed: files do not differ by the clock
_TITLE_ONLY = 5  # layouts of the default template
_LONGEST = 220


def write_pptx(frames: BatchFrames, out: Path) -> None:
    """Write a title, the metrics, the themes with their score bands as a chart, the anomalies.

    Raises:
        FeedbackError: python-pptx is not installed.
        WorkspaceError: The file cannot be written.
    """
    try:
        from pptx import Presentation
    except ImportError as error:
        raise FeedbackError(
            "slides need python-pptx, which is not installed",
            todo="Run: pip install 'feedback[pptx]'",
        ) from error

    tables = canonical(frames)
    deck = Presentation()
    deck.core_properties.created = deck.core_properties.modified = _CREATED
    facts = dict(summary(frames))
    _add_title(deck, frames.batch, facts)
    _add_metrics(deck, frames, facts)
    themes = _largest(tables["themes"])
    _add_themes(deck, themes)
    _add_chart(deck, themes, tables["theme_bands"])
    _add_anomalies(deck, tables)
    with replacing(out) as fresh:
        deck.save(str(fresh))


def _largest(themes: pd.DataFrame) -> pd.DataFrame:
    return themes.sort_values(["n_responses", "theme_id"], ascending=[False, True]).head(TOP)


def _add_title(deck: Any, batch: str, facts: dict[str, Any]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = _short(batch)
    dates = [_show(facts[name]) for name in ("first date", "last date") if facts[name] is not None]
    counted = f"{facts['responses']} responses, {facts['themes']} themes"
    slide.placeholders[1].text = "\n".join([counted, " – ".join(dates)]).strip()


def _add_metrics(deck: Any, frames: BatchFrames, facts: dict[str, Any]) -> None:
    rows = [["metric", "value", "interval", "n"]]
    for metric in metrics(frames):
        bounds = [_show(metric[name]) for name in ("low", "high") if metric[name] is not None]
        rows.append(
            [
                _show(metric["name"]),
                _show(metric["value"]),
                " to ".join(bounds),
                _show(metric["n"]),
            ]
        )
    if len(rows) == 1:  # the frames came without metrics: show what can be counted
        rows = [["fact", "value"]]
        rows += [[name, _show(value)] for name, value in facts.items() if value is not None]
    _add_table(_slide(deck, "Metrics"), rows[: TOP + 4])


def _add_themes(deck: Any, themes: pd.DataFrame) -> None:
    rows = [["theme", "thème", "responses", "status"]]
    rows += [
        [_short(t["name_en"]), _short(t["name_fr"]), str(t["n_responses"]), t["status"]]
        for t in themes.to_dict("records")
    ]
    _add_table(_slide(deck, "Themes"), rows)


def _add_chart(deck: Any, themes: pd.DataFrame, bands: pd.DataFrame) -> None:
    if themes.empty or bands.empty:
        return
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Inches

    shares = bands.pivot_table(index="theme_id", columns="score_band", values="share")
    shares = shares.reindex(themes["theme_id"]).fillna(0.0)
    data = CategoryChartData(number_format="0%")
    data.categories = [_short(name, 40) for name in themes["name_en"]]
    for band in ("low", "mid", "high"):
        if band in shares:
            data.add_series(band, [float(v) for v in shares[band]])
    slide = _slide(deck, "Share of each score band that speaks of the theme")
    place = (Inches(0.5), Inches(1.4), Inches(9), Inches(5.6))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data).chart
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.category_axis.reverse_order = True


def _add_anomalies(deck: Any, tables: dict[str, pd.DataFrame]) -> None:
    found = tables["anomalies"].merge(
        tables["responses"][["response_id", "comment"]], on="response_id", how="left"
    )
    order = ["severity", "response_id", "kind"]
    found = found.sort_values(order, ascending=[False, True, True]).head(TOP)
    rows = [["anomaly", "why", "comment"]]
    rows += [
        [_short(a["kind"]), _short(a["reason_en"], 90), _short(a["comment"], 140)]
        for a in found.to_dict("records")
    ]
    _add_table(_slide(deck, "Anomalies"), rows)


def _slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    slide.shapes.title.text = title
    return slide


def _add_table(slide: Any, rows: list[list[str]]) -> None:
    from pptx.util import Inches, Pt

    place = (Inches(0.5), Inches(1.4), Inches(9), Inches(0.4 * len(rows)))
    table = slide.shapes.add_table(len(rows), len(rows[0]), *place).table
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            cell = table.cell(i, j)
            cell.text = text
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = Pt(11)


def _show(value: Any) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return f"{value:.4g}" if isinstance(value, float) else _short(value)


def _short(text: Any, longest: int = _LONGEST) -> str:
    clean = " ".join(without_controls(str(plain(text) or "")).split())
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"
