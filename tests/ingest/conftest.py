"""Small files with invented feedback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedback.ingest import Reading, read
from feedback.settings import ReadSettings

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write text or bytes to a file and return its path."""

    def _write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return _write


@pytest.fixture
def load() -> Callable[..., Reading]:
    """Read files with settings given by keyword."""

    def _load(*paths: Path, **settings: object) -> Reading:
        return read(list(paths), ReadSettings(**settings), "mars")  # type: ignore[arg-type]

    return _load
