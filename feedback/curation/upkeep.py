"""The store's upkeep: make it small, check it, take it away, erase a person from it."""

import dataclasses
from pathlib import Path
from typing import Any

import pandas as pd

from feedback import report, themes
from feedback.assembly.again import refreshed_outcome
from feedback.assembly.publish import report_data
from feedback.curation.review_desk import forget_reviewed
from feedback.curation.rewriting import write_reports_again
from feedback.curation.shelf import open_store
from feedback.encoders import forget_vectors
from feedback.errors import WorkspaceError
from feedback.frames import BatchFrames
from feedback.ingest.ids import safe_id
from feedback.sentiment import as_read
from feedback.store import Checked, Erasure, Store
from feedback.workspace import Workspace

_LEAST = 12
"""Characters from which a phrase in the codebook is taken for words of a comment."""


@dataclasses.dataclass(frozen=True)
class Erased:
    """What was erased, or with a dry run would be.

    Attributes:
        responses: Response ids by batch.
        n_segments: Pieces of their comments.
        n_vectors: Cached vectors of these texts that were removed.
        n_examples: Examples of themes that held their words.
        reports: Reports written again.
        removed: Reports and comparisons removed, for they could not be written again.
        edits_to_read: Numbers of the edits whose own wording holds words of theirs.
    """

    responses: dict[str, list[str]]
    n_segments: int = 0
    n_vectors: int = 0
    n_examples: int = 0
    reports: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edits_to_read: tuple[int, ...] = ()


def compact(workspace: Workspace) -> dict[str, int]:
    """Merge the store's small files and free earlier commits; return bytes before and after.

    Raises:
        WorkspaceError: The store cannot be written; nothing is lost then.
    """
    store = open_store(workspace)
    folder = Path(workspace.store_uri)
    before = _size(folder)
    with workspace.lock():
        store.compact()
    return {"bytes_before": before, "bytes_after": _size(folder)}


def verify(workspace: Workspace) -> Checked:
    """Read the whole store and the list of reports; `problems` is empty if all is well."""
    store = open_store(workspace)
    checked = store.verify()
    missing = [
        f'batch "{batch}": its report is missing; write it: feedback report --batch {batch}'
        for batch in store.batches()["batch"]
        if not (workspace.report_dir(str(batch)) / "index.html").is_file()
    ]
    return dataclasses.replace(checked, problems=(*checked.problems, *missing))


def export_store(workspace: Workspace, folder: Path) -> list[Path]:
    """Write every table as Parquet and return the files.

    Raises:
        WorkspaceError: The folder holds something already, or cannot be written.
    """
    return open_store(workspace).export(folder)


def erase_respondent(workspace: Workspace, name: str, dry_run: bool = False) -> Erased:
    """Erase a respondent's answers from tables, earlier versions, caches and reports.

    Args:
        workspace: Where.
        name: The respondent's id or a response's, as the source wrote it.
        dry_run: Only say what would go.

    Raises:
        WorkspaceError: There is no such respondent, the id is of answers of several, or the store
            cannot be written.
    """
    with workspace.lock():
        store = open_store(workspace)
        found = store.find_respondent(name) or store.find_respondent(safe_id(name))
        if not found:
            raise WorkspaceError(
                "no answer of that respondent is stored",
                where="--respondent",
                todo="Give the id as the source file has it, or a respondent_id or response_id of "
                "responses.csv",
            )
        loaded = {batch: store.load(batch) for batch in found}
        _refuse_several(name, found, loaded)
        texts = _texts(loaded, found)
        n_segments = sum(
            int(frames.segments["response_id"].isin(found[batch]).sum())
            for batch, frames in loaded.items()
        )
        reworded, n_examples, to_read = _reworded(store, texts)
        planned = Erased(found, n_segments, n_examples=n_examples, edits_to_read=to_read)
        if dry_run:
            return planned
        kept = {batch: _without(frames, set(found[batch])) for batch, frames in loaded.items()}
        store.erase(_erasure(workspace, store, kept, found, reworded))
        forget_reviewed(workspace, found)
        n_vectors = forget_vectors(workspace.vectors_dir, texts | set(map(as_read, texts)))
        written, removed = write_reports_again(workspace, store, list(found))
    return dataclasses.replace(planned, n_vectors=n_vectors, reports=written, removed=removed)


