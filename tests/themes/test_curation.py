"""A workspace of two small months: decisions, taking them back, lineage, two people at once."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from feedback import curation
from feedback.curation.shelf import open_store
from feedback.errors import CodebookError, ConflictError
from feedback.themes import Edit
from feedback.workspace import Workspace
from tests.calling import Called
from tests.themes.months import month


def state(workspace: Workspace) -> dict[str, pd.DataFrame]:
    store = open_store(workspace)
    frames = {name: store.load(name) for name in store.batches()["batch"]}
    found = {f"{n}.{part}": getattr(f, part) for n, f in frames.items() for part in PARTS}
    return {**found, **{n: pd.DataFrame(store.theme_space(n).centroids) for n in frames}}


PARTS = ("themes", "assignments", "theme_bands")


def same(one: dict[str, pd.DataFrame], two: dict[str, pd.DataFrame]) -> bool:
    return one.keys() == two.keys() and all(one[key].equals(two[key]) for key in one)


def ids(workspace: Workspace) -> list[str]:
    return [row["theme_id"] for row in curation.list_themes(workspace, None)]


def test_decisions_are_taken_back_one_after_the_other(workspace: Workspace) -> None:
    first, second, third = ids(workspace)[:3]
    states = [state(workspace)]
    for edit in (
        Edit("rename", first, value="Encaissements", language="fr"),
        Edit("merge", second, target=first),
        Edit("retire", third),
    ):
        curation.edit(workspace, edit)
        states.append(state(workspace))
        assert not same(states[-1], states[-2])
    for before in reversed(states[:-1]):
        curation.undo(workspace)
        assert same(state(workspace), before)
    with pytest.raises(CodebookError, match="no decision"):
        curation.undo(workspace)


def test_what_was_taken_back_is_not_replayed_by_the_next_run(
    workspace: Workspace, tmp_path: Path
) -> None:
    from feedback import pipeline

    first, second = ids(workspace)[:2]
    curation.edit(workspace, Edit("rename", first, value="Gone again", language="en"))
    curation.undo(workspace)
    curation.edit(workspace, Edit("rename", second, value="Kept for good", language="en"))
    pipeline.run(workspace, [month(tmp_path / "m3.csv", "m3")], "m3")
    names = {row["theme_id"]: row["name_en"] for row in curation.list_themes(workspace, "m3")}
    assert names[second] == "Kept for good"
    assert "Gone again" not in names.values()


def test_the_log_says_what_was_decided_and_what_was_taken_back(
    workspace: Workspace, feedback
) -> None:
    first = ids(workspace)[0]
    curation.edit(workspace, Edit("pin", first))
    curation.undo(workspace)
    rows = curation.edit_log(workspace)
    assert [row["kind"] for row in rows] == ["pin", "undo"]
    assert [row["undone"] for row in rows] == [True, False]
    assert "pinned" in rows[0]["line"]
    shown = feedback("themes", "log", "--json", "--workspace", workspace.root)
    assert json.loads(shown.out)["edits"] == rows


def test_the_history_tells_each_batch_and_each_decision(workspace: Workspace) -> None:
    first, second = ids(workspace)[:2]
    curation.edit(workspace, Edit("merge", second, target=first))
    rows = curation.theme_history(workspace, second)
    assert [(row["batch"], row["event"]) for row in rows] == [
        ("m1", "merged"),
        ("m2", "merged"),
        (None, "merged"),
    ]
    assert {row["target"] for row in rows} == {first}
    events = {row["event"] for row in curation.theme_history(workspace, first) if row["batch"]}
    assert events <= {"new", "continued", "merged"}
    with pytest.raises(CodebookError, match="no theme"):
        curation.theme_history(workspace, "nonsense")


def test_of_two_people_the_second_is_told_what_the_first_did(workspace: Workspace) -> None:
    first, second = ids(workspace)[:2]
    seen = curation.codebook_version(workspace)
    curation.edit(workspace, Edit("pin", first), seen)
    before = state(workspace)
    with pytest.raises(ConflictError) as caught:
        curation.edit(workspace, Edit("retire", second), seen)
    assert [edit["kind"] for edit in caught.value.since] == ["pin"]
    with pytest.raises(ConflictError):
        curation.undo(workspace, seen)
    assert same(state(workspace), before)


def test_a_split_needs_two_phrases_or_a_sub_theme(workspace: Workspace, feedback) -> None:
    called = feedback("themes", "split", ids(workspace)[0], "--workspace", workspace.root)
    assert called.status == 1
    assert "two example phrases" in called.err


def test_a_split_says_what_it_made(workspace: Workspace) -> None:
    rows = {row["theme_id"]: row for row in curation.list_themes(workspace, None)}
    first, second = list(rows)[:2]
    curation.edit(workspace, Edit("merge", second, target=first))
    before = set(ids(workspace))
    phrases = f"{rows[first]['name_en']}|{rows[second]['name_en']}"
    line = curation.edit(workspace, Edit("split", first, value=phrases))
    new = [r for r in curation.list_themes(workspace, None) if r["theme_id"] not in before]
    assert len(new) == 2
    for row in new:
        assert f'{row["theme_id"]} "{row["name_en"]}" ({row["n_responses"]})' in line


def test_undo_works_on_a_batch_that_was_run_again_since(
    workspace: Workspace, tmp_path: Path
) -> None:
    from feedback import pipeline

    first, second = ids(workspace)[:2]
    before = state(workspace)["m2.assignments"]
    curation.edit(workspace, Edit("merge", second, target=first))
    pipeline.run(workspace, [month(tmp_path / "m3.csv", "m3")], "m3")
    curation.undo(workspace)
    rows = {row["theme_id"]: row for row in curation.list_themes(workspace, "m3")}
    assert rows[second]["status"] == "active"
    assert rows[second]["n_segments"] > 0
    pd.testing.assert_frame_equal(state(workspace)["m2.assignments"], before)


@pytest.mark.parametrize("kind", ["retire", "pin", "rename"])
def test_what_is_decided_already_is_said_and_not_logged(workspace: Workspace, kind: str) -> None:
    first = ids(workspace)[0]
    edit = Edit(kind, first, value="Encaissements" if kind == "rename" else None)  # type: ignore[arg-type]
    curation.edit(workspace, edit)
    before = state(workspace)
    line = curation.edit(workspace, edit)
    assert line.startswith(f"Nothing changed: {first} is ")
    assert len(curation.edit_log(workspace)) == 1
    assert same(state(workspace), before)


def test_a_codebook_is_taken_once_and_listed_until_a_run_meets_it(
    tmp_path: Path, feedback: Callable[..., Called]
) -> None:
    place = ("--workspace", tmp_path / "w")
    path = tmp_path / "book.csv"
    path.write_text("name_fr,name_en,examples\nPrix,Price,trop cher | too dear\n")
    assert feedback("themes", "import", path, *place).out == (
        "1 theme taken from book.csv; the next run codes by it first.\n"
    )
    again = feedback("themes", "import", path, *place)
    assert (again.status, again.out) == (
        0,
        "Nothing changed: every theme of book.csv is known already.\n",
    )
    path.write_text("name_fr,name_en,examples\nPrix,Price,trop cher | too dear\nEau,Water,\n")
    assert "1 theme taken from book.csv, 1 known already" in (
        feedback("themes", "import", path, *place).out
    )
    assert len(json.loads(feedback("themes", "log", *place, "--json").out)["edits"]) == 2
    rows = json.loads(feedback("themes", "list", *place, "--json").out)["themes"]
    assert [(row["name_en"], row["status"], row["n_responses"]) for row in rows] == [
        ("Price", "imported", 0),
        ("Water", "imported", 0),
    ]
    assert "imported" in feedback("themes", "list", *place).out
    feedback("themes", "undo", *place)
    rows = json.loads(feedback("themes", "list", *place, "--json").out)["themes"]
    assert [row["name_en"] for row in rows] == ["Price"]
    feedback("themes", "undo", *place)
    assert feedback("themes", "list", *place).status == 1


def test_what_was_imported_after_a_run_stands_below_its_themes(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "book.csv"
    path.write_text("name_fr,name_en\nEau,Water\n")
    known = curation.list_themes(workspace, None)
    curation.import_codebook(workspace, path)
    *rows, waiting = curation.list_codebook(workspace, None)
    assert rows == known
    assert (waiting["name_en"], waiting["status"]) == ("Water", "imported")
    assert waiting.keys() == rows[0].keys()
    assert curation.list_codebook(workspace, "m2") == known


def test_an_import_names_the_columns_it_does_not_read(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("Code,Owner\nWater,Ada\nSteam,\n")
    assert curation.import_codebook(workspace, path).endswith(
        "codes by them first. Not read: Owner."
    )


def test_movement_says_what_its_q_is_corrected_over(
    workspace: Workspace, feedback: Callable[..., Called]
) -> None:
    call = ("themes", "movement", "--workspace", workspace.root)
    found = json.loads(feedback(*call, "--json").out)
    tested = [row for row in found["movement"] if row["p_value"] is not None]
    assert found["n_tests"] == len(tested) > 1
    assert f"corrected over the {len(tested)} changes" in feedback(*call).out.splitlines()[-1]


def test_a_run_that_asks_for_more_themes_is_told_that_known_ones_stay(
    workspace: Workspace, tmp_path: Path, feedback: Callable[..., Called]
) -> None:
    file = month(tmp_path / "m2.csv", "m2")
    call = ("run", file, "--batch", "m2", "--workspace", workspace.root)
    assert "themes of earlier batches stay" in feedback(*call, "--themes", "many").err
    assert "themes of earlier batches stay" not in feedback(*call).err
