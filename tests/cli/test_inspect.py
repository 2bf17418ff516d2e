"""What `feedback inspect` says of a file's words and of the order of its scores."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from feedback.assembly import look
from feedback.settings import ReadSettings
from tests.calling import Called

FRENCH = "La livraison arrive toujours en retard et personne ne répond"
ENGLISH = "The delivery is always late and nobody answers the phone"


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "avis.csv"
    rows = [
        (FRENCH, 3),
        (ENGLISH, 4),
        ("RAS", 8),
        ("El pedido no llegó nunca, muy mal", 1),
        ("", 9),
    ]
    pd.DataFrame(rows, columns=["commentaire", "note NPS"]).to_csv(path, index=False)
    return path


def test_inspect_counts_languages_and_non_answers(survey: Path) -> None:
    document = look(survey, ReadSettings()).to_dict()
    assert document["languages"] == {"fr": 2, "en": 1, "es": 1}
    assert document["non_answers"] == {"nothing": 1}
    assert document["non_answer_share"] == 0.25
    assert document["empty_comment_share"] == 0.2


def test_inspect_prints_evidence_for_a_person(
    survey: Path, feedback: Callable[..., Called]
) -> None:
    done = feedback("inspect", survey)
    assert done.status == 0
    shown = ("nps, 0 (worst) to 10 (best)", "fr 2, en 1, es 1", "25.0 % (nothing 1)", "csv, utf-8")
    for words in shown:
        assert words in done.out
    assert json.loads(feedback("inspect", survey, "--json").out)["n_rows"] == 5


def test_inspect_names_the_columns_that_are_read_as_nothing(
    tmp_path: Path, feedback: Callable[..., Called]
) -> None:
    rows = [(f"R{i}", f"CL-{i}", i, f"{FRENCH} ({i})", f"ana{i}@exemple.fr") for i in range(9)]
    path = tmp_path / "avis.csv"
    names = ["ID réponse", "N° client", "note NPS", "commentaire", "courriel"]
    pd.DataFrame(rows, columns=names).assign(vide="").to_csv(path, index=False)
    done = feedback("inspect", path)
    assert "respondent   N° client  the name says who answered" in done.out
    assert "ignored      courriel\n" in done.out
    assert "exemple.fr" not in done.out


def test_run_refuses_a_date_column_without_dates(
    survey: Path, tmp_path: Path, feedback: Callable[..., Called]
) -> None:
    done = feedback("run", survey, "--date", "commentaire", "--workspace", tmp_path / "ws")
    assert done.status == 1
    assert 'no cell of column "commentaire" holds a date' in done.err


@pytest.mark.shared
def test_scores_a_row_off_are_said(shared: Path, tmp_path: Path) -> None:
    survey = pd.read_csv(shared / "nps" / "telco_en.csv").head(600)
    survey["NPS_SCORE"] = survey["NPS_SCORE"].shift(1)
    survey.drop(columns="NPS_RATING", errors="ignore").to_csv(tmp_path / "off.csv", index=False)
    problems = look(tmp_path / "off.csv", ReadSettings()).to_dict()["problems"]
    assert any("shifted by one row" in problem for problem in problems)


@pytest.mark.shared
def test_whole_files_are_not_called_shifted(shared: Path) -> None:
    for name in ("nps/telco_en.csv", "stars/insurance_fr.csv", "stars/drug_reviews_en.csv"):
        problems = look(shared / name, ReadSettings()).to_dict()["problems"]
        assert not any("shifted" in problem for problem in problems)
