import json
import re
import shutil
import stat
from pathlib import Path

import pytest

from feedback.errors import WorkspaceError
from feedback.report import render_html, render_index, summary_json, write_pdf
from feedback.report.pdf import VARIABLE, find_browser
from tests.report.report_story import Plot, report_of


def _summaries() -> dict[str, dict]:
    one = summary_json(report_of(Plot(n=60)))
    two = summary_json(report_of(Plot(n=80, previous=True)))
    later = {**two, "batch": "<b>2026-12</b>", "period": ["2026-12-01", "2026-12-31"]}
    return {"2026-11": one, "b-2026-12": later}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_index_lists_every_report_the_latest_first(language: str) -> None:
    page = render_index(_summaries(), language, "0.1.0")
    assert page.index("b-2026-12/index.html") < page.index("2026-11/index.html")
    assert "&lt;b&gt;2026-12&lt;/b&gt;" in page
    assert "<b>2026-12" not in page
    assert "<script" not in page
    later = _summaries()["b-2026-12"]
    assert later["headline"][language].split("“")[0][:10] in page.replace("&#39;", "'")
    assert page == render_index(dict(reversed(_summaries().items())), language, "0.1.0")


def test_an_index_without_a_report_says_so() -> None:
    assert "No report yet" in render_index({}, "en", "0.1.0")


def test_the_summary_survives_json() -> None:
    summary = _summaries()["2026-11"]
    assert json.loads(json.dumps(summary)) == summary


def test_a_machine_without_a_browser_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(WorkspaceError, match="no Chromium, Chrome or Edge is installed"):
        find_browser()
    monkeypatch.setenv(VARIABLE, "/no/such/browser")
    with pytest.raises(WorkspaceError, match="names no program"):
        find_browser()


def test_a_browser_that_fails_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "browser"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv(VARIABLE, str(broken))
    with pytest.raises(WorkspaceError, match=r"could not print \(exit 3\)"):
        write_pdf(tmp_path / "page.html", tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.browser
def test_a_page_printed_twice_gives_the_same_a4_pages(chromium: str, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text(render_html(report_of(Plot(n=60)), "fr"), encoding="utf-8")
    first = write_pdf(page, tmp_path / "a.pdf").read_bytes()
    second = write_pdf(page, tmp_path / "b.pdf").read_bytes()
    assert first.startswith(b"%PDF")
    # Chromium promises no equal bytes: on a busy machine a number inside a page may differ.
    boxes = re.findall(rb"/MediaBox \[[^\]]*\]", first)
    assert boxes
    assert boxes == re.findall(rb"/MediaBox \[[^\]]*\]", second)
    assert len(first) == len(second)
    assert b"/MediaBox [0 0 594" in first or b"/MediaBox [0 0 595" in first
