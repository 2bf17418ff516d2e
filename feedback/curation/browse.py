"""Look at what was run: batches, themes, anomalies, metrics, exports."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pandas as pd

from feedback import anomalies, export, report
from feedback.assembly.again import write_again
from feedback.assembly.memory import waiting_seeds
from feedback.assembly.tables import tables_of
from feedback.assembly.versus import write_comparison
from feedback.curation.codebook import definitions_of
from feedback.curation.reviews import decisions
from feedback.curation.shelf import chosen_batch, open_store
from feedback.errors import SettingsError
from feedback.frames import ANOMALIES
from feedback.store import Store
from feedback.themes import Seed, find_theme
from feedback.workspace import Workspace

THEME_KEYS = (
    *("theme_id", "name_fr", "name_en", "keywords_fr", "keywords_en", "parent_id", "status"),
    *("first_batch", "last_batch", "n_segments", "n_responses"),
)
ANOMALY_KEYS = (
    *("response_id", "kind", "severity", "expected_score", "score", "reason_fr", "reason_en"),
    *("comment", "review", "note"),
)


def list_batches(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the batches in sequence: `batch`, `n_responses`; empty before the first run."""
    if not workspace.hidden.exists():
        return []
    frame = open_store(workspace).batches()
    return [
        {"batch": str(name), "n_responses": int(n)}
        for name, n in zip(frame["batch"], frame["n_responses"], strict=True)
    ]


def list_themes(workspace: Workspace, batch: str | None) -> list[dict[str, Any]]:
    """Return the themes of a batch, largest first; the web page calls this on empty workspaces."""
    if not list_batches(workspace):
        return []
    store = open_store(workspace)
    return _of(store, chosen_batch(store, batch))


def _of(store: Store, batch: str) -> list[dict[str, Any]]:
    themes = store.load(batch).themes
    ordered = themes.sort_values(["n_responses", "theme_id"], ascending=[False, True])
    return [{key: _plain(row[key]) for key in THEME_KEYS} for row in ordered.to_dict("records")]


def list_codebook(workspace: Workspace, batch: str | None) -> list[dict[str, Any]]:
    """Return the themes of a batch, largest first, then the imported ones that wait for a run.

    Args:
        workspace: Whose themes.
        batch: Its name, then without those that wait; None: the latest.

    Returns:
        Rows of `THEME_KEYS`; a theme that no batch has met yet has the status ``imported``.

    Raises:
        WorkspaceError: Nothing was run here and nothing imported, or there is no such batch.
    """
    store = open_store(workspace)
    waiting = waiting_seeds(store) if batch is None else ()
    rows = [] if waiting and store.batches().empty else _of(store, chosen_batch(store, batch))
    return [*rows, *map(_row_of_waiting, waiting)]


def _row_of_waiting(seed: Seed) -> dict[str, Any]:
    told = ("theme_id", "name_fr", "name_en", "parent_id")
    return {
        **dict.fromkeys(THEME_KEYS),
        **{key: getattr(seed, key) for key in told},
        "keywords_fr": [],
        "keywords_en": [],
        "status": "imported",
        "n_segments": 0,
        "n_responses": 0,
    }


def show_theme(workspace: Workspace, theme: str, batch: str | None, limit: int) -> dict[str, Any]:
    """Return one theme's row and, under `quotes`, its strongest segments.

    Raises:
        CodebookError: There is no such theme.
    """
    store = open_store(workspace)
    frames = store.load(chosen_batch(store, batch))
    theme_id = find_theme(frames.themes, theme)
    row = frames.themes.set_index("theme_id", drop=False).loc[theme_id]
    mine = frames.assignments[frames.assignments["theme_id"] == theme_id]
    segments = mine.merge(frames.segments, on="segment_id")
    segments = segments.sort_values(["strength", "segment_id"], ascending=[False, True])
    segments = segments.drop_duplicates("text")  # what many wrote alike says nothing twice
    keys = ("response_id", "segment_id", "text", "language", "sentiment")
    quotes = [
        {key: _plain(segment[key]) for key in keys}
        for segment in segments.head(limit).to_dict("records")
    ]
    return {**{key: _plain(row[key]) for key in THEME_KEYS}, "quotes": quotes}


