import json
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from feedback.errors import FrameContractError, WorkspaceError
from feedback.frames import ASSIGNMENTS, THEMES, BatchFrames
from feedback.store import BatchVectors, Query, Store
from tests.store.store_samples import COMMENTS, assert_same, make_batch, make_vectors


@pytest.fixture
def store(tmp_path):
    return Store.open(tmp_path / "store")


def save(store, batch, comments=None, encoder="tiny", facts=None):
    frames = make_batch(batch, comments)
    return store.save(frames, make_vectors(frames, encoder), facts or {})


def test_a_batch_comes_back_exactly_as_it_was_saved(store, tmp_path):
    frames = make_batch()
    store.save(frames, make_vectors(frames), {"metrics": [{"name": "NPS", "value": -12.5}]})
    again = Store.open(tmp_path / "store")
    assert_same(again.load("march"), frames)
    assert again.facts("march") == {"metrics": [{"name": "NPS", "value": -12.5}]}


def test_rows_keep_the_order_they_were_saved_in(store):
    frames = make_batch()
    turned = frames.responses.iloc[::-1].reset_index(drop=True)
    mixed = BatchFrames(**{**vars(frames), "responses": turned})
    store.save(mixed, make_vectors(mixed), {})
    pd.testing.assert_frame_equal(store.load("march").responses, turned)


def test_a_batch_without_comments_or_themes_is_kept(store):
    frames = make_batch("empty", [("r1", "fr", "RAS", float("nan"))])
    bare = BatchFrames(
        **{**vars(frames), "themes": THEMES.empty(), "assignments": ASSIGNMENTS.empty()},
    )
    nothing = np.zeros((0, 0), dtype=np.float32)
    store.save(bare, BatchVectors(nothing, nothing, nothing), {})
    loaded = store.load("empty")
    assert len(loaded.responses) == 1
    assert loaded.segments.empty
    assert loaded.themes.dtypes.equals(THEMES.empty().dtypes)


def test_three_thousand_rows_come_back_all(store):
    comments = [(f"r{i:05d}", "en", f"Comment number {i} is here", 5.0) for i in range(3000)]
    save(store, "big", comments)
    assert len(store.load("big").segments) == 3000


def test_saving_again_replaces_the_batch_and_keeps_its_place(store):
    assert [save(store, "a"), save(store, "b"), save(store, "a", COMMENTS[:2])] == [1, 2, 1]
    table = store.batches()
    assert table["batch"].tolist() == ["a", "b"]
    assert table["n_responses"].tolist() == [2, 8]
    assert len(store.load("a").responses) == 2
    assert len(store.load("b").responses) == 8


def test_an_unknown_batch_is_named_with_close_ones(store):
    save(store, "2024-03")
    with pytest.raises(WorkspaceError, match=r'no batch "2024-3".*Did you mean "2024-03"'):
        store.load("2024-3")


def test_a_batch_name_cannot_break_out_of_a_filter(store):
    name = "o'brien' OR '1'='1"
    save(store, "other")
    save(store, name, COMMENTS[:3])
    save(store, name, COMMENTS[:2])
    assert len(store.load(name).responses) == 2
    assert len(store.load("other").responses) == 8


def test_frames_that_break_their_contract_are_refused_and_change_nothing(store):
    frames = make_batch()
    store.save(frames, make_vectors(frames), {})
    vectors = make_vectors(frames)
    short = BatchVectors(vectors.search[:-1], vectors.themes, vectors.centroids)
    with pytest.raises(FrameContractError, match="search"):
        store.save(frames, short, {})
    assert_same(store.load("march"), frames)


def test_the_previous_batch_is_by_date_among_those_saved_before(store):
    def dated(batch, start):
        frames = make_batch(batch)
        dates = pd.Series(pd.date_range(start, periods=8)).astype("datetime64[s]")
        frames = BatchFrames(**{**vars(frames), "responses": frames.responses.assign(date=dates)})
        store.save(frames, make_vectors(frames), {})

    for batch, start in (("feb", "2024-02-01"), ("jan", "2024-01-01"), ("mar", "2024-03-01")):
        dated(batch, start)
    assert store.previous("mar") == "feb"
    assert store.previous("feb") is None
    assert store.previous("jan") is None
    assert store.previous("new", pd.Timestamp("2024-01-20")) == "jan"
    assert store.previous("new") == "mar"


def test_the_codebook_holds_what_was_known_before_a_batch_was_first_saved(store):
    for batch in ("a", "b", "c"):
        save(store, batch)
    assert store.codebook("a").themes.empty
    before_c = store.codebook("c")
    assert before_c.themes["theme_id"].tolist() == ["t-export", "t-price"]
    assert before_c.themes["last_batch"].tolist() == ["b", "b"]
    assert before_c.centroids.tolist() == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert before_c.means["fr"].tolist() == [0.5] * 5
    assert store.codebook().themes["last_batch"].tolist() == ["c", "c"]
    THEMES.check(before_c.themes)
    save(store, "b")
    assert store.codebook("b").themes["last_batch"].tolist() == ["a", "a"]


def test_centroids_of_another_encoder_are_not_handed_on(store):
    save(store, "a", encoder="old")
    frames = make_batch("b")
    themes = frames.themes.iloc[:1].reset_index(drop=True)
    frames = BatchFrames(**{**vars(frames), "themes": themes})
    store.save(frames, make_vectors(frames, "new"), {})
    known = store.codebook()
    assert known.encoder == "new"
    assert known.centroids.tolist() == [[0, 1, 2, 3, 4], [0, 0, 0, 0, 0]]


