"""The quality gate: floors measured on the demo corpus, held, and never lowered in silence."""

import json
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from tests.quality.measures import MEASURES

FOLDER = Path(__file__).parent
FLOORS = FOLDER / "floors.json"


def floors() -> dict:
    return json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def truth(demo) -> pd.DataFrame:
    return pd.read_csv(demo / "truth.csv", dtype=str, keep_default_na=False)


@pytest.mark.parametrize("name", MEASURES)
def test_the_floor_holds(name, demo_runs, truth):
    reached = MEASURES[name](demo_runs.months, truth)
    assert reached >= floors()[name]["floor"], f"{name} fell to {reached:.3f}"


def test_every_measure_has_a_floor():
    assert set(floors()) == set(MEASURES)


@pytest.mark.parametrize("file", ["floors.json", "behaviour_floors.json"])
def test_no_floor_was_lowered_without_a_reason(file):
    """Compare with the highest floor ever committed; a lower one must say why, beside it."""
    relative = (FOLDER / file).relative_to(FOLDER.parent.parent).as_posix()
    log = git("log", "--format=%H", "--", relative)
    if log is None:
        pytest.skip("no git history here")
    highest: dict[str, float] = {}
    for commit in log.split():
        earlier = json.loads(git("show", f"{commit}:{relative}") or "{}")
        for name, entry in earlier.items():
            highest[name] = max(highest.get(name, 0.0), entry["floor"])
    for name, entry in json.loads((FOLDER / file).read_text(encoding="utf-8")).items():
        if entry["floor"] < highest.get(name, 0.0):
            assert entry.get("lowered_because"), f"{name} was lowered without a reason"


def git(*words: str) -> str | None:
    root = FLOORS.parent.parent.parent
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None
