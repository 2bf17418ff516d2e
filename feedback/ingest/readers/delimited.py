"""csv and tsv of any separator, with broken quotes contained to the rows that hold them.

Python's own csv module reads strictly; where it finds a quote out of place, the record is read
leniently, unless the lines it swallowed look like rows of their own: then only its first line is
given up and reading starts again on the next one.
"""

import csv
import re
import sys
from collections.abc import Iterator, Sequence

from feedback.ingest.readers.layout import BrokenRow, Row

_DELIMITERS = (",", ";", "\t", "|", "^")
# A noncharacter of Unicode: no text holds it.
_NONE = "\uffff"
_SNIFF_LINES = 400
_LONG_RECORD = 1000
_MAX_LONG_RECORDS = 50
_SEP_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_BROKEN = BrokenRow("a quote is opened and not closed as it should be")


class _Lines:
    """An iterator over lines that can be set back."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines, self.position = lines, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.position >= len(self.lines):
            raise StopIteration
        self.position += 1
        return self.lines[self.position - 1]


def read_rows(text: str) -> tuple[list[Row], str]:
    """Split text into rows of cells.

    Args:
        text: A whole file, decoded.

    Returns:
        The rows, header included, and the separator ("" for a single column).
    """
    # The module's limit is 128 kB a cell; longer ones are listed by name later.
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    lines = _physical_lines(text)
    delimiter = None
    if lines and (match := _SEP_LINE.fullmatch(lines[0])):
        delimiter, lines = match[1], lines[1:]
    if delimiter in (None, '"', "\r", "\n"):
        delimiter = sniff(lines)
    return _records(lines, delimiter), "" if delimiter == _NONE else delimiter


def _physical_lines(text: str) -> list[str]:
    # str.splitlines would also split at form feeds and at U+2028, which cells may hold.
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def sniff(lines: Sequence[str]) -> str:
    """Return the separator that gives most rows the width of the header."""
    best, best_score = _NONE, 0.5
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in _lenient(lines[:_SNIFF_LINES], delimiter) if row]
        common = max(set(widths), key=lambda w: (widths.count(w), w), default=1)
        if common < 2 or widths[0] < 2:
            continue
        score = widths.count(common) / len(widths) + 0.001 * min(common, 50)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _lenient(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    return list(csv.reader(lines, delimiter=delimiter, strict=False))


def _records(lines: Sequence[str], delimiter: str) -> list[Row]:
    feed = _Lines(lines)
    rows: list[Row] = []
    budget = _MAX_LONG_RECORDS
    while feed.position < len(lines):
        start = feed.position
        try:
            for cells in csv.reader(feed, delimiter=delimiter, strict=True):
                rows.append(cells)
                start = feed.position
        except csv.Error as error:
            is_open = "end of data" in str(error)
            width = len(rows[0]) if rows and isinstance(rows[0], list) else 0
            n_read = feed.position - start
            budget -= n_read > _LONG_RECORD
            feed.position = start
            rows.append(_rescue(feed, delimiter, width, is_open) if budget > 0 else _give_up(feed))
    return rows


def _give_up(feed: _Lines) -> Row:
    feed.position += 1
    return _BROKEN


def _rescue(feed: _Lines, delimiter: str, width: int, is_open: bool) -> Row:
    """Read one badly quoted record and leave the feed where the next one starts."""
    start = feed.position
    cells = next(csv.reader(feed, delimiter=delimiter, strict=False), [])
    swallowed = [line for line in feed.lines[start + 1 : feed.position] if line.strip()]
    if swallowed and _look_like_rows(swallowed[:50], delimiter, width):
        feed.position = start + 1
        return _BROKEN
    return _BROKEN if is_open else list(cells)


def _look_like_rows(lines: Sequence[str], delimiter: str, width: int) -> bool:
    fitting = sum(len(next(iter(_lenient([line], delimiter)), [])) == width for line in lines)
    return width > 1 and fitting >= len(lines) / 2
