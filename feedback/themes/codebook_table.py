"""A codebook as a table, as people write it: their words for the columns, saved by their Excel."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from feedback.errors import InputError
from feedback.headers import plain

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "theme_id": ("theme id",),
    "name_fr": ("name fr", "nom fr", "nom francais", "french name", "code fr"),
    "name_en": ("name en", "nom en", "nom anglais", "english name", "code en"),
    "name": ("name", "nom", "code", "code name", "nom du code", "libelle", "label", "theme"),
    "definition": ("definition", "description"),
    "examples": ("examples", "example", "exemples", "exemple"),
    "parent": ("parent", "parent code", "code parent"),
    "status": ("status", "statut"),
}
"""What a column may be called (`headers.plain`), the surest first: beside "Code" a column "Theme"
is the heading that several codes stand under, and no name."""

_NUMBERED = re.compile(r"(?<=[a-z]) ?\d{1,2}$")  # "Example 2"
_BETWEEN_EXAMPLES = "|"


def table_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a csv with the keys of `_FIELDS` that it has, `name` left out.

    A name in one column stands in both languages; several columns of examples become one, with
    ``|`` between. Rows without anything, as Excel saves them below a table, are left out.

    Raises:
        InputError: The file cannot be read as text, or holds no name.
    """
    headers, rows = _read(path)
    columns = _columns(headers)
    if not rows or not {"name_fr", "name_en", "name"} & set(columns):
        raise InputError(
            "holds no themes",
            where=str(path),
            todo="Give it a column name_fr, name_en or name and a row per theme",
        )
    filled = [row for row in rows if any(row.values())]
    return [_fields_of(row, columns) for row in filled or rows]


def unread_columns(path: Path) -> list[str]:
    """Return the headers of a codebook's csv that `table_rows` makes nothing of, as they stand.

    Raises:
        InputError: The file cannot be read as text.
    """
    if path.suffix.lower() == ".qdc":
        return []
    headers, rows = _read(path)
    read = {header for own in _columns(headers).values() for header in own}
    return [h for h in headers if h not in read and any(row.get(h) for row in rows)]


def _columns(headers: Iterable[str]) -> dict[str, list[str]]:
    """Return the headers of each field; only examples may have more than one."""
    by_name: dict[str, list[str]] = {}
    for header in headers:
        by_name.setdefault(_NUMBERED.sub("", plain(header)), []).append(header)
    found = {}
    for field, names in _FIELDS.items():
        own = [header for name in names for header in by_name.get(name, ())]
        if own:
            found[field] = own if field == "examples" else own[:1]
    if {"name_fr", "name_en"} & set(found):
        found.pop("name", None)
    return found


def _fields_of(row: Mapping[str, str], columns: Mapping[str, list[str]]) -> dict[str, str]:
    fields = {
        field: _BETWEEN_EXAMPLES.join(row[header] for header in own if row.get(header))
        for field, own in columns.items()
    }
    name = fields.pop("name", "")
    return {"name_fr": name, "name_en": name} | fields if "name" in columns else fields


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return the headers of a csv, and its rows with what stands under each."""
    text = _decoded(path)
    first = text.partition("\n")[0]
    separator = next((mark for mark in "\t;" if mark in first), ",")
    reader = csv.DictReader(io.StringIO(text), delimiter=separator)
    rows = [
        {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        for row in reader
    ]
    return [header for header in reader.fieldnames or () if header.strip()], rows


def _decoded(path: Path) -> str:
    """Return what a csv holds, as UTF-8 or, as Excel in France saves it, in Windows-1252."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", where=str(path), todo="Give a csv or .qdc file"
        ) from error
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("is no text", where=str(path), todo="Save it as UTF-8 csv")
