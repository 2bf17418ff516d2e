"""The report: seconds to write, bytes, and what a browser makes of it with 20,000 comments."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.record import Row
from feedback.report import render_html, summarise
from tests.report.report_story import Plot, build

SIZES = {2500: (5.0, 1.5), 20000: (30.0, None)}
"""Comments: seconds and megabytes at most."""
PER_COMMENT = 1 / 0.72
"""Answers of a story for each of its comments that says something."""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_RESPONSE = """async (act) => {
  const field = document.querySelector(act.field);
  const took = [];
  for (const value of act.values) {
    const started = performance.now();
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    took.push(performance.now() - started);
  }
  return Math.max(...took);
}"""
_ACTS = {
    "worst filter response": {"field": "#f-band", "values": ["low", "high", "", "mid", ""]},
    "worst response to a letter typed": {
        "field": "#q",
        "values": ["e", "ex", "exp", "expo", "export", "export m", "", "zzz", ""],
    },
}


def rows() -> Iterator[Row]:
    """Measure writing and opening a report of 2,500 and of 20,000 comments."""
    pages = {}
    for n, (seconds, megabytes) in SIZES.items():
        data = build(Plot(n=round(n * PER_COMMENT), previous=True))
        started = time.perf_counter()
        summary = summarise(data)
        page = render_html(summary, "fr")
        taken = time.perf_counter() - started
        pages[n] = page
        told = f"{summary.volume.n_commented:,} comments"
        yield Row("report", f"{told}, seconds to write", taken, f"<= {seconds:g}", note="synthetic")
        asked = f"<= {megabytes:g}" if megabytes else ""
        size = len(page.encode()) / 1e6
        yield Row("report", f"{told}, megabytes", size, asked, note="synthetic, short comments")
    yield from _browser(pages[max(pages)])


def _browser(page: str) -> Iterator[Row]:
    from playwright.sync_api import sync_playwright

    from feedback.report.pdf import find_browser

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder) / "index.html"
        file.write_text(page, encoding="utf-8")
        chromium = driver.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        tab = chromium.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        tab.goto(file.as_uri())
        tab.wait_for_timeout(3000)
        first: Any = tab.evaluate(_PAINT)
        yield Row("report", "20,000 comments, first paint, ms", first, "<= 1000", note="Chromium")
        for name, act in _ACTS.items():
            tab.evaluate(_RESPONSE, act)
            worst = min(float(tab.evaluate(_RESPONSE, act)) for _ in range(3))
            yield Row(
                "report", f"20,000 comments, {name}, ms", worst, "<= 100", note="to the frame"
            )
        chromium.close()
