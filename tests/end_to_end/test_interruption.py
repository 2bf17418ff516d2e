"""An interrupted run leaves the previous report and store as they were."""

import shutil

import pytest

from feedback import pipeline
from feedback.store import Store
from feedback.workspace import Workspace
from tests.demo_months import month_paths


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("moment", ["before the page", "before the commit"])
def test_a_run_that_dies_changes_nothing(demo_runs, demo, tmp_path, monkeypatch, moment):
    copied = tmp_path / "workspace"
    shutil.copytree(demo_runs.workspace.root, copied)
    workspace = Workspace(copied)
    before = content(workspace.report_dir("2026-09"))
    stored = Store.open(workspace.store_uri).load("2026-09").responses

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    if moment == "before the page":
        monkeypatch.setattr("feedback.report.render_html", die)
    else:
        monkeypatch.setattr(Store, "save", die)
    with pytest.raises(KeyboardInterrupt):
        pipeline.run(workspace, month_paths(demo, "2026-08"), "2026-09")
    monkeypatch.undo()
    assert content(workspace.report_dir("2026-09")) == before
    assert Store.open(workspace.store_uri).load("2026-09").responses.equals(stored)
    leftovers = [path.name for path in workspace.reports_dir.iterdir() if path.name[0] == "."]
    assert leftovers == []


def test_a_run_stopped_by_hand_says_that_nothing_was_changed(feedback, tmp_path, monkeypatch):
    path = tmp_path / "fine.csv"
    path.write_text("score,comment\n9,Great help from support\n2,Too slow for us\n")

    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("feedback.pipeline.publish", stop)
    called = feedback("run", path, "--workspace", tmp_path / "w")
    assert called.status == 130
    assert called.err.splitlines()[-1] == "feedback: stopped; nothing was changed"
    assert list((tmp_path / "w" / "reports").iterdir()) == []
    assert len(Store.open(Workspace(tmp_path / "w").store_uri).batches()) == 0


def test_another_command_stopped_by_hand_says_so_in_one_line(feedback, tmp_path, monkeypatch):
    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("feedback.curation.metrics", stop)
    called = feedback("metrics", "--workspace", tmp_path)
    assert (called.status, called.out, called.err) == (130, "", "feedback: stopped\n")