def _refuse_several(name: str, found: dict[str, list[str]], loaded: dict[str, BatchFrames]) -> None:
    """Raise where an id is of answers of several people: exports of two months count from 1.

    Raises:
        WorkspaceError: With the respondent of each batch.
    """
    people: dict[str, str] = {}
    for batch, frames in loaded.items():
        theirs = frames.responses[frames.responses["response_id"].isin(found[batch])]
        for who in theirs["respondent_id"].dropna().astype(str):
            people.setdefault(who, batch)
    if len(people) > 1:
        listed = ", ".join(f"{who} ({batch})" for who, batch in people.items())
        raise WorkspaceError(
            f'"{name}" is the id of answers of {len(people)} people',
            where="--respondent",
            todo=f"Name one of them: {listed}",
        )


def _texts(loaded: dict[str, BatchFrames], found: dict[str, list[str]]) -> set[str]:
    texts: set[str] = set()
    for batch, frames in loaded.items():
        for frame, column in ((frames.responses, "comment"), (frames.segments, "text")):
            texts |= set(frame.loc[frame["response_id"].isin(found[batch]), column])
    return texts - {""}


def _without(frames: BatchFrames, gone: set[str]) -> BatchFrames:
    """Return a batch as it would be had the responses never been there, themes counted again."""
    segments = _others(frames.segments, gone)
    stays = frames.assignments["segment_id"].isin(segments["segment_id"])
    assignments = frames.assignments[stays].reset_index(drop=True)
    return dataclasses.replace(
        frames,
        responses=_others(frames.responses, gone),
        segments=segments,
        anomalies=_others(frames.anomalies, gone),
        assignments=assignments,
        themes=themes.counted(frames.themes, assignments, segments),
    )


def _others(frame: pd.DataFrame, gone: set[str]) -> pd.DataFrame:
    return frame[~frame["response_id"].isin(gone)].reset_index(drop=True)


def _erasure(
    workspace: Workspace,
    store: Store,
    kept: dict[str, BatchFrames],
    found: dict[str, list[str]],
    reworded: dict[int, dict[str, Any]],
) -> Erasure:
    links, facts = {}, {}
    for batch, frames in kept.items():
        outcome = refreshed_outcome(workspace, store, frames)
        summary = report.summary_json(
            report.summarise(report_data(store, outcome, workspace.settings))
        )
        links[batch] = outcome.frames.theme_bands
        told = _unsaid({**store.facts(batch), "metrics": summary["metrics"]}, set(found[batch]))
        facts[batch] = told
    return Erasure(
        responses=found,
        themes={batch: frames.themes for batch, frames in kept.items()},
        theme_bands=links,
        facts=facts,
        edits=reworded,
    )


def _unsaid(value: Any, gone: set[str]) -> Any:
    """Return the facts of a run without the entries that are about an erased response."""
    if isinstance(value, dict):
        return {key: _unsaid(item, gone) for key, item in value.items()}
    if isinstance(value, list):
        about = (item.get("response_id") if isinstance(item, dict) else None for item in value)
        pairs = zip(value, about, strict=True)
        return [_unsaid(item, gone) for item, who in pairs if who not in gone]
    return value


def _reworded(
    store: Store, texts: set[str]
) -> tuple[dict[int, dict[str, Any]], int, tuple[int, ...]]:
    """Return the imports without examples that are words of the erased, and what is left to read.

    The wording of a person's own edit (the phrases of a split) founds ids and is not changed.
    """
    changed: dict[int, dict[str, Any]] = {}
    n_examples, to_read = 0, []
    for saved in store.edits():
        if saved.edit["kind"] != "import":
            phrases = str(saved.edit.get("value") or "").split("|")
            if any(_is_of(phrase, texts) for phrase in phrases):
                to_read.append(saved.number)
            continue
        seeds = [dict(seed) for seed in saved.edit["seeds"]]
        before = sum(len(seed.get(key, ())) for seed in seeds for key in _EXAMPLES)
        for seed in seeds:
            for key in _EXAMPLES:
                seed[key] = [text for text in seed.get(key, ()) if not _is_of(text, texts)]
        left = sum(len(seed[key]) for seed in seeds for key in _EXAMPLES)
        if left < before:
            changed[saved.number] = {**saved.edit, "seeds": seeds}
            n_examples += before - left
    return changed, n_examples, tuple(to_read)


_EXAMPLES = ("examples", "negatives")


def _is_of(phrase: str, texts: set[str]) -> bool:
    phrase = phrase.strip()
    return len(phrase) >= _LEAST and any(phrase in text for text in texts)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
