"""xlsx workbooks, read-only and by values: formulas give their last result, macros never run."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from feedback.errors import InputError
from feedback.ingest.guard import check_zip
from feedback.ingest.readers.columnar import cell_text
from feedback.ingest.readers.layout import Row, Sheet
from feedback.notices import Notice

_MAX_COLUMNS = 4_000
_MAX_GAP = 1_000
_HEADER_ROWS = 20
MAX_SHEETS = 20
"""Further sheets of a workbook are not read."""


def read_workbook(path: Path) -> list[Sheet]:
    """Return the sheets that hold at least two rows of data, in the workbook's order.

    Raises:
        InputError: The workbook is encrypted, damaged, a zip bomb, or holds no data.
    """
    check_zip(path, "xlsx")
    found = _sheets(path)
    strays = {title: _stray_notices(read.strays) for title, read in found}
    return as_sheets(path, "xlsx", [(title, read.rows) for title, read in found], strays)


def as_sheets(
    path: Path,
    layout: str,
    found: list[tuple[str, list[Row]]],
    notices: Mapping[str, tuple[Notice, ...]] | None = None,
) -> list[Sheet]:
    """Return the sheets with rows under a header, named where there are several.

    Args:
        path: The workbook.
        layout: Its kind.
        found: The title and the rows of each sheet.
        notices: What to say of a sheet, by its title.

    Raises:
        InputError: There is none.
    """
    sheets = [(title, rows) for title, rows in found if len(rows) > 1]
    if not sheets:
        raise InputError(
            "no sheet holds a header and rows", where=path.name, todo="Export it again"
        )
    said = notices or {}
    alone = len(sheets) == 1
    return [
        Sheet(
            path.name if alone else f"{path.name} [{title}]",
            layout,
            None,
            rows,
            said.get(title, ()),
        )
        for title, rows in sheets
    ]


@dataclass(frozen=True)
class _Read:
    """The rows of a sheet, and the numbers of the lone cells far below them, not read."""

    rows: list[Row]
    strays: list[int]


def _stray_notices(strays: list[int]) -> tuple[Notice, ...]:
    """Say where a lone cell was not taken for a row."""
    if not strays:
        return ()
    n, first = len(strays), strays[0]
    return (
        Notice(
            "cells-far-below",
            f"{n} lone cell(s) below more than {_MAX_GAP:,} empty rows (the first in row "
            f"{first:,}) were not read.",
            f"{n} cellule(s) isolée(s) sous plus de {_MAX_GAP} lignes vides (la première en ligne "
            f"{first}) n’ont pas été lues.",
        ),
    )


def _sheets(path: Path) -> list[tuple[str, _Read]]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and validations it does not keep; nothing here needs them.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            try:
                return [(ws.title, _rows(ws)) for ws in book.worksheets[:MAX_SHEETS]]
            finally:
                book.close()
    except Exception as error:  # a damaged part raises whatever its parser raises
        raise InputError(
            "is damaged: the workbook cannot be opened",
            where=path.name,
            todo="Open it in a spreadsheet, save it again, or export it as csv",
        ) from error


def _rows(sheet: object) -> _Read:
    """Return the rows down to the last one with a value.

    A lone cell below a thousand empty rows is told and not read: in the last row of a sheet it
    would make a million rows of it. A fuller row there is read, the empty ones above are listed.
    """
    rows: list[Row] = []
    strays: list[int] = []
    n_blank = 0
    blank: object = None
    for number, row in enumerate(
        sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS),  # type: ignore[attr-defined]
        start=1,
    ):
        cells = [] if row is blank else [cell_text(value) for value in _trimmed(row)]
        if not any(cells):
            # openpyxl gives one and the same row for all that a sheet leaves out.
            blank, n_blank = row, n_blank + 1
            continue
        if n_blank > _MAX_GAP and sum(map(bool, cells)) < 2:
            strays.append(number)
            n_blank += 1
            continue
        rows += [[] for _ in range(n_blank)]
        rows.append(cells)
        n_blank = 0
    # Headers are told by their gaps, so they keep the whole width.
    width = max((len(row) for row in rows if isinstance(row, list)), default=0)
    header = [_padded(row, width) for row in rows[:_HEADER_ROWS]]
    return _Read(header + rows[_HEADER_ROWS:], strays)


def _padded(row: Row, width: int) -> Row:
    return row + [""] * (width - len(row)) if isinstance(row, list) else row


def _trimmed(row: tuple[object, ...]) -> tuple[object, ...]:
    end = len(row)
    while end and row[end - 1] in (None, ""):
        end -= 1
    return row[:end]
