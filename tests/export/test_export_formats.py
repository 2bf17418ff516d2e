import csv
import dataclasses
import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from feedback.errors import FeedbackError, WorkspaceError
from feedback.export import KINDS, export, write_tables
from feedback.export.codebook_text import escaped
from feedback.export.files import disarmed
from feedback.export.tables import theme_tones
from tests.export.export_samples import HOSTILE, empty_batch, hostile_batch, shuffled

NAMES = {
    "xlsx": "out.xlsx",
    "csv": "tables",
    "parquet": "columns",
    "json": "out.json",
    "pptx": "out.pptx",
    "refi-qda": "out.qdpx",
    "iramuteq": "out.txt",
    "codebook": "out.md",
}
FRAMES = ("responses", "segments", "assignments", "themes", "theme_bands", "anomalies")


def contents(path):
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}


def test_every_kind_has_a_name_here():
    assert set(KINDS) == set(NAMES)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_batch_exports_too(tmp_path, kind):
    out = tmp_path / NAMES[kind]
    assert export(empty_batch(), kind, out) == out
    assert contents(out)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_in_another_order_give_the_same_bytes(tmp_path, kind):
    first, second = tmp_path / "a" / NAMES[kind], tmp_path / "b" / NAMES[kind]
    first.parent.mkdir()
    second.parent.mkdir()
    export(hostile_batch(), kind, first)
    export(shuffled(hostile_batch()), kind, second)
    assert contents(first) == contents(second)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_beside_the_result(tmp_path, kind):
    export(hostile_batch(), kind, tmp_path / NAMES[kind])
    assert [path.name for path in tmp_path.iterdir()] == [NAMES[kind]]


def test_an_unknown_kind_names_the_known_ones(tmp_path):
    with pytest.raises(FeedbackError, match=r'no format "doc".*xlsx, csv'):
        export(hostile_batch(), "doc", tmp_path / "x")


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(export(hostile_batch(), "xlsx", tmp_path / "out.xlsx"))
    wanted = ["summary", "themes", "responses", "segments", "theme_bands", "anomalies"]
    assert book.sheetnames == wanted
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    comments = {row[0].value: row[5].value for row in book["responses"].iter_rows(min_row=2)}
    assert comments["r00"] == HOSTILE[0]
    assert comments["r05"] == "bell null escape[31m and  end"
    assert comments["r11"] == "007"
    assert book["responses"].freeze_panes == "B2"
    assert book["responses"].auto_filter.ref.startswith("A1:")
    assert book["summary"]["B1"].value == "mars 2024"
    values = [cell.value for row in book["summary"].iter_rows() for cell in row]
    assert "NPS" in values
    assert -30.25 in values


def test_an_empty_comment_counts_in_no_language_of_the_summary(tmp_path):
    import openpyxl

    frames = hostile_batch()
    comments = frames.responses["comment"].where(frames.responses["response_id"] != "r01", " ")
    frames = dataclasses.replace(frames, responses=frames.responses.assign(comment=comments))
    book = openpyxl.load_workbook(export(frames, "xlsx", tmp_path / "out.xlsx"))
    facts = {row[0].value: row[1].value for row in book["summary"].iter_rows(max_row=12)}
    assert (facts["responses"], facts["language en"], facts["language fr"]) == (12, 6, 5)


def test_every_theme_has_a_column_with_the_tone_of_each_answer(tmp_path):
    import openpyxl

    frames = hostile_batch()
    tones = frames.segments["sentiment"].mask(
        frames.segments["segment_id"] == "r03.001", "positive"
    )
    frames = dataclasses.replace(frames, segments=frames.segments.assign(sentiment=tones))
    sheet = openpyxl.load_workbook(export(frames, "xlsx", tmp_path / "out.xlsx"))["responses"]
    header, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    first = header.index("+theme & t1")
    assert header[first : first + 3] == ["+theme & t1", "+theme & t2", "+theme & t3"]
    by_id = {row[0]: row[first : first + 3] for row in rows}
    assert by_id["r03"] == ["mixed", "mixed", None]
    assert by_id["r04"] == ["negative", "negative", None]
    assert sheet.conditional_formatting


