"""The further tables of a run: what drives the score, what to do first, who differs, which words.

The same tables go to the report, to `summary.json`, to the exports and to `feedback metrics`.
"""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from feedback import bands, themes
from feedback.anomalies import ALERT_COLUMNS
from feedback.bands import BandResult, Drivers
from feedback.settings import BandSettings

NAMES = ("drivers", "priorities", "cohorts", "words", "alerts")


def analysis_tables(
    linked: BandResult,
    changes: pd.DataFrame | None,
    alerts: pd.DataFrame | None,
    settings: BandSettings,
) -> dict[str, pd.DataFrame]:
    """Return the tables by name (`NAMES`), each with its columns even where it has no row.

    Args:
        linked: What the scores say.
        changes: As `compare.theme_changes` gives them; None without a batch to compare with.
        alerts: As `AnomalyResult.alerts`; None: none were looked for.
        settings: Levels.
    """
    return {
        "drivers": linked.drivers.table,
        "priorities": bands.priority_matrix(
            linked.theme_metrics, linked.impacts, changes, settings, themes.generic_ids()
        ),
        "cohorts": linked.cohorts,
        "words": linked.words,
        "alerts": pd.DataFrame(columns=list(ALERT_COLUMNS)) if alerts is None else alerts,
    }


def driver_facts(drivers: Drivers) -> dict[str, Any]:
    """Return what the driver model says of itself, as plain values."""
    return {
        "status": drivers.status,
        "n": drivers.n,
        "n_predictors": drivers.n_predictors,
        "n_left_out": drivers.n_left_out,
        "r2": drivers.r2,
        "r2_cv": drivers.r2_cv,
        "pseudo_r2": drivers.pseudo_r2,
        "agreement": drivers.agreement,
    }


def analysis_json(tables: Mapping[str, pd.DataFrame], linked: BandResult) -> dict[str, Any]:
    """Return the tables as `summary.json` holds them; `drivers` with the model's own figures."""
    plain: dict[str, Any] = {name: records(table) for name, table in tables.items()}
    rate = linked.response_rate
    return {
        **plain,
        "drivers": {**driver_facts(linked.drivers), "rows": plain["drivers"]},
        "response_rate": rate and {"value": rate.value, "low": rate.low, "high": rate.high},
    }


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values: no NaN, no numpy."""
    columns = {str(name): [_plain(value) for value in table[name]] for name in table.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def analysis_of(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a summary that `analysis_json` made."""
    return {name: summary[name] for name in (*NAMES, "response_rate")}


def tables_of(analysis: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the tables of a stored analysis that have rows; an older batch has none."""
    rows = {name: analysis.get(name) or [] for name in NAMES}
    drivers = analysis.get("drivers") or {}
    rows["drivers"] = drivers.get("rows", [])
    return {name: pd.DataFrame(table) for name, table in rows.items() if table}


def _plain(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value
