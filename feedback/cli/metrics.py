"""`feedback metrics`: the scores with their intervals."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from feedback.cli.common import (
    BatchOption,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)

_UNTOLD = {
    "no-effect": "none; themes and sentiment together explain no more than chance does",
    "not-enough-data": "too few answers or themes, or one score only, to tell",
}
"""Why there are no drivers, by their status."""


def metrics(
    batch: BatchOption = None, workspace: WorkspaceOption = Path(), json_: JsonOption = False
) -> None:
    """Show NPS, CSAT, CES and the like with intervals, and what drives the score."""
    from feedback import curation

    place = open_workspace(workspace)
    rows, analysis = curation.metrics(place, batch), curation.analysis(place, batch)
    if json_:
        print_json({"metrics": rows, **analysis})
        return
    keys = ("name", "value", "low", "high", "n", "method")
    print_table(keys, [[row[key] for key in keys] for row in rows])
    rate = analysis.get("response_rate")
    if rate:
        say(f"response rate {rate['value']:.1f} % ({rate['low']:.1f} to {rate['high']:.1f})")
    for title, table, columns in _tables(analysis):
        say()
        say(title)
        if columns:
            print_table(columns, [[row[name] for name in columns] for row in table])


def _tables(analysis: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]], Sequence[str]]]:
    """Yield title, rows and columns of what is worth a screen: what can be told, and no more.

    Where nothing can be told the title says why, and there are no columns.
    """
    drivers = analysis.get("drivers") or {"status": "", "rows": []}
    sure = [row for row in drivers["rows"] if row["significant"]]
    if drivers["status"] == "ok":
        title = f"drivers of the score (R² {drivers['r2']:.2f}, unseen {drivers['r2_cv']:.2f})"
        yield title, sure, ("theme", "sentiment", "n", "effect", "effect_low", "effect_high")
    elif drivers["status"]:
        why = _UNTOLD.get(drivers["status"], drivers["status"])
        yield f"drivers of the score: {why}", [], ()
    urgent = [row for row in analysis.get("priorities", []) if row["quadrant"] != "unclear"]
    ranks = ("rank", "rank_best", "rank_worst")
    if urgent:
        yield "priorities", urgent, ("theme", "quadrant", "share", "impact", "trend", *ranks)
    differing = [row for row in analysis.get("cohorts", []) if row["significant"]]
    if differing:
        columns = ("dimension", "group", "theme", "metric", "value", "difference", "q_value")
        yield "groups that differ from the others", differing, columns
    alerts = [{"alert": row["reason_en"]} for row in analysis.get("alerts", [])]
    if alerts:
        yield "alerts", alerts, ("alert",)