def test_themes_that_share_a_name_or_a_columns_name_keep_apart(tmp_path):
    frames = hostile_batch()
    named = frames.themes.assign(name_en=["comment", "same", "same"])
    tones = theme_tones(dataclasses.replace(frames, themes=named))
    assert list(tones.columns) == ["comment (2)", "same", "same (2)"]


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tmp_path):
    import openpyxl

    frames = hostile_batch()
    long = frames.responses.assign(comment="é" * 40_000)
    frames = type(frames)(**{**vars(frames), "responses": long})
    book = openpyxl.load_workbook(export(frames, "xlsx", tmp_path / "out.xlsx"))
    value = book["responses"]["F2"].value
    assert len(value) == 32_767
    assert value.endswith("…")


def test_csv_cells_that_begin_like_a_formula_are_disarmed(tmp_path):
    folder = export(hostile_batch(), "csv", tmp_path / "tables")
    assert {path.stem for path in folder.iterdir()} == set(FRAMES)
    for file in folder.iterdir():
        raw = file.read_bytes()
        assert b"\r\n" not in raw
        for row in csv.reader(io.StringIO(raw.decode("utf-8"), newline="")):
            for cell in row:
                assert disarmed(cell) == cell


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://x")',
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "+cmd|'/C calc'!A0",
        "-2+3+cmd|'/C calc'!A0",
        "  =1+1",
        "\t=1+1",
        "+SUM(A1)",
        "\uff1d1+1",
    ],
)
def test_what_a_spreadsheet_would_compute_is_disarmed(cell):
    assert disarmed(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["- trop cher", "@user great (really)!", "+1", "-1.5", "-cher (très)", "a = b"]
)
def test_words_that_begin_with_a_sign_stay_as_they_are(cell):
    assert disarmed(cell) == cell


def test_the_report_tables_are_what_the_contract_says(tmp_path):
    write_tables(hostile_batch(), tmp_path)
    names = {"responses", "segments", "themes", "theme_bands", "anomalies"}
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.csv" for name in names}
    segments = pd.read_csv(tmp_path / "segments.csv")
    assert segments["segment_id"].is_monotonic_increasing
    assert segments["theme_id"].tolist()[:2] == ["t1", "t2"]  # a tie goes to the smaller id
    assert segments["strength"].tolist()[:2] == [0.5, 0.75]
    themes = pd.read_csv(tmp_path / "themes.csv")
    assert themes["keywords_fr"].tolist() == ["'=un; deux"] * 3
    bands = (tmp_path / "theme_bands.csv").read_text().splitlines()
    assert bands[1] == "t1,high,2,0.5,,0.0,0.05,0.0,-1.5,0.666667"
    anomalies = (tmp_path / "anomalies.csv").read_text().splitlines()
    assert anomalies[1] == "r00,score-text,0.00001,,'=raison,@reason"


def test_parquet_keeps_types_and_lists(tmp_path):
    folder = export(hostile_batch(), "parquet", tmp_path / "columns")
    frames = hostile_batch()
    responses = pd.read_parquet(folder / "responses.parquet")
    assert responses["comment"].tolist() == HOSTILE
    assert responses["date"].dtype.kind == "M"
    themes = pd.read_parquet(folder / "themes.parquet")
    assert [list(row) for row in themes["keywords_fr"]] == frames.themes["keywords_fr"].tolist()


def test_the_json_document_describes_itself(tmp_path):
    out = export(hostile_batch(), "json", tmp_path / "out.json")
    document = json.loads(out.read_text(encoding="utf-8"))
    assert (document["format"], document["version"], document["batch"]) == (
        "feedback-batch",
        1,
        "mars 2024",
    )
    for name in FRAMES:
        described = [column["name"] for column in document["schema"][name]]
        assert all(list(row) == described for row in document[name])
    assert [row["comment"] for row in document["responses"]] == HOSTILE
    assert document["responses"][0]["score"] is None
    assert document["responses"][1]["date"] == "2024-03-01T09:00:00"
    assert document["themes"][0]["keywords_fr"] == ["=un", "deux"]
    assert document["metrics"][0]["value"] == -12.5
    assert "NaN" not in out.read_text(encoding="utf-8")


def _deck(frames, path):
    from pptx import Presentation

    return Presentation(str(export(frames, "pptx", path)))


def _shapes(deck, kind):
    return [shape for slide in deck.slides for shape in slide.shapes if getattr(shape, kind)]


