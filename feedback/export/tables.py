"""The frames in the order and shape in which they leave the house."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from feedback import frames as contracts
from feedback.frames import BatchFrames, FrameSpec

SPECS: dict[str, FrameSpec] = {
    "responses": contracts.RESPONSES,
    "segments": contracts.SEGMENTS,
    "assignments": contracts.ASSIGNMENTS,
    "themes": contracts.THEMES,
    "theme_bands": contracts.THEME_BANDS,
    "anomalies": contracts.ANOMALIES,
}
METRIC_COLUMNS = ("name", "value", "low", "high", "n", "method")


def canonical(batch: BatchFrames) -> dict[str, pd.DataFrame]:
    """Return the frames by name, checked, sorted by key, cohort columns sorted by name.

    So the same rows in another order give the same files.
    """
    return {name: _sorted(spec, getattr(batch, name)) for name, spec in SPECS.items()}


def report_tables(batch: BatchFrames) -> dict[str, pd.DataFrame]:
    """Return the five tables that people open, as text, numbers and dates only.

    `segments` gains the strongest theme and its strength, `theme_id` and `strength`; lists of
    keywords are joined by "; ".
    """
    tables = canonical(batch)
    tables["segments"] = tables["segments"].merge(
        strongest(tables.pop("assignments")), on="segment_id", how="left"
    )
    themes = tables["themes"]
    tables["themes"] = themes.assign(
        **{
            column.name: themes[column.name].map("; ".join).astype("str")
            for column in contracts.THEMES.columns
            if column.kind == "texts"
        }
    )
    order = ("responses", "segments", "themes", "theme_bands", "anomalies")
    return {name: tables[name] for name in order}


def strongest(assignments: pd.DataFrame) -> pd.DataFrame:
    """Return each segment's strongest theme: `segment_id`, `theme_id`, `strength`; ties by id."""
    ranked = assignments.sort_values(
        ["segment_id", "strength", "theme_id"], ascending=[True, False, True]
    )
    return ranked.drop_duplicates("segment_id")[["segment_id", "theme_id", "strength"]]


def theme_tones(batch: BatchFrames) -> pd.DataFrame:
    """Return a column per theme, most cited first, aligned with the canonical responses.

    A cell holds the sentiment of what the answer says of the theme: ``negative``, ``neutral``,
    ``positive``, ``mixed`` where it says both, ``cited`` where no sentiment is known; empty where
    the theme is not cited. Columns are named after the themes in `extras["language"]`.
    """
    tables = canonical(batch)
    themes = tables["themes"].sort_values(["n_responses", "theme_id"], ascending=[False, True])
    language = "fr" if batch.extras.get("language") == "fr" else "en"
    names = _distinct(
        [str(name) for name in themes[f"name_{language}"]],
        {str(name) for name in batch.responses.columns},
    )
    cited = tables["assignments"].merge(tables["segments"], on="segment_id")
    said: dict[tuple[str, str], set[str]] = {}
    for theme, response, tone in cited[["theme_id", "response_id", "sentiment"]].itertuples(
        index=False
    ):
        said.setdefault((theme, response), set()).add(str(plain(tone) or ""))
    ids = tables["responses"]["response_id"]
    columns = {
        name: [_tone(said.get((theme, response))) for response in ids]
        for theme, name in zip(themes["theme_id"], names, strict=True)
    }
    return pd.DataFrame(columns, index=ids.index, dtype="str")


def _tone(tones: set[str] | None) -> str | None:
    if tones is None:
        return None
    if {"negative", "positive"} <= tones:
        return "mixed"
    return next((tone for tone in ("negative", "positive", "neutral") if tone in tones), "cited")


def _distinct(names: list[str], taken: set[str]) -> list[str]:
    """Return the names, those that repeat or are taken with a number behind them."""
    found: list[str] = []
    for name in names:
        free, number = name or "?", 2
        while free in taken:
            free, number = f"{name} ({number})", number + 1
        taken.add(free)
        found.append(free)
    return found


def summary(batch: BatchFrames) -> list[tuple[str, Any]]:
    """Return the headline facts of a batch, by name, in the order to show them in."""
    responses = batch.responses
    dates = pd.to_datetime(responses["date"]).dropna()
    facts: list[tuple[str, Any]] = [
        ("batch", batch.batch),
        ("responses", len(responses)),
        ("segments", len(batch.segments)),
        ("themes", len(batch.themes)),
        ("anomalies", len(batch.anomalies)),
        ("first date", dates.min() if len(dates) else None),
        ("last date", dates.max() if len(dates) else None),
    ]
    has_words = responses["comment"].str.strip() != ""  # an empty comment is in no language
    languages, bands = responses.loc[has_words, "language"], responses["score_band"]
    for title, values in (("language", languages), ("score band", bands)):
        counts = values.value_counts().sort_index()
        facts += [(f"{title} {value}", int(n)) for value, n in counts.items()]
    means = responses.dropna(subset=["score", "scale"]).groupby("scale")["score"].mean()
    facts += [(f"mean score ({scale})", round(float(mean), 4)) for scale, mean in means.items()]
    return facts


def metrics(batch: BatchFrames) -> list[dict[str, Any]]:
    """Return the metrics that came with the frames (`extras["metrics"]`), one row each.

    Each may be a mapping or a dataclass with some of the names in `METRIC_COLUMNS`.
    """
    given = batch.extras.get("metrics")
    rows = []
    for metric in given if isinstance(given, list | tuple) else ():
        values: Mapping[str, Any] = (
            asdict(cast("Any", metric))
            if is_dataclass(metric)
            else cast("Mapping[str, Any]", metric)
        )
        rows.append({name: values.get(name) for name in METRIC_COLUMNS})
    return rows


def findings(batch: BatchFrames) -> list[str]:
    """Return the sentences of the report (`extras["summary"]`), in its language."""
    said = batch.extras.get("summary")
    given = said.get("findings") if isinstance(said, Mapping) else None
    language = "fr" if batch.extras.get("language") == "fr" else "en"
    return [str(finding.get(language) or "") for finding in given or ()]


def further_tables(batch: BatchFrames) -> dict[str, pd.DataFrame]:
    """Return the tables that came with the frames (`extras["tables"]`), by name, sorted by it."""
    given = batch.extras.get("tables")
    tables = given if isinstance(given, Mapping) else {}
    return {str(name): tables[name] for name in sorted(tables)}


def plain(value: Any) -> Any:
    """Return a cell as a plain Python value: None for missing, lists for lists."""
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def iso(moment: pd.Timestamp) -> str:
    """Return a date, with its time only if it has one, as ISO 8601."""
    return moment.date().isoformat() if moment == moment.normalize() else moment.isoformat()


def _sorted(spec: FrameSpec, frame: pd.DataFrame) -> pd.DataFrame:
    checked = spec.check(frame)
    further = sorted(name for name in checked.columns if name not in spec.names())
    ordered = checked[[*spec.names(), *further]].sort_values(list(spec.key))
    return ordered.reset_index(drop=True)
