"""The whole page, held against a stored one: any change of it is seen, and meant.

After a change that is meant: `FEEDBACK_GOLDEN=write python -m pytest tests/report/test_golden.py`,
then read the difference before committing it.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from feedback.report import render_html, summary_json
from tests.report.report_story import Plot, report_of

FOLDER = Path(__file__).parent / "golden"
STORY, HOSTILE = Plot(n=30, previous=True), Plot(n=6, hostile=True)


def _page(plot: Plot, language: str) -> str:
    """Return the page without what has tests of its own: our style and script, and their hashes."""
    page = render_html(report_of(plot), language)
    page = re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL)
    page = re.sub(r"<script>.*?</script>", "<script></script>", page, flags=re.DOTALL)
    return re.sub(r"sha256-[^\s'&;]+", "sha256-", page)


def _summary(plot: Plot) -> str:
    return json.dumps(summary_json(report_of(plot)), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("story.fr.html", lambda: _page(STORY, "fr")),
        ("hostile.en.html", lambda: _page(HOSTILE, "en")),
        ("story.json", lambda: _summary(STORY)),
    ],
)
def test_what_is_written_is_what_is_stored(name: str, write: Callable[[], str]) -> None:
    text, path = write(), FOLDER / name
    if os.environ.get("FEEDBACK_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
