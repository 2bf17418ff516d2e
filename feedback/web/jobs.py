"""Files that were brought, and the processes that read and run them.

A file keeps neither its name nor its place: it lies under a random name in the workspace until its
run ends. Whatever it does to its reader, it does to a process of its own.
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from feedback.errors import InputError, WorkspaceError
from feedback.ingest.readers import SUFFIXES
from feedback.workspace import Workspace

_INSPECT_SECONDS = 120
_KEPT_JOBS = 50
_OLD = 24 * 3600  # seconds after which a file nobody ran is removed


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
        self._processes: set[subprocess.Popen[str]] = set()

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
        self._clear_old()
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
        words = ["run", str(self._file(identity)), "--batch", batch]
        words += ["--report-language", language] if language else []
        with self._lock:
            if any(job.state == "running" for job in self._jobs.values()):
                raise WorkspaceError("another run is going on", todo="Wait for it to end")
            job = Job(secrets.token_hex(12), batch)
            self._jobs[job.identity] = job
            while len(self._jobs) > _KEPT_JOBS:
                self._jobs.popitem(last=False)
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
        self._processes.add(process)
        threading.Thread(target=self._follow, args=(job, process, identity), daemon=True).start()
        return job

    def job(self, identity: str) -> Job | None:
        """Return a job, or None."""
        return self._jobs.get(identity)

    def jobs(self) -> list[Job]:
        """Return the jobs since the start, latest first."""
        return list(reversed(self._jobs.values()))

    def stop(self) -> None:
        """End what is running; a run that is stopped changes nothing."""
        for process in list(self._processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)

    def _follow(self, job: Job, process: "subprocess.Popen[str]", identity: str) -> None:
        assert process.stderr is not None  # noqa: S101 - piped above
        for line in process.stderr:
            _read_line(job, line.strip())
        status = process.wait()
        self._processes.discard(process)
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

    def _clear_old(self) -> None:
        for folder in self._folder.glob("*"):
            if time.time() - folder.stat().st_mtime > _OLD:
                shutil.rmtree(folder, ignore_errors=True)

    def _command(self, words: list[str]) -> list[str]:
        root = str(self._workspace.root.resolve())
        return [sys.executable, "-m", "feedback", *words, "--workspace", root]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "FEEDBACK_PROGRESS": "json", "PYTHONIOENCODING": "utf-8"}


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
