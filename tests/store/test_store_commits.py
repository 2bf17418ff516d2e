import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from feedback.errors import WorkspaceError
from feedback.store import Query, Store, batches, schema
from tests.store.store_samples import COMMENTS, assert_same, embed, make_batch, make_vectors

OPERATIONS = ("add", "delete", "create_index", "add_columns", "restore", "optimize")


class InterruptionError(RuntimeError):
    pass


def every_operation(monkeypatch, act):
    """Call `act` before each operation that changes a table."""
    import lancedb.table

    for name in OPERATIONS:
        real = getattr(lancedb.table.LanceTable, name)

        def guarded(self, *args, _real=real, **kwargs):
            act()
            return _real(self, *args, **kwargs)

        monkeypatch.setattr(lancedb.table.LanceTable, name, guarded)


def assert_march_is_whole(path):
    store = Store.open(path)
    assert store.batches()["batch"].tolist() == ["march"]
    assert_same(store.load("march"), make_batch())
    found = store.search(Query("export"), embed).rows
    assert found["response_id"].iloc[0] == "march-r1"
    assert store.codebook().themes["theme_id"].tolist() == ["t-export", "t-price"]


def saved(path):
    store = Store.open(path)
    frames = make_batch()
    store.save(frames, make_vectors(frames), {})
    return store


def went_through(change, path):
    """Make the change; say whether it came to its end."""
    try:
        change(Store.open(path))
    except WorkspaceError as error:
        if "pulled the plug" not in str(error):
            raise
        return False
    return True


def fail_at_every_step(path, monkeypatch, change):
    """Interrupt `change` before its first, second, ... operation until it gets through."""
    step = 0
    while True:
        step += 1
        left = [step]

        def count(left=left):
            left[0] -= 1
            if left[0] == 0:
                raise InterruptionError("pulled the plug")

        with monkeypatch.context() as patch:
            every_operation(patch, count)
            if went_through(change, path):
                return step - 1
        assert_same(Store.open(path).load("march"), make_batch())


def test_an_error_between_any_two_writes_leaves_the_last_commit_whole(tmp_path, monkeypatch):
    saved(tmp_path)
    frames = make_batch("march", COMMENTS[:3])

    def change(store):
        store.save(frames, make_vectors(frames), {})

    assert fail_at_every_step(tmp_path, monkeypatch, change) > 15
    assert_same(Store.open(tmp_path).load("march"), frames)


@pytest.mark.slow
def test_an_error_anywhere_in_compact_loses_nothing(tmp_path, monkeypatch):
    saved(tmp_path)
    saved(tmp_path)
    assert fail_at_every_step(tmp_path, monkeypatch, lambda store: store.compact()) > 15
    assert_march_is_whole(tmp_path)


KILLED = """
import os, signal, sys
sys.path.insert(0, {here!r})
from store_samples import COMMENTS, make_batch, make_vectors
from feedback.store import Store
import lancedb.table
left = [{step}]
def guarded(real):
    def call(self, *args, **kwargs):
        result = real(self, *args, **kwargs)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call
for name in {operations!r}:
    setattr(lancedb.table.LanceTable, name, guarded(getattr(lancedb.table.LanceTable, name)))
store = Store.open({path!r})
frames = make_batch("april", COMMENTS[:4])
store.save(frames, make_vectors(frames), {{}})
store.compact()
"""


def run_killed(path, step):
    code = KILLED.format(
        here=str(Path(__file__).parent), step=step, operations=OPERATIONS, path=str(path)
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)


@pytest.mark.parametrize("step", [1, 9])
def test_a_killed_save_leaves_the_last_commit_whole(tmp_path, step):
    saved(tmp_path)
    assert run_killed(tmp_path, step).returncode == -signal.SIGKILL
    assert_march_is_whole(tmp_path)
    frames = make_batch("april", COMMENTS[:4])
    Store.open(tmp_path).save(frames, make_vectors(frames), {})
    assert_same(Store.open(tmp_path).load("april"), frames)
    assert_same(Store.open(tmp_path).load("march"), make_batch())


@pytest.mark.slow
@pytest.mark.parametrize("step", [3, 6, 12, 16, 18, 20, 25, 30, 36, 42])
def test_a_kill_at_any_step_of_save_and_compact_leaves_whole_commits(tmp_path, step):
    saved(tmp_path)
    run_killed(tmp_path, step)
    store = Store.open(tmp_path)
    assert_same(store.load("march"), make_batch())
    if "april" in set(store.batches()["batch"]):
        assert_same(store.load("april"), make_batch("april", COMMENTS[:4]))
    store.compact()
    assert_same(Store.open(tmp_path).load("march"), make_batch())


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_whole_commits(tmp_path):
    saved(tmp_path)
    code = KILLED.format(
        here=str(Path(__file__).parent), step=-1, operations=(), path=str(tmp_path)
    )
    code += "print('ready', flush=True)\nwhile True:\n store.save(frames, make_vectors(frames), {})"
    for i in range(4):
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        child.stdout.readline()
        time.sleep(0.05 + 0.17 * i)
        child.kill()
        child.wait()
        child.stdout.close()
        store = Store.open(tmp_path)
        assert_same(store.load("march"), make_batch())
        assert_same(store.load("april"), make_batch("april", COMMENTS[:4]))


