"""A batch that should not have come in is told, and can be taken out again."""

import shutil

import pandas as pd
import pytest

from feedback import curation
from feedback.assembly import overlap_notices, replaced_line
from feedback.errors import WorkspaceError
from feedback.store import Store
from feedback.workspace import Workspace


@pytest.fixture
def workspace(demo_runs, tmp_path):
    shutil.copytree(demo_runs.workspace.root, tmp_path / "workspace")
    return Workspace(tmp_path / "workspace")


def test_a_dropped_batch_is_gone_and_the_others_are_whole(workspace, feedback):
    names = list(Store.open(workspace.store_uri).batches()["batch"])
    first, *others = names
    asked = feedback("store", "drop", first, "--dry-run", "--workspace", workspace.root)
    assert asked.status == 0, asked.err
    assert list(Store.open(workspace.store_uri).batches()["batch"]) == names
    called = feedback("store", "drop", first, "--workspace", workspace.root)
    assert called.status == 0, called.err
    assert list(Store.open(workspace.store_uri).batches()["batch"]) == others
    assert not workspace.report_dir(first).exists()
    assert curation.verify(workspace).problems == ()
    page = (workspace.report_dir(others[0]) / "index.html").read_text(encoding="utf-8")
    assert f">{first}<" not in page  # it compares with nothing now
    with pytest.raises(WorkspaceError, match="no batch"):
        curation.drop_batch(workspace, first)


def answers(n, start=0):
    rows = range(start, start + n)
    said = [f"The delivery of parcel {k} came far too late" for k in rows]
    return pd.DataFrame({"response_id": [f"r{k}" for k in rows], "comment": said})


class Known:
    """A store as far as it is asked."""

    def __init__(self, **batches):
        self._batches = batches

    def batches(self):
        return pd.DataFrame({"batch": list(self._batches)})

    def comments(self, batch):
        return self._batches[batch]


def test_answers_of_an_earlier_batch_are_told():
    store = Known(may=answers(40), june=answers(30, 100))
    (notice,) = overlap_notices(store, "july", pd.concat([answers(20), answers(60, 500)]))
    assert notice.en.startswith("20 of these answers")
    assert '"may"' in notice.en
    assert '"june"' not in notice.en


def test_new_answers_and_the_same_batch_again_are_not():
    store = Known(may=answers(40), june=answers(30, 100))
    assert not overlap_notices(store, "july", answers(60, 500))
    assert not overlap_notices(store, "june", answers(30, 100))
    assert not overlap_notices(store, "may", answers(30, 100))  # june came after it


def test_short_comments_may_be_alike():
    short = answers(40).assign(comment="Very good", response_id="r1")
    assert not overlap_notices(Known(may=short), "june", short)


def test_a_name_that_held_other_answers_is_told():
    store = Known(may=answers(40))
    assert '"may" held other answers (40' in replaced_line(store, "may", answers(30, 100))
    assert replaced_line(store, "may", answers(44)) == ""
    assert replaced_line(store, "june", answers(44)) == ""
