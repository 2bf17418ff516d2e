"""Bad input: one clear line and exit 1, or a warning and the rest of the work done."""

import errno
import json

import pandas as pd
import pytest

BROKEN = {
    "missing.csv": None,
    "empty.csv": b"",
    "header_only.csv": b"score,comment\n",
    "binary.csv": bytes((k * k * 31 + k // 7) % 256 for k in range(4_000)),
    "no_text.csv": b"score,plan\n" + b"9,Team\n3,Solo\n" * 30,
    "truncated.xlsx": b"PK\x03\x04 this is no workbook",
    "nothing.vtt": b"",
    "notes.docx": b"not a zip at all",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_is_one_line_and_exit_1(name, feedback, tmp_path):
    path = tmp_path / name
    if BROKEN[name] is not None:
        path.write_bytes(BROKEN[name])
    called = feedback("run", path, "--workspace", tmp_path / "workspace")
    assert called.status == 1
    lines = [line for line in called.err.splitlines() if line.startswith("feedback: ")]
    assert len(lines) == 1
    assert name in lines[0]
    assert "Traceback" not in called.err
    assert not list((tmp_path / "workspace").glob("reports/*"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--score", "note"], "score"),
        (["--scale", "stars of hope"], "scale"),
        (["--batch", "../outside"], "batch"),
        (["--report-language", "de"], "fr, en"),
    ],
)
def test_a_wrong_option_names_what_is_there(words, said, feedback, tmp_path):
    path = tmp_path / "fine.csv"
    path.write_text("score,comment\n9,Great help from support\n2,Too slow for us\n")
    called = feedback("run", path, *words, "--workspace", tmp_path / "workspace")
    assert called.status == 1
    assert said in called.err
    assert len(called.err.strip().splitlines()[-1]) < 400


def test_an_encoder_that_is_not_here_is_said_at_once(feedback, tmp_path):
    path = tmp_path / "fine.csv"
    path.write_text("score,comment\n9,Great help from support\n2,Too slow for us\n")
    called = feedback("run", path, "--encoder", "nobody/nothing", "-w", tmp_path / "workspace")
    assert called.status == 1
    assert "nobody/nothing" in called.err


@pytest.fixture(scope="module")
def odd_run(tmp_path_factory):
    """Three answers with a wrong score, a wrong date, a huge cell, and an empty row."""
    from pathlib import Path

    from feedback import pipeline
    from feedback.settings import Settings, override
    from feedback.workspace import Workspace

    folder: Path = tmp_path_factory.mktemp("odd")
    rows = [
        ("9", "2026-10-01", "Le support répond vite, merci à toute l’équipe."),
        ("14", "2026-10-02", "Les exports perdent des lignes depuis la mise à jour."),
        (
            "3",
            "le jour d’après",
            '=HYPERLINK("http://x") <script>alert(1)</script> c’est trop cher pour nous',
        ),
        ("5", "2026-10-03", "x" * 10_000_000),
        ("", "", ""),
    ]
    frame = pd.DataFrame(rows, columns=["score", "date", "comment"])
    path = folder / "odd.csv"
    frame.to_csv(path, index=False)
    workspace = Workspace(folder / "workspace")
    settings = override(Settings(), "mapping", scale="nps", text=("comment",), date="date")
    return pipeline.run(workspace, [path], "odd", settings)


def test_what_can_be_done_is_done_with_three_answers(odd_run):
    responses = odd_run.frames.responses
    assert len(responses) == 3 + (responses["comment"] == "").sum()
    assert "too-few-for-themes" in {notice.code for notice in odd_run.notices}
    assert "Le support répond vite" in odd_run.report_path.read_text(encoding="utf-8")


def test_everything_left_out_is_counted_and_listed(odd_run):
    manifest = json.loads((odd_run.report_path.parent / "manifest.json").read_text())
    rows = manifest["left_out"]["rows"]
    assert {(row["row"], row["column"]) for row in rows} >= {(2, "score"), (3, "date")}
    assert {row["row"] for row in rows} >= {2, 3, 4, 5}
    assert sum(manifest["left_out"]["counts"].values()) == len(rows)


def test_a_hostile_comment_stays_text(odd_run):
    page = odd_run.report_path.read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page


def test_one_language_only_is_fine(odd_run):
    assert set(odd_run.frames.responses["language"].dropna()) == {"fr"}


def test_a_full_disk_is_one_line_and_the_old_report_stays(
    feedback, demo_runs, tmp_path, monkeypatch
):
    import shutil

    copied = tmp_path / "workspace"
    shutil.copytree(demo_runs.workspace.root, copied)
    before = (copied / "reports" / "2026-08" / "index.html").read_bytes()

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device", "themes.csv")

    monkeypatch.setattr("feedback.export.write_tables", full)
    called = feedback("report", "--batch", "2026-08", "-w", copied)
    assert called.status == 1
    assert "No space left on device" in called.err
    assert (copied / "reports" / "2026-08" / "index.html").read_bytes() == before


def test_a_workspace_that_cannot_be_written_is_one_line(feedback, tmp_path):
    place = tmp_path / "occupied"
    place.write_text("a file stands here")
    path = tmp_path / "fine.csv"
    path.write_text("score,comment\n9,Great help from support\n2,Too slow for us\n")
    called = feedback("run", path, "--workspace", place)
    assert called.status == 1
    assert "occupied" in called.err


@pytest.mark.parametrize("words", [["search", "x"], ["themes", "list"], ["metrics"]])
def test_a_workspace_without_a_run_says_what_to_do(words, feedback, tmp_path):
    called = feedback(*words, "--workspace", tmp_path)
    assert called.status == 1
    assert "feedback run" in called.err
    assert called.out == ""
    assert not list(tmp_path.iterdir())
