"""The driver model as the page shows it: what each mention goes with, others held constant."""

from collections.abc import Mapping
from typing import Any

from feedback.report.data import ReportData
from feedback.report.format import plain
from feedback.report.model import Driver, Drivers, Text
from feedback.report.numbers import number, text_of

MAX_ROWS = 12


def drivers(data: ReportData) -> Drivers | None:
    """Return the rows of ``tables["drivers"]``, the heaviest first; None without a model."""
    table = data.tables.get("drivers")
    if table is None or table.empty or data.drivers.get("status") != "ok":
        return None
    themes = data.frames.themes
    turned = bool(data.metrics) and data.metrics[0].lower_is_better
    names = {
        text_of(key): Text(plain(text_of(fr)), plain(text_of(en)))
        for key, fr, en in themes[["theme_id", "name_fr", "name_en"]].itertuples(index=False)
    }
    rows = [
        Driver(
            name=names[text_of(row["theme_id"])],
            sentiment=text_of(row["sentiment"]),
            n=int(row["n"]),
            effect=number(row["effect"]),
            low=number(row["effect_low"]),
            high=number(row["effect_high"]),
            share=number(row["share"]),
            q_value=number(row["q_value"]),
            significant=bool(row["significant"]),
            tone=_tone(row, turned),
            is_generic=text_of(row["theme_id"]) in data.generic,
        )
        for row in table.to_dict("records")
        if text_of(row["theme_id"]) in names
    ]
    rows.sort(key=lambda row: (-(row.share or 0.0), row.name.en, row.sentiment))
    model = data.drivers
    return Drivers(
        tuple(rows[:MAX_ROWS]),
        int(number(model.get("n")) or 0),
        number(model.get("r2")),
        number(model.get("r2_cv")),
    )


def _tone(row: Mapping[Any, Any], turned: bool) -> str:
    """Return whether the effect is a harm (``down``) or a help (``up``); ``none`` if unsure."""
    effect = number(row["effect"]) or 0.0
    if not bool(row["significant"]) or not effect:
        return "none"
    return "down" if (effect > 0) == turned else "up"
