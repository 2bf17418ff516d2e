"""Rows of cells to a `Table`: which rows are headers, what their stacked forms mean, ragged rows.

Survey tools are known by the shape of their first rows: Qualtrics writes names, questions and a row
of ``{"ImportId": …}``; SurveyMonkey writes questions above the kinds of their answer columns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from feedback.errors import InputError
from feedback.headers import plain
from feedback.ingest.dates import looks_like_date
from feedback.ingest.model import LeftOut, Table
from feedback.ingest.readers.tools import questions_of, tool_of
from feedback.ingest.scores import parse_score
from feedback.notices import Notice

_ANSWER_KINDS = frozenset(
    [
        "response",
        "open ended response",
        "reponse",
        "reponse ouverte",
        "reponse libre",
        "other please specify",
        "autre veuillez preciser",
        "autre a preciser",
    ]
)
_PLAIN_KINDS = frozenset(("response", "open ended response", "reponse", "reponse ouverte"))
# "code._.Question" and "code. Question", as LimeSurvey names its columns.
_CODED = re.compile(r"[\w\[\]]{1,40}(?:\._\.|\. )\s*(?P<question>\S.*)", re.DOTALL)
_MAX_TITLE_ROWS = 10
_WORKBOOKS = ("xlsx", "ods", "xls", "xlsb")


@dataclass(frozen=True)
class BrokenRow:
    """A record no reading of the file makes sense of."""

    reason: str


Row = list[str] | BrokenRow


@dataclass(frozen=True)
class Sheet:
    """Rows as read, with where they come from; `questions` by column where the file has them."""

    file: str
    layout: str
    encoding: str | None
    rows: Sequence[Row]
    notices: tuple[Notice, ...] = ()
    questions: Mapping[str, str] | None = None


@dataclass(frozen=True)
class _Header:
    layout: str
    names: list[str]
    questions: list[str | None]
    n_rows: int


def to_table(sheet: Sheet) -> Table:
    """Find the header and return the data rows as a table.

    Raises:
        InputError: There is no header, or nothing below it.
    """
    rows = _without_blank_end(sheet)
    start = _first_row(rows)
    if start >= len(rows):
        raise InputError("the file holds no rows", where=sheet.file, todo="Export it again")
    header = _given_header(sheet) or _read_header(rows[start:], sheet.layout)
    notices = sheet.notices
    if header.n_rows == 0:
        notices += (_no_header(),)
    data = rows[start + header.n_rows :]
    if not data:
        raise InputError(
            "the file holds a header and no rows", where=sheet.file, todo="Export it again"
        )
    table = _assemble(replace(sheet, notices=notices), header, data)
    return _coalesced(table) if header.layout == "surveymonkey" else table


def _given_header(sheet: Sheet) -> _Header | None:
    """Return the header of a format that keeps names and questions apart from its rows."""
    names = sheet.rows[0] if sheet.rows else None
    if sheet.questions is None or not isinstance(names, list):
        return None
    return _Header(sheet.layout, names, [sheet.questions.get(name) for name in names], 1)


def _no_header() -> Notice:
    return Notice(
        "no-header",
        "A file has no header row: its columns were numbered.",
        "Un fichier n’a pas de ligne d’en-tête : ses colonnes ont été numérotées.",
    )


def _blank(row: Row) -> bool:
    return isinstance(row, list) and not any(cell.strip() for cell in row)


def _is_line(row: Row) -> bool:
    return isinstance(row, list) and len(row) < 2


def _without_blank_end(sheet: Sheet) -> Sequence[Row]:
    """Drop blank lines, and a workbook's formatted cells, below the last row.

    A csv row of separators alone is a row that somebody wrote: it is listed as left out wherever
    it stands, so that the same rows in another order give the same counts.
    """
    rows, end = sheet.rows, len(sheet.rows)
    is_workbook = sheet.layout in _WORKBOOKS
    while end and _blank(rows[end - 1]) and (is_workbook or _is_line(rows[end - 1])):
        end -= 1
    return rows[:end]


def _first_row(rows: Sequence[Row]) -> int:
    """Skip blank rows, and titles of one cell above a table of at least three columns."""
    start = next((i for i, row in enumerate(rows) if not _blank(row)), len(rows))
    for i, row in enumerate(rows[start : start + _MAX_TITLE_ROWS], start):
        if _filled(row) > 1:
            return i if _filled(row) >= 3 else start
    return start


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row) if isinstance(row, list) else 0


def _read_header(rows: Sequence[Row], layout: str) -> _Header:
    top = [row for row in rows[:3] if isinstance(row, list)]
    if len(top) == 3 and sum('"ImportId"' in cell for cell in top[2]) > len(top[2]) / 2:
        return _Header("qualtrics", top[0], [cell or None for cell in _padded(top[1], top[0])], 3)
    if len(top) >= 2 and _is_surveymonkey(top[0], top[1]):
        return _surveymonkey(top[0], top[1])
    if not top or not isinstance(rows[0], list):
        return _Header(layout, [], [], 0)
    if _is_stacked(rows):
        return _stacked(layout, top[0], top[1])
    if _is_data(rows):
        return _Header(layout, [], [], 0)
    names = rows[0]
    coded = [_CODED.fullmatch(name.strip()) for name in names]
    is_limesurvey = sum(match is not None for match in coded) > len(names) / 2
    if is_limesurvey:
        return _Header("limesurvey", names, [match and match["question"] for match in coded], 1)
    tool = tool_of(names)
    known = questions_of(tool, names, top[1]) if tool and len(top) > 1 else {}
    return _Header(tool or layout, names, [known.get(name) for name in names], 1)


def _padded(row: list[str], like: list[str]) -> list[str]:
    return (row + [""] * len(like))[: len(like)]


def _is_surveymonkey(first: list[str], second: list[str]) -> bool:
    second = _padded(second, first)
    kinds = sum(plain(cell[:60]) in _ANSWER_KINDS for cell in second)
    if not kinds:
        return False
    below_gap = [low for high, low in zip(first, second, strict=True) if not high.strip()]
    has_ids = not second[0].strip()
    return kinds >= 2 or (kinds >= 1 and (has_ids or any(cell.strip() for cell in below_gap)))


def _surveymonkey(first: list[str], second: list[str]) -> _Header:
    names: list[str] = []
    questions: list[str | None] = []
    parent = ""
    for high, low in zip(first, _padded(second, first), strict=True):
        parent = high.strip() or (parent if low.strip() else "")
        alone = not low.strip() or plain(low) in _PLAIN_KINDS
        names.append(parent if alone else f"{parent} — {low.strip()}".strip(" —"))
        questions.append(names[-1] if low.strip() else None)
    return _Header("surveymonkey", names, questions, 2)


def _is_stacked(rows: Sequence[Row]) -> bool:
    """Say whether two header rows stand above the data, as merged cells leave them.

    The upper one has gaps that the lower one fills with words, and the columns under those words
    hold numbers or dates.
    """
    if len(rows) < 4 or not isinstance(rows[0], list) or not isinstance(rows[1], list):
        return False
    first, second = rows[0], _padded(rows[1], rows[0])
    gaps = [j for j, cell in enumerate(first) if not cell.strip()]
    if not gaps or not first[0].strip() or not all(second[j].strip() for j in gaps):
        return False
    if any(_is_value(cell) for cell in (*first, *second)) or max(map(len, second)) > 80:
        return False
    below = [row for row in rows[2:22] if isinstance(row, list) and _filled(row)]
    values = [sum(_is_value(row[j]) for row in below if j < len(row)) for j in range(len(first))]
    named = [j for j, cell in enumerate(second) if cell.strip()]
    return any(values[j] >= 0.8 * len(below) > 0 for j in named)


def _stacked(layout: str, first: list[str], second: list[str]) -> _Header:
    names, parent = [], ""
    for high, low in zip(first, _padded(second, first), strict=True):
        parent = high.strip() or parent
        child = low.strip()
        names.append(f"{parent} — {child}" if child else parent)
    return _Header(layout, names, [None] * len(names), 2)


def _is_data(rows: Sequence[Row]) -> bool:
    """Say whether the first row is a row of answers: a number or date above more of the same."""
    first = rows[0] if isinstance(rows[0], list) else []
    if len(first) < 2 or not all(cell.strip() for cell in first):
        return False
    below = [row for row in rows[1:21] if isinstance(row, list) and len(row) == len(first)]
    if not below:
        return False
    return any(
        _is_value(cell) and sum(_is_value(row[j]) for row in below) >= 0.9 * len(below)
        for j, cell in enumerate(first)
    )


def _is_value(cell: str) -> bool:
    text = cell.strip()
    return looks_like_date(text) or (
        text[-1:].isdigit()
        and len(text) < 12
        and (parse_score(text) is not None and not any(char.isalpha() for char in text))
    )


def _assemble(sheet: Sheet, header: _Header, data: Sequence[Row]) -> Table:
    width = len(header.names) or max((len(r) for r in data if isinstance(r, list)), default=0)
    names = _unique(header.names or [""] * width)
    kept: list[list[str]] = []
    numbers: list[int] = []
    left_out: list[LeftOut] = []
    for number, row in enumerate(data, start=1):
        problem = _problem(row, width)
        if problem:
            left_out.append(LeftOut(number, None, problem))
        elif isinstance(row, list):
            kept.append((row + [""] * (width - len(row)))[:width])
            numbers.append(number)
    frame = pd.DataFrame(kept, columns=names, index=pd.Index(numbers, dtype="int64"), dtype="str")
    questions = {
        name: " ".join(question.split())
        for name, question in zip(names, header.questions, strict=False)
        if question and question.strip()
    }
    return Table(
        sheet.file, header.layout, sheet.encoding, frame, questions,
        len(data), tuple(left_out), sheet.notices,
    )  # fmt: skip


def _problem(row: Row, width: int) -> str | None:
    if isinstance(row, BrokenRow):
        return row.reason
    if _blank(row):
        return "empty row"
    if any(cell.strip() for cell in row[width:]):
        return f"has {len(row)} cells where the header has {width}"
    return None


def _unique(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for position, raw in enumerate(names, start=1):
        name = " ".join(raw.replace("\ufeff", "").split()) or f"column {position}"
        while name in seen:
            seen[name] += 1
            name = f"{name} ({seen[name]})"
        seen[name] = 1
        result.append(name)
    return result


def _coalesced(table: Table) -> Table:
    """Join columns of one question that no respondent answered twice: waves put side by side."""
    first_of: dict[str, str] = {}
    frame = table.frame.copy()
    for name in table.frame.columns:
        question = plain(table.questions.get(name, ""))
        earlier = first_of.get(question) if question else None
        if earlier is None:
            first_of[question] = name
        elif not ((frame[earlier] != "") & (frame[name] != "")).any():
            frame[earlier] = frame[earlier].where(frame[earlier] != "", frame[name])
            frame = frame.drop(columns=name)
    kept = {name: text for name, text in table.questions.items() if name in frame.columns}
    return replace(table, frame=frame, questions=kept)
