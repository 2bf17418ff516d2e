"""Dates as exports write them, with day and month told apart by the column as a whole."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

_TIME = r"(?:[T\s,]*(?:a|at|à)?\s*(\d{1,2})[:h](\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*([ap]\.?m\.?)?)?"
_ZONE = r"\s*(?:z|(?:utc|gmt)?\s*[+-]\d{1,2}(?::?\d{2})?|(?:utc|gmt)\d{0,2}|[a-z]{3,4})?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}{_ZONE}", re.IGNORECASE)
_NUMERIC = re.compile(
    rf"(?:[a-z]+\.?,?\s+)?(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}{_ZONE}",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_MONTH = re.compile(
    rf"(?:.*?\D)?(\d{{1,2}})(?:er|st|nd|rd|th)?[\s-]+(?:of\s+)?([a-z]{{3,9}})\.?,?[\s-]+(\d{{4}}|\d{{2}})\b"
    rf"{_TIME}.*",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?:.*?[^a-z])?([a-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b{_TIME}.*",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"1\d{9}(\d{3})?")
_SERIAL = re.compile(r"([2-6]\d{4})(?:[.,]\d+)?")
_EXCEL_DAY_ZERO = datetime(1899, 12, 30)
_MAX_CHARS = 80

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier",
            "feb february fev fevr fevrier",
            "mar march mars",
            "apr april avr avril",
            "may mai",
            "jun june juin",
            "jul july juil juillet",
            "aug august aou aout",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december decembre",
        ),
        start=1,
    )
    for name in names.split()
}


@dataclass(frozen=True)
class DateOrder:
    """Whether 03/04 is 3 April, with the evidence; `assumed` when no date of the column tells."""

    day_first: bool
    evidence: str
    assumed: bool = False


def looks_like_date(text: str) -> bool:
    """Say whether a cell is a written date (bare numbers do not count)."""
    cell = _plain(text)
    if not 6 <= len(cell) <= _MAX_CHARS or not any(char.isdigit() for char in cell):
        return False
    if cell.isdigit():
        return False
    return parse_date(cell, True) is not None or parse_date(cell, False) is not None


def recognise_order(counts: Mapping[str, int]) -> DateOrder:
    """Decide the order of day and month from every date of a column.

    Args:
        counts: Cell → how many rows hold it.
    """
    day, month, open_, american = 0, 0, 0, 0
    for cell, n in counts.items():
        match = _NUMERIC.fullmatch(_plain(cell))
        if not match or _ISO.fullmatch(_plain(cell)):
            continue
        first, second = int(match[1]), int(match[2])
        day += n * (first > 12 >= second)
        month += n * (second > 12 >= first)
        open_ += n * (first <= 12 and second <= 12)
        american += n * bool(match[7])
    if day or month:
        which = "day" if day >= month else "month"
        return DateOrder(
            day >= month, f"{which} first: {max(day, month)} dates have no other reading"
        )
    if not open_:
        return DateOrder(True, "year first, or months in words")
    if american:
        return DateOrder(False, "month first: the times are written with am and pm", True)
    return DateOrder(True, "day first was assumed: every date could be read both ways", True)


def parse_date(text: str, day_first: bool, bare_numbers: bool = False) -> datetime | None:
    """Read one date, without its time zone.

    Args:
        text: One cell; a sentence with a date in it counts ("Commentaire envoyé le 16 août 2024").
        day_first: How to read 03/04/2024.
        bare_numbers: Also read 20240403, Excel's day numbers and seconds since 1970.
    """
    cell = _plain(text)
    if not 5 <= len(cell) <= _MAX_CHARS:
        return None
    if bare_numbers and (found := _bare(cell)):
        return found
    if match := _ISO.fullmatch(cell):
        return _build((match[1], match[2], match[3]), match.groups()[3:7])
    if match := _NUMERIC.fullmatch(cell):
        first, second = match[1], match[2]
        day, month = (first, second) if day_first else (second, first)
        return _build((match[3], month, day), match.groups()[3:7])
    return _in_words(cell)


def parse_dates(
    cells: Iterable[str], day_first: bool, bare_numbers: bool
) -> dict[str, datetime | None]:
    """Return each distinct cell's date."""
    return {cell: parse_date(cell, day_first, bare_numbers) for cell in set(cells)}


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text[: _MAX_CHARS + 20])
    return " ".join(folded.encode("ascii", "ignore").decode().lower().split())


def _in_words(cell: str) -> datetime | None:
    if (match := _DAY_MONTH.fullmatch(cell)) and match[2] in _MONTHS:
        return _build((match[3], _MONTHS[match[2]], match[1]), match.groups()[3:7])
    if (match := _MONTH_DAY.fullmatch(cell)) and match[1] in _MONTHS:
        return _build((match[3], _MONTHS[match[1]], match[2]), match.groups()[3:7])
    return None


def _bare(cell: str) -> datetime | None:
    if match := _EPOCH.fullmatch(cell):
        seconds = int(cell) / (1000 if match[1] else 1)
        return datetime(1970, 1, 1) + timedelta(seconds=int(seconds))
    if match := _COMPACT.fullmatch(cell):
        return _build((match[1], match[2], match[3]), (None, None, None, None))
    if match := _SERIAL.fullmatch(cell):
        return _EXCEL_DAY_ZERO + timedelta(days=int(match[1]))
    return None


def _build(
    day: tuple[str | int, str | int, str | int], time: tuple[str | None, ...]
) -> datetime | None:
    year = int(day[0])
    if year < 100:
        year += 2000 if year < 70 else 1900
    hour, minute, second = (int(part or 0) for part in time[:3])
    half = (time[3] or "").replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    try:
        built = datetime(year, int(day[1]), int(day[2]), hour, minute, second)
    except ValueError:
        return None
    return built if 1900 <= year <= 2100 else None
