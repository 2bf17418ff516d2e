"""Shipped models are found by name, and one that was changed is refused."""

import hashlib
import json
from pathlib import Path

import pytest

from feedback import resources
from feedback.errors import ModelError


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one shipped model."""
    sha256 = hashlib.sha256(b"weights").hexdigest()
    entry = {"name": "side", "file": "side.safetensors", "sha256": sha256}
    (tmp_path / "side.safetensors").write_bytes(b"weights")
    (tmp_path / "manifest.json").write_text(json.dumps({"models": [entry]}), encoding="utf-8")
    monkeypatch.setattr(resources, "models_dir", lambda: tmp_path)
    return tmp_path


def test_a_model_is_found_by_its_name(models: Path) -> None:
    assert resources.model_file("side") == models / "side.safetensors"


@pytest.mark.parametrize("content", [b"weight", None])
def test_a_model_that_was_changed_or_is_missing_is_refused(
    models: Path, content: bytes | None
) -> None:
    path = models / "side.safetensors"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(ModelError, match=r"side\.safetensors.*Reinstall"):
        resources.model_file("side")


def test_an_unknown_model_is_refused(models: Path) -> None:
    with pytest.raises(ModelError, match="cannot be used"):
        resources.model_file("other")


def test_a_list_that_cannot_be_read_is_an_error_of_one_line(models: Path) -> None:
    (models / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        resources.manifest()
