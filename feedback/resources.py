"""Where the shipped models lie, in a checkout and in an installed wheel."""

import hashlib
import json
from pathlib import Path
from typing import Any

from feedback.errors import ModelError


def models_dir() -> Path:
    """Return the folder of the trained heads and their manifest.

    Raises:
        ModelError: Neither the wheel's copy nor the checkout's folder is there.
    """
    package = Path(__file__).parent
    for folder in (package / "_models", package.parent / "models"):
        if (folder / "manifest.json").is_file():
            return folder
    raise ModelError(
        "the trained models are not beside the package",
        where=str(package),
        todo="Reinstall feedback, or run it from a complete checkout",
    )


def manifest() -> list[dict[str, Any]]:
    """Return what stands in `models/manifest.json` on every shipped model.

    Raises:
        ModelError: The models are not beside the package, or the list cannot be read.
    """
    path = models_dir() / "manifest.json"
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["models"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            "the list of the shipped models cannot be read",
            where=str(path),
            todo="Reinstall feedback",
        ) from error


def model_file(name: str) -> Path:
    """Return the file of a shipped model, its checksum looked at.

    Raises:
        ModelError: It is missing or not as it was shipped.
    """
    entry = next((entry for entry in manifest() if entry["name"] == name), None)
    path = models_dir() / (entry["file"] if entry else name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _damaged(path, error.strerror or "it cannot be read") from error
    if entry is None or hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise _damaged(path, "its checksum is wrong")
    return path


def _damaged(path: Path, why: str) -> ModelError:
    return ModelError(
        f"a shipped model cannot be used: {why}", where=str(path), todo="Reinstall feedback"
    )
