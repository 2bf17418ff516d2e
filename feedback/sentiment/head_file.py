"""Where a head's file lies, whether it is the one that was saved, and what its card says."""

import hashlib
import json
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from feedback import resources
from feedback.errors import ModelError

FILE_NAME = "head.safetensors"
CARD_NAME = "head.json"

SHIPPED = ("default", "shipped")
"""Names of the shipped head; a workspace lets the first mean its own head, never the second."""


def find_head(name: str) -> tuple[Path, str]:
    """Return a head's file and the sha256 that it must have.

    Args:
        name: Of a shipped head, or a folder or file; a folder may hold a folder `sentiment`.

    Raises:
        ModelError: It is not there, or its card cannot be read.
    """
    wanted = "sentiment" if name in SHIPPED else name
    for entry in resources.manifest():
        if entry["name"] == wanted:
            return resources.models_dir() / entry["file"], entry["sha256"]
    given = Path(name).expanduser()
    for path in (given, given / FILE_NAME, given / "sentiment" / FILE_NAME):
        if path.is_file():
            return path, _card_sha256(path.parent / CARD_NAME)
    raise ModelError(
        f'there is no sentiment head "{name}"',
        where="[sentiment] model",
        todo='Write "default", or the folder that `feedback models train sentiment` named',
    )


def head_card(name: str | Path) -> dict[str, Any]:
    """Return what is written beside a head; nothing if it cannot be read."""
    try:
        path, _ = find_head(str(name))
        return dict(json.loads((path.parent / CARD_NAME).read_text(encoding="utf-8")))
    except (ModelError, OSError, ValueError):
        return {}


def read_tensors(path: Path, sha256: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of a head's file by name.

    Raises:
        ModelError: It cannot be read, is not the one that was saved, or holds no arrays.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        data = path.read_bytes()
    except OSError as error:
        raise damaged(path, error.strerror or "it cannot be read") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise damaged(path, "its checksum is wrong")
    try:
        return dict(load(data))
    except SafetensorError as error:
        raise damaged(path, f"not a sentiment head: {error}") from error


def write_head(folder: Path, tensors: dict[str, NDArray[Any]], card: dict[str, Any]) -> Path:
    """Write a head and, with the file's sha256, its card into `folder`; return its path."""
    from safetensors.numpy import save

    folder.mkdir(parents=True, exist_ok=True)
    data = save(tensors)
    path = folder / FILE_NAME
    path.write_bytes(data)
    facts = card | {"sha256": hashlib.sha256(data).hexdigest()}
    text = json.dumps(facts, indent=2, ensure_ascii=False, sort_keys=True)
    (folder / CARD_NAME).write_text(text + "\n", encoding="utf-8")
    return path


def damaged(path: Path, why: str) -> ModelError:
    """Return what to raise for a head's file that is not as it should be."""
    return ModelError(
        f"the sentiment head cannot be used: {why}",
        where=str(path),
        todo="Reinstall feedback, or train the head again",
    )


def _card_sha256(card: Path) -> str:
    try:
        return str(json.loads(card.read_text(encoding="utf-8"))["sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(card, "its card cannot be read") from error
