"""What is installed, which models are there, what is missing and the exact command to mend it."""

import dataclasses
import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from feedback import encoders, nlp, resources
from feedback.errors import FeedbackError
from feedback.wording import count_of
from feedback.workspace import Workspace, user_cache_dir

Status = Literal["ok", "optional", "missing"]

LIBRARIES = ("torch", "sentence-transformers", "bertopic", "spacy", "lancedb", "pandas", "altair")
EXTRAS = {"python-pptx": "pptx", "starlette": "serve", "uvicorn": "serve"}
# Both encoders materialised, one workspace's store and vectors: measured at about 0.7 GB.
MIN_FREE_BYTES = 1_500_000_000


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: `fix` is a command or an instruction, empty when all is well."""

    name: str
    status: Status
    detail: str
    fix: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return dataclasses.asdict(self)


def examine(workspace: Path) -> list[Finding]:
    """Check Python, libraries, models, disk, optional programs and the workspace."""
    checks = (_python, _libraries, _spacy, _encoders, _heads, _disk, _extras, _browser)
    findings = [finding for check in checks for finding in check()]
    return [*findings, *_workspace(workspace)]


def _python() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    is_new = sys.version_info >= (3, 11)
    fix = "" if is_new else "Install Python 3.11 or newer"
    yield Finding("python", "ok" if is_new else "missing", version, fix)


def _libraries() -> Iterator[Finding]:
    for name in LIBRARIES:
        yield _distribution(name, "missing", f"pip install {name}")


def _extras() -> Iterator[Finding]:
    for name, extra in EXTRAS.items():
        yield _distribution(name, "optional", f"pip install 'feedback[{extra}]'")


def _distribution(name: str, otherwise: Status, fix: str) -> Finding:
    try:
        return Finding(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(name, otherwise, "not installed", fix)


def _spacy() -> Iterator[Finding]:
    for language in nlp.PACKAGES:
        try:
            package = nlp.package_for(language)
            yield Finding(f"spaCy pipeline ({language})", "ok", package)
        except FeedbackError as error:
            yield Finding(f"spaCy pipeline ({language})", "missing", error.what, error.todo)


def _encoders() -> Iterator[Finding]:
    for model in encoders.status():
        is_there = model.state != "missing"
        detail = f"{model.package} {model.version or ''}, {model.state}"
        yield Finding(f"encoder {model.name}", "ok" if is_there else "missing", detail, model.fix)


def _heads() -> Iterator[Finding]:
    reinstall = "Reinstall feedback, or run it from a complete checkout"
    try:
        folder = resources.models_dir()
    except FeedbackError as error:
        yield Finding("trained heads", "missing", error.what, error.todo)
        return
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["models"]:
        path = folder / entry["file"]
        if not path.is_file():
            yield Finding(f"head {entry['name']}", "missing", f"{path} is not there", reinstall)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            yield Finding(f"head {entry['name']}", "missing", f"{path} is damaged", reinstall)
        else:
            yield Finding(f"head {entry['name']}", "ok", entry["version"])


def _disk() -> Iterator[Finding]:
    cache = user_cache_dir()
    existing = next(folder for folder in (cache, *cache.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    detail = f"{free / 1e9:.1f} GB free at {cache}"
    if free < MIN_FREE_BYTES:
        fix = "Free some space, or point FEEDBACK_CACHE at another disk"
        yield Finding("model cache", "missing", detail, fix)
    else:
        yield Finding("model cache", "ok", detail)


def _browser() -> Iterator[Finding]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found:
        yield Finding("browser for the browser tests", "ok", found)
    else:
        yield Finding(
            "browser for the browser tests", "optional", "no Chromium", "apt-get install chromium"
        )


def _workspace(root: Path) -> Iterator[Finding]:
    try:
        workspace = Workspace(root)
        if not workspace.hidden.exists():
            yield Finding("workspace", "ok", f"{root} holds no run yet")
            return
        workspace.prepare()
        from feedback.store import Store

        batches = Store.open(workspace.store_uri).batches()
        yield Finding(
            "workspace", "ok", f"{root} holds {count_of(len(batches), 'batch', 'batches')}"
        )
    except FeedbackError as error:
        yield Finding("workspace", "missing", str(error), error.todo)
