"""A file that was brought and not run does not stay."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from feedback.web.jobs import Desk
from feedback.web.server import build_app
from feedback.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def reader() -> Iterator[int]:
    """The number of a process that lives."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        yield process.pid
        process.kill()


def brought(workspace: Workspace, minutes: float = 0, pid: int | None = None) -> Path:
    folder = workspace.hidden / "uploads" / Desk(workspace).keep("a.csv", BytesIO(b"avis"))
    if pid is not None:
        (folder / "reader").write_text(str(pid))
    then = time.time() - 60 * minutes
    os.utime(folder, (then, then))
    return folder


def client_of(workspace: Workspace) -> TestClient:
    return TestClient(build_app(workspace), base_url="http://127.0.0.1")


def test_what_a_server_left_goes_when_the_next_one_starts(
    workspace: Workspace, reader: int
) -> None:
    left, read = brought(workspace), brought(workspace, pid=reader)
    gone = brought(workspace, pid=2**22 + 1)
    with client_of(workspace):
        assert not left.exists()
        assert not gone.exists()
        assert read.exists()


def test_what_nobody_ran_goes_with_the_server(workspace: Workspace) -> None:
    with client_of(workspace):
        folder = brought(workspace)
        assert folder.exists()
    assert not folder.exists()


def test_any_request_removes_what_is_an_hour_old(workspace: Workspace, reader: int) -> None:
    client = client_of(workspace)
    new, read = brought(workspace, 5), brought(workspace, 61, reader)
    old = brought(workspace, 61)
    client.get("/static/none.css")
    assert (old.exists(), new.exists(), read.exists()) == (False, True, True)


def test_files_are_looked_for_once_a_minute(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(workspace)
    desk.sweep()
    old = brought(workspace, 61)
    desk.sweep()
    assert old.exists()
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    desk.sweep()
    assert not old.exists()