def list_anomalies(
    workspace: Workspace, batch: str | None, kind: str | None, state: str | None = None
) -> list[dict[str, Any]]:
    """Return the anomalies of a batch, most severe first, with what people decided about them.

    Args:
        workspace: Where the batch was run.
        batch: Its name; None: the latest.
        kind: Only this kind; None: all.
        state: ``accepted``, ``dismissed`` or ``open`` (nobody decided yet); None: all that nobody
            dismissed.

    Raises:
        SettingsError: There is no such kind.
    """
    if kind is not None and kind not in anomalies.KINDS:
        raise SettingsError(
            f'no kind of anomaly "{kind}"', todo=f"There are: {', '.join(anomalies.KINDS)}"
        )
    store = open_store(workspace)
    name = chosen_batch(store, batch)
    frames = store.load(name)
    withheld = pd.DataFrame(store.facts(name).get("withheld", []), columns=ANOMALIES.names())
    every = [part for part in (frames.anomalies, withheld) if len(part)]
    if not every:
        return []
    facts = frames.responses[["response_id", "comment", "score"]]
    rows = pd.concat(every).drop_duplicates(["response_id", "kind"]).merge(facts, on="response_id")
    if kind is not None:
        rows = rows[rows["kind"] == kind]
    rows = rows.sort_values(["severity", "response_id"], ascending=[False, True])
    decided = decisions(store, name)
    found = []
    for row in rows.to_dict("records"):
        review, note = decided.get((row["response_id"], row["kind"]), (None, None))
        wanted = review != "dismissed" if state is None else (review or "open") == state
        if wanted:
            full = {**row, "review": review, "note": note}
            found.append({key: _plain(full[key]) for key in ANOMALY_KEYS})
    return found


def metrics(workspace: Workspace, batch: str | None) -> list[dict[str, Any]]:
    """Return the metrics of a batch as they were computed by its run."""
    store = open_store(workspace)
    found: list[dict[str, Any]] = store.facts(chosen_batch(store, batch))["metrics"]
    return found


def analysis(workspace: Workspace, batch: str | None) -> dict[str, Any]:
    """Return what drives the score, priorities, cohorts, words, alerts and the response rate.

    As computed by the batch's run, with the theme's English name beside every theme id under
    ``theme``; empty for a batch of an older version.
    """
    store = open_store(workspace)
    name = chosen_batch(store, batch)
    found: dict[str, Any] = store.facts(name).get("analysis", {})
    themes = store.load(name).themes
    names = dict(zip(themes["theme_id"], themes["name_en"], strict=True))
    drivers = found.get("drivers") or {"rows": []}
    for rows in (drivers["rows"], found.get("priorities", []), found.get("cohorts", [])):
        for row in rows:
            row["theme"] = names.get(row["theme_id"], row["theme_id"])
    return found


def write_report_again(workspace: Workspace, batch: str | None, language: str | None) -> Path:
    """Write a stored batch's report again and return the page.

    Raises:
        WorkspaceError: There is no such batch, or the report cannot be written.
    """
    store = open_store(workspace)
    with workspace.lock():
        done = write_again(workspace, store, chosen_batch(store, batch), language)
    return done.report_path


def compare_reports(workspace: Workspace, before: str, after: str, language: str | None) -> Path:
    """Write the report of `after` held against `before` and return the page.

    Raises:
        FeedbackError: A batch is unknown, both are the same, or the report cannot be written.
    """
    store = open_store(workspace)
    with workspace.lock():
        return write_comparison(
            workspace, store, chosen_batch(store, before), chosen_batch(store, after), language
        )


def print_report(page: Path) -> Path:
    """Print a written report to a PDF beside it and return the file.

    Raises:
        WorkspaceError: No Chromium is installed, or it cannot print.
    """
    return report.write_pdf(page, page.with_name("report.pdf"))


def export_batch(workspace: Workspace, batch: str | None, kind: str, out: Path) -> Path:
    """Write a batch in another program's format and return what was written.

    Raises:
        FeedbackError: There is no such batch, or the file cannot be written.
    """
    store = open_store(workspace)
    name = chosen_batch(store, batch)
    facts = store.facts(name)
    said = _summary(workspace, name)
    extras = {
        "metrics": facts["metrics"],
        "tables": tables_of(facts.get("analysis", {})),
        "summary": said,
        "language": said.get("language"),
        "definitions": definitions_of(store),
    }
    return export.export(dataclasses.replace(store.load(name), extras=extras), kind, out)


def _summary(workspace: Workspace, batch: str) -> dict[str, Any]:
    """Return the summary of a batch's written report; nothing where the folder was taken away."""
    try:
        text = (workspace.report_dir(batch) / "summary.json").read_text(encoding="utf-8")
        said = json.loads(text)
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    if value is None or value != value:  # NaN differs from itself
        return None
    return value.item() if hasattr(value, "item") else value
