"""An Excel workbook in which nothing runs and every column can be filtered."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from feedback.errors import FeedbackError
from feedback.export.files import replacing, without_controls
from feedback.export.tables import (
    METRIC_COLUMNS,
    findings,
    further_tables,
    metrics,
    plain,
    report_tables,
    summary,
    theme_tones,
)
from feedback.frames import BatchFrames

MAX_CELL = 32_767
"""Characters that Excel holds in a cell."""
MAX_ROWS = 1_048_576
"""Rows that Excel holds in a sheet, header included."""

PAGE_COLUMNS = 14
"""A table with more columns is printed over several pages."""

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_CREATED = dt.datetime(2000, 1, 1)  # fixed, so that equal rows give equal bytes
_WIDE = {"comment": 80, "text": 80, "reason_fr": 60, "reason_en": 60, "question": 40}
_ORDER = ("themes", "responses", "segments", "theme_bands", "anomalies")


def write_xlsx(frames: BatchFrames, out: Path) -> None:
    """Write sheets summary, themes, responses, segments, theme_bands and anomalies.

    `responses` has a further column per theme: the tone in which the answer speaks of it.
    And one per table that came with the frames: drivers, priorities, cohorts and the like.

    Every text is written as text, whatever it begins with; characters that Excel refuses are
    left out and a longer text than it holds is cut with "…".

    Raises:
        FeedbackError: A table has more rows than a sheet.
        WorkspaceError: The file cannot be written.
    """
    import xlsxwriter

    tables = report_tables(frames)
    tones = theme_tones(frames)
    tables["responses"] = pd.concat([tables["responses"], tones], axis=1)
    too_long = [name for name, table in tables.items() if len(table) >= MAX_ROWS]
    if too_long:
        raise FeedbackError(
            f"{too_long[0]} has more than the {MAX_ROWS - 1:,} rows of an Excel sheet",
            todo="Export as csv or parquet",
        )
    with replacing(out) as fresh:
        book = xlsxwriter.Workbook(str(fresh), _OPTIONS)
        book.set_properties({"title": f"Feedback {without_controls(frames.batch)}"[:200]})
        book.set_properties({"created": _CREATED})
        formats = _Formats(book)
        _write_summary(book.add_worksheet("summary"), formats, frames)
        for name in _ORDER:
            sheet = book.add_worksheet(name)
            _write_table(sheet, formats, tables[name])
            if name == "responses":
                _tint(sheet, formats, tables[name], tones.shape[1])
        for name, table in further_tables(frames).items():
            _write_table(book.add_worksheet(name), formats, table)
        _close(book)


class _Formats:
    def __init__(self, book: Any) -> None:
        self.header = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8ECF1"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.plain = book.add_format({"valign": "top"})
        self.figure = book.add_format({"valign": "top", "num_format": "0.000"})
        self.date = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
        # A word says the tone; the colour only helps to see it. Each pair has a contrast over 5.
        self.tones = {
            "negative": book.add_format({"bg_color": "#F6DCCB", "font_color": "#7A3408"}),
            "positive": book.add_format({"bg_color": "#D3E9EA", "font_color": "#0F4B52"}),
            "mixed": book.add_format({"bg_color": "#E9EDF5", "font_color": "#22396B"}),
        }


def _close(book: Any) -> None:
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        raise OSError(None, str(error)) from error


def _write_summary(sheet: Any, formats: _Formats, frames: BatchFrames) -> None:
    row = 0
    for name, value in summary(frames):
        sheet.write_string(row, 0, without_controls(name), formats.header)
        _write_cell(sheet, (row, 1), value, formats)
        row += 1
    rows = metrics(frames)
    if rows:
        row += 1
        _write_header(sheet, row, METRIC_COLUMNS, formats)
        for i, metric in enumerate(rows, start=row + 1):
            for j, name in enumerate(METRIC_COLUMNS):
                _write_cell(sheet, (i, j), metric[name], formats)
        row += len(rows) + 1
    row += 1
    for text in findings(frames):
        sheet.write_string(row, 0, without_controls(text), formats.plain)
        row += 1
    _on_paper(sheet, len(METRIC_COLUMNS))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(METRIC_COLUMNS) - 1, 18)


def _write_table(sheet: Any, formats: _Formats, table: pd.DataFrame) -> None:
    names = [str(name) for name in table.columns]
    _write_header(sheet, 0, names, formats)
    for j, name in enumerate(names):
        sheet.set_column(j, j, _width(name, table[name]))
        for i, value in enumerate(table[name], start=1):
            _write_cell(sheet, (i, j), value, formats, wrap=name in _WIDE)
    _on_paper(sheet, len(names))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table), 1), len(names) - 1)


def _on_paper(sheet: Any, n_columns: int) -> None:
    """Print a sheet on A4 across, its header on every page; one page wide if that can be read."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    if n_columns <= PAGE_COLUMNS:
        sheet.fit_to_pages(1, 0)


def _tint(sheet: Any, formats: _Formats, table: pd.DataFrame, n_themes: int) -> None:
    if not n_themes or table.empty:
        return
    first, last = len(table.columns) - n_themes, len(table.columns) - 1
    for tone, style in formats.tones.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{tone}"', "format": style}
        sheet.conditional_format(1, first, len(table), last, rule)


def _write_header(sheet: Any, row: int, names: Any, formats: _Formats) -> None:
    for j, name in enumerate(names):
        sheet.write_string(row, j, without_controls(name), formats.header)


def _write_cell(
    sheet: Any, place: tuple[int, int], value: Any, formats: _Formats, *, wrap: bool = False
) -> None:
    value = plain(value)
    if value is None:
        return
    if isinstance(value, pd.Timestamp):
        sheet.write_datetime(*place, value.to_pydatetime(), formats.date)
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value, formats.plain)
    elif isinstance(value, int | float):
        style = formats.plain if float(value).is_integer() else formats.figure
        sheet.write_number(*place, value, style)
    else:
        text = without_controls(str(value))
        text = text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"
        sheet.write_string(*place, text, formats.text if wrap else formats.plain)


def _width(name: str, values: pd.Series) -> int:
    if name in _WIDE:
        return _WIDE[name]
    longest = max((len(str(value)) for value in values.head(200)), default=0)
    return min(max(len(name) + 3, longest + 1, 8), 40)
