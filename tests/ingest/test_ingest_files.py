"""Workbooks, survey tools, folders, and everything that must be refused in one line."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from feedback.errors import FeedbackError, InputError
from feedback.ingest import Reading
from feedback.settings import ReadSettings

Write = Callable[..., Path]
Load = Callable[..., Reading]

FRAME = pd.DataFrame(
    {
        "Date": pd.to_datetime(["2024-02-01", "2024-02-13", "2024-02-20"]),
        "Note": [8.0, 3.0, 10.0],
        "Commentaire": [
            "un très bon suivi du dossier",
            "deux = 1+1, je ne ris pas",
            "au top",
        ],
    }
)


def _qualtrics() -> str:
    return (
        "StartDate,ResponseId,Q1_NPS,Q2\n"
        'Start Date,Response ID,"How likely are you to recommend us?",'
        '"What is the main reason for your score?"\n'
        '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}",'
        '"{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}"\n'
        "2024-03-01 10:00:00,R_a1,9,The onboarding was quick and friendly\n"
        "2024-03-02 10:00:00,R_b2,2,It broke twice and nobody called me back\n"
        "2024-03-03 10:00:00,R_c3,7,\n"
    )


def _surveymonkey() -> str:
    return (
        'Respondent ID,"Would you recommend us, and why?10 - sure, 1 - never",,'
        '"What should we do next?",Which offices do you use?,\n'
        ",Response,Why?,Open-Ended Response,Lyon,Nantes\n"
        "11,10,Because the team listens to us,More training in the evening,Lyon,\n"
        "12,2,It takes too long to get an answer,Hire people for the phone,,Nantes\n"
        "13,8,,,Lyon,Nantes\n"
    )


def test_qualtrics_headers_are_known_by_their_shape(write: Write, load: Load) -> None:
    reading = load(write("export.csv", _qualtrics()))
    assert reading.sources[0].layout == "qualtrics"
    assert reading.sources[0].n_rows == 3
    responses = reading.responses.set_index("respondent_id")
    assert responses.loc["R_a1", "question"] == "What is the main reason for your score?"
    assert responses["score"].to_dict() == {"R_a1": 9, "R_b2": 2, "R_c3": 7}
    assert set(responses["scale"]) == {"nps"}


def test_surveymonkey_headers_are_known_by_their_shape(write: Write, load: Load) -> None:
    reading = load(write("export.csv", _surveymonkey()))
    assert reading.sources[0].layout == "surveymonkey"
    texts = [guess.name for guess in reading.sources[0].columns if guess.role == "text"]
    assert texts == [
        "Would you recommend us, and why?10 - sure, 1 - never — Why?",
        "What should we do next?",
    ]
    assert len(reading.responses) == 5
    assert reading.responses["scale_low"].unique().tolist() == [1]


def test_xlsx_gives_the_same_as_its_csv(tmp_path: Path, load: Load) -> None:
    FRAME.to_excel(tmp_path / "a.xlsx", index=False)
    FRAME.to_csv(tmp_path / "a.csv", index=False)
    from_xlsx, from_csv = load(tmp_path / "a.xlsx").responses, load(tmp_path / "a.csv").responses
    columns = ["comment", "score", "date", "scale"]
    ordered = [
        frame[columns].sort_values("comment", ignore_index=True) for frame in (from_xlsx, from_csv)
    ]
    pd.testing.assert_frame_equal(*ordered)


def test_parquet_and_json_lines(tmp_path: Path, write: Write, load: Load) -> None:
    FRAME.to_parquet(tmp_path / "a.parquet")
    assert sorted(load(tmp_path / "a.parquet").responses["score"]) == [3, 8, 10]
    lines = FRAME.to_json(orient="records", lines=True, date_format="iso", force_ascii=False)
    reading = load(
        write("a.jsonl", lines + 'pas du json\n{"Commentaire": "\\ud83d coupé en deux"}\n')
    )
    assert len(reading.responses) == 4
    assert reading.left_out["reason"].tolist() == ["is not a JSON object"]


def test_sheets_that_hold_no_answers_are_listed(tmp_path: Path, load: Load) -> None:
    with pd.ExcelWriter(tmp_path / "a.xlsx") as book:
        pd.DataFrame({"code": range(30), "n": range(30)}).to_excel(book, sheet_name="codes")
        FRAME.to_excel(book, sheet_name="avis", index=False)
    reading = load(tmp_path / "a.xlsx")
    assert len(reading.responses) == 3
    assert reading.left_out[["file", "row"]].to_numpy().tolist() == [["a.xlsx [codes]", 0]]


def test_a_folder_is_read_and_what_is_no_feedback_listed(write: Write, load: Load) -> None:
    write("lot/b/avril.csv", "avis,nps\nje suis ravi de ce service,9\nbof et trop cher,4\n")
    write("lot/a.md", "# Entretien\n\nQ: Que pensez-vous du prix ?\nR: Il est trop élevé.\n")
    write("lot/logo.png", b"\x89PNG\r\n")
    write("lot/vide.csv", "")
    write("lot/.cache", "x")
    reading = load(write("lot/z.txt", "").parent)
    assert len(reading.responses) == 3
    assert reading.left_out["file"].tolist() == ["logo.png", "vide.csv", "z.txt"]
    assert set(reading.left_out["row"]) == {0}
    assert "files-skipped" in {notice.code for notice in reading.notices}


def test_a_column_named_for_one_file_does_not_break_another(write: Write, load: Load) -> None:
    one = write("a.csv", "avis,note\nle suivi est sérieux et rapide,5\nc’est trop lent,1\n")
    two = write("b.csv", "texte,note\nla notice est illisible et fausse,2\ntout va bien,5\n")
    assert len(load(one, two, text=("texte",)).responses) == 4


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\n\n \n", "empty"),
        ("a.csv", b"avis,note\n", "a header and no rows"),
        ("a.csv", _zip({"x": b"y"}), "a zip or Office file under the name"),
        ("a.csv", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("a.csv", bytes(range(256)) * 30, "not a text file"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 100, "damaged"),
        ("a.xlsx", _zip({"x": b"y"}), "damaged"),
        ("a.docx", _zip({"x": b"y"}), "damaged"),
        ("a.docx", b"nope", "damaged"),
        ("a.parquet", b"PAR1nope", "damaged"),
        ("a.vtt", b"", "empty"),
        ("a.vtt", b"bonjour", "not a valid vtt"),
        ("a.vtt", b"WEBVTT\n\n", "no spoken line"),
        ("a.xls", b"x", "damaged"),
        ("a.por", b"x", "save it from SPSS|Save it from SPSS"),
        ("a.jsonl", b"[1, 2]", "no JSON objects"),
        ("a.json", b"[{", "not valid JSON"),
        ("a.exe", b"x", "not read"),
    ],
)
def test_bad_files_are_refused_in_one_line(
    write: Write, load: Load, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        load(write(name, content))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{name}: ")
    assert caught.value.todo


def test_a_zip_bomb_is_not_opened(write: Write, load: Load) -> None:
    bomb = _zip({"xl/worksheets/sheet1.xml": b"0" * 120_000_000})
    with pytest.raises(InputError, match="times its size: not opened"):
        load(write("a.xlsx", bomb))


def test_missing_empty_and_oversized_paths(tmp_path: Path, write: Write, load: Load) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "absent.csv")
    (tmp_path / "vide").mkdir()
    with pytest.raises(InputError, match="the folder is empty"):
        load(tmp_path / "vide")
    with pytest.raises(InputError, match="over the limit"):
        load(write("a.csv", "avis\nune phrase\n"), max_file_bytes=5)
    write("rien/x.bin", b"x")
    with pytest.raises(InputError, match="no file holds feedback"):
        load(tmp_path / "rien")
    with pytest.raises(InputError, match="no file was given"):
        load()


def test_a_scale_that_does_not_exist_is_refused_before_reading(tmp_path: Path, load: Load) -> None:
    with pytest.raises(FeedbackError, match="unknown scale"):
        load(tmp_path / "absent.csv", scale="pouces")


def test_settings_limits_have_defaults_that_hold_ten_megabytes_back() -> None:
    assert ReadSettings().max_cell_chars < 10_000_000
