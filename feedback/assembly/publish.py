"""A finished run becomes a report folder and a commit of the store, both whole or not at all."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from feedback import export, report, sentiment, themes
from feedback.assembly.compare import compare, theme_changes
from feedback.assembly.deciding import Spans
from feedback.assembly.facts import RunFacts
from feedback.assembly.index import write_index
from feedback.assembly.tables import (
    analysis_json,
    analysis_of,
    analysis_tables,
    driver_facts,
    records,
)
from feedback.assembly.trends import counted, earlier_batches, trends
from feedback.bands import BandResult
from feedback.frames import BatchFrames
from feedback.notices import Notice
from feedback.settings import Settings
from feedback.store import BatchVectors, Store
from feedback.workspace import Workspace, replacing_folder


@dataclass(frozen=True)
class Outcome:
    """Everything a run found, before it is written.

    Attributes:
        frames: The six frames.
        linked: Metrics and theme by band results.
        quotes: `theme_id`, `language`, `segment_id`, `rank`.
        facts: What else the report says.
        notices: From bands and anomalies, beside those of `facts`.
        positions: Place of each comment on the map; None: from the vectors that are published.
        alerts: What is out of the ordinary in the batch as a whole.
        withheld: Flags that a person dismissed earlier.
        decisive: The deciding character ranges of quoted segments, by segment_id.
    """

    frames: BatchFrames
    linked: BandResult
    quotes: pd.DataFrame
    facts: RunFacts
    notices: tuple[Notice, ...] = ()
    positions: pd.DataFrame | None = None
    alerts: pd.DataFrame | None = None
    withheld: pd.DataFrame | None = None
    decisive: Spans = field(default_factory=dict)


@dataclass(frozen=True)
class Finished:
    """What a run gives back.

    Attributes:
        batch: Its name.
        report_path: The page.
        frames: The six frames.
        summary: The content of `summary.json`.
        notices: All of them, in the order of the report.
        sources: A line per file: what was recognised in it; then one where the batch's name held
            other answers before.
    """

    batch: str
    report_path: Path
    frames: BatchFrames
    summary: dict[str, Any]
    notices: tuple[Notice, ...]
    sources: tuple[str, ...] = ()


def publish(
    workspace: Workspace,
    store: Store,
    outcome: Outcome,
    vectors: BatchVectors,
    manifest: dict[str, Any],
) -> Finished:
    """Write the report folder and the store.

    All files are written beside the old folder first; then the store commits; then the folder
    takes its place by a rename. Whatever interrupts this leaves the old state or the new one.

    Raises:
        WorkspaceError: The workspace or the store cannot be written; both are as before.
    """
    positions = report.place_comments(outcome.frames, vectors.themes)
    outcome = replace(outcome, positions=positions)
    data = report_data(store, outcome, workspace.settings)
    with replacing_folder(workspace.report_dir(outcome.frames.batch)) as folder:
        finished = _write(folder, workspace, data, outcome)
        write_json(folder / "manifest.json", manifest)
        facts = {
            "run": outcome.facts.to_dict(),
            "metrics": finished.summary["metrics"],
            "analysis": analysis_of(finished.summary),
            "withheld": [] if outcome.withheld is None else records(outcome.withheld),
            "manifest": manifest,
        }
        store.save(outcome.frames, vectors, facts)
    write_index(workspace)
    return finished


def publish_again(workspace: Workspace, store: Store, outcome: Outcome) -> Finished:
    """Write a stored batch's report folder again, with its old manifest; the store stays."""
    batch = outcome.frames.batch
    data = report_data(store, outcome, workspace.settings)
    with replacing_folder(workspace.report_dir(batch)) as folder:
        finished = _write(folder, workspace, data, outcome)
        write_json(folder / "manifest.json", store.facts(batch)["manifest"])
    write_index(workspace)
    return finished


def report_data(
    store: Store, outcome: Outcome, settings: Settings, against: str | None = None
) -> report.ReportData:
    """Gather what the report is made from.

    Args:
        store: Where earlier batches lie.
        outcome: The batch.
        settings: Levels and thresholds.
        against: The batch to compare with; None: the one before it.
    """
    facts, frames = outcome.facts, outcome.frames
    before = against or batch_before(store, frames)
    previous, changes = None, None
    if before is not None:
        earlier = store.load(before)
        changes = theme_changes(frames, earlier, settings.bands)
        previous = compare(frames, outcome.linked, earlier, changes, settings.bands)
    past = earlier_batches(store, before, settings.bands)
    method = report.Method(
        version=facts.version,
        seed=facts.seed,
        n_sources=facts.n_sources,
        left_out=facts.left_out,
        replaced=facts.replaced,
        models=tuple(report.ModelFact(**model) for model in facts.models),
        settings=facts.settings,
        confidence=settings.bands.confidence,
        false_discovery_rate=settings.bands.false_discovery_rate,
        bootstrap_samples=settings.bands.bootstrap_samples,
        quotes=settings.report.quotes,
    )
    return report.ReportData(
        frames=frames,
        metrics=outcome.linked.metrics,
        theme_metrics=outcome.linked.theme_metrics,
        quotes=outcome.quotes,
        previous=previous,
        notices=(*facts.notices, *outcome.notices),
        method=method,
        language=facts.language,
        history=tuple(batch.past() for batch in past),
        trends=trends((*past, counted(frames, settings.bands)), settings.bands),
        positions=outcome.positions,
        decisive=outcome.decisive,
        tables=analysis_tables(outcome.linked, changes, outcome.alerts, settings.bands),
        drivers=driver_facts(outcome.linked.drivers),
        mixed=sentiment.mixed_responses(frames.segments),
        unsure_below=settings.sentiment.unsure_below,
        generic=themes.generic_ids(),
    )


def batch_before(store: Store, frames: BatchFrames) -> str | None:
    """Return the batch that this one is compared with, or None."""
    dates = frames.responses["date"].dropna()
    return store.previous(frames.batch, dates.max().to_pydatetime() if len(dates) else None)


def _write(
    folder: Path, workspace: Workspace, data: report.ReportData, outcome: Outcome
) -> Finished:
    summary = report.summarise(data)
    page = report.render_html(summary)
    (folder / "index.html").write_text(page, encoding="utf-8")
    export.write_tables(replace(outcome.frames, extras={"tables": data.tables}), folder)
    plain = {**report.summary_json(summary), **analysis_json(data.tables, outcome.linked)}
    write_json(folder / "summary.json", plain)
    batch = outcome.frames.batch
    path = workspace.report_dir(batch) / "index.html"
    return Finished(batch, path, outcome.frames, plain, data.notices)


def write_json(path: Path, document: dict[str, Any]) -> None:
    """Write plain values, accents kept, NaN refused."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def with_sources(finished: Finished, sources: tuple[str, ...]) -> Finished:
    """Return `finished` with what was recognised in the files."""
    return replace(finished, sources=sources)
