"""Reviews, edits of the codebook by two people, themes from a search, and runs of new files."""

import json
import time

import pytest

from feedback import anomalies, curation
from feedback.errors import InputError, WorkspaceError
from feedback.store import Store
from feedback.web.jobs import Desk, Job, _read_line
from feedback.web.server import build_app
from feedback.web.words import Words
from tests.web.conftest import Visitor

RENAME = {"kind": "rename", "theme_id": "t-price", "was_fr": "Prix", "was_en": "Price"}


def test_a_dismissed_anomaly_leaves_the_queue(editor):
    assert "april-r1" in editor.get("/anomalies").text
    data = {"response_id": "april-r1", "kind": "score-text", "state": "dismissed", "note": "ok"}
    assert editor.post("/anomalies/review", "/anomalies", data).status_code == 303
    page = editor.get("/anomalies").text
    assert 'role="status"' in page
    assert 'name="response_id" value="april-r1"' not in page


def test_a_new_name_goes_through_all_batches_and_can_be_taken_back(editor, copied):
    seen = editor.field("/themes/t-price", "seen")
    data = {**RENAME, "seen": seen, "name_fr": "Tarifs", "name_en": "Pricing"}
    answer = editor.post("/themes/edit", "/themes", data)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/themes#t-price"
    for batch in ("march", "april"):
        names = {row["name_en"] for row in curation.list_themes(copied, batch)}
        assert "Pricing" in names
    undo = {"seen": editor.field("/themes", "seen")}
    assert editor.post("/themes/undo", "/themes", undo).status_code == 303
    for batch in ("march", "april"):  # one action is one edit
        rows = {row["theme_id"]: row for row in curation.list_themes(copied, batch)}
        assert (rows["t-price"]["name_fr"], rows["t-price"]["name_en"]) == ("Prix", "Price")
    assert [entry["kind"] for entry in curation.edit_log(copied)] == ["rename", "undo"]
    assert "(Prix) renommé en « Tarifs »" in curation.edit_log(copied)[0]["line_fr"]
    assert "(Price) renamed to 'Pricing'" in curation.edit_log(copied)[0]["line"]


def test_the_log_of_edits_is_in_the_language_of_the_page(editor):
    data = {"kind": "pin", "theme_id": "t-price", "seen": editor.field("/themes", "seen")}
    editor.post("/themes/edit", "/themes", data)
    assert "t-price (Prix) épinglé" in editor.get("/themes?lang=fr").text
    assert "t-price (Price) pinned" in editor.get("/themes?lang=en").text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_of_anomaly_has_a_name(language):
    names = [Words(language)(kind) for kind in anomalies.KINDS]
    assert not set(names) & set(anomalies.KINDS)
    assert len(set(names)) == len(names)


def test_numbers_have_the_decimal_sign_of_the_language():
    assert Words("fr").number(7.5) == "7,5"
    assert Words("en").number(7.25, 1) == "7.2"
    assert Words("fr").number(9.0) == "9"


def test_two_people_lose_nothing_and_the_second_sees_both_edits(copied):
    app = build_app(copied)
    first, second = Visitor(app), Visitor(app)
    seen = first.field("/themes/t-price", "seen")
    done = {**RENAME, "seen": seen, "name_fr": "Tarifs", "name_en": "Price"}
    assert first.post("/themes/edit", "/themes", done).status_code == 303
    late = {**RENAME, "seen": seen, "name_fr": "Coût", "name_en": "Price"}
    page = second.post("/themes/edit", "/themes", late)
    assert page.status_code == 409
    assert "Tarifs" in page.text
    assert "Coût" in page.text
    names = {row["name_fr"] for row in curation.list_themes(copied, None)}
    assert "Tarifs" in names
    assert "Coût" not in names
    again = {**late, "seen": str(curation.codebook_version(copied))}
    assert second.post("/themes/edit", "/themes", again).status_code == 303
    assert "Coût" in {row["name_fr"] for row in curation.list_themes(copied, None)}


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "explode", "theme_id": "t-price", "seen": "0"},
        {"kind": "pin", "theme_id": "t-nothing", "seen": "0"},
        {"kind": "pin", "theme_id": "t-price", "seen": "x"},
        {"kind": "merge", "theme_id": "t-price", "target": "t-price", "seen": "0"},
        {"kind": "rename", "theme_id": "t-price", "seen": "0"},
        {"kind": "split", "theme_id": "t-price", "first": "a", "second": "", "seen": "0"},
    ],
)
def test_an_edit_that_makes_no_sense_is_one_line(editor, copied, data):
    page = editor.post("/themes/edit", "/themes", data)
    assert page.status_code == 400
    assert curation.codebook_version(copied) == 0


