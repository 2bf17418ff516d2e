"""ods, SPSS, workbooks with several sheets or merged headers, old encodings, standard input."""

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pytest

from feedback.cli.stdin import files_of
from feedback.errors import InputError
from feedback.ingest import Reading
from tests.calling import Called

Write = Callable[..., Path]
Load = Callable[..., Reading]

ROWS = [
    ("Date", "Note", "Commentaire"),
    ("2024-02-01", "8", "Un très bon suivi du dossier, merci"),
    ("2024-02-13", "3", "L’export coûte « cher » et il échoue souvent"),
    ("2024-02-20", "10", "Équipe au top, réponse en une heure"),
]
CSV = "\n".join(";".join(row) for row in ROWS) + "\n"


def ods(sheets: dict[str, list[tuple[str, ...]]]) -> bytes:
    """A minimal OpenDocument spreadsheet."""
    names = ["office:1.0", "table:1.0", "text:1.0"]
    spaces = " ".join(
        f'xmlns:{n.split(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{n}"' for n in names
    )
    body = ""
    for title, rows in sheets.items():
        cells = "".join(
            "<table:table-row>"
            + "".join(
                '<table:table-cell office:value-type="string"><text:p>'
                f"{escape(cell)}</text:p></table:table-cell>"
                for cell in row
            )
            + "</table:table-row>"
            for row in rows
        )
        body += f'<table:table table:name="{title}">{cells}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'office:version="1.2"><office:body><office:spreadsheet>'
        f"{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type='
        '"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def test_ods_gives_the_same_as_its_csv(write: Write, load: Load) -> None:
    from_ods = load(write("a.ods", ods({"Feuille1": ROWS}))).responses
    pd.testing.assert_frame_equal(from_ods, load(write("a.csv", CSV)).responses)


def test_sheets_of_an_ods_are_read_one_by_one(write: Write, load: Load) -> None:
    reading = load(write("a.ods", ods({"Mars": ROWS, "Vide": [], "Avril": ROWS})))
    assert [source.file for source in reading.sources] == ["a.ods [Avril]", "a.ods [Mars]"]
    assert len(reading.responses) == 6


@pytest.mark.parametrize("name", ["a.ods", "a.xls", "a.xlsb", "a.sav"])
def test_a_damaged_file_is_one_line(write: Write, load: Load, name: str) -> None:
    with pytest.raises(InputError, match="damaged"):
        load(write(name, b"PK\x03\x04 not at all" * 30))


def spss(path: Path) -> Path:
    import pyreadstat

    frame = pd.DataFrame(
        {
            "Q1": [9.0, 2.0, 10.0, 0.0] * 10,
            "Q2": [f"Because the delivery number {i} was on time" for i in range(40)],
            "Q3": [1.0, 2.0] * 20,
        }
    )
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={
            "Q1": "How likely are you to recommend us to a friend?",
            "Q2": "Why did you give this score?",
            "Q3": "Region",
        },
        variable_value_labels={
            "Q1": {0: "Not at all likely", 10: "Extremely likely"},
            "Q3": {1: "North", 2: "South"},
        },
    )
    return path


def test_spss_keeps_questions_and_value_labels(tmp_path: Path, load: Load) -> None:
    reading = load(spss(tmp_path / "a.sav"))
    responses = reading.responses
    assert reading.sources[0].layout == "spss"
    assert set(responses["question"]) == {"Why did you give this score?"}
    assert sorted(responses["score"].unique()) == [0, 2, 9, 10]
    assert set(responses["scale"]) == {"nps"}
    assert set(responses["cohort_q3"]) == {"North", "South"}


def test_spss_scale_labels_say_which_end_is_good(tmp_path: Path, load: Load) -> None:
    import pyreadstat

    frame = pd.DataFrame(
        {
            "satisfaction": [1.0, 2.0, 3.0, 4.0, 5.0] * 8,
            "comment": [f"The answer number {i} came very late" for i in range(40)],
        }
    )
    labels = {1: "Very satisfied", 2: "Satisfied", 4: "Dissatisfied", 5: "Very dissatisfied"}
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(frame, str(path), variable_value_labels={"satisfaction": labels})
    responses = load(path).responses
    assert set(responses.loc[responses["score"] == 1, "score_band"]) == {"high"}


