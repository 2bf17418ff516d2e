from pathlib import Path

import pytest

from feedback.encoders import status
from feedback.encoders.base import TransformerEncoder
from feedback.encoders.folders import folder_for, is_whole, materialised
from feedback.errors import ModelError


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FEEDBACK_CACHE", str(tmp_path))
    return tmp_path


def write(folder: Path) -> None:
    (folder / "part").mkdir()
    (folder / "part" / "weights").write_bytes(b"one two three")
    (folder / "config").write_text("{}")


def test_a_folder_is_written_once(own_cache: Path) -> None:
    folder = materialised("m", "f1", write)
    assert is_whole(folder)
    assert materialised("m", "f1", pytest.fail) == folder


@pytest.mark.parametrize("harm", ["change", "cut", "remove", "manifest", "empty manifest"])
def test_a_damaged_folder_is_written_again(own_cache: Path, harm: str) -> None:
    folder = materialised("m", "f1", write)
    weights = folder / "part" / "weights"
    if harm == "change":
        weights.write_bytes(b"one tvo three")
    elif harm == "cut":
        weights.write_bytes(b"one")
    elif harm == "remove":
        weights.unlink()
    else:
        (folder / "manifest.json").write_text("{}" if "empty" in harm else "[1")
    assert not is_whole(folder)
    assert materialised("m", "f1", write) == folder
    assert is_whole(folder)
    assert weights.read_bytes() == b"one two three"


def test_an_interruption_leaves_nothing_behind(own_cache: Path) -> None:
    def stop(folder: Path) -> None:
        write(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        materialised("m", "f1", stop)
    assert list((own_cache / "models").iterdir()) == []


def test_an_unwritable_cache_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FEEDBACK_CACHE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="FEEDBACK_CACHE"):
        materialised("m", "f1", write)


def test_status_follows_the_folder(own_cache: Path) -> None:
    assert {s.name: s.state for s in status()} == {"e5": "not unpacked", "use": "not unpacked"}
    path = next(s.path for s in status() if s.name == "use")
    assert path is not None
    path.mkdir(parents=True)
    assert {s.name: s.state for s in status()}["use"] == "damaged"


def test_status_of_unpacked_models(e5: TransformerEncoder, use: TransformerEncoder) -> None:
    for one in status():
        assert (one.state, one.fix) == ("ready", "")
        assert one.size_bytes > 50_000_000
        assert one.version
        assert one.licence in {"MIT", "Apache-2.0"}


def test_status_of_a_missing_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    for one in status():
        assert one.state == "missing"
        assert one.fix == f"pip install --force-reinstall {one.package}"


def test_places_do_not_collide() -> None:
    assert folder_for("a", "1") != folder_for("a", "2")