def test_a_reader_sees_one_commit_while_another_is_made(tmp_path):
    store = saved(tmp_path)
    snapshot = store._journal.snapshot()
    frames = make_batch("march", COMMENTS[:2])
    Store.open(tmp_path).save(frames, make_vectors(frames), {})
    assert len(snapshot.rows("responses")) == 8
    assert len(store.load("march").responses) == 2


def test_compact_frees_old_versions_and_keeps_the_search(tmp_path):
    for _ in range(4):
        saved(tmp_path)
    before = sum(1 for _ in tmp_path.rglob("*") if _.is_file())
    Store.open(tmp_path).compact()
    Store.open(tmp_path).compact()
    after = sum(1 for _ in tmp_path.rglob("*") if _.is_file())
    assert after < before / 2
    assert_march_is_whole(tmp_path)


def test_two_writers_wait_for_each_other(tmp_path):
    first, second = saved(tmp_path), Store.open(tmp_path)
    second._journal._patience = 0.1
    refusal = pytest.raises(WorkspaceError, match="another program is writing")
    with first._journal.writing("long"), refusal:
        second.append_edit({"kind": "pin"})
    second.append_edit({"kind": "pin"})
    first.append_edit({"kind": "pin"})
    assert len(first.edits()) == 2


def test_a_newer_store_is_refused_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "SCHEMA_VERSION", 4)
    saved(tmp_path)
    monkeypatch.undo()
    with pytest.raises(WorkspaceError, match=r"schema 4.*up to 3.*pip install") as refusal:
        Store.open(tmp_path)
    assert "\n" not in str(refusal.value)


def test_an_older_store_is_migrated_in_one_commit(tmp_path, monkeypatch):
    saved(tmp_path)

    def add_origin(writer):
        import pyarrow as pa

        with writer._step("runs") as table:
            table.add_columns(pa.field("origin", pa.string()))

    monkeypatch.setattr(schema, "SCHEMA_VERSION", 4)
    monkeypatch.setitem(schema.MIGRATIONS, 3, add_origin)
    store = Store.open(tmp_path)
    assert "origin" in store._journal.snapshot().rows("runs").column_names
    assert store._journal.head.schema_version == 4


def test_a_store_of_version_1_loses_its_word_index_and_answers_as_before(tmp_path, monkeypatch):
    from lancedb.index import FTS

    monkeypatch.setattr(schema, "SCHEMA_VERSION", 1)
    store = saved(tmp_path)
    with store._journal.writing("as version 1 did") as writer, writer._step("segments") as table:
        table.create_index("words", config=FTS(base_tokenizer="whitespace", num_workers=1))
    assert store._journal.snapshot().table("segments").list_indices()
    monkeypatch.undo()
    store = Store.open(tmp_path)
    assert store._journal.head.schema_version == 3
    assert not store._journal.snapshot().table("segments").list_indices()
    assert_march_is_whole(tmp_path)


def test_the_words_of_a_store_of_version_2_are_indexed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(batches, "index_words", lambda *_: "old")
    store = saved(tmp_path)
    before = store._journal.snapshot().rows("segments").drop_columns("words")
    monkeypatch.undo()
    store = Store.open(tmp_path)
    assert not store.verify().problems
    assert store._journal.snapshot().rows("segments").drop_columns("words").equals(before)
    assert_march_is_whole(tmp_path)


@pytest.mark.parametrize("table", ["heads", "responses"])
def test_a_damaged_store_is_one_clear_line(tmp_path, table):
    saved(tmp_path)
    for manifest in (tmp_path / f"{table}.lance" / "_versions").glob("*"):
        manifest.write_bytes(b"junk")
    with pytest.raises(WorkspaceError, match="damaged or cannot be read") as refusal:
        Store.open(tmp_path).load("march")
    assert "\n" not in str(refusal.value)
    assert ".rs:" not in str(refusal.value)


def test_a_store_that_lost_its_commits_is_not_taken_for_a_new_one(tmp_path):
    import shutil

    saved(tmp_path)
    shutil.rmtree(tmp_path / "heads.lance")
    with pytest.raises(WorkspaceError, match="list of commits is missing"):
        Store.open(tmp_path)


def test_an_interrupted_creation_is_finished_at_the_next_opening(tmp_path, monkeypatch):
    import lancedb.db

    real = lancedb.db.LanceDBConnection.create_table
    left = [5]

    def failing(self, *args, **kwargs):
        left[0] -= 1
        if left[0] == 0:
            raise InterruptionError("pulled the plug")
        return real(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(lancedb.db.LanceDBConnection, "create_table", failing)
        with pytest.raises(WorkspaceError, match="cannot be written"):
            Store.open(tmp_path)
    saved(tmp_path)
    assert_march_is_whole(tmp_path)


def test_a_file_in_the_way_is_one_clear_line(tmp_path):
    place = tmp_path / "store"
    place.write_text("not a folder")
    with pytest.raises(WorkspaceError, match="the store"):
        Store.open(place)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_one_clear_line(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(WorkspaceError, match="cannot be written"):
        Store.open(tmp_path / "store")
