"""ods, xls and xlsb by their values, through calamine: nothing in them is ever run."""

from pathlib import Path

from feedback.errors import InputError
from feedback.ingest.guard import check_zip
from feedback.ingest.readers.columnar import cell_text
from feedback.ingest.readers.layout import Row, Sheet
from feedback.ingest.readers.workbook import MAX_SHEETS, as_sheets

_MAX_CELLS = 50_000_000
"""A sheet whose corners span more cells is refused: calamine would lay all of them out."""


def read_spreadsheet(path: Path) -> list[Sheet]:
    """Return the sheets that hold at least two rows of data, in the workbook's order.

    Raises:
        InputError: It is encrypted, damaged, a zip bomb, or holds no data.
    """
    layout = path.suffix[1:].lower()
    if layout != "xls":
        check_zip(path, layout)
    return as_sheets(path, layout, _sheets(path))


def _sheets(path: Path) -> list[tuple[str, list[Row]]]:
    import python_calamine as calamine

    try:
        with calamine.load_workbook(str(path)) as book:
            visible = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible == calamine.SheetVisibleEnum.Visible
            ]
            return [(name, _rows(book.get_sheet_by_name(name))) for name in visible[:MAX_SHEETS]]
    except calamine.PasswordError as error:
        raise InputError("is encrypted", where=path.name, todo="Remove the password") from error
    except Exception as error:  # a damaged part raises whatever its parser raises
        raise InputError(
            "is damaged: the workbook cannot be opened",
            where=path.name,
            todo="Open it in a spreadsheet, save it again, or export it as csv",
        ) from error


def _rows(sheet: object) -> list[Row]:
    if sheet.total_height * sheet.total_width > _MAX_CELLS:  # type: ignore[attr-defined]
        raise ValueError("too many cells")
    rows: list[Row] = [
        [cell_text(value) for value in row]
        for row in sheet.to_python(skip_empty_area=False)  # type: ignore[attr-defined]
    ]
    while rows and not any(rows[-1]):  # type: ignore[arg-type]
        rows.pop()
    return rows
