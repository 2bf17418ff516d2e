"""A saved head for the sentiment tests."""

from pathlib import Path

import pytest

from tests.sentiment.sentiment_samples import pole_head


@pytest.fixture
def head_folder(tmp_path: Path) -> Path:
    """A folder with a head that knows three words."""
    pole_head().save(tmp_path / "head", {"kind": "sentiment"})
    return tmp_path / "head"
