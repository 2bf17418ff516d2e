"""The door: paths to responses, with everything that was assumed or left out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from feedback.errors import InputError
from feedback.frames import EXTRAS, LEFT_OUT, RESPONSES_READ
from feedback.ingest import countries, notes
from feedback.ingest.build import Built, TableBuilder
from feedback.ingest.build_interview import build_interview, evidence
from feedback.ingest.copies import without_copies
from feedback.ingest.guard import sha256
from feedback.ingest.ids import make_unique
from feedback.ingest.model import (
    FILE_GAP,
    Interview,
    LeftOut,
    Reading,
    Source,
    SourceReport,
    Table,
)
from feedback.ingest.readers import open_source
from feedback.ingest.recognise import check_names, recognise
from feedback.ingest.scales import scale_from_setting
from feedback.notices import Notice
from feedback.progress import SILENT, Progress
from feedback.settings import ReadSettings

_NOT_FEEDBACK = frozenset(("readme", "license", "licence", "changelog", "contributing"))


@dataclass(frozen=True)
class _Opened:
    """One file that was opened, or why not; `found` if it was met in a folder."""

    path: Path
    label: str
    sources: tuple[Source, ...]
    found: bool
    problem: InputError | None = None


@dataclass(frozen=True)
class _Done:
    report: SourceReport
    built: Built


def read(
    paths: Sequence[Path], settings: ReadSettings, batch: str, progress: Progress = SILENT
) -> Reading:
    """Read files and folders of feedback into one frame.

    Args:
        paths: Files, or folders read recursively in sorted order.
        settings: Columns and scale that a person decided.
        batch: The batch every response belongs to.
        progress: Told about every file.

    Returns:
        The responses, sorted by id; the same rows give the same ids in any order and any file.

    Raises:
        InputError: A named file cannot be read, or nothing readable is in a folder.
        SettingsError: The settings name a column that no file has, or an unknown scale.
    """
    if settings.scale:
        scale_from_setting("", settings.scale)
    files = _files(paths)
    with progress.stage("read", len(files)) as advance:
        opened = []
        for path, label, found in files:
            opened.append(_open(path, label, found, settings))
            advance(1)
        check_names([s for o in opened for s in o.sources if isinstance(s, Table)], settings)
        done, left_out, counts = _build_all(opened, settings)
    if not done:
        raise InputError(
            "no file holds feedback that can be read",
            where=", ".join(str(path.name or path) for path in paths),
            todo="Give csv, xlsx, parquet, jsonl, docx, md, txt, vtt or srt files",
        )
    return _assemble(done, left_out, counts, batch)


def _files(paths: Sequence[Path]) -> list[tuple[Path, str, bool]]:
    """Return (file, name to show, met in a folder), each file once."""
    if not paths:
        raise InputError("no file was given", todo="Name a file or a folder")
    files: dict[Path, tuple[Path, str, bool]] = {}
    for path in paths:
        if not path.is_dir():
            files.setdefault(path.absolute(), (path, path.name, False))
            continue
        inside = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
        if not inside:
            raise InputError("the folder is empty", where=path.name, todo="Give another one")
        for file in inside:
            label = file.relative_to(path).as_posix()
            files.setdefault(file.absolute(), (file, label, True))
    return list(files.values())


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def _open(path: Path, label: str, found: bool, settings: ReadSettings) -> _Opened:
    try:
        if found and path.stem.lower() in _NOT_FEEDBACK:
            raise InputError("is about the folder, by its name", where=label)
        sources = open_source(path, settings)
    except InputError as error:
        if not found:
            raise
        return _Opened(path, label, (), found, error)
    shown = tuple(replace(s, file=s.file.replace(path.name, label, 1)) for s in sources)
    return _Opened(path, label, shown, found)


def _build_all(
    opened: Sequence[_Opened], settings: ReadSettings
) -> tuple[list[_Done], list[tuple[str, LeftOut]], Counter[str]]:
    done: list[_Done] = []
    left_out: list[tuple[str, LeftOut]] = []
    counts: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for file in opened:
        problem = file.problem
        built = []
        for source in file.sources:
            try:
                built.append(_build(source, file.path, settings, seen))
            except InputError as error:
                problem = problem or error
                if len(file.sources) > 1:
                    left_out.append((source.file, LeftOut(0, None, error.what)))
        if not built and problem and not file.found:
            raise problem
        if not built and problem:
            left_out.append((file.label, LeftOut(0, None, problem.what)))
            counts["files-skipped"] += 1
        done += built
    return done, left_out, counts


def _build(source: Source, path: Path, settings: ReadSettings, seen: Counter[str]) -> _Done:
    if isinstance(source, Interview):
        return _build_interview(source, path, settings)
    roles = recognise(source, settings)
    whole = without_copies(source, roles.id)
    if whole is not source:  # with its copies an id does not look like one
        source, roles = whole, recognise(whole, settings)
    built = TableBuilder(source, roles, settings, seen).build()
    report = SourceReport(
        source.file, sha256(path), source.layout, source.encoding, source.n_rows,
        len(built.responses), len(built.left_out), roles.guesses(), built.scales,
        ignored=roles.ignored,
    )  # fmt: skip
    return _Done(report, built)


def _build_interview(interview: Interview, path: Path, settings: ReadSettings) -> _Done:
    built, told = build_interview(interview, settings)
    report = SourceReport(
        interview.file, sha256(path), interview.layout, interview.encoding,
        len(interview.turns), len(built.responses), len(built.left_out),
        evidence(interview, told), (), told.n_other_turns,
    )  # fmt: skip
    return _Done(report, built)


def _assemble(
    done: list[_Done], left_out: list[tuple[str, LeftOut]], counts: Counter[str], batch: str
) -> Reading:
    listed = left_out + [(d.report.file, left) for d in done for left in d.built.left_out]
    for item in done:
        counts.update(item.built.counts)
    counted = [notes.counted(code, n) for code, n in counts.items() if n]
    notices: set[Notice] = {n for d in done for n in d.built.notices} | set(counted)
    frames = _placed([d.built.responses for d in done if len(d.built.responses)])
    if not frames:
        raise InputError(
            "no row holds an answer or a score",
            where=", ".join(d.report.file for d in done[:3]),
            todo="Check the file, or name the columns with --text and --score",
        )
    responses = _responses(frames, batch)
    rows = responses.set_index("response_id")["_row"].dropna().astype("int64")
    return Reading(
        RESPONSES_READ.check(responses.drop(columns="_row")),
        _left_out_frame(listed),
        tuple(sorted((d.report for d in done), key=lambda report: report.file)),
        tuple(sorted(notices)),
        rows,
    )


def _placed(frames: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """Count the rows through all tables."""
    placed, start = [], 0
    for frame in frames:
        if "_row" in frame:
            placed.append(frame.assign(_row=frame["_row"] + start))
            start = int(placed[-1]["_row"].max()) + FILE_GAP
        else:
            placed.append(frame.assign(_row=np.nan))
    return placed


def _responses(frames: list[pd.DataFrame], batch: str) -> pd.DataFrame:
    joined = pd.concat(frames, ignore_index=True)
    typed: dict[str, Any] = {"text": "str", "float": "float64", "date": "datetime64[s]"}
    for column in RESPONSES_READ.columns:
        kind = typed[column.kind]
        if column.name in joined:
            joined[column.name] = joined[column.name].astype(kind)
        else:
            joined[column.name] = pd.Series(None, index=joined.index, dtype=kind)
    joined["batch"] = pd.Series(batch, index=joined.index, dtype="str")
    if countries.COLUMN in joined:
        joined[countries.COLUMN] = countries.one_spelling(joined[countries.COLUMN])
    extras = sorted(name for name in joined.columns if name.startswith(EXTRAS))
    return make_unique(joined[[*RESPONSES_READ.names(), *extras, "_content", "_row"]])


def _left_out_frame(listed: list[tuple[str, LeftOut]]) -> pd.DataFrame:
    rows = sorted({(file, o.row, o.column or "", o.reason) for file, o in listed})
    frame = pd.DataFrame(rows, columns=LEFT_OUT.names())
    column = frame["column"].astype("str")
    return LEFT_OUT.check(
        frame.astype({"file": "str", "row": "int64", "reason": "str"}).assign(
            column=column.mask(column == "")
        )
    )
