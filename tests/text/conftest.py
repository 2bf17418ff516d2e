"""The labelled sets of the text room."""

import csv
from pathlib import Path

import pytest

CORPORA = Path(__file__).parent.parent.parent / "corpora" / "text"


def labelled(name: str) -> list[dict[str, str]]:
    with (CORPORA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="session")
def labelled_fillers() -> list[dict[str, str]]:
    return labelled("fillers.csv")


@pytest.fixture(scope="session")
def labelled_personal_data() -> list[dict[str, str]]:
    return labelled("personal_data.csv")
