"""The demo corpus, run once for all tests that look at the result."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from feedback import pipeline
from feedback.assembly import Finished
from feedback.workspace import Workspace

MONTHS = ("2026-08", "2026-09", "2026-10")


@dataclass(frozen=True)
class Demo:
    workspace: Workspace
    months: dict[str, Finished]

    @property
    def latest(self) -> Finished:
        return self.months[MONTHS[-1]]

    def folder(self, month: str = MONTHS[-1]) -> Path:
        return self.workspace.report_dir(month)


def month_paths(demo: Path, month: str) -> list[Path]:
    """Return what a CS lead would give for one month."""
    paths = [demo / f"nps_{month}.csv"]
    if month == MONTHS[-1]:
        paths += [demo / f"survey_{month}.csv", demo / "interviews"]
    return paths


@pytest.fixture(scope="session")
def demo_runs(tmp_path_factory, demo) -> Demo:
    workspace = Workspace(tmp_path_factory.mktemp("demo"))
    months = {month: pipeline.run(workspace, month_paths(demo, month), month) for month in MONTHS}
    return Demo(workspace, months)
