"""Model folders in the user's cache: written once, whole or not at all, and checked when used."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

from feedback.errors import ModelError
from feedback.workspace import replacing_folder, user_cache_dir

MANIFEST = "manifest.json"


def models_cache() -> Path:
    """Return the folder that holds the materialised models."""
    return user_cache_dir() / "models"


def folder_for(name: str, fingerprint: str) -> Path:
    """Return where a model of this name and source belongs, whether or not it is there."""
    return models_cache() / f"{name}-{fingerprint}"


def materialised(name: str, fingerprint: str, write: Callable[[Path], None]) -> Path:
    """Return a checked model folder; write it first if it is missing or damaged.

    Args:
        name: Short name of the model.
        fingerprint: Hash of what it is made from and of the code that makes it.
        write: Fills an empty folder with the model's files.

    Raises:
        ModelError: The folder cannot be written.
    """
    folder = folder_for(name, fingerprint)
    if is_whole(folder):
        return folder
    try:
        with replacing_folder(folder) as fresh:
            write(fresh)
            _write_manifest(fresh)
    except OSError as error:
        if is_whole(folder):  # another process was first
            return folder
        raise ModelError(
            f"the model cannot be unpacked: {error.strerror or error}",
            where=str(folder),
            todo="Free about 300 MB there, or set FEEDBACK_CACHE to another folder",
        ) from error
    return folder


def is_whole(folder: Path) -> bool:
    """Say whether every file of the manifest is there with the hash it was written with.

    Hashing 250 MB costs about 0.3 s, against seconds of loading, so it is always done in full.
    """
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sha256"]
        return bool(listed) and all(
            file_hash(folder / name) == digest for name, digest in listed.items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def folder_size(folder: Path) -> int:
    """Return the bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def content_fingerprint(folder: Path) -> str:
    """Return 16 hexadecimal digits over the names and contents of a model folder's files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if path.is_file() and re.search(r"\.(safetensors|json|txt|model)$", relative):
            digest.update(f"{relative}\0{file_hash(path)}\0".encode())
    return digest.hexdigest()[:16]


def _write_manifest(folder: Path) -> None:
    hashes = {
        path.relative_to(folder).as_posix(): file_hash(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    (folder / MANIFEST).write_text(json.dumps({"sha256": hashes}, indent=1), encoding="utf-8")
