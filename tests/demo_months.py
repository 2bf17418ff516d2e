"""The demo months as a CS lead would give them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
