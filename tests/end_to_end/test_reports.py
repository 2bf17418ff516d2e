"""The shelf of reports: their list, and any two batches compared, as a person asks for them."""

import json
import re

import pytest


def test_the_index_lists_every_month_with_its_finding(demo_runs):
    page = (demo_runs.workspace.reports_dir / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+)"', page)
    assert links == [f"{month}/index.html" for month in reversed(demo_runs.months)]
    assert "<script" not in page


def test_any_two_batches_can_be_compared(demo_runs, feedback):
    place = demo_runs.workspace.root
    before = (demo_runs.folder("2026-10") / "index.html").read_bytes()
    called = feedback("report", "--compare", "2026-08", "2026-10", "--workspace", place)
    assert called.status == 0
    folder = demo_runs.workspace.reports_dir / "2026-10-vs-2026-08"
    assert called.out.strip() == str(folder / "index.html")
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert (summary["batch"], summary["previous"]) == ("2026-10", "2026-08")
    assert [point["batch"] for point in summary["batches"]] == ["2026-08", "2026-10"]
    first = json.loads((demo_runs.folder("2026-08") / "summary.json").read_text(encoding="utf-8"))
    change = summary["metrics"][0]["change"]
    assert change["before"] == pytest.approx(first["metrics"][0]["value"], abs=1e-6)
    assert (demo_runs.folder("2026-10") / "index.html").read_bytes() == before


def test_a_batch_is_not_compared_with_itself_or_with_nothing(demo_runs, feedback):
    place = ("--workspace", demo_runs.workspace.root)
    same = feedback("report", "--compare", "2026-08", "2026-08", *place)
    assert (same.status, "with itself" in same.err) == (1, True)
    unknown = feedback("report", "--compare", "2026-08", "nothing", *place)
    assert (unknown.status, "no batch" in unknown.err) == (1, True)
    both = feedback("report", "--batch", "2026-08", "--compare", "2026-08", "2026-10", *place)
    assert (both.status, "exclude each other" in both.err) == (1, True)


def test_trends_hold_the_months_before(demo_runs):
    summary = json.loads((demo_runs.folder() / "summary.json").read_text(encoding="utf-8"))
    assert [point["batch"] for point in summary["batches"]] == list(demo_runs.months)
    for month, point in zip(demo_runs.months, summary["batches"], strict=True):
        own = json.loads((demo_runs.folder(month) / "summary.json").read_text(encoding="utf-8"))
        primary = next(m for m in own["metrics"] if m["name"] == summary["metrics"][0]["name"])
        assert point["value"] == primary["value"]
        assert point["n"] == own["counts"]["commented"]


def test_the_decisive_words_are_underlined_in_the_first_quotes(demo_runs):
    page = (demo_runs.folder() / "index.html").read_text(encoding="utf-8")
    assert len(re.findall(r"<blockquote[^>]*>(?:(?!</blockquote>).)*<mark>", page)) > 8
