"""Rows that an export holds twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedback.ingest import Reading

Write = Callable[..., Path]
Load = Callable[..., Reading]

ROWS = [f"R{i:02d},{i % 11},le dossier {i} attend depuis lundi" for i in range(24)]


def _csv(rows: list[str], head: str = "ID réponse,note,commentaire") -> str:
    return "\n".join([head, *rows]) + "\n"


def test_a_copied_row_is_left_out_and_listed_and_ids_stay(write: Write, load: Load) -> None:
    reading = load(write("a.csv", _csv([*ROWS, ROWS[3]])))
    assert reading.responses["response_id"].tolist() == [row[:3] for row in ROWS]
    assert reading.left_out[["row", "reason"]].to_dict("records") == [
        {"row": 25, "reason": "copy of an earlier row with the same id: row 4"}
    ]
    assert reading.sources[0].n_rows == 25
    assert "rows-left-out" in {notice.code for notice in reading.notices}
    plain = load(write("b.csv", _csv(ROWS)))
    assert reading.responses.equals(plain.responses)
    assert reading.sources[0].columns == plain.sources[0].columns


def test_the_order_of_the_rows_changes_nothing(write: Write, load: Load) -> None:
    rows = [*ROWS, ROWS[3], ROWS[3], ROWS[7]]
    found = load(write("a.csv", _csv([*rows[20:], *rows[19::-1]])))
    assert found.responses.equals(load(write("b.csv", _csv(rows))).responses)
    assert len(found.left_out) == 3


def test_without_an_id_equal_rows_are_two_people(write: Write, load: Load) -> None:
    rows = [row.partition(",")[2] for row in ROWS]
    reading = load(write("a.csv", _csv([*rows, rows[3]], "note,commentaire")))
    assert len(reading.responses) == 25
    assert reading.left_out.empty


@pytest.mark.parametrize("nobody", ["", "n/a", "anonyme"])
def test_an_id_that_names_nobody_makes_no_copy(write: Write, load: Load, nobody: str) -> None:
    twice = f"{nobody},9,ok"
    reading = load(write("a.csv", _csv([*ROWS, twice, twice])))
    assert len(reading.responses) == 26
    assert reading.left_out.empty


def test_one_id_with_two_contents_is_kept_twice(write: Write, load: Load) -> None:
    reading = load(write("a.csv", _csv([*ROWS, "R03,9,tout est rentré dans l’ordre"])))
    assert len(reading.responses) == 25
    assert reading.responses["response_id"].is_unique
    assert reading.left_out.empty


def test_an_id_on_two_rows_takes_no_other_rows_id(write: Write, load: Load) -> None:
    reading = load(write("a.csv", _csv([*ROWS, "R03,9,tout est rentré dans l’ordre"])))
    kept = set(reading.responses["response_id"])
    assert {row[:3] for row in ROWS} - kept == {"R03"}
    twice = reading.responses[~reading.responses["response_id"].isin([r[:3] for r in ROWS])]
    assert sorted(twice["score"]) == [3.0, 9.0]
    (notice,) = (n for n in reading.notices if n.code == "ids-repeated")
    assert "2 rows" in notice.en
    assert "2 lignes" in notice.fr


def test_customers_who_come_back_name_no_answers(write: Write, load: Load) -> None:
    rows = [f"K{i % 9},{i % 11},le dossier {i} attend depuis lundi" for i in range(24)]
    reading = load(write("a.csv", _csv(rows, "client,note,commentaire")))
    assert reading.responses["response_id"].str.startswith("r-").all()
    assert "ids-repeated" not in {notice.code for notice in reading.notices}


def test_two_files_that_count_from_one_keep_their_rows(write: Write, load: Load) -> None:
    paths = write("a.csv", _csv(ROWS)), write("b.csv", _csv(ROWS))
    assert len(load(*paths).responses) == 48
