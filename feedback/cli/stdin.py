"""`-` among the files: what comes through standard input, put into a file of the right kind."""

import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from feedback.errors import InputError

_CHUNK = 1 << 20
_INSIDE = (
    ("xl/workbook.xml", ".xlsx"),
    ("xl/workbook.bin", ".xlsb"),
    ("word/document.xml", ".docx"),
    ("content.xml", ".ods"),
)
_MAGIC = (
    (b"PAR1", ".parquet"),
    (b"$FL2", ".sav"),
    (b"$FL3", ".zsav"),
    (b"\xd0\xcf\x11\xe0", ".xls"),
    (b"WEBVTT", ".vtt"),
    (b"[", ".json"),
    (b"{", ".jsonl"),
)


@contextmanager
def files_of(paths: Sequence[Path], max_bytes: int) -> Iterator[list[Path]]:
    """Yield the paths with `-` replaced by a temporary file that goes with the block.

    Args:
        paths: Files, folders, and `-` at most once.
        max_bytes: More than this is refused.

    Raises:
        InputError: Standard input is a terminal, empty or too large.
    """
    if Path("-") not in paths:
        yield list(paths)
        return
    data = _read(max_bytes)
    with tempfile.TemporaryDirectory(prefix="feedback-") as folder:
        file = Path(folder) / f"stdin{_suffix(data)}"
        file.write_bytes(data)
        rest = [path for path in paths if path != Path("-")]
        yield [file, *rest]


def _read(max_bytes: int) -> bytes:
    if sys.stdin.isatty():
        raise InputError(
            "nothing is piped in", where="-", todo="Use it as: cat file.csv | feedback run -"
        )
    data = bytearray()
    while chunk := sys.stdin.buffer.read(_CHUNK):
        data += chunk
        if len(data) > max_bytes:
            raise InputError(
                f"holds over the limit of {max_bytes:,} bytes",
                where="standard input",
                todo="Split it, or raise max_file_bytes in [mapping]",
            )
    if not data:
        raise InputError("standard input is empty", where="-", todo="Pipe a file in")
    return bytes(data)


def _suffix(data: bytes) -> str:
    """Tell the kind of file by its first bytes; csv where they say nothing."""
    if data.startswith(b"PK\x03\x04"):
        try:
            names = set(zipfile.ZipFile(BytesIO(data)).namelist())
        except zipfile.BadZipFile:
            names = set()
        return next((suffix for name, suffix in _INSIDE if name in names), ".xlsx")
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((suffix for magic, suffix in _MAGIC if start.startswith(magic)), ".csv")
