"""`feedback inspect`: what was recognised in a file, before anything runs."""

from pathlib import Path
from typing import Annotated, Any

import typer

from feedback.cli.common import JsonOption, WorkspaceOption, finite, open_workspace, print_json, say


def inspect(
    files: Annotated[list[Path], typer.Argument(help="Files to look at.")],
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Show encoding, layout, columns, scales and problems of files, with the evidence."""
    from feedback import ingest

    settings = open_workspace(workspace).settings.mapping
    found = [finite(ingest.inspect(path, settings).to_dict()) for path in files]
    if json_:
        print_json(found[0] if len(found) == 1 else found)
        return
    for document in found:
        _show(document, 0)
        say()


def _show(value: Any, depth: int) -> None:
    pad = "  " * depth
    items = value.items() if isinstance(value, dict) else [("-", item) for item in value]
    for key, item in items:
        label = f"{pad}{key}" if key == "-" else f"{pad}{key}:"
        if isinstance(item, dict | list) and item:
            say(label)
            _show(item, depth + 1)
        elif not isinstance(item, dict | list):
            say(f"{label} {'–' if item is None else item}")