def test_edits_are_kept_in_order(store):
    assert store.edits() == ()
    store.append_edit({"kind": "rename", "theme": "t1", "value": "l'export"})
    store.append_edit({"kind": "pin", "theme": "t2"})
    assert [e.number for e in store.edits()] == [1, 2]
    assert store.edits()[0].edit == {"kind": "rename", "theme": "t1", "value": "l'export"}


def test_a_dismissed_anomaly_stays_dismissed_when_the_batch_runs_again(store):
    save(store, "march")
    store.review("march", "march-r1", "score-text", "dismissed", "read it: it's fine")
    save(store, "march")
    store.review("march", "march-r1", "score-text", "dismissed", "still fine")
    rows = store.reviews()
    assert rows[["response_id", "kind", "state", "note"]].to_numpy().tolist() == [
        ["march-r1", "score-text", "dismissed", "still fine"]
    ]
    with pytest.raises(WorkspaceError, match="no anomaly"):
        store.review("march", "march-r2", "score-text", "accepted")
    with pytest.raises(WorkspaceError, match="accepted or dismissed"):
        store.review("march", "march-r1", "score-text", "ignored")


def numbered(batch, comments):
    """Return a batch whose answers are numbered from 1, with a flag on answer 1."""
    frames = make_batch(batch, [(str(i), "en", *row) for i, row in enumerate(comments, start=1)])
    bare = {
        name: getattr(frames, name).assign(
            response_id=lambda rows: rows["response_id"].str.removeprefix(f"{batch}-")
        )
        for name in ("responses", "segments", "anomalies")
    }
    flags = bare["anomalies"].assign(response_id="1")
    return replace(frames, **{**bare, "anomalies": flags})


def keep(store, frames):
    store.save(frames, make_vectors(frames), {})


def test_a_decision_holds_for_the_answer_and_not_for_its_id(store):
    spring = [("The price rose twice in a year.", 2.0), ("Fine.", 9.0)]
    autumn = [("The download never ends at all.", 2.0), ("Good.", 9.0)]
    for name, rows in (("spring", spring), ("autumn", autumn), ("overlapping", autumn)):
        keep(store, numbered(name, rows))
    store.review("autumn", "1", "score-text", "dismissed", "meant so")
    assert store.reviews_of("spring").empty
    for name in ("autumn", "overlapping"):
        assert store.reviews_of(name)["state"].tolist() == ["dismissed"]
    flagged = {
        batch: store.search(Query("price download", batch=batch, anomaly="none"), None).total
        for batch in ("spring", "autumn", "overlapping")
    }
    assert flagged == {"spring": 0, "autumn": 1, "overlapping": 1}
    about_to_be = numbered("winter", autumn).responses
    assert store.reviews_of("winter", about_to_be)["response_id"].tolist() == ["1"]
    assert store.reviews_of("winter", numbered("winter", spring).responses).empty
    store.review("overlapping", "1", "score-text", "accepted")  # a batch's own word goes before
    assert store.reviews_of("overlapping")["state"].tolist() == ["accepted"]
    assert store.reviews_of("autumn")["state"].tolist() == ["dismissed"]


def test_a_search_tells_which_ids_stand_in_several_batches(store, capsys):
    from feedback.cli.search import _show

    keep(store, numbered("spring", [("The price rose.", 2.0), ("The price is fair.", 9.0)]))
    keep(store, numbered("autumn", [("The price fell.", 9.0)]))
    found = store.search(Query("price"), None)
    assert found.shared_ids == {"1"}
    _show(found)
    printed = capsys.readouterr().out
    assert "1 · spring · " in printed
    assert "1 · autumn · " in printed
    assert "2 · positive" in printed
    assert not store.search(Query("fair"), None).shared_ids


def test_a_decision_outlives_a_hidden_name_but_not_another_answer_in_its_place(store):
    keep(store, numbered("may", [("Ms Carter promised me a refund in May.", 2.0)]))
    store.review("may", "1", "score-text", "dismissed")
    keep(store, numbered("may", [("Ms [NAME] promised me a refund in May.", 2.0)]))
    assert len(store.reviews_of("may")) == 1
    keep(store, numbered("may", [("The download never ends at all.", 2.0)]))
    assert store.reviews_of("may").empty
    assert store.reviews().empty


def test_a_search_encoder_of_another_dimension_keeps_older_batches_findable_by_word(store):
    save(store, "a")
    frames = make_batch("b")
    wide = np.ones((len(frames.segments), 12), dtype=np.float32)
    vectors = BatchVectors(wide, wide, np.ones((2, 12), dtype=np.float32), {}, "wide", "wide")
    store.save(frames, vectors, {})
    found = store.search(Query("export"), lambda texts: np.ones((len(texts), 12), np.float32))
    assert set(found.rows["batch"]) == {"a", "b"}
    assert_same(store.load("a"), make_batch("a"))


def test_the_facts_are_json(store):
    save(store, "march", facts={"when": pd.Timestamp("2024-01-01"), "n": 3})
    assert json.dumps(store.facts("march"))


def test_importing_the_store_loads_no_heavy_library():
    import subprocess

    code = (
        "import sys, feedback.store; "
        "print([m for m in ('torch', 'bertopic', 'lancedb', 'spacy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
