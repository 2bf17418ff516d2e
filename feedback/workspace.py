"""A workspace: a folder with `feedback.toml` and `.feedback/`, where reports and the store live."""

import contextlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from feedback.errors import WorkspaceError
from feedback.settings import Settings, override
from feedback.settings_file import load_settings

if TYPE_CHECKING:
    import pandas as pd


def user_cache_dir() -> Path:
    """Return the user's cache folder (`FEEDBACK_CACHE` overrides it)."""
    return Path(os.environ.get("FEEDBACK_CACHE") or platformdirs.user_cache_dir("feedback"))


def batch_slug(name: str) -> str:
    """Turn a batch name into a safe folder name: letters, digits, dot, dash and underscore."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.")[:80]
    return slug or "batch"


class Workspace:
    """Paths and settings of one workspace folder.

    Args:
        root: The folder; made on the first write.
    """

    def __init__(self, root: Path | str = ".") -> None:
        self.root = Path(root)
        self.settings: Settings = self.with_own_head(load_settings(self.root / "feedback.toml"))

    def with_own_head(self, settings: Settings) -> Settings:
        """Let "default" mean the head trained in this workspace, where there is one."""
        own = self.own_models_dir / "sentiment"
        if settings.sentiment.model != "default" or not (own / "head.safetensors").is_file():
            return settings
        return override(settings, "sentiment", model=own.as_posix())

    def search(self, query: str, **filters: Any) -> "pd.DataFrame":
        """Search the answers by word and by meaning, as the command line does.

        Args:
            query: Words, a sentence, ``"a phrase"``, ``-word``; in French or English.
            filters: Fields of `feedback.store.Query`, such as `band`, `theme`, `limit`.

        Returns:
            One row per response, best first; the columns of `SearchResults.rows`.

        Raises:
            FeedbackError: The query is empty, or a filter names what does not exist.
        """
        # Resolved when called: the foundation imports nothing that stands above it.
        found = import_module("feedback.curation").find_text(self, query, filters)
        frame: pd.DataFrame = found.rows
        return frame

    @property
    def hidden(self) -> Path:
        """The `.feedback` folder."""
        return self.root / ".feedback"

    @property
    def store_uri(self) -> str:
        """Where the LanceDB store lies."""
        return self.settings.store.uri or str(self.hidden / "store")

    @property
    def vectors_dir(self) -> Path:
        """Where vectors are cached by model and text hash."""
        return self.hidden / "vectors"

    @property
    def own_models_dir(self) -> Path:
        """Where the heads trained on the person's own rows lie."""
        return self.hidden / "models"

    @property
    def reports_dir(self) -> Path:
        """Where reports are written, a folder per batch."""
        return self.root / "reports"

    def report_dir(self, batch: str) -> Path:
        """Return the folder of one batch's report."""
        return self.reports_dir / batch_slug(batch)

    def prepare(self) -> None:
        """Make the folders, or say why that cannot be done.

        Raises:
            WorkspaceError: The folder is read-only, full, or a file stands in the way.
        """
        try:
            for folder in (self.hidden, self.reports_dir):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.hidden / f".probe-{os.getpid()}"
            probe.write_bytes(b"feedback")
            probe.unlink()
        except OSError as error:
            raise WorkspaceError(
                f"cannot write to the workspace: {error.strerror or error}",
                where=str(self.root),
                todo="Choose a writable folder with --workspace, or free some space",
            ) from error

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the workspace for one writer.

        Raises:
            WorkspaceError: Another process is writing to it.
        """
        import fcntl

        self.prepare()
        with (self.hidden / "lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise WorkspaceError(
                    "another feedback command is writing here",
                    where=str(self.root),
                    todo="Wait for it to end, then try again",
                ) from error
            yield


def refuse_missing_folder(target: Path) -> None:
    """Raise if nothing leads to `target`: a folder for it is made, none above that.

    Raises:
        WorkspaceError: Neither its folder nor the one above exists; the path may be misspelt.
    """
    above = target.absolute().parent.parent
    if not target.parent.exists() and not above.exists():
        raise WorkspaceError(
            "cannot write: there is no such folder",
            where=str(above),
            todo="Make it first, or choose another place",
        )


@contextlib.contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """Give a fresh folder to fill; it takes the place of `target` only if no error comes out.

    An interruption at any moment leaves either the old folder or the new one, whole: the old one
    is moved aside first and put back if the second rename fails.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new-{os.getpid()}")
    old = target.with_name(f".{target.name}.old-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        yield fresh
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
