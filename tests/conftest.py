"""Fixtures shared by all rooms' tests."""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.calling import Called
from tests.demo_months import MONTHS, Demo, month_paths

# As the command line does, before anything imports torch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

ROOT = Path(__file__).parent.parent


@pytest.hookimpl(wrapper=True)  # a wrapper comes before xdist's own hook, which reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Keep together on one process what shares dear fixtures: each file, and the demo months."""
    for item in items:
        shares_demo = "demo_runs" in getattr(item, "fixturenames", ())
        group = "demo months" if shares_demo else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
    return (yield)


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