def test_slides_hold_native_charts_and_the_hostile_text_as_text(tmp_path):
    deck = _deck(hostile_batch(), tmp_path / "out.pptx")
    series = [[s.name for s in shape.chart.plots[0].series] for shape in _shapes(deck, "has_chart")]
    assert ["impact"] in series
    assert ["detractors", "passives", "promoters"] in series
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[0] == "mars 2024"
    assert {"Metrics", "Themes", "Anomalies"} <= set(titles)
    tables = [shape.table for shape in _shapes(deck, "has_table")]
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "-30.25 to 5" in cells
    assert HOSTILE[0] in cells
    assert all(slide.shapes.title.text for slide in deck.slides)


def test_a_chart_on_a_slide_holds_the_stored_figures(tmp_path):
    frames = hostile_batch()
    deck = _deck(frames, tmp_path / "out.pptx")
    charts = [shape.chart for shape in _shapes(deck, "has_chart")]
    bands = next(c for c in charts if len(c.plots[0].series) == 3)
    bands_of = frames.theme_bands.set_index(["theme_id", "score_band"])["share"]
    shown = {s.name: list(s.values) for s in bands.plots[0].series}
    assert shown["detractors"] == [bands_of["t1", "low"], 0.0]
    # t2 is a part of t1 and stays out; t3 names itself as its parent and has no scored answer.
    assert list(bands.plots[0].categories) == ["+theme & t1", "+theme & t3"]


def test_the_findings_of_the_report_are_the_titles_of_the_slides(tmp_path):
    frames = hostile_batch()
    said = [{"kind": k, "fr": f"<{k}> fr", "en": f"{k} en"} for k in ("page", "lead", "bands")]
    points = [
        {"batch": b, "value": v, "low": None, "high": None, "n": 1}
        for b, v in (("a", 1.5), ("b", 2))
    ]
    summary = {"findings": said, "batches": points, "metrics": [{"name": "nps"}]}
    frames.extras.update(summary=summary, language="fr")
    deck = _deck(frames, tmp_path / "out.pptx")
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[0] == "<page> fr"
    assert "<bands> fr" in titles
    lines = [s.chart for s in _shapes(deck, "has_chart") if s.chart.plots[0].categories[0] == "a"]
    assert list(lines[0].plots[0].series[0].values) == [1.5, 2.0]


def _told():
    """Return a summary as a run writes it, with what slides and workbooks take from it."""
    metric = {"name": "NPS", "label_fr": "NPS", "label_en": "NPS", "unit": "points"}
    themes = [{"theme_id": "t1", "effect": "none", "generic": True}]
    findings = [{"kind": "page", "fr": "=titre", "en": "=title"}]
    return {"findings": findings, "metrics": [metric], "themes": themes, "language": "fr"}


def test_slides_write_figures_as_the_language_does_and_name_no_generic_theme(tmp_path):
    frames = hostile_batch()
    frames.extras.update(summary=_told(), language="fr")
    deck = _deck(frames, tmp_path / "out.pptx")
    tables = [shape.table for shape in _shapes(deck, "has_table")]
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "\u221230 à 5" in cells
    assert "score text" in cells, "an unknown kind of anomaly is shown readably"
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert not [title for title in titles if "<t1>" in title]
    assert [title for title in titles if "<t3>" in title]
    impacts = next(
        s.chart for s in _shapes(deck, "has_chart") if s.chart.plots[0].series[0].name == "impact"
    )
    fill = impacts.plots[0].series[0].points[0].format.fill
    assert str(fill.fore_color.rgb) == "9AA0A6", "grey: the report found no effect"


def test_a_workbook_can_be_filtered_read_on_paper_and_holds_the_findings(tmp_path):
    import openpyxl

    frames = hostile_batch()
    frames.extras.update(summary=_told(), language="fr")
    book = openpyxl.load_workbook(export(frames, "xlsx", tmp_path / "out.xlsx"))
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        fitted = sheet.sheet_properties.pageSetUpPr
        assert bool(fitted and fitted.fitToPage) == (sheet.max_column <= 14)
        assert sheet.print_title_rows == "$1:$1"
        if sheet.title != "summary":
            assert sheet.freeze_panes == "B2"
            assert sheet.auto_filter.ref.startswith("A1:")
    found = [cell for row in book["summary"].iter_rows() for cell in row if cell.value == "=titre"]
    assert [cell.data_type for cell in found] == ["s"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "pptx"])
def test_libreoffice_opens_what_was_written(tmp_path, kind):
    out = export(hostile_batch(), kind, tmp_path / NAMES[kind])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, out]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert out.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_slides_without_python_pptx_say_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(FeedbackError, match=r"pip install 'feedback\[pptx\]'"):
        export(hostile_batch(), "pptx", tmp_path / "out.pptx")


