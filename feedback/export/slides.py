"""A PowerPoint deck: one finding per slide, with the chart or the words behind it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from feedback.export.deck import COLOURS, Deck, short
from feedback.export.files import write_bytes
from feedback.export.phrases import Phrases
from feedback.export.tables import canonical, metrics, plain, strongest, summary
from feedback.frames import SCORE_BANDS, BatchFrames

TOP = 10
"""Themes on their slides, at most."""
OWN_SLIDES = 4
"""Themes that get a slide with the words behind them."""
QUOTES = 3
FLAGS = 7
"""Anomalies on their slide: as many as it holds with reasons of two lines."""
TELLING = (50, 260)
"""Characters of a quote that says enough and still fits."""
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
    generic = [key for key, said in say.themes().items() if said.get("generic")]
    subjects = themes[~themes["theme_id"].isin(generic)]
    for row in subjects.head(OWN_SLIDES).to_dict("records"):
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
        said = say.metric(str(metric["name"]))
        unit = str(said.get("unit") or "")
        known = [metric[end] for end in ("low", "high") if metric[end] is not None]
        name = said.get(f"label_{say.language}") or metric["name"]
        values = [_show(name), _measured(metric["value"], unit, say)]
        bounds = [_measured(end, unit, say) for end in known]
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
    _tint(chart, known, say)


def _tint(chart: Any, themes: pd.DataFrame, say: Phrases) -> None:
    """Colour the bars as the report does; without one those whose interval leaves zero out."""
    from pptx.dml.color import RGBColor

    series = chart.plots[0].series[0]
    tones = {"down": "low", "up": "high", "none": "none"}
    effects = {key: said.get("effect") for key, said in say.themes().items()}
    for i, row in enumerate(themes.to_dict("records")):
        low, high = plain(row["impact_low"]), plain(row["impact_high"])
        tone = "low" if high is not None and high < 0 else "none"
        tone = "high" if low is not None and low > 0 else tone
        tone = tones.get(str(effects.get(row["theme_id"])), tone)
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
    first: Mapping[str, Any] = next(iter(say.summary.get("metrics") or []), {})
    name = str(first.get("name") or "").upper()
    decimals = "0" if first.get("unit") in ("points", "percent") else "0.0"
    if len(points) < 2:
        return
    slide = deck.slide(say.finding("trend") or say("trend"))
    values = [float(point["value"]) for point in points]
    series = {name: (values, COLOURS["accent"])}
    deck.lines(slide, [str(p["batch"]) for p in points], series, _WHOLE, decimals)


def _add_theme(deck: Deck, say: Phrases, theme: dict[Any, Any], tables: dict[str, Any]) -> None:
    quotes = _quotes(str(theme["theme_id"]), tables)
    impact = plain(theme["impact"])
    title = say.name(theme)
    if impact is not None:
        bounds = (plain(theme["impact_low"]), plain(theme["impact_high"]))
        ends = [say.number(b, 1, signed=True) for b in bounds if b is not None]
        figure, interval = say.number(impact, 1, signed=True), say("to").join(ends)
        title = say("theme_title", name=title, impact=figure, interval=interval)
    slide = deck.slide(title, say("cited", n=str(theme["n_responses"])))
    mine = tables["theme_bands"]
    mine = mine[mine["theme_id"] == theme["theme_id"]].set_index("score_band")["share"]
    bands = [band for band in SCORE_BANDS if band in mine]
    if bands:
        values = {say("share"): ([float(mine[b]) for b in bands], COLOURS["accent"])}
        deck.bars(slide, [say.band(b) for b in bands], values, (0.6, 1.9, 5.2, 4.6), "0%")
    deck.paragraphs(slide, [say.quoted(q) for q in quotes], (6.2, 1.9, 6.5, 5.0), 15)


def _quotes(theme_id: str, tables: dict[str, Any]) -> list[str]:
    """Return the strongest segments of a theme, one per response, those that say enough first."""
    mine = strongest(tables["assignments"]).merge(tables["segments"], on="segment_id")
    mine = mine[mine["theme_id"] == theme_id]
    mine = mine.assign(fits=mine["text"].str.len().between(*TELLING)).sort_values(
        ["fits", "strength", "segment_id"], ascending=[False, False, True]
    )
    mine = mine.assign(opening=mine["text"].str.casefold().str[:30])
    mine = mine.drop_duplicates("response_id").drop_duplicates("opening")
    return list(mine["text"].head(QUOTES))


def _add_anomalies(deck: Deck, say: Phrases, tables: dict[str, Any]) -> None:
    found = tables["anomalies"].merge(
        tables["responses"][["response_id", "comment"]], on="response_id", how="left"
    )
    order = ["severity", "response_id", "kind"]
    found = found.sort_values(order, ascending=[False, True, True]).head(FLAGS)
    rows = [[say("anomaly"), say("why"), say("comment")]]
    rows += [
        [
            say.kind(short(a["kind"])),
            short(a[f"reason_{say.language}"], 90),
            short(a["comment"], 140),
        ]
        for a in found.to_dict("records")
    ]
    deck.table(deck.slide(say.finding("anomalies") or say("anomalies")), rows, [2.6, 3.9, 5.6])


def _measured(value: Any, unit: str, say: Phrases) -> str:
    """Return a metric's figure as the report writes it; without a known unit as it is."""
    if value is None or unit not in ("points", "percent", "score"):
        return _show(value)
    figure = say.number(float(value), 2 if unit == "score" else 0)
    percent = "\u202f%" if say.language == "fr" else "%"
    return figure + (percent if unit == "percent" else "")


def _show(value: Any) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return f"{value:.4g}" if isinstance(value, float) else short(value)
