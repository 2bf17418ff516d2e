"""What would be read from a file, and why, before anything runs."""

from pathlib import Path

from feedback.errors import FeedbackError, InputError
from feedback.ingest.guard import sha256
from feedback.ingest.model import Inspection, Reading, Source, SourceReport, Table
from feedback.ingest.read import read
from feedback.ingest.readers import open_source
from feedback.settings import ReadSettings


def inspect(path: Path, settings: ReadSettings) -> Inspection:
    """Return what was recognised in a file; one without answers gives problems, not an error.

    Args:
        path: A file or a folder.
        settings: Columns and scale that a person decided.

    Raises:
        InputError: The file cannot be opened at all.
        SettingsError: The settings name a column that is not there.
    """
    return look(path, settings)[0]


def look(path: Path, settings: ReadSettings) -> tuple[Inspection, Reading | None]:
    """Return what `inspect` does, and the reading behind it (None where nothing was read).

    Raises:
        InputError: The file cannot be opened at all.
        SettingsError: The settings name a column that is not there.
    """
    try:
        reading = read([path], settings, "inspect")
    except InputError as error:
        return _without_answers(path, settings, error), None
    return _inspection(path, reading), reading


def _inspection(path: Path, reading: Reading) -> Inspection:
    responses = reading.responses
    dates = responses["date"].dropna()
    span = (str(dates.min().date()), str(dates.max().date())) if len(dates) else None
    return Inspection(
        file=path.name,
        sources=reading.sources,
        n_rows=sum(source.n_rows for source in reading.sources),
        n_responses=len(responses),
        n_left_out=len(reading.left_out),
        dates=span,
        empty_comment_share=float((responses["comment"] == "").mean()),
        problems=_problems(reading),
    )


# A respondent may have ticked boxes and written nothing: the row is not an empty one to its reader.
_TOLD = {"empty row": "no answer in the text and score columns"}


def _problems(reading: Reading) -> tuple[str, ...]:
    reasons = reading.left_out["reason"].str.replace(r":.*", "", regex=True).value_counts()
    listed = tuple(f"{n} × {_TOLD.get(str(reason), reason)}" for reason, n in reasons.items())
    return tuple(notice.en for notice in reading.notices) + listed


def _without_answers(path: Path, settings: ReadSettings, error: FeedbackError) -> Inspection:
    """Show what a readable file holds although nothing in it can be analysed."""
    if path.is_dir():
        raise error
    sources = open_source(path, settings)
    reports = tuple(_bare_report(source, path) for source in sources)
    n_rows = sum(report.n_rows for report in reports)
    return Inspection(path.name, reports, n_rows, 0, 0, None, 0.0, (str(error),))


def _bare_report(source: Source, path: Path) -> SourceReport:
    n_rows = source.n_rows if isinstance(source, Table) else len(source.turns)
    return SourceReport(source.file, sha256(path), source.layout, source.encoding, n_rows, 0, 0)
