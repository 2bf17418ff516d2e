"""The behavioural suite: its file, and that a failing case is counted."""

import csv
import importlib
from pathlib import Path

import pytest

from feedback import evaluation
from feedback.errors import InputError
from feedback.settings import Settings, override
from tests.conftest import ROOT
from tests.sentiment.sentiment_samples import pole_embed, pole_head

SENTENCES = ROOT / "corpora" / "sentiment"
TRAINED = ("own_train.csv", "voices_train.csv", "pairs_train.csv", "told_train.csv")


def texts(name: str, *columns: str) -> set[str]:
    with (SENTENCES / name).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {row[column].strip(" .!?").lower() for row in rows for column in columns} - {""}


@pytest.mark.parametrize("suite", ["behaviour.csv", "behaviour_blind.csv"])
@pytest.mark.parametrize("trained", TRAINED)
def test_no_case_was_trained_on(suite: str, trained: str) -> None:
    assert not texts(suite, "text", "changed") & texts(trained, "text")


@pytest.mark.parametrize("trained", TRAINED)
def test_no_answer_told_for_the_test_was_trained_on(trained: str) -> None:
    assert not texts("told_test.csv", "text") & texts(trained, "text")


def test_the_blind_cases_are_others() -> None:
    columns = ("text", "changed")
    assert not texts("behaviour_blind.csv", *columns) & texts("behaviour.csv", *columns)


def test_there_are_enough_cases_in_both_languages() -> None:
    with (SENTENCES / "behaviour.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) >= 400
    assert sum(row["language"] == "fr" for row in rows) >= 200
    assert sum(row["language"] == "en" for row in rows) >= 200
    assert all(row["changed"] for row in rows if row["expected"] in ("same", "up", "down"))


CASES = """capability,language,expected,question,text,changed
words,en,positive,,It was really good,
words,en,negative,,It was really good,
words,en,neutral,,It was plain,
sides,en,mixed,,It was good in the morning. It was bad in the evening.,
names,en,same,,Really good says Ann,Really good says Bob
names,en,same,,Really good says Ann,Really bad says Ann
moves,en,down,,It was good,It was bad
moves,en,up,,It was good,It was bad
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with a head that knows three words."""
    module = importlib.import_module("feedback.evaluation.behaviour")
    pole_head().save(tmp_path / "head", {"kind": "sentiment"})
    monkeypatch.setattr(module, "sentiment_embed", lambda *_given, **_named: pole_embed)
    return override(Settings(), "sentiment", model=str(tmp_path / "head"))


def test_each_kind_of_case_can_hold_and_fail(tmp_path: Path, toy: Settings) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(CASES, encoding="utf-8")
    found = evaluation.behaviour(path, toy)
    assert [one["case"] for one in found["failed"]] == [2, 6, 8]
    assert found["n"] == 8
    assert found["failures"] == 3 / 8
    assert found["by_capability"]["names"] == {"n": 2, "failures": 0.5}
    assert found["by_language"] == {"en": {"n": 8, "failures": 3 / 8}}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("capability,text\na,b\n", "no column 'language'"),
        (CASES.replace("down", "sideways"), "unknown expectation 'sideways'"),
    ],
)
def test_a_wrong_file_is_said(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        evaluation.behaviour(path, Settings())
