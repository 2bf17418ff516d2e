import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.text.clean import clean
from feedback.text.fillers import KINDS, filler_kind, fold

Rows = list[dict[str, str]]


@pytest.mark.parametrize("part", ["tune", "held_out"])
def test_non_answers_are_told_from_short_opinions(labelled_fillers: Rows, part: str) -> None:
    rows = [row for row in labelled_fillers if row["part"] == part]
    found = [filler_kind(clean(r["comment"]), r["question"] or None) is not None for r in rows]
    wanted = [bool(row["kind"]) for row in rows]
    hits = sum(f and w for f, w in zip(found, wanted, strict=True))
    assert len(rows) >= 120
    assert 2 * hits / (sum(found) + sum(wanted)) >= 0.95


def test_the_kinds_are_right(labelled_fillers: Rows) -> None:
    rows = [row for row in labelled_fillers if row["kind"]]
    right = sum(filler_kind(clean(r["comment"]), r["question"] or None) == r["kind"] for r in rows)
    assert {row["kind"] for row in rows} <= set(KINDS)
    assert right / len(rows) >= 0.95


@pytest.mark.parametrize("opinion", ["rien à redire", "no complaints", "ok", "A+", "XP", "nul"])
def test_a_short_opinion_is_an_answer(opinion: str) -> None:
    assert filler_kind(opinion) is None


@pytest.mark.parametrize(
    ("comment", "kind"),
    [("STOP", "opt_out"), ("[person]", "personal"), ("[email], [phone].", "personal")],
)
def test_what_holds_no_opinion_at_all(comment: str, kind: str) -> None:
    assert filler_kind(comment) == kind


def test_only_the_question_of_the_row_is_an_echo() -> None:
    question = "Que pensez-vous de la nouvelle facture ?"
    assert filler_kind("que pensez vous de la nouvelle facture", question) == "echo"
    assert filler_kind("que pensez vous de la nouvelle facture") is None


def test_abbreviations_fold_to_one_form() -> None:
    assert fold("R.A.S !") == fold("ras") == fold("r a s")


@given(st.text(), st.none() | st.text())
def test_any_text_has_a_kind_or_none(comment: str, question: str | None) -> None:
    assert filler_kind(comment, question) in (None, *KINDS)
