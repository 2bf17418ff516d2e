"""Files that are broken somewhere in the middle: the rest of them is read, the loss is listed."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from feedback.errors import InputError
from feedback.ingest import Reading

Write = Callable[..., Path]
Load = Callable[..., Reading]


def _rows(n: int) -> list[str]:
    lines = [f'{i % 11},"Le suivi du dossier {i} est bien trop lent, hélas"\n' for i in range(n)]
    return ["note,commentaire\n", *lines]


def test_a_quote_never_closed_at_row_40_000_costs_one_row(write: Write, load: Load) -> None:
    lines = _rows(45_000)
    lines[40_000] = '5,"une phrase jamais fermée\n'
    reading = load(write("a.csv", "".join(lines)))
    assert len(reading.responses) == 44_999
    assert reading.left_out[["row", "reason"]].to_numpy().tolist() == [
        [40_000, "a quote is opened and not closed as it should be"]
    ]


def test_ragged_rows_are_listed_and_the_rest_read(write: Write, load: Load) -> None:
    lines = [line.rstrip() + ",x,y\n" if i % 10 == 5 else line for i, line in enumerate(_rows(100))]
    reading = load(write("a.csv", "".join(lines)))
    assert len(reading.responses) == 90
    assert set(reading.left_out["reason"]) == {"has 4 cells where the header has 2"}


def test_a_score_column_that_turns_to_words_keeps_its_numbers(write: Write, load: Load) -> None:
    rows = "".join(
        f"{i % 11 if i < 45 else 'Très satisfait'},le suivi du dossier {i} est bien trop lent\n"
        for i in range(100)
    )
    reading = load(write("a.csv", "note,commentaire\n" + rows))
    assert reading.responses["score"].notna().sum() == 45
    assert len(reading.responses) == 100
    assert (reading.left_out["reason"] == "not a score that can be read").sum() == 55
    assert "scores-not-read" in {notice.code for notice in reading.notices}


def test_duplicate_column_names_are_told_apart(write: Write, load: Load) -> None:
    rows = "".join(f"{i % 11},le suivi {i} est lent,la facture {i} est fausse\n" for i in range(40))
    reading = load(write("a.csv", "note,commentaire,commentaire\n" + rows))
    texts = [guess.name for guess in reading.sources[0].columns if guess.role == "text"]
    assert texts == ["commentaire", "commentaire (2)"]
    assert len(reading.responses) == 80
    assert reading.responses["response_id"].is_unique


def test_invisible_marks_and_null_characters_do_no_harm(write: Write, load: Load) -> None:
    rows = "".join(f"{i % 11},le \u202esuivi\u202c {i} est\0 \u200flent\n" for i in range(40))
    responses = load(write("a.csv", "note,commentaire\n" + rows)).responses
    assert len(responses) == 40
    assert not responses["comment"].str.contains("\0").any()


def test_a_formula_as_comment_stays_text(write: Write, load: Load) -> None:
    rows = "".join(f'{i % 11},"=HYPERLINK(""x"";""le suivi {i} est lent"")"\n' for i in range(40))
    responses = load(write("a.csv", "note,commentaire\n" + rows)).responses
    assert responses["comment"].str.startswith("=HYPERLINK").all()


def test_a_cell_in_the_last_corner_of_a_sheet_costs_nothing(tmp_path: Path, load: Load) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["note", "commentaire"])
    for i in range(30):
        sheet.append([i % 11, f"le suivi du dossier {i} est lent"])
    sheet["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    reading = load(tmp_path / "a.xlsx")
    assert len(reading.responses) == 30


def test_rows_below_a_thousand_empty_ones_are_read_and_a_lone_cell_is_told(
    tmp_path: Path, load: Load
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["note", "commentaire"])
    for i in range(30):
        sheet.append([i % 11, f"le suivi du dossier {i} est lent"])
    for row in range(1_500, 1_510):
        sheet.cell(row, 1, 3)
        sheet.cell(row, 2, f"le dossier de la ligne {row} est perdu")
    sheet.cell(9_000, 1, "total")
    book.save(tmp_path / "a.xlsx")
    reading = load(tmp_path / "a.xlsx")
    assert len(reading.responses) == 40
    assert (reading.left_out["reason"] == "empty row").sum() == 1_499 - 31
    [notice] = [n for n in reading.notices if n.code == "cells-far-below"]
    assert "9,000" in notice.en


@pytest.mark.parametrize("suffix", ["xlsx", "xlsm", "docx", "ods", "xlsb"])
def test_a_zip_bomb_is_not_opened(write: Write, load: Load, suffix: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 120_000_000)
    with pytest.raises(InputError, match="not opened"):
        load(write(f"a.{suffix}", buffer.getvalue()))


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path, load: Load) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(2_200_000_000)  # sparse: it takes no place
    with pytest.raises(InputError, match="over the limit"):
        load(path)


def test_a_workbook_with_macros_is_read_without_them(tmp_path: Path, load: Load) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["note", "commentaire"])
    for i in range(30):
        book.active.append([i % 11, f"le suivi du dossier {i} est lent"])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 Shell Auto_Open"
    with zipfile.ZipFile(tmp_path / "a.xlsm", "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    assert len(load(tmp_path / "a.xlsm").responses) == 30