def test_a_search_becomes_a_theme_with_examples_and_counterexamples(editor, copied):
    page = editor.get("/search?q=export").text
    assert 'name="wrong"' in page
    shown = ["april/april-r1.000", "april/april-r2.000", "april/april-r3.000"]
    data = {
        "seen": editor.field("/themes", "seen")
        if 'name="seen"' in editor.get("/themes").text
        else 0,
        "name_fr": "Fichiers à télécharger",
        "name_en": "",
        "shown": shown,
        "wrong": shown[2:],
    }
    answer = editor.post("/themes/keep", "/search?q=export", data)
    assert answer.status_code == 303
    seed = Store.open(copied.store_uri).edits()[-1].edit["seeds"][0]
    assert seed["name_en"] == "Fichiers à télécharger"
    assert len(seed["examples"]) == 2
    assert seed["negatives"] == ["Too expensive for what it is."]
    taken = editor.post("/themes/keep", "/search?q=export", {**data, "seen": 1, "name_fr": "Prix"})
    assert taken.status_code == 400
    assert "already called" in taken.text


def test_a_file_is_looked_at_by_a_process_of_its_own_then_run(editor, copied, demo):
    content = (demo / "nps_2026-08.csv").read_bytes()
    page = editor.post(
        "/runs/upload", "/runs/new", {}, files={"file": ("../../été <b>.csv", content, "text/csv")}
    )
    assert page.status_code == 200
    assert "327" in page.text
    assert "<b>" not in page.text
    kept = list((copied.hidden / "uploads").glob("*/*"))
    assert [path.name for path in kept] == ["upload.csv"]


@pytest.mark.slow
def test_a_run_is_followed_to_its_report_and_the_file_goes(copied, tmp_path):
    rows = [f"{k % 11};Le support répond vite et bien, merci beaucoup {k}" for k in range(25)]
    data = ("score;commentaire\n" + "\n".join(rows)).encode()
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    desk = Desk(copied)
    with file.open("rb") as handle:
        identity = desk.keep("brought.csv", handle)
    job = desk.start(identity, "web", "fr")
    with pytest.raises(WorkspaceError, match="another run"):
        desk.start(identity, "web2", None)
    until = time.monotonic() + 280
    stages = set()
    while job.state == "running" and time.monotonic() < until:
        stages.add(job.stage)
        time.sleep(0.1)
    assert job.state == "done", job.line
    assert len(stages | set(job.finished)) > 2
    assert "web" in [row["batch"] for row in curation.list_batches(copied)]
    assert not list((copied.hidden / "uploads").glob("*"))


@pytest.mark.parametrize("name", ["x.exe", "x", "x.csv.sh", "x.html", ""])
def test_other_kinds_of_file_are_refused(copied, name, tmp_path):
    (tmp_path / "f").write_bytes(b"x")
    with (tmp_path / "f").open("rb") as handle, pytest.raises(InputError, match="cannot be read"):
        Desk(copied).keep(name, handle)


@pytest.mark.parametrize("identity", ["", "..", "../../etc", "0" * 24, "é" * 24, "/" * 24])
def test_only_names_that_the_desk_gave_lead_to_a_file(copied, identity):
    with pytest.raises(WorkspaceError, match="no longer here"):
        Desk(copied).start(identity, "b", None)


def test_a_file_that_cannot_be_read_is_one_line(editor):
    answer = editor.post(
        "/runs/upload", "/runs/new", {}, files={"file": ("a.xlsx", b"not a workbook", "x/y")}
    )
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_progress_is_read_from_lines_whatever_they_hold():
    job = Job("x", "b")
    for line in (
        json.dumps({"stage": "read", "done": 0, "total": 3}),
        "a warning of some library",
        json.dumps({"stage": "themes", "done": 2, "total": None}),
        json.dumps([1]),
        "feedback: the file is empty",
    ):
        _read_line(job, line)
    assert (job.stage, job.done, job.total, job.finished) == ("themes", 2, None, ["read"])
    assert job.line == "the file is empty"


def test_json_reviews_need_the_header(editor):
    path, body = "/api/anomalies/april-r1/review", {"state": "accepted"}
    assert editor.client.post(path, json=body).status_code == 403
    token = editor.get("/api/session").json()["csrf"]
    answer = editor.client.post(path, json=body, headers={"x-csrf-token": token})
    assert answer.status_code == 200
    assert "accepted" in answer.json()["line"]
