"""Fixtures shared by all rooms' tests."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.calling import Called
from tests.demo_months import MONTHS, Demo, month_paths

# As the command line does, before anything imports torch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

ROOT = Path(__file__).parent.parent

DEMO_MONTHS = ("tests/end_to_end/", "tests/quality/test_gate.py")
"""The tests that look at the three runs of `demo_runs`."""


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Give a process whole files, and one of them all that look at the demo months.

    What a file's tests share is then made once. (`--dist loadgroup` would do the same, but the
    marks of xdist 3.8 are lost with pytest 9.2, whose node ids cannot be changed.)
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFixture(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", maxsplit=1)[0]
            return "the demo months" if file.startswith(DEMO_MONTHS) else file

    return ByFixture(config, log)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    real = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        local = self.family == socket.AF_UNIX or (
            isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1", "localhost")
        )
        if not local:
            raise AssertionError(f"a test tried to reach {address}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development corpora beside the checkout; the test is skipped without them."""
    folder = ROOT.parent / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip("the development corpora are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def demo() -> Path:
    """The bundled demo corpus."""
    return ROOT / "corpora" / "demo"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium; the test is skipped without one."""
    import shutil

    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("no Chromium is installed")


@pytest.fixture(scope="session")
def demo_runs(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Demo:
    """The three demo months in one workspace, run once for all tests that look at the result."""
    from feedback import pipeline
    from feedback.workspace import Workspace

    workspace = Workspace(tmp_path_factory.mktemp("demo"))
    months = {month: pipeline.run(workspace, month_paths(demo, month), month) for month in MONTHS}
    return Demo(workspace, months)


@pytest.fixture
def feedback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Called]:
    """Call `feedback` with words, as a person would from a shell, in this process."""
    from feedback.cli import main

    def call(*words: object) -> Called:
        monkeypatch.setattr(sys, "argv", ["feedback", *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            main()
        captured = capsys.readouterr()
        return Called(int(caught.value.code or 0), captured.out, captured.err)

    return call
