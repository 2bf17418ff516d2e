"""A person who asks to be forgotten is gone from every file of the workspace."""

import json
import shutil

import pandas as pd
import pytest

from feedback import curation
from feedback.encoders.shards import text_key
from feedback.errors import WorkspaceError
from feedback.sentiment import as_read
from feedback.store import Store
from feedback.workspace import Workspace

MONTH = "2026-09"


@pytest.fixture
def workspace(demo_runs, tmp_path):
    shutil.copytree(demo_runs.workspace.root, tmp_path / "workspace")
    return Workspace(tmp_path / "workspace")


def holding(workspace, *needles):
    """Every file that holds one of the byte strings."""
    return [
        (path.relative_to(workspace.root).as_posix(), needle)
        for path in workspace.root.rglob("*")
        if path.is_file()
        for needle in needles
        if needle in path.read_bytes()
    ]


def test_no_file_of_the_workspace_holds_the_erased(workspace, feedback):
    responses = Store.open(workspace.store_uri).load(MONTH).responses
    told = responses[(responses["comment"].str.len() > 80) & ~responses["is_filler"]]
    alone = told[~told["comment"].duplicated(keep=False)].iloc[3]
    name, comment = alone["response_id"], alone["comment"]
    words = [comment.encode(), json.dumps(comment)[1:-1].encode(), name.encode()]
    words.append(text_key(comment))
    assert len(holding(workspace, *words)) > 3  # what is looked for below can be found
    asked = curation.erase_respondent(workspace, name, dry_run=True)
    assert asked.responses == {MONTH: [name]}
    assert holding(workspace, name.encode())
    kept = curation.Kept("Un thème", "A theme", (f"{MONTH}/{name}.000",))
    curation.keep_theme(workspace, kept)
    called = feedback("store", "delete", "--respondent", name, "--workspace", workspace.root)
    assert called.status == 0, called.err
    assert MONTH in called.out
    assert holding(workspace, *words) == []
    assert curation.verify(workspace).problems == ()
    seed = Store.open(workspace.store_uri).edits()[-1].edit["seeds"][0]
    assert seed["examples"] == []
    told = pd.read_csv(workspace.report_dir(MONTH) / "responses.csv")
    assert len(told) == len(responses) - 1


def test_vectors_go_in_every_form_that_was_read(workspace):
    responses = Store.open(workspace.store_uri).load(MONTH).responses
    read = responses["comment"].map(as_read)
    alone = ~read.duplicated(keep=False) & ~responses["comment"].duplicated(keep=False)
    row = responses[alone & read.ne(responses["comment"]) & ~responses["is_filler"]].iloc[0]
    keys = [text_key(as_read(row["comment"]))]
    assert holding(workspace, *keys)
    curation.erase_respondent(workspace, row["response_id"])
    assert holding(workspace, *keys) == []


def test_a_stranger_is_one_line(workspace, feedback):
    called = feedback("store", "delete", "--respondent", "nobody", "-w", workspace.root)
    assert called.status == 1
    assert "no answer of that respondent" in called.err
    assert "\n" not in called.err.strip()


def test_the_store_is_compacted_checked_and_taken_away(workspace, feedback, tmp_path):
    sizes = json.loads(feedback("store", "compact", "-w", workspace.root, "--json").out)
    assert sizes["bytes_after"] <= sizes["bytes_before"]
    checked = json.loads(feedback("store", "verify", "-w", workspace.root, "--json").out)
    assert checked["ok"]
    assert feedback("store", "export", tmp_path / "out", "-w", workspace.root).status == 0
    assert (tmp_path / "out" / "segments.parquet").is_file()
    shutil.rmtree(workspace.report_dir(MONTH))
    missing = feedback("store", "verify", "-w", workspace.root)
    assert missing.status == 1
    assert "its report is missing" in missing.out


def test_python_searches_as_the_command_line_does(workspace, feedback):
    found = workspace.search("l'export Excel", band="low", limit=5)
    said = json.loads(
        feedback(
            "search",
            "l'export Excel",
            "--band",
            "low",
            "--limit",
            5,
            "-w",
            workspace.root,
            "--json",
        ).out
    )
    assert found["response_id"].tolist() == [row["response_id"] for row in said["results"]]
    with pytest.raises(Exception, match="no filter 'bnad'"):
        workspace.search("export", bnad="low")
    with pytest.raises(WorkspaceError, match="nothing has been run"):
        Workspace(workspace.root / "elsewhere").search("export")
