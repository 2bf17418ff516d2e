"""Refuse, before it is opened, what cannot be a feedback file."""

import hashlib
import zipfile
from pathlib import Path

from feedback.errors import InputError

MAX_UNPACKED_BYTES = 1_000_000_000
"""A workbook or document that unpacks to more is taken for a zip bomb."""
MAX_UNPACK_RATIO = 400
"""Real sheets of repeated values reach 60; bombs start in the thousands. Small files are exempt."""
_RATIO_FROM_BYTES = 50_000_000

_SIGNATURES = (
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)


def check_file(path: Path, max_bytes: int) -> None:
    """Raise for a file that is missing, empty, too large or not a file.

    Raises:
        InputError: With what to do.
    """
    where = path.name or str(path)
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise InputError("no such file", where=where, todo="Check the path") from error
    if not path.is_file():
        raise InputError("not a file", where=where, todo="Give a file or a folder of files")
    if size == 0:
        raise InputError("the file is empty", where=where, todo="Export it again")
    if size > max_bytes:
        raise InputError(
            f"the file holds {size:,} bytes, over the limit of {max_bytes:,}",
            where=where,
            todo="Split it, or raise max_file_bytes in [mapping]",
        )


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes.

    Raises:
        InputError: It cannot be read, or is a binary file under a text name.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=path.name, todo="Check its permissions"
        ) from error
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(
                f"is {kind} under the name of a text file",
                where=path.name,
                todo="Give it its own extension, or export it as csv",
            )
    return data


def check_zip(path: Path, kind: str) -> None:
    """Raise unless `path` is a zip archive of a plausible unpacked size, by its own directory.

    Raises:
        InputError: Encrypted, of the old binary format, damaged, or a zip bomb.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            f"is encrypted, or of the format before .{kind}",
            where=path.name,
            todo=f"Open it, remove the password and save it as .{kind}",
        )
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(
            f"is damaged, or not a .{kind} file", where=path.name, todo="Export it again"
        ) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError("is encrypted", where=path.name, todo="Remove the password")
    unpacked = sum(entry.file_size for entry in entries)
    ratio = unpacked / max(1, path.stat().st_size)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > _RATIO_FROM_BYTES and ratio > MAX_UNPACK_RATIO):
        raise InputError(
            f"unpacks to {unpacked:,} bytes, {ratio:,.0f} times its size: not opened",
            where=path.name,
            todo="Export the data as csv",
        )


def sha256(path: Path) -> str:
    """Return the file's sha256, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
