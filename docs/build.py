"""Write docs/commands.md from the command line and the schema of the JSON export from the frames.

`--check` says whether both are in step.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from feedback.cli import app
from feedback.export import SCHEMA_FILE, json_schema

TARGET = Path(__file__).parent / "commands.md"
HEADER = """# Command reference

Generated from the command line by `make docs`; a check holds it in step.
Exit status: 0 done; 1 a problem with the input, said in one line; 2 bad usage.

"""


def command_paths() -> Iterator[tuple[str, ...]]:
    """Yield every command as its words: (), ("run",), ("themes",), ("themes", "list"), ..."""
    pending: list[tuple[tuple[str, ...], object]] = [((), typer.main.get_command(app))]
    while pending:
        path, command = pending.pop(0)
        yield path
        children = getattr(command, "commands", {})
        pending[:0] = [((*path, name), child) for name, child in children.items()]


def help_text(path: tuple[str, ...]) -> str:
    """Return what `feedback PATH --help` prints on a terminal of 90 columns."""
    environment = {**os.environ, "COLUMNS": "90", "TERMINAL_WIDTH": "90", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "feedback", *path, "--help"],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    return done.stdout.replace("python -m feedback", "feedback").strip()


def build() -> str:
    """Return the whole page."""
    sections = []
    for path in command_paths():
        title = " ".join(("feedback", *path))
        level = "#" * (2 + max(0, len(path) - 1))
        sections.append(f"{level} {title}\n\n```text\n{help_text(path)}\n```\n")
    return HEADER + "\n".join(sections)


def main() -> None:
    """Write the pages, or with --check exit 1 when one on disk differs."""
    schema = json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
    for target, page in ((TARGET, build()), (TARGET.with_name(SCHEMA_FILE), schema)):
        if "--check" not in sys.argv:
            target.write_text(page, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != page:
            sys.exit(f"docs/{target.name} is out of step: run `make docs`")


if __name__ == "__main__":
    main()
