"""A PowerPoint deck: one finding per slide, with the chart or the words behind it."""

from pathlib import Path
from typing import Any

import pandas as pd

from feedback.export.deck import COLOURS, Deck, short
from feedback.export.files import write_bytes
from feedback.export.phrases import Phrases
from feedback.export.tables import canonical, metrics, plain, strongest, summary
from feedback.frames import SCORE_BANDS, BatchFrames

TOP = 10
"""Themes and anomalies on their slides, at most."""
OWN_SLIDES = 4
"""Themes that get a slide with the words behind them."""
QUOTES = 3
_WHOLE = (0.6, 1.9, 12.1, 5.2)


def write_pptx(frames: BatchFrames, out: Path) -> None:
    """Write a title, the metrics, a slide per finding with an editable chart, the anomalies.

    The findings are those of `extras["summary"]`, the run's `summary.json`, in the language of
    `extras["language"]`; without it slides carry plain titles.

    Raises:
        FeedbackError: python-pptx is not installed.
        WorkspaceError: The file cannot be written.
    """
    deck = Deck()
    tables = canonical(frames)
    say = Phrases(frames)
    themes = _ranked(tables["themes"], tables["theme_bands"])
    _add_cover(deck, say, frames)
    _add_metrics(deck, say, frames)
    _add_impacts(deck, say, themes)
    _add_bands(deck, say, themes, tables["theme_bands"])
    _add_trend(deck, say)
    for row in themes.head(OWN_SLIDES).to_dict("records"):
        _add_theme(deck, say, row, tables)
    _add_anomalies(deck, say, tables)
    write_bytes(out, deck.content())


