"""Verify, export, erase, object storage: the store as something one is responsible for."""

import copy
import dataclasses
import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

from feedback.errors import WorkspaceError
from feedback.store import Erasure, Query, Store
from tests.store.store_samples import COMMENTS, assert_same, embed, make_batch, make_vectors

SECRET = "Zanzibarquotient"  # noqa: S105 - a word that stands nowhere else


def with_secret(batch):
    comments = [*COMMENTS, ("s1", "en", f"The {SECRET} of my download was wrong.", 1.0)]
    return make_batch(batch, comments)


def saved(uri, *batches):
    store = Store.open(uri)
    for batch in batches or ("march",):
        frames = with_secret(batch)
        store.save(frames, make_vectors(frames), {"metrics": [], "secret": "no"})
    return store


def erasure_of(store, found):
    frames = {batch: store.load(batch) for batch in found}
    return Erasure(
        responses=found,
        themes={batch: f.themes for batch, f in frames.items()},
        theme_bands={batch: f.theme_bands for batch, f in frames.items()},
        facts={batch: {"metrics": ["new"]} for batch in found},
        edits={},
    )


def holding(folder, word):
    return [p for p in folder.rglob("*") if p.is_file() and word.encode() in p.read_bytes()]


def test_a_whole_store_has_no_problem(tmp_path):
    checked = saved(tmp_path, "march", "april").verify()
    assert checked.problems == ()
    assert checked.rows["responses"] == 18
    assert checked.schema_version == 3


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("responses", lambda t: t.delete("response_id = 'march-r1'"), "responses saved"),
        ("segments", lambda t: t.delete("response_id = 'march-r1'"), "segments does not hold"),
        ("segments", lambda t: t.update(values={"text": "other"}), "does not stand in its comment"),
        ("segments", lambda t: t.update(values={"words": "other"}), "index words"),
        ("segments", lambda t: t.update(values_sql={"start": "0 - 1"}), "does not stand"),
        ("themes", lambda t: t.update(values={"status": "odd"}), "unknown values"),
        ("runs", lambda t: t.update(values={"batch": "may"}), "that no run wrote"),
    ],
)
def test_every_damage_is_found_and_named(tmp_path, table, change, said):
    store = saved(tmp_path)
    with store._journal.writing("damage") as writer, writer._step(table) as opened:
        change(opened)
    problems = store.verify().problems
    assert any(said in line for line in problems), problems
    assert not any(SECRET in line for line in problems)


def test_a_file_that_is_gone_is_found(tmp_path):
    store = saved(tmp_path)
    for path in (tmp_path / "segments.lance" / "data").glob("*"):
        path.write_bytes(b"junk")
    assert any("segments" in line for line in Store.open(tmp_path).verify().problems)
    assert store.batches()["batch"].tolist() == ["march"]


def test_an_export_is_every_row_of_one_commit(tmp_path):
    store = saved(tmp_path / "store", "march", "april")
    files = store.export(tmp_path / "out")
    said = json.loads((tmp_path / "out" / "store.json").read_text())
    assert said["rows"]["responses"] == 18
    table = pq.read_table(tmp_path / "out" / "responses.parquet").to_pandas()
    march = table[table["batch"] == "march"].sort_values("position")
    assert march["comment"].tolist() == store.load("march").responses["comment"].tolist()
    assert len(files) == len(said["rows"]) + 1
    with pytest.raises(WorkspaceError, match="something here already"):
        store.export(tmp_path / "out")
    with pytest.raises(WorkspaceError, match="no such folder"):
        store.export(tmp_path / "misspelt" / "deeper" / "out")
    assert not (tmp_path / "misspelt").exists()


