import base64
import hashlib
import html
import itertools
import json
import re
import time
from html.parser import HTMLParser

import pytest

from feedback.report import Report, render_html
from feedback.report.explorer import script_json
from feedback.report.words_en import WORDS as ENGLISH
from feedback.report.words_fr import WORDS as FRENCH
from tests.report.report_story import HOSTILE, Plot, page_of, report_of

PLOTS = {
    "story": Plot(n=400, previous=True),
    "three": Plot(n=3, themed=False),
    "none": Plot(n=0, themed=False),
    "no_scores": Plot(n=120, scored=False),
    "french": Plot(n=120, languages=("fr",)),
    "hostile": Plot(n=60, hostile=True),
    "flat": Plot(n=200, flat=True),
}


class Outline(HTMLParser):
    """What a page is made of: tags with attributes, visible text, headings, ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(
    params=[(name, language) for name in PLOTS for language in ("fr", "en")], ids="-".join
)
def page(request: pytest.FixtureRequest) -> str:
    name, language = request.param
    return page_of(PLOTS[name], language)


def test_no_missing_value_is_ever_shown(page: str) -> None:
    visible = " ".join(Outline(page).text)
    assert not re.search(r"\b(None|nan|NaN|inf|NaT|undefined)\b", visible)
    assert "<NA>" not in visible
    data = re.search(r'id="comments">(.*?)</script>', page)
    if data:
        json.loads(data[1], parse_constant=pytest.fail)


def test_the_page_asks_nothing_of_anyone(page: str) -> None:
    outline = Outline(page)
    for tag, attributes in outline.tags:
        for name in ("src", "srcset", "data", "action", "formaction", "background", "xlink:href"):
            assert name not in attributes, (tag, name)
        assert not any(name.startswith("on") for name in attributes), tag
        assert "style" not in attributes, tag
        if tag == "a":
            assert (attributes["href"] or "").startswith("#")
    assert not outline.all("link", "iframe", "object", "embed", "img", "base")
    assert "@import" not in page.partition("</style>")[0]
    assert "url(" not in page.partition("</style>")[0]


def test_the_policy_allows_our_style_and_script_by_hash_only(page: str) -> None:
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for kind, body in (
        ("style", re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]),
        ("script", re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]),
    ):
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_headings_tables_and_labels_are_in_order(page: str) -> None:
    outline = Outline(page)
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all(cell.get("scope") in ("row", "col") for cell in outline.all("th"))
    assert len(outline.all("table")) == len(outline.all("caption"))
    labelled = {attributes["for"] for attributes in outline.all("label")}
    assert {attributes["id"] for attributes in outline.all("input", "select")} == labelled
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in outline.all("a"):
        target = (attributes["href"] or "")[1:]
        assert target in ids or "=" in target
    for image in outline.all("svg"):
        assert image.get("aria-hidden") == "true" or (
            image["role"] == "img" and image["aria-label"]
        )


def test_the_same_summary_gives_the_same_bytes() -> None:
    report = report_of(PLOTS["story"])
    assert render_html(report, "fr") == page_of(PLOTS["story"], "fr")


def test_the_language_of_the_page_is_the_one_of_most_comments() -> None:
    assert '<html lang="fr">' in render_html(report_of(PLOTS["french"]))
    with pytest.raises(ValueError, match="fr, en"):
        render_html(report_of(PLOTS["french"]), "de")


def _own_text(page: str) -> str:
    """Return the page's words without comments, names and keywords, which keep their language."""
    bare = re.sub(
        r"<(blockquote|script|style).*?</\1>",
        " ",
        page,
        flags=re.DOTALL,
    )
    bare = re.sub(r'<dd lang="\w+">.*?</dd>', " ", bare, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "\n", bare))


@pytest.mark.parametrize("name", PLOTS)
def test_french_pages_hold_no_english_and_the_other_way_round(name: str) -> None:
    for language, other, own in (("fr", ENGLISH, FRENCH), ("en", FRENCH, ENGLISH)):
        lines = {
            line.strip().replace("’", "'").replace("\u202f", " ").replace("\xa0", " ")
            for line in _own_text(page_of(PLOTS[name], language)).splitlines()
        }
        mine = {
            text
            for entry in own.values()
            for text in ([entry] if isinstance(entry, str) else entry)
        }
        strange = {
            text
            for entry in other.values()
            for text in ([entry] if isinstance(entry, str) else entry)
            if "{" not in text
        } - mine
        assert not lines & strange


def test_french_figures_never_carry_an_english_percent_or_point(story_fr: str) -> None:
    text = (
        _own_text(story_fr).replace("0.1.0", "").replace("apache-2.0", "").replace("Apache-2.0", "")
    )
    assert not re.search(r"\d%", text)
    assert not re.search(r"\d\.\d", text.replace("themes.", ""))
    assert re.search(r"\d\u202f%", text)


def test_hostile_comments_stay_text() -> None:
    page = page_of(PLOTS["hostile"], "en")
    outline = Outline(page)
    assert len(outline.all("script")) == 2
    assert not outline.all("img", "iframe", "b1")
    assert "<svg onload" not in page
    assert "\x00" not in page
    data = re.search(r'id="comments">(.*?)</script>', page)[1]
    assert not set("<>&\u2028\u2029") & set(data)
    texts = {row[1] for row in json.loads(data)["rows"]}
    assert HOSTILE[0] in texts
    assert HOSTILE[2] in texts


def test_script_json_escapes_all_that_could_end_the_script() -> None:
    wild = {"a": "</script><!--\u2028&", "b": [1, None, True]}
    written = script_json(wild)
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == wild


def test_every_figure_of_the_theme_table_is_the_stored_one(story: Report, story_en: str) -> None:
    from feedback.report.format import Formatter

    rows = re.findall(
        r'<tr role="row">\n<td role="cell" class="rank">(.*?)</tr>', story_en, re.DOTALL
    )
    assert len(rows) == len(story.themes)
    write = Formatter("en")
    for theme, row in zip(story.themes, rows, strict=True):
        shown = html.unescape(row)
        assert f"<b>{write.percent(theme.share)}</b>" in shown
        assert f">{write.impact(theme.impact, 'points')}</b>" in shown
        assert write.impact_interval(theme.impact_low, theme.impact_high, "points") in shown


@pytest.mark.slow
def test_2500_comments_stay_small_and_are_written_quickly() -> None:
    report = report_of(Plot(n=3500))
    started = time.perf_counter()
    page = render_html(report, "fr")
    # A generous bound: it catches a quadratic loop, not a slow machine.
    assert time.perf_counter() - started < 30
    assert len(report.comments) > 2500
    assert len(page.encode()) < 1_500_000