def _ranked(themes: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """Return the themes with their impact, those that weigh most first; sub-themes left out."""
    impacts = bands.drop_duplicates("theme_id")[["theme_id", "impact", "impact_low", "impact_high"]]
    parents = themes["parent_id"]
    is_part = parents.isin(themes["theme_id"]) & (parents != themes["theme_id"])
    tops = themes[~is_part & (themes["n_responses"] > 0)]
    ranked = tops.merge(impacts, on="theme_id", how="left")
    order = ranked.assign(weight=ranked["impact"].abs().fillna(0.0)).sort_values(
        ["weight", "n_responses", "theme_id"], ascending=[False, False, True]
    )
    return order.drop(columns="weight").reset_index(drop=True)


def _add_cover(deck: Deck, say: Phrases, frames: BatchFrames) -> None:
    facts = dict(summary(frames))
    dates = [_show(facts[name]) for name in ("first date", "last date") if facts[name] is not None]
    slide = deck.slide(say.finding("page") or short(frames.batch))
    counted = say("counted", n=f"{facts['responses']:,}", themes=str(facts["themes"]))
    lines = [short(frames.batch), counted, " – ".join(dict.fromkeys(dates)), *say.lead()]
    deck.paragraphs(slide, [line for line in lines if line], (0.6, 2.1, 12.1, 4.6), 20)


def _add_metrics(deck: Deck, say: Phrases, frames: BatchFrames) -> None:
    rows = [[say("metric"), say("value"), say("interval"), "n"]]
    for metric in metrics(frames):
        bounds = [_show(metric[name]) for name in ("low", "high") if metric[name] is not None]
        values = [_show(metric["name"]), _show(metric["value"])]
        rows.append([*values, say("to").join(bounds), _show(metric["n"])])
    if len(rows) == 1:  # the frames came without metrics: show what can be counted
        facts = summary(frames)
        rows = [[say("metric"), say("value"), "", ""]]
        rows += [[name, _show(value), "", ""] for name, value in facts if value is not None]
    deck.table(deck.slide(say("metrics")), rows[: TOP + 4], [4.0, 2.6, 3.4, 1.6])


def _add_impacts(deck: Deck, say: Phrases, themes: pd.DataFrame) -> None:
    known = themes.dropna(subset=["impact"]).head(TOP).sort_values(["impact", "theme_id"])
    title = say.finding("themes") or say("themes")
    if known.empty:
        rows = [[say("theme"), say("responses")]]
        rows += [[say.name(t), str(t["n_responses"])] for t in themes.head(TOP).to_dict("records")]
        deck.table(deck.slide(title), rows, [8.0, 2.0])
        return
    slide = deck.slide(title, say("impact_note"))
    values = [float(v) for v in known["impact"]]
    names = [say.name(t) for t in known.to_dict("records")]
    chart = deck.bars(
        slide, names, {say("impact"): (values, COLOURS["accent"])}, _WHOLE, "+0.0;-0.0;0"
    )
    chart.plots[0].has_data_labels = True
    labels = chart.plots[0].data_labels
    labels.number_format, labels.number_format_is_linked = "+0.0;-0.0;0", False
    _tint(chart, known)


def _tint(chart: Any, themes: pd.DataFrame) -> None:
    """Colour the bars whose interval leaves zero out."""
    from pptx.dml.color import RGBColor

    series = chart.plots[0].series[0]
    for i, row in enumerate(themes.to_dict("records")):
        low, high = plain(row["impact_low"]), plain(row["impact_high"])
        tone = "low" if high is not None and high < 0 else "none"
        tone = "high" if low is not None and low > 0 else tone
        fill = series.points[i].format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(COLOURS[tone])


def _add_bands(deck: Deck, say: Phrases, themes: pd.DataFrame, bands: pd.DataFrame) -> None:
    if themes.empty or bands.empty:
        return
    shown = themes.head(TOP)
    shares = bands.pivot_table(index="theme_id", columns="score_band", values="share")
    shares = shares.reindex(shown["theme_id"]).fillna(0.0)
    names = [say.name(t) for t in shown.to_dict("records")]
    series = {
        say.band(band): ([float(v) for v in shares[band]], COLOURS[band])
        for band in SCORE_BANDS
        if band in shares
    }
    slide = deck.slide(say.finding("bands") or say("bands"), say("bands_note"))
    deck.bars(slide, names, series, _WHOLE, "0%")


def _add_trend(deck: Deck, say: Phrases) -> None:
    points = [p for p in say.summary.get("batches") or [] if p.get("value") is not None]
    name = next((str(m["name"]).upper() for m in say.summary.get("metrics") or []), "")
    if len(points) < 2:
        return
    slide = deck.slide(say.finding("trend") or say("trend"))
    values = [float(point["value"]) for point in points]
    series = {name: (values, COLOURS["accent"])}
    deck.lines(slide, [str(p["batch"]) for p in points], series, _WHOLE, "0.0")


def _add_theme(deck: Deck, say: Phrases, theme: dict[Any, Any], tables: dict[str, Any]) -> None:
    quotes = _quotes(str(theme["theme_id"]), tables)
    impact = plain(theme["impact"])
    title = say.name(theme)
    if impact is not None:
        bounds = (plain(theme["impact_low"]), plain(theme["impact_high"]))
        interval = say("to").join(f"{b:+.1f}" for b in bounds if b is not None)
        title = say("theme_title", name=title, impact=f"{impact:+.1f}", interval=interval)
    slide = deck.slide(title, say("cited", n=str(theme["n_responses"])))
    mine = tables["theme_bands"]
    mine = mine[mine["theme_id"] == theme["theme_id"]].set_index("score_band")["share"]
    bands = [band for band in SCORE_BANDS if band in mine]
    if bands:
        values = {say("share"): ([float(mine[b]) for b in bands], COLOURS["accent"])}
        deck.bars(slide, [say.band(b) for b in bands], values, (0.6, 1.9, 5.2, 4.6), "0%")
    deck.paragraphs(slide, [say.quoted(q) for q in quotes], (6.2, 1.9, 6.5, 5.0), 15)


def _quotes(theme_id: str, tables: dict[str, Any]) -> list[str]:
    """Return the strongest segments of a theme, one per response."""
    mine = strongest(tables["assignments"]).merge(tables["segments"], on="segment_id")
    mine = mine[mine["theme_id"] == theme_id].sort_values(
        ["strength", "segment_id"], ascending=[False, True]
    )
    return list(mine.drop_duplicates("response_id")["text"].head(QUOTES))


def _add_anomalies(deck: Deck, say: Phrases, tables: dict[str, Any]) -> None:
    found = tables["anomalies"].merge(
        tables["responses"][["response_id", "comment"]], on="response_id", how="left"
    )
    order = ["severity", "response_id", "kind"]
    found = found.sort_values(order, ascending=[False, True, True]).head(TOP)
    rows = [[say("anomaly"), say("why"), say("comment")]]
    rows += [
        [short(a["kind"]), short(a[f"reason_{say.language}"], 90), short(a["comment"], 140)]
        for a in found.to_dict("records")
    ]
    deck.table(deck.slide(say.finding("anomalies") or say("anomalies")), rows, [2.6, 3.9, 5.6])


def _show(value: Any) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return f"{value:.4g}" if isinstance(value, float) else short(value)
