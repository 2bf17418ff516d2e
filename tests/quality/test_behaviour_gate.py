"""The behavioural suite of sentiment: a floor for all of it and one for each capability."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT

FLOORS = Path(__file__).parent / "behaviour_floors.json"
CASES = ROOT / "corpora" / "sentiment" / "behaviour.csv"


def floors() -> dict:
    return json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def passed() -> dict[str, float]:
    """Share of the cases that hold, by capability and under "all"."""
    from feedback import evaluation
    from feedback.settings import Settings

    found = evaluation.behaviour(CASES, Settings())
    shares = {name: 1 - part["failures"] for name, part in found["by_capability"].items()}
    return shares | {"all": 1 - found["failures"]}


@pytest.mark.slow
@pytest.mark.parametrize("name", floors())
def test_the_floor_holds(name, passed):
    assert passed[name] >= floors()[name]["floor"], f"{name} fell to {passed[name]:.3f}"


@pytest.mark.slow
def test_every_capability_has_a_floor(passed):
    assert set(floors()) == set(passed)
