"""xlsx workbooks, read-only and by values: formulas give their last result, macros never run."""

import warnings
from pathlib import Path

from feedback.errors import InputError
from feedback.ingest.guard import check_zip
from feedback.ingest.readers.columnar import cell_text
from feedback.ingest.readers.layout import Row, Sheet

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
    return as_sheets(path, "xlsx", _sheets(path))


def as_sheets(path: Path, layout: str, found: list[tuple[str, list[Row]]]) -> list[Sheet]:
    """Return the sheets with rows under a header, named where there are several.

    Raises:
        InputError: There is none.
    """
    sheets = [(title, rows) for title, rows in found if len(rows) > 1]
    if not sheets:
        raise InputError(
            "no sheet holds a header and rows", where=path.name, todo="Export it again"
        )
    if len(sheets) == 1:
        return [Sheet(path.name, layout, None, sheets[0][1])]
    return [Sheet(f"{path.name} [{title}]", layout, None, rows) for title, rows in sheets]


def _sheets(path: Path) -> list[tuple[str, list[Row]]]:
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


def _rows(sheet: object) -> list[Row]:
    """Return the rows down to the last one with a value, or to a gap of a thousand empty ones.

    A stray cell in the last row or column of a sheet would else make a million rows of it.
    """
    rows: list[Row] = []
    n_blank = 0
    for row in sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS):  # type: ignore[attr-defined]
        cells = [cell_text(value) for value in _trimmed(row)]
        n_blank = 0 if cells else n_blank + 1
        rows.append(cells)
        if n_blank > _MAX_GAP:
            break
    while rows and not any(rows[-1]):  # type: ignore[arg-type]
        rows.pop()
    # Headers are told by their gaps, so they keep the whole width.
    width = max((len(row) for row in rows if isinstance(row, list)), default=0)
    return [_padded(row, width) for row in rows[:_HEADER_ROWS]] + rows[_HEADER_ROWS:]


def _padded(row: Row, width: int) -> Row:
    return row + [""] * (width - len(row)) if isinstance(row, list) else row


def _trimmed(row: tuple[object, ...]) -> tuple[object, ...]:
    end = len(row)
    while end and row[end - 1] in (None, ""):
        end -= 1
    return row[:end]