Q = "{urn:QDA-XML:project:1.0}"


def read_project(path):
    archive = zipfile.ZipFile(path)
    root = ET.fromstring(archive.read("project.qde"))  # noqa: S314 - we wrote it
    return archive, root


def test_a_qda_project_codes_the_right_code_points(tmp_path):
    frames = hostile_batch()
    archive, root = read_project(export(frames, "refi-qda", tmp_path / "out.qdpx"))
    texts = dict(zip(frames.segments["segment_id"], frames.segments["text"], strict=True))
    themes = {code.get("guid"): code.get("name") for code in root.iter(f"{Q}Code")}
    n_seen = 0
    for source in root.iter(f"{Q}TextSource"):
        file = source.get("plainTextPath").removeprefix("internal://")
        text = archive.read(f"sources/{file}").decode("utf-8")
        for selection in source.iter(f"{Q}PlainTextSelection"):
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
            wanted = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", " ", texts[selection.get("name")])
            assert text[start:end] == wanted
            codes = [themes[ref.get("targetGUID")] for ref in selection.iter(f"{Q}CodeRef")]
            assert codes == ["+theme & t1 / =thème <t1>", "+theme & t2 / =thème <t2>"]
            n_seen += 1
    assert n_seen == len(frames.segments)


def test_ids_in_a_qda_project_are_unique_and_every_reference_leads_somewhere(tmp_path):
    _, root = read_project(export(hostile_batch(), "refi-qda", tmp_path / "out.qdpx"))
    guids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    targets = {element.get("targetGUID") for element in root.iter()} - {None}
    assert targets <= set(guids)
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", g) for g in guids)


def _cases(root):
    """Return name, sources and values of every case of a project."""
    names = {v.get("guid"): v.get("name") for v in root.iter(f"{Q}Variable")}
    sources = {s.get("guid"): s.get("name") for s in root.iter(f"{Q}TextSource")}
    return {
        case.get("name"): (
            [sources[ref.get("targetGUID")] for ref in case.iter(f"{Q}SourceRef")],
            {names[v[0].get("targetGUID")]: v[1].text for v in case.iter(f"{Q}VariableValue")},
        )
        for case in root.iter(f"{Q}Case")
    }


def test_a_qda_project_has_a_case_per_respondent_with_what_holds_for_all_answers(tmp_path):
    batch = hostile_batch()
    who = [None] * len(batch.responses)
    who[1], who[5] = "=Ann <1>", "=Ann <1>"
    frames = dataclasses.replace(batch, responses=batch.responses.assign(respondent_id=who))
    _, root = read_project(export(frames, "refi-qda", tmp_path / "out.qdpx"))
    cases = _cases(root)
    assert len(cases) == len(HOSTILE) - 1
    sources, values = cases["=Ann <1>"]
    assert sources == ["r01", "r05"]
    assert values == {"language": "fr", "sentiment": "negative", "cohort_plan": "=evil()"}
    sources, values = cases["r03"]
    assert sources == ["r03"]
    assert (values["score"], values["score_band"], values["date"]) == ("3.0", "low", "2024-03-02")
    assert "score" not in cases["r00"][1], "no score was given"


def test_a_respondent_and_a_response_of_one_name_are_two_cases(tmp_path):
    batch = hostile_batch()
    who = ["r02", *[None] * (len(batch.responses) - 1)]
    frames = dataclasses.replace(batch, responses=batch.responses.assign(respondent_id=who))
    _, root = read_project(export(frames, "refi-qda", tmp_path / "out.qdpx"))
    cases = list(root.iter(f"{Q}Case"))
    assert len({case.get("guid") for case in cases}) == len(HOSTILE)


def test_a_qda_codebook_nests_themes_and_survives_a_loop_of_parents(tmp_path):
    out = export(hostile_batch(), "refi-qda", tmp_path / "themes.qdc")
    root = ET.fromstring(out.read_bytes())  # noqa: S314 - we wrote it
    space = "{urn:QDA-XML:codebook:1.0}"
    assert root.tag == f"{space}CodeBook"
    top = root.find(f"{space}Codes").findall(f"{space}Code")
    assert [code.get("name")[-3:-1] for code in top] == ["t1", "t3"]
    assert [code.get("name")[-3:-1] for code in top[0].findall(f"{space}Code")] == ["t2"]
    assert {code.get("isCodable") for code in root.iter(f"{space}Code")} == {"true"}
    with pytest.raises(FeedbackError, match="no theme"):
        export(empty_batch(), "refi-qda", tmp_path / "none.qdc")


