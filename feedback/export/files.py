"""Files that appear whole or not at all, and text that other programs can swallow."""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from feedback.errors import FeedbackError, WorkspaceError

# What XML 1.0 cannot hold: control characters but tab, line feed and return; lone surrogates;
# the two non-characters at the end of the basic plane.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What a spreadsheet computes when it opens a csv: "=" and anything, or a sign followed by a call,
# a reference to another program (DDE) or a sum. "- too dear", "@user" and "+1" are words.
_FORMULA = re.compile(
    r"[\s]*(?:[=\uff1d]|[+\-@\uff0b\uff0d\uff20](?=[=+\-@]*[\w.]*\(|.*\|.*!|[\d.]+[+\-*/^&=]))",
    re.DOTALL,
)


def without_controls(text: str) -> str:
    """Return `text` without the characters that XML, and with it Excel and PowerPoint, refuse."""
    return _ILLEGAL.sub("", text)


def blank_controls(text: str) -> str:
    """Return `text` with those characters replaced one for one, so that offsets stay true."""
    return _ILLEGAL.sub(" ", text)


def disarmed(text: str) -> str:
    """Return `text` so that a spreadsheet that opens the csv file runs nothing.

    A cell that would be computed gets an apostrophe in front, as OWASP advises against csv
    injection; the spreadsheet then shows it as text. A comment that merely begins with a dash or
    an at sign stays as it is: offsets into it must hold.
    """
    return f"'{text}" if _FORMULA.match(text) else text


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a temporary file beside `target` that takes its place if no error comes out.

    Raises:
        WorkspaceError: The folder cannot be made or written, or the disk is full.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    with clear_disk_errors(target):
        if target.is_dir():
            raise IsADirectoryError(None, "this is a folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield fresh
            fresh.replace(target)
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)


@contextlib.contextmanager
def clear_disk_errors(target: Path) -> Iterator[None]:
    """Turn an error of the disk into one clear line.

    Raises:
        WorkspaceError: In place of an `OSError`.
    """
    try:
        yield
    except FeedbackError:
        raise
    except OSError as error:
        raise WorkspaceError(
            f"cannot write: {error.strerror or error}",
            where=str(target),
            todo="Choose another place, or free some space",
        ) from error


def write_bytes(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with replacing(target) as fresh:
        fresh.write_bytes(content)