def test_an_export_that_fails_leaves_nothing(tmp_path, monkeypatch):
    store = saved(tmp_path / "store")

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(WorkspaceError, match="No space left"):
        store.export(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_erasure_reaches_every_table_every_version_and_every_file(tmp_path):
    store = saved(tmp_path, "march", "april")
    saved(tmp_path, "march")  # an older version of the batch
    store.review("march", "march-r1", "score-text", "accepted", "by phone")
    assert holding(tmp_path, SECRET)  # what is looked for below can be found
    found = store.find_respondent("march-s1")
    assert found == {"march": ["march-s1"]}
    found |= store.find_respondent("april-s1")
    store.erase(erasure_of(store, found))
    assert holding(tmp_path, SECRET) == []
    assert holding(tmp_path, SECRET.lower()) == []
    reopened = Store.open(tmp_path)
    assert reopened.find_respondent("march-s1") == {}
    rows = reopened.search(Query(SECRET), None).rows
    assert rows.empty
    assert reopened.verify().problems == ()
    assert reopened.facts("march")["metrics"] == ["new"]
    assert len(reopened.load("april").responses) == 8
    assert reopened.reviews()["response_id"].tolist() == ["march-r1"]
    pd.testing.assert_frame_equal(
        reopened.load("march").themes, with_secret("march").themes, obj="themes"
    )


def test_what_is_not_erased_stays_to_the_byte(tmp_path):
    store = saved(tmp_path)
    before = store.load("march")
    store.erase(erasure_of(store, {"march": ["march-s1"]}))
    after = store.load("march")
    kept = before.responses[before.responses["response_id"] != "march-s1"].reset_index(drop=True)
    pd.testing.assert_frame_equal(after.responses, kept)
    assert set(after.segments["response_id"]) <= set(kept["response_id"])


def test_a_reader_sees_the_erased_no_more_from_the_next_query_on(tmp_path):
    store, reader = saved(tmp_path), Store.open(tmp_path)
    assert len(reader.search(Query(SECRET), embed).rows)
    store.erase(erasure_of(store, {"march": ["march-s1"]}))
    assert "march-s1" not in set(reader.search(Query(SECRET), embed).rows["response_id"])


def test_a_respondent_is_found_in_all_batches(tmp_path):
    store = saved(tmp_path, "march", "april")
    assert store.find_respondent("person-1") == {"april": ["april-r2"], "march": ["march-r2"]}
    assert store.find_respondent("' OR '1'='1") == {}


def test_a_respondent_goes_before_an_answer_with_the_same_id(tmp_path):
    store = Store.open(tmp_path)
    for batch, changed in (("march", "respondent_id"), ("april", "response_id")):
        frames = with_secret(batch)
        responses = frames.responses.copy()
        first = responses.index[responses["response_id"] == f"{batch}-r1"]
        responses.loc[first, changed] = "55"
        frames = dataclasses.replace(frames, responses=responses)
        store.save(frames, make_vectors(frames), {})
    assert store.find_respondent("55") == {"march": ["march-r1"]}


def test_the_same_code_runs_in_memory(tmp_path):
    store = Store.open("memory://")
    frames = with_secret("march")
    store.save(frames, make_vectors(frames), {})
    store.append_edit({"kind": "pin", "theme_id": "t-price"})
    assert_same(store.load("march"), frames)
    assert len(store.search(Query("export"), embed).rows)
    store.erase(erasure_of(store, {"march": ["march-s1"]}))
    assert store.verify().problems == ()
    assert store.search(Query(SECRET), None).rows.empty


@pytest.mark.slow
def test_the_same_code_runs_on_an_s3_compatible_server(monkeypatch):
    """Needs the dependency group `s3`; without it the test of memory:// is the witness."""
    server = pytest.importorskip("moto.server")
    boto3 = pytest.importorskip("boto3")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    try:
        host, port = running.get_host_and_port()
        address = f"http://{host}:{port}"
        for name, value in {
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT": address,
            "AWS_ALLOW_HTTP": "true",
        }.items():
            monkeypatch.setenv(name, value)
        boto3.client("s3", endpoint_url=address).create_bucket(Bucket="feedback-test")
        store = saved("s3://feedback-test/store", "march", "april")
        again = Store.open("s3://feedback-test/store")
        assert_same(again.load("march"), with_secret("march"))
        store.erase(erasure_of(store, {"march": ["march-s1"]}))
        assert again.search(Query(SECRET, batch="march"), None).rows.empty
        assert again.verify().problems == ()
    finally:
        running.stop()


def test_two_writers_on_object_storage_do_not_overwrite_each_other():
    """Without a lock file the number of the last commit decides."""
    store = Store.open("memory://")

    def slowly():
        with store._journal.writing("slow") as writer:
            writer.add("edits", writer.before.rows("edits"))
            quick = copy.copy(store._journal)
            with quick.writing("quick"):
                pass

    with pytest.raises(WorkspaceError, match="another program wrote"):
        slowly()
