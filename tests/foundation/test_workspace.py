import multiprocessing
import os
import stat

import pytest

from feedback.assembly import batch_name, check_batch_name
from feedback.errors import SettingsError, WorkspaceError
from feedback.workspace import Workspace, replacing_folder


def test_a_failed_replacement_leaves_the_old_folder(tmp_path):
    target = tmp_path / "report"
    target.mkdir()
    (target / "index.html").write_text("old")

    def interrupted():
        with replacing_folder(target) as fresh:
            (fresh / "index.html").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert (target / "index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_replacement_leaves_nothing_of_the_old_folder(tmp_path):
    target = tmp_path / "report"
    target.mkdir()
    (target / "stale.csv").write_text("old")
    with replacing_folder(target) as fresh:
        (fresh / "index.html").write_text("new")
    assert [path.name for path in target.iterdir()] == ["index.html"]


def _hold(root, ready, done):
    with Workspace(root).lock():
        ready.set()
        done.wait(20)


def test_two_writers_do_not_meet(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, ready, done))
    other.start()
    try:
        assert ready.wait(20)
        with (
            pytest.raises(WorkspaceError, match="another feedback command"),
            Workspace(tmp_path).lock(),
        ):
            pass
    finally:
        done.set()
        other.join()


def test_a_workspace_that_is_a_file_is_named(tmp_path):
    place = tmp_path / "file"
    place.write_text("x")
    with pytest.raises(WorkspaceError, match="cannot write"):
        Workspace(place).prepare()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_workspace_is_named(tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(WorkspaceError, match="--workspace"):
            Workspace(tmp_path).prepare()
    finally:
        tmp_path.chmod(stat.S_IRWXU)


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (["telco.csv"], "telco"),
        (["reviews_fr.csv", "reviews_en.csv"], "reviews"),
        (["Avis été 2026.xlsx"], "Avis été 2026"),
        (["..hidden.csv"], "hidden"),
    ],
)
def test_a_batch_is_named_after_its_files(tmp_path, files, name):
    assert batch_name([tmp_path / file for file in files]) == name


def test_files_with_nothing_in_common_give_their_folders_name(tmp_path):
    folder = tmp_path / "octobre"
    assert batch_name([folder / "a.csv", folder / "b.docx"]) == "octobre"


@pytest.mark.parametrize("name", ["", " ", "../up", "a/b", ".hidden", "x" * 101, "a\nb", "C:\\x"])
def test_a_name_that_leaves_the_reports_folder_is_refused(name):
    with pytest.raises(SettingsError):
        check_batch_name(name)
