"""An exported codebook holds examples of every theme that has some anywhere."""

import zipfile
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from feedback.assembly.memory import import_entry
from feedback.curation import browse, codebook
from feedback.errors import CodebookError
from feedback.store import Store
from feedback.themes import import_codebook
from feedback.themes.codebook import Seed
from feedback.workspace import Workspace
from tests.store.store_samples import make_batch, make_vectors


@pytest.mark.parametrize("ending", ["csv", "qdc"])
def test_what_a_code_covers_goes_out_as_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    workspace = Workspace(tmp_path / "work")
    workspace.prepare()
    store = Store.open(workspace.store_uri)
    frames = make_batch("march")
    store.save(frames, make_vectors(frames), {"metrics": []})
    covers = "Files written out: Excel, PDF; not the printer"
    store.append_edit(import_entry((Seed("t-export", "Exports", "Exports", definition=covers),)))
    quotes = pd.DataFrame({"theme_id": [], "segment_id": [], "rank": []})
    monkeypatch.setattr(codebook, "refreshed_outcome", lambda *_: SimpleNamespace(quotes=quotes))

    file = codebook.export_codebook(workspace, None, tmp_path / f"book.{ending}")

    found = {seed.theme_id: seed.definition for seed in import_codebook(file).seeds}
    assert found == {"t-export": covers, "t-price": ""}
    project = browse.export_batch(workspace, None, "refi-qda", tmp_path / "project.qdpx")
    with zipfile.ZipFile(project) as archive:
        assert covers in archive.read("project.qde").decode()


def test_a_theme_nobody_speaks_of_keeps_the_examples_it_was_brought_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "work")
    workspace.prepare()
    store = Store.open(workspace.store_uri)
    frames = make_batch("march")
    store.save(frames, make_vectors(frames), {})
    brought = tuple(
        Seed(theme_id, name, name, (f"{name} is slow", f"{name} fails"))
        for theme_id, name in (("t-export", "Exports"), ("t-price", "Price"))
    )
    store.append_edit(import_entry(brought))
    said = frames.segments["segment_id"].iloc[0]
    quotes = pd.DataFrame({"theme_id": ["t-export"], "segment_id": [said], "rank": [1]})
    monkeypatch.setattr(codebook, "refreshed_outcome", lambda *_: SimpleNamespace(quotes=quotes))

    file = codebook.export_codebook(workspace, None, tmp_path / "book.csv")

    found = {seed.theme_id: seed.examples for seed in import_codebook(file).seeds}
    text = frames.segments.set_index("segment_id").loc[said, "text"]
    assert found == {"t-export": (text,), "t-price": ("Price is slow", "Price fails")}

    book = import_codebook(codebook.export_codebook(workspace, None, tmp_path / "book.qdc"))
    assert {seed.theme_id: seed.examples for seed in book.seeds} == found
    names = frames.themes.set_index("theme_id")
    assert all(seed.name_fr == names["name_fr"][seed.theme_id] for seed in book.seeds)
    with pytest.raises(CodebookError, match=r"a \.csv or a REFI-QDA \.qdc"):
        codebook.export_codebook(workspace, None, tmp_path / "book.xlsx")
    assert not (tmp_path / "book.xlsx").exists()
