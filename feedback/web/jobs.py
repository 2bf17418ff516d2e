"""Files that were brought, and the processes that read and run them.

A file keeps neither its name nor its place: it lies under a random name in the workspace until its
run ends. It holds people's words and names in clear, so that one nobody runs goes within the hour
and when the server starts or ends. Whatever it does to its reader, it does to a process of its own.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from feedback.errors import InputError, WorkspaceError
from feedback.ingest.readers import SUFFIXES
from feedback.workspace import Workspace

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_INSPECT_SECONDS = 120
_KEPT_JOBS = 50
_OLD = 3600  # seconds after which a file nobody ran is removed
_SWEEP = 60  # seconds between two looks for such files
_STOP_SECONDS = 5
_READER = "reader"  # beside a file that is being run: the process that reads it


@dataclass
class Job:
    """A run in a process of its own.

    Attributes:
        identity: Random name.
        batch: What it writes.
        state: ``running``, ``done`` or ``failed``.
        stage: What it is doing.
        done: Items of the stage done.
        total: Items of the stage; None where unknown.
        finished: Stages it has ended.
        line: Its last word: why it failed.
    """

    identity: str
    batch: str
    state: str = "running"
    stage: str = ""
    done: int = 0
    total: int | None = None
    finished: list[str] = field(default_factory=list)
    line: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {**self.__dict__, "finished": list(self.finished)}


class Desk:
    """The files brought to one workspace, and its runs: one at a time.

    Args:
        workspace: Where the batches go.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._swept = 0.0

    @property
    def _folder(self) -> Path:
        return self._workspace.hidden / "uploads"

    def keep(self, name: str, data: BinaryIO) -> str:
        """Store a file under a random name and return it.

        Raises:
            InputError: It is of a kind that cannot be read.
            WorkspaceError: The workspace cannot be written.
        """
        extension = Path(name).suffix.casefold()
        if extension not in SUFFIXES:
            known = ", ".join(sorted(SUFFIXES))
            raise InputError("this kind of file cannot be read", todo=f"Bring one of: {known}")
        self._workspace.prepare()
        self._clear(_OLD)
        identity = secrets.token_hex(12)
        try:
            folder = self._folder / identity
            folder.mkdir(parents=True)
            with (folder / f"upload{extension}").open("wb") as target:
                shutil.copyfileobj(data, target)
        except OSError as error:
            raise WorkspaceError(
                f"the file cannot be kept: {error.strerror or error}", todo="Free some space"
            ) from error
        return identity

    def inspect(self, identity: str) -> dict[str, Any]:
        """Return what `feedback inspect` says of a kept file.

        Raises:
            InputError: It cannot be read, or not in time.
        """
        words = ["inspect", str(self._file(identity)), "--json"]
        try:
            done = subprocess.run(  # noqa: S603 - our own program, a file name of our own
                self._command(words),
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=_INSPECT_SECONDS,
                check=False,
                env=self._environment(),
            )
        except subprocess.TimeoutExpired as error:
            raise InputError(
                "reading the file took too long", todo="Bring a smaller one"
            ) from error
        if done.returncode:
            raise InputError(_last_line(done.stderr))
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def start(self, identity: str, batch: str, language: str | None) -> Job:
        """Run a kept file as a batch and return the job.

        Raises:
            WorkspaceError: Another run is going on, or there is no such file.
        """
        file = self._file(identity)
        words = ["run", str(file), "--batch", batch]
        words += ["--report-language", language] if language else []
        with self._lock:
            if any(job.state == "running" for job in self._jobs.values()):
                raise WorkspaceError("another run is going on", todo="Wait for it to end")
            job = Job(secrets.token_hex(12), batch)
            self._jobs[job.identity] = job
            while len(self._jobs) > _KEPT_JOBS:
                self._jobs.popitem(last=False)
            os.utime(file.parent)
        process = subprocess.Popen(  # noqa: S603 - our own program, a file name of our own
            self._command(words),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=self._environment(),
            start_new_session=True,
        )
        self._processes[identity] = process
        with suppress(OSError):  # the run goes on; only another server would not know of it
            (file.parent / _READER).write_text(str(process.pid), encoding="ascii")
        threading.Thread(target=self._follow, args=(job, process, identity), daemon=True).start()
        return job

    def job(self, identity: str) -> Job | None:
        """Return a job, or None."""
        return self._jobs.get(identity)

    def jobs(self) -> list[Job]:
        """Return the jobs since the start, latest first."""
        return list(reversed(self._jobs.values()))

    def open(self) -> None:
        """Remove the files that an earlier server left, but for those a run still reads."""
        self._clear(0)

    def sweep(self) -> None:
        """Remove the files that nobody ran for an hour; looks once a minute at most."""
        now = time.monotonic()
        if now - self._swept >= _SWEEP or not self._swept:
            self._swept = now
            self._clear(_OLD)

    def stop(self) -> None:
        """End what is running and remove all files; a run that is stopped changes nothing."""
        running = dict(self._processes)
        for process in running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for identity, process in running.items():
            with suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_SECONDS)
            shutil.rmtree(self._folder / identity, ignore_errors=True)
        self._clear(0)

    def _follow(self, job: Job, process: "subprocess.Popen[str]", identity: str) -> None:
        assert process.stderr is not None  # noqa: S101 - piped above
        for line in process.stderr:
            _read_line(job, line.strip())
        status = process.wait()
        self._processes.pop(identity, None)
        job.state = "done" if status == 0 else "failed"
        if status == 0:
            job.line = ""
        elif not job.line:
            job.line = f"the run ended with status {status}"
        shutil.rmtree(self._folder / identity, ignore_errors=True)

    def _file(self, identity: str) -> Path:
        """Return a kept file by a name this desk gave: hexadecimal, so it leads nowhere else."""
        if len(identity) == 24 and set(identity) <= set("0123456789abcdef"):
            for path in (self._folder / identity).glob("upload.*"):
                return path.resolve()
        raise WorkspaceError("that file is no longer here", todo="Bring it again")

    def _clear(self, seconds: float) -> None:
        """Remove files brought longer ago than `seconds` that no process reads."""
        for folder in self._folder.glob("*"):
            with suppress(FileNotFoundError):  # another request may clear, too
                if time.time() - folder.stat().st_mtime >= seconds and not _is_read(folder):
                    shutil.rmtree(folder, ignore_errors=True)

    def _command(self, words: list[str]) -> list[str]:
        root = str(self._workspace.root.resolve())
        return [sys.executable, "-m", "feedback", *words, "--workspace", root]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "FEEDBACK_PROGRESS": "json", "PYTHONIOENCODING": "utf-8"}


class Sweep:
    """Middleware: whoever asks for anything has old files removed.

    Args:
        app: What answers.
        desk: Where the files lie.
    """

    def __init__(self, app: "ASGIApp", desk: Desk) -> None:
        self._app, self._desk = app, desk

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            self._desk.sweep()
        await self._app(scope, receive, send)


def _is_read(folder: Path) -> bool:
    """Say whether the process that reads a file is alive: a run of this server or another one."""
    try:
        os.kill(int((folder / _READER).read_text(encoding="ascii")), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _read_line(job: Job, line: str) -> None:
    try:
        said = json.loads(line)
        stage, done, total = said["stage"], int(said["done"]), said["total"]
    except (ValueError, KeyError, TypeError):
        if line.startswith("feedback: "):
            job.line = line.removeprefix("feedback: ")
        return
    if job.stage and stage != job.stage and job.stage not in job.finished:
        job.finished.append(job.stage)
    job.stage, job.done, job.total = str(stage), done, total


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    last = lines[-1] if lines else "the file cannot be read"
    return last.removeprefix("feedback: ")[:500]