def test_a_retired_theme_that_codes_nothing_is_no_code_and_its_child_stands_alone(tmp_path):
    batch = hostile_batch()
    coded = batch.assignments["theme_id"] != "t1"
    frames = dataclasses.replace(
        batch,
        assignments=batch.assignments[coded],
        themes=batch.themes.assign(status=["retired", "active", "retired"]),
    )
    out = export(frames, "refi-qda", tmp_path / "themes.qdc")
    space = "{urn:QDA-XML:codebook:1.0}"
    codes = ET.fromstring(out.read_bytes()).find(f"{space}Codes")  # noqa: S314 - we wrote it
    used = {"t2", *frames.assignments["theme_id"]}
    assert {code.get("name")[-3:-1] for code in codes} == used
    assert "t1" not in used


def test_only_our_own_lines_open_a_text_of_the_iramuteq_corpus(tmp_path):
    lines = (
        export(hostile_batch(), "iramuteq", tmp_path / "out.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    headers = [line for line in lines if line.startswith("****")]
    assert len(headers) == len(HOSTILE)
    assert headers[1] == (
        "**** *batch_mars2024 *source_nps *band_mid *lang_fr *sentiment_negative *plan_evil"
    )
    assert all("*" not in line for line in lines if not line.startswith("****"))


def test_a_folder_is_filled_without_touching_other_files(tmp_path):
    (tmp_path / "mine.txt").write_text("keep me")
    export(hostile_batch(), "csv", tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "keep me"


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path, kind):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceError, match="cannot write") as refusal:
        export(hostile_batch(), kind, tmp_path / "file" / NAMES[kind])
    assert "\n" not in str(refusal.value)


def test_a_folder_for_the_export_is_made(tmp_path):
    out = tmp_path / "exports" / "batch.xlsx"
    assert export(hostile_batch(), "xlsx", out).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_is_not_there_is_refused_and_not_made(tmp_path, kind):
    with pytest.raises(WorkspaceError, match="no such folder") as refusal:
        export(hostile_batch(), kind, tmp_path / "misspelt" / "deeper" / NAMES[kind])
    assert "\n" not in str(refusal.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["json", "xlsx", "refi-qda"])
def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path, kind):
    with pytest.raises(WorkspaceError, match="this is a folder"):
        export(hostile_batch(), kind, tmp_path)


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx", "refi-qda"])
def test_a_full_disk_leaves_the_earlier_file_as_it_was(tmp_path, kind, monkeypatch):
    out = tmp_path / NAMES[kind]
    export(hostile_batch(), kind, out)
    before = contents(out)

    def full(self, target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(WorkspaceError, match="No space left on device"):
        export(empty_batch(), kind, out)
    assert contents(out) == before


def test_a_codebook_is_a_tree_of_themes_in_which_no_name_is_markup(tmp_path):
    text = export(hostile_batch(), "codebook", tmp_path / "out.md").read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        "# Codebook — mars 2024",
        "## \\+theme \\& t1",
        "### \\+theme \\& t2",
        "## \\+theme \\& t3",
    ]
    assert "- Part of: \\+theme \\& t1" in text
    assert "- 12 responses, 24 segments" in text
    assert not re.search(r"(?<!\\)<", text)


def test_a_codebook_named_qdc_is_one_and_no_file_gets_what_its_name_denies(tmp_path):
    asked = export(hostile_batch(), "codebook", tmp_path / "book.QDC")
    same = export(hostile_batch(), "refi-qda", tmp_path / "same.qdc")
    assert asked.read_bytes() == same.read_bytes()
    for name in ("book.csv", "book.xlsx"):
        with pytest.raises(FeedbackError, match=r"feedback themes export FILE\.csv"):
            export(hostile_batch(), "codebook", tmp_path / name)
        assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    "text", ["<script>x</script>", "[a](javascript:x)", "# h", "`c`", "a|b", "![](x)"]
)
def test_markdown_sees_no_markup_in_a_comment(text):
    written = escaped(text)
    assert re.sub(r"\\(.)", r"\1", written) == text
    assert not re.search(r"(?<!\\)[<\[`#|!]", written)