def test_merged_headers_are_joined(tmp_path: Path, load: Load) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Client", None, "Enquête", None, None])
    sheet.append(["Nom", "Région", "Note NPS", "Commentaire", "Date"])
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:E1")
    for i in range(12):
        sheet.append([f"C{i}", "Nord", i % 11, f"Le suivi du dossier {i} est lent", "2024-02-01"])
    book.save(tmp_path / "a.xlsx")
    reading = load(tmp_path / "a.xlsx")
    columns = {guess.role: guess.name for guess in reading.sources[0].columns}
    assert columns["text"] == "Enquête — Commentaire"
    assert columns["score"] == "Enquête — Note NPS"
    assert columns["date"] == "Enquête — Date"
    assert len(reading.responses) == 12


def test_dates_as_numbers_of_a_spreadsheet(tmp_path: Path, load: Load) -> None:
    frame = pd.DataFrame(ROWS[1:], columns=ROWS[0])
    frame["Date"] = [45323, 45335, 45342]
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    dates = load(tmp_path / "a.xlsx").responses["date"]
    assert sorted(dates.dt.strftime("%Y-%m-%d")) == ["2024-02-01", "2024-02-13", "2024-02-20"]


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_old_encodings_give_the_same_words(write: Write, load: Load, encoding: str) -> None:
    text = CSV.replace("’", "'").replace("« ", '"').replace(" »", '"').replace('"', "")
    reading = load(write("a.csv", text * 1, encoding))
    assert "Un très bon suivi du dossier, merci" in set(reading.responses["comment"])
    assert "Équipe au top, réponse en une heure" in set(reading.responses["comment"])


def test_lines_of_two_encodings_are_each_read_rightly(write: Write, load: Load) -> None:
    lines = CSV.splitlines(keepends=True)
    data = b"".join(
        line.encode("utf-8" if i % 2 else "cp1252") for i, line in enumerate([*lines, *lines[1:]])
    )
    reading = load(write("a.csv", data))
    assert set(reading.responses["comment"]) == {row[2] for row in ROWS[1:]}
    assert "mixed-encodings" in {notice.code for notice in reading.notices}


class _Piped:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)

    def isatty(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (CSV.encode(), ".csv"),
        (ods({"A": ROWS}), ".ods"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", ".vtt"),
        (b'{"comment": "so good"}\n', ".jsonl"),
    ],
)
def test_standard_input_is_known_by_its_first_bytes(
    monkeypatch: pytest.MonkeyPatch, data: bytes, suffix: str
) -> None:
    monkeypatch.setattr(sys, "stdin", _Piped(data))
    with files_of([Path("-")], 10_000) as [path]:
        assert path.suffix == suffix
        assert path.read_bytes() == data
    assert not path.exists()


def test_standard_input_is_inspected(
    monkeypatch: pytest.MonkeyPatch, feedback: Callable[..., Called]
) -> None:
    monkeypatch.setattr(sys, "stdin", _Piped(CSV.encode()))
    called = feedback("inspect", "-")
    assert called.status == 0
    assert "stdin.csv: 3 rows" in called.out


@pytest.mark.parametrize(("data", "said"), [(b"", "empty"), (b"a" * 20_000, "limit")])
def test_bad_standard_input_is_one_line(
    monkeypatch: pytest.MonkeyPatch, data: bytes, said: str
) -> None:
    monkeypatch.setattr(sys, "stdin", _Piped(data))
    with pytest.raises(InputError, match=said), files_of([Path("-")], 10_000):
        pass


def test_a_folder_is_read_whole_and_what_is_no_feedback_is_named(
    tmp_path: Path, write: Write, load: Load
) -> None:
    write("in/a.csv", CSV)
    write("in/deep/b.ods", ods({"A": ROWS}))
    spss(tmp_path / "in" / "c.sav")
    write("in/logo.png", b"\x89PNG....")
    write("in/README.md", "Nothing to see")
    write("in/.hidden.csv", CSV)
    reading = load(tmp_path / "in")
    assert [source.file for source in reading.sources] == ["a.csv", "c.sav", "deep/b.ods"]
    assert set(reading.left_out["file"]) == {"logo.png", "README.md"}
