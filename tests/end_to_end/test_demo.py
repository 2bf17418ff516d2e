"""The three demo months in one workspace, as `make demo` runs them."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from feedback import curation, frames, pipeline
from feedback.anomalies import KINDS
from feedback.errors import SettingsError
from feedback.settings import Settings
from feedback.store import Store
from feedback.workspace import Workspace
from tests.demo_months import month_paths

FILES = [
    *("anomalies.csv", "index.html", "manifest.json", "responses.csv", "segments.csv"),
    *("summary.json", "theme_bands.csv", "themes.csv"),
]
REPRODUCIBLE = [name for name in FILES if name != "manifest.json"]


def test_a_run_writes_the_files_of_the_contract(demo_runs):
    written = {path.name for path in demo_runs.folder().iterdir()}
    assert set(FILES) <= written
    assert {Path(name).suffix for name in written} == {".csv", ".html", ".json"}


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("responses", frames.RESPONSES),
        ("segments", frames.SEGMENTS),
        ("themes", frames.THEMES),
        ("theme_bands", frames.THEME_BANDS),
        ("anomalies", frames.ANOMALIES),
    ],
)
def test_the_tables_have_the_columns_of_the_contract(demo_runs, name, spec):
    table = pd.read_csv(demo_runs.folder() / f"{name}.csv")
    assert set(spec.names()) <= set(table.columns)
    assert len(table)


def test_every_row_of_the_files_is_an_answer_or_listed_as_left_out(demo_runs, demo):
    manifest = json.loads((demo_runs.folder("2026-08") / "manifest.json").read_text())
    rows = len(pd.read_csv(demo / "nps_2026-08.csv"))
    answers = pd.read_csv(demo_runs.folder("2026-08") / "responses.csv")
    whole_rows = [row for row in manifest["left_out"]["rows"] if row["column"] is None]
    assert len(answers) + len(whole_rows) == rows


def test_all_sources_of_a_month_are_in_one_batch(demo_runs):
    responses = demo_runs.latest.frames.responses
    assert set(responses["source"]) == {"nps", "survey", "interview"}
    assert {"nps", "csat", "ces"} <= set(responses["scale"].dropna())


def test_the_manifest_names_seed_models_settings_and_versions(demo_runs):
    manifest = json.loads((demo_runs.folder() / "manifest.json").read_text())
    assert manifest["seed"] == Settings().seed
    assert manifest["libraries"]["torch"]
    assert {model["role"] for model in manifest["models"]} >= {"themes", "features", "sentiment"}
    assert manifest["personal_data_replaced"]


def test_personal_data_of_the_corpus_is_nowhere_in_the_workspace(demo_runs, demo):
    truth = pd.read_csv(demo / "truth.csv", dtype=str).fillna("")
    pieces = {
        piece
        for cell in truth["personal_data"]
        for piece in cell.split("|")
        if "@" in piece or sum(char.isdigit() for char in piece) >= 8
    }
    assert len(pieces) >= 5
    for path in demo_runs.workspace.root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [piece for piece in pieces if piece.encode() in content], path.name


def test_themes_keep_their_ids_from_month_to_month(demo_runs):
    first, _, last = (run.frames.themes for run in demo_runs.months.values())
    alive = set(last.loc[last["n_segments"] > 0, "theme_id"])
    assert len(alive & set(first["theme_id"])) >= 0.6 * len(first)


def test_every_theme_has_a_distinct_name_in_both_languages(demo_runs):
    themes = demo_runs.latest.frames.themes
    used = themes[themes["status"] != "retired"]
    for column in ("name_fr", "name_en"):
        assert used[column].str.strip().ne("").all()
        assert used[column].str.casefold().is_unique


def test_the_store_gives_back_what_the_run_gave(demo_runs):
    store = Store.open(demo_runs.workspace.store_uri)
    assert list(store.batches()["batch"]) == list(demo_runs.months)
    loaded = store.load("2026-10")
    pd.testing.assert_frame_equal(loaded.responses, demo_runs.latest.frames.responses)


def test_the_same_batch_again_gives_the_same_bytes(demo_runs, demo, tmp_path):
    copied = tmp_path / "workspace"
    shutil.copytree(demo_runs.workspace.root, copied)
    workspace = Workspace(copied)
    before = {name: (workspace.report_dir("2026-09") / name).read_bytes() for name in REPRODUCIBLE}
    pipeline.run(workspace, month_paths(demo, "2026-09"), "2026-09")
    folder = workspace.report_dir("2026-09")
    different = [name for name in REPRODUCIBLE if (folder / name).read_bytes() != before[name]]
    assert different == []
    assert list(Store.open(workspace.store_uri).batches()["batch"]) == list(demo_runs.months)


def test_shuffled_rows_in_a_file_of_another_name_give_the_same_bytes(demo_runs, demo, tmp_path):
    rows = pd.read_csv(demo / "nps_2026-08.csv", dtype=str, keep_default_na=False)
    shuffled = tmp_path / "autre_nom.csv"
    rows.sample(frac=1, random_state=3).to_csv(shuffled, index=False)
    workspace = Workspace(tmp_path / "workspace")
    pipeline.run(workspace, [shuffled], "2026-08")
    ours, theirs = workspace.report_dir("2026-08"), demo_runs.folder("2026-08")
    different = [n for n in REPRODUCIBLE if (ours / n).read_bytes() != (theirs / n).read_bytes()]
    assert different == []


def test_a_search_in_french_finds_english_answers_too(demo_runs):
    asked = "l'export Excel ne marche plus"
    found = curation.find_text(demo_runs.workspace, asked, {"limit": 20}).to_dicts()
    assert {"fr", "en"} <= {row["language"] for row in found}
    assert any("export" in row["comment"].lower() for row in found[:3])


def test_search_filters_are_obeyed(demo_runs):
    filters = {"band": "low", "language": "en", "limit": 20}
    found = curation.find_text(demo_runs.workspace, "support", filters).to_dicts()
    assert found
    assert {row["score_band"] for row in found} == {"low"}
    assert {row["language"] for row in found} == {"en"}


def test_anomalies_are_listed_by_kind_and_a_kind_unknown_is_refused(demo_runs):
    every = curation.list_anomalies(demo_runs.workspace, None, None)
    listed = [
        row for kind in KINDS for row in curation.list_anomalies(demo_runs.workspace, None, kind)
    ]
    assert len(listed) == len(every) > 0
    with pytest.raises(SettingsError, match="near-duplicate, non-answer"):
        curation.list_anomalies(demo_runs.workspace, None, "no-such-kind")


def test_an_edit_survives_the_next_run_and_a_dismissal_too(demo_runs, demo, tmp_path):
    from feedback.themes import Edit

    copied = tmp_path / "workspace"
    shutil.copytree(demo_runs.workspace.root, copied)
    workspace = Workspace(copied)
    theme = curation.list_themes(workspace, None)[0]
    flagged = curation.list_anomalies(workspace, None, None)[0]
    curation.edit(workspace, Edit("rename", theme["theme_id"], value="Nom choisi", language="fr"))
    decision = curation.Decision("dismissed", flagged["response_id"], flagged["kind"])
    curation.review(workspace, None, decision)
    assert curation.show_theme(workspace, "Nom choisi", None, 3)["theme_id"] == theme["theme_id"]
    pipeline.run(workspace, month_paths(demo, "2026-10"), "2026-10")
    assert curation.show_theme(workspace, "Nom choisi", None, 3)["theme_id"] == theme["theme_id"]
    still = curation.list_anomalies(workspace, None, None)
    assert (flagged["response_id"], flagged["kind"]) not in {
        (row["response_id"], row["kind"]) for row in still
    }


def test_a_report_can_be_written_again_in_the_other_language(demo_runs, tmp_path):
    copied = tmp_path / "workspace"
    shutil.copytree(demo_runs.workspace.root, copied)
    page = curation.write_report_again(Workspace(copied), "2026-08", "en")
    assert '<html lang="en"' in page.read_text(encoding="utf-8")


def test_slides_of_a_stored_batch_state_what_its_report_says(demo_runs, tmp_path):
    from pptx import Presentation

    workspace = demo_runs.workspace
    out = curation.export_batch(workspace, "2026-10", "pptx", tmp_path / "out.pptx")
    said = json.loads((workspace.report_dir("2026-10") / "summary.json").read_text("utf-8"))
    titles = [slide.shapes.title.text for slide in Presentation(str(out)).slides]
    assert titles[0].split() == said["headline"][said["language"]].split()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "parquet", "json", "refi-qda", "iramuteq"])
def test_every_export_of_the_contract_writes_something(demo_runs, tmp_path, kind):
    out = curation.export_batch(demo_runs.workspace, None, kind, tmp_path / f"out.{kind}")
    assert out.exists()
    total = sum(path.stat().st_size for path in out.rglob("*")) if out.is_dir() else 0
    assert total or out.stat().st_size > 100
