"""Progress that rooms report and people see: bars on a terminal, plain lines elsewhere."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TextIO

Advance = Callable[[int], None]
"""Call it with the number of items just done."""


class Progress(Protocol):
    """What a room needs to say how far it is."""

    def stage(self, name: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """Open a stage called `name` of `total` items (None: unknown)."""
        ...


class Silent:
    """Reports nothing: the default for library use and tests."""

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:  # noqa: ARG002
        """Do nothing for the stage."""
        yield lambda _n: None


class PlainLines:
    """One line when a stage ends, with its item count and seconds; for logs and pipes."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Write a line at the start of a stage and one at its end."""
        started = time.perf_counter()
        items = "" if total is None else f" ({total})"
        print(f"{name}{items} …", file=self._stream, flush=True)
        yield lambda _n: None
        print(
            f"{name} done in {time.perf_counter() - started:.1f} s", file=self._stream, flush=True
        )


class Bars:
    """A bar per stage on a terminal."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(stderr=True)

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Show a live bar for the stage; it stays on screen when the stage is done."""
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as RichProgress

        columns = (
            TextColumn("{task.description:<24}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with RichProgress(*columns, console=self._console) as bars:
            task = bars.add_task(name, total=total)
            yield lambda n: bars.update(task, advance=n)
            done = bars.tasks[0].total or 1
            bars.update(task, total=done, completed=done)


class JsonLines:
    """One line of JSON per step, `stage`, `done` and `total`, for the program that started us."""

    _EVERY = 0.2  # seconds between two lines of one stage

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """Write a line at the start of a stage, on the way, and at its end."""
        done, last = 0, time.monotonic()
        self._say(name, 0, total)

        def advance(n: int) -> None:
            nonlocal done, last
            done += n
            if time.monotonic() - last > self._EVERY:
                last = time.monotonic()
                self._say(name, done, total)

        yield advance
        self._say(name, total or done, total)

    def _say(self, name: str, done: int, total: int | None) -> None:
        line = json.dumps({"stage": name, "done": done, "total": total})
        print(line, file=self._stream, flush=True)


SILENT: Progress = Silent()


def for_stream(stream: TextIO | None = None) -> Progress:
    """Choose bars for a terminal, plain lines elsewhere, JSON for `FEEDBACK_PROGRESS=json`."""
    stream = stream or sys.stderr
    if os.environ.get("FEEDBACK_PROGRESS") == "json":
        return JsonLines(stream)
    return Bars() if stream.isatty() else PlainLines(stream)
