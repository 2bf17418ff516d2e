"""Options and output that the commands share."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from feedback.errors import SettingsError

if TYPE_CHECKING:
    from feedback.settings import Settings
    from feedback.workspace import Workspace

WorkspaceOption = Annotated[
    Path,
    typer.Option("--workspace", "-w", help="Folder with feedback.toml and .feedback/."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on standard output.")
]
BatchOption = Annotated[
    str | None, typer.Option("--batch", help="Batch name; by default the latest.")
]


class Stopped(Exception):  # noqa: N818 - no error: a person pressed Ctrl-C
    """A command was stopped by hand; the message says how things stand."""


def open_workspace(root: Path) -> "Workspace":
    """Open the workspace of a command."""
    from feedback.workspace import Workspace

    return Workspace(root)


def with_sentiment(workspace: "Workspace", settings: "Settings", head: str | None) -> "Settings":
    """Return `settings` with the sentiment head of a `--sentiment` option, if one was given."""
    from feedback.settings import override

    return workspace.with_own_head(override(settings, "sentiment", model=head))


def print_json(document: Any) -> None:
    """Write one JSON document to standard output, accents kept, NaN refused."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False, default=str)
    sys.stdout.write(text + "\n")


def say(line: str = "") -> None:
    """Write a line for a person to standard output."""
    sys.stdout.write(line + "\n")


def log(line: str) -> None:
    """Write a line to standard error, where logs and progress go."""
    sys.stderr.write(line + "\n")


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print an aligned table of plain text: no mark-up of a comment is ever interpreted."""
    lines = [[_cell(value) for value in row] for row in rows]
    widths = [
        max([len(header), *(len(line[k]) for line in lines)]) for k, header in enumerate(headers)
    ]
    for line in [list(headers), ["-" * width for width in widths], *lines]:
        cells = zip(line, widths, strict=True)
        say("  ".join(cell.ljust(width) for cell, width in cells).rstrip())


def _cell(value: object) -> str:
    if value is None or value != value:  # NaN differs from itself
        return "–"
    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    return printable(text)


def printable(text: object) -> str:
    """Return a line without control characters: a comment must not steer the terminal."""
    return "".join(char if char.isprintable() else " " for char in str(text))


def one_of(name: str, value: str | None, allowed: Sequence[str]) -> str | None:
    """Return `value` if it is allowed or None.

    Raises:
        SettingsError: It is something else.
    """
    if value is not None and value not in allowed:
        raise SettingsError(f"{value!r} is not a value of {name}", todo=f"Use {', '.join(allowed)}")
    return value


def finite(value: Any) -> Any:
    """Return `value` with every NaN replaced by None and numpy and pandas values made plain."""
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat() if value == value else None  # NaT differs from itself
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value


def records(frame: Any) -> list[dict[str, Any]]:
    """Return a frame's rows as plain dictionaries."""
    return [finite(row) for row in frame.to_dict("records")]
