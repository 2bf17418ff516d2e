"""The page in a real browser: what it asks for, what it runs, what a reader can do."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from feedback.report import render_html, summarise
from tests.report.report_story import Plot, build, page_of, report_of

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

STORY, HOSTILE = Plot(n=400, previous=True), Plot(n=60, hostile=True)
OTHERS = {
    "three": Plot(n=3, themed=False),
    "none": Plot(n=0, themed=False),
    "no_scores": Plot(n=120, scored=False),
}
CONTRAST = """() => {
  const parse = (colour) => {
    const parts = colour.match(/[\\d.]+/g).map(Number);
    return parts.length > 3 ? parts : [...parts, 1];
  };
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const channel = (v) => linear(v / 255);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const colour = parse(getComputedStyle(n).backgroundColor);
      if (colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  let seen = 0;
  while (walker.nextNode()) {
    const text = walker.currentNode, node = text.parentElement;
    if (!text.data.trim() || node.closest('script,style,noscript,svg,.hidden,.skip')) continue;
    const a = light(parse(getComputedStyle(node).color)), b = light(ground(node));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    seen += 1;
    if (ratio < 4.5) low.push([ratio.toFixed(2), node.className, text.data.slice(0, 40)]);
  }
  return [seen, low];
}"""
"""Every visible text against its background; WCAG 2.2, 1.4.3: at least 4.5 to 1."""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


class Visit:
    """One page opened from disk, with all that it said and asked for."""

    def __init__(
        self, browser: "playwright.Browser", folder: Path, plot: Plot, **options: object
    ) -> None:
        self.file = folder / "index.html"
        self.file.write_text(page_of(plot, "en"), encoding="utf-8")
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page = browser.new_context(**options).new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.open()

    def open(self, fragment: str = "") -> None:
        self.page.goto("about:blank")
        self.page.goto(self.file.as_uri() + fragment)

    def show_map(self) -> None:
        if self.page.locator("#map").count():
            self.page.locator("#map").scroll_into_view_if_needed()
            for _ in range(50):
                self.page.wait_for_timeout(50)
                if self.page.evaluate("document.querySelector('#map canvas').width") > 300:
                    break
            self.page.wait_for_timeout(100)

    def requests(self) -> list[str]:
        return [url for url in self.asked if not url.startswith((self.file.as_uri(), "about:"))]

    def shown(self) -> list[str]:
        return self.page.locator("#results blockquote").all_text_contents()


@pytest.fixture(scope="module")
def visit(browser: "playwright.Browser", tmp_path_factory: pytest.TempPathFactory) -> Visit:
    return Visit(browser, tmp_path_factory.mktemp("page"), STORY)


@pytest.mark.parametrize(
    "plot", [STORY, HOSTILE, *OTHERS.values()], ids=["story", "hostile", *OTHERS]
)
def test_the_page_opens_quietly_and_fits(browser, tmp_path: Path, plot: Plot) -> None:
    visit = Visit(browser, tmp_path, plot)
    visit.page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    for width in (360, 768, 1280):
        visit.page.set_viewport_size({"width": width, "height": 800})
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.page.title()
    assert visit.said == []
    assert visit.requests() == []
    visit.page.context.close()


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("plot", [STORY, HOSTILE, OTHERS["none"]], ids=["story", "hostile", "none"])
def test_axe_finds_nothing(browser, tmp_path: Path, plot: Plot, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    size = {"width": width, "height": 900}
    # The page's own policy would refuse axe's script, as it should.
    visit = Visit(browser, tmp_path, plot, color_scheme=scheme, viewport=size, bypass_csp=True)
    visit.page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    visit.show_map()
    found = axe.run(visit.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]] == []
    assert len(found.response["passes"]) > 20
    visit.page.context.close()


def test_nothing_moves_while_the_page_settles(browser, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path, STORY)
    visit.page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => {"
        " for (const shift of list.getEntries())"
        " if (!shift.hadRecentInput) window.moved += shift.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    visit.open()
    visit.show_map()
    visit.page.evaluate("document.getElementById('explorer').scrollIntoView()")
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate("window.moved") < 0.01
    visit.page.context.close()


def test_the_map_shows_every_comment_and_opens_the_one_under_the_mouse(visit: Visit) -> None:
    visit.open()
    visit.show_map()
    named = [mark.theme for mark in report_of(STORY).landmarks]
    shown = visit.page.locator("#map .labels a").all_text_contents()
    assert shown == [report_of(STORY).themes[i].name.en for i in named]
    placed = [c for c in report_of(STORY).comments if c.place]
    assert len(placed) == report_of(STORY).volume.n_commented
    box = visit.page.locator("#map canvas").bounding_box()
    x, y = placed[0].place
    at = (box["x"] + 18 + x * (box["width"] - 36), box["y"] + 18 + y * (box["height"] - 36))
    visit.page.mouse.move(at[0] - 40, at[1])
    visit.page.mouse.move(*at)
    read = visit.page.locator("#map .tip blockquote").inner_text()
    near = [c for c in placed if max(abs(c.place[0] - x), abs(c.place[1] - y)) < 0.03]
    assert read in {c.text for c in near}
    visit.page.mouse.click(*at)
    visit.page.wait_for_url("**#v=*")
    playwright.expect(visit.page.locator("#results blockquote")).to_have_text([read])


def test_filters_dim_the_map(visit: Visit) -> None:
    visit.open()
    visit.show_map()
    ink = "(() => { const c = document.querySelector('#map canvas'); let sum = 0;"
    ink += (
        "for (const v of c.getContext('2d').getImageData(0, 0, c.width, c.height).data) sum += v;"
    )
    ink += "return sum; })()"
    before = visit.page.evaluate(ink)
    visit.page.select_option("#f-band", "low")
    visit.page.wait_for_timeout(300)
    assert 0 < visit.page.evaluate(ink) < before


@pytest.mark.parametrize(
    ("field", "value", "keeps"),
    [
        ("#f-cohort-1", "Team", lambda c: c.cohorts == ("Team",)),
        ("#f-since", "2026-11-20", lambda c: c.date >= "2026-11-20"),
        ("#f-until", "2026-11-04", lambda c: "" < c.date <= "2026-11-04"),
    ],
)
def test_filters_by_cohort_and_date_keep_what_they_say(visit: Visit, field, value, keeps) -> None:
    visit.open()
    if field.startswith("#f-cohort"):
        visit.page.select_option(field, value)
    else:
        visit.page.fill(field, value)
    wanted = sum(map(keeps, report_of(STORY).comments))
    assert 0 < wanted < len(report_of(STORY).comments)
    assert visit.page.inner_text("#found").startswith(f"{wanted} of")
    address = visit.page.evaluate("location.hash")
    visit.open(address)
    assert visit.page.input_value(field) == value
    assert visit.page.inner_text("#found").startswith(f"{wanted} of")


def test_hostile_comments_run_nothing(browser, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path, HOSTILE)
    for term in ("script", '">', "<", "javascript", "</style>", ""):
        visit.page.fill("#q", term)
        assert visit.shown()
        assert visit.page.locator("#results :is(img, script, svg, style, b)").count() == 0
    while visit.page.locator("#more button").is_visible():
        visit.page.click("#more button")
    assert any("<script>document.body" in text for text in visit.shown())
    assert visit.page.evaluate("document.body.dataset.pwned") is None
    assert visit.page.evaluate("document.images.length") == 0
    assert visit.page.locator("a:not([href^='#'])").count() == 0
    assert visit.said == []
    assert visit.requests() == []
    visit.page.context.close()


def test_search_finds_words_without_accents_in_any_order(visit: Visit) -> None:
    visit.open()
    total = len(report_of(STORY).comments)
    assert f"of {total} comments" in visit.page.inner_text("#found")
    visit.page.fill("#q", "TELEPHONE essentiel")
    wanted = [
        c for c in report_of(STORY).comments if "téléphone" in c.text and "essentiel" in c.text
    ]
    assert wanted
    assert visit.page.inner_text("#found").startswith(f"{len(wanted)} of")
    assert all("téléphone" in text for text in visit.shown())
    assert visit.page.locator("#results mark").first.inner_text().lower() in (
        "téléphone",
        "essentiel",
    )
    visit.page.fill("#q", "zzzz")
    assert visit.shown() == []


@pytest.mark.parametrize(
    ("name", "value", "keeps"),
    [
        ("band", "low", lambda c: c.band == "low"),
        ("sentiment", "positive", lambda c: c.sentiment == "positive"),
        ("sentiment", "mixed", lambda c: c.is_mixed),
        ("sentiment", "unsure", lambda c: c.is_unsure),
        ("language", "fr", lambda c: c.language == "fr"),
        (
            "theme",
            "t04",
            lambda c: (
                report_of(STORY).themes.index(
                    next(t for t in report_of(STORY).themes if t.theme_id == "t04")
                )
                in c.themes
            ),
        ),
        ("flag", "near-duplicate", lambda c: "near-duplicate" in c.flags),
        ("flag", "*", lambda c: bool(c.flags)),
    ],
)
def test_filters_keep_what_they_say(visit: Visit, name: str, value: str, keeps) -> None:
    visit.open()
    visit.page.select_option(f"#f-{name}", value)
    wanted = sum(map(keeps, report_of(STORY).comments))
    assert wanted
    assert visit.page.inner_text("#found").startswith(f"{wanted} of")
    address = visit.page.evaluate("location.hash")
    assert f"{name}=" in address
    visit.open(address)
    assert visit.page.inner_text("#found").startswith(f"{wanted} of")
    visit.page.click("#filters button[type=reset]")
    visit.page.wait_for_url(lambda url: "#" not in url)
    playwright.expect(visit.page.locator(f"#f-{name}")).to_have_value("")


def test_a_link_addresses_a_comment(visit: Visit) -> None:
    comment = report_of(STORY).comments[37]
    visit.open(f"#v={quote(comment.response_id, safe='')}")
    assert visit.shown() == [comment.text]
    visit.page.click("#back button")
    playwright.expect(visit.page.locator("#results blockquote")).to_have_count(30)
    visit.open("#v=nobody")
    assert visit.shown() == []


def test_a_page_opened_by_a_link_stands_at_what_was_linked(browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(page_of(STORY, "en"), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(f"{page.as_uri()}#sentiment=mixed")
    assert abs(opened.evaluate("explorer.getBoundingClientRect().top")) < 40, "at once"
    assert opened.input_value("#f-sentiment") == "mixed"
    opened.close()


def test_a_link_addresses_a_comment_with_a_hostile_id(browser, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path, HOSTILE)
    comment = next(c for c in report_of(HOSTILE).comments if '"><b>' in c.response_id)
    visit.page.locator(
        f'#results a[href="#v={quote(comment.response_id, safe="")}"], .quote a'
    ).first.click()
    visit.open(f"#v={quote(comment.response_id, safe='')}")
    assert visit.shown() == [comment.text]
    assert visit.page.locator("#results b").count() == 0
    visit.page.context.close()


def test_a_theme_leads_to_its_section_and_to_its_comments(visit: Visit) -> None:
    visit.open()
    assert not visit.page.locator("#theme-3").evaluate("(fold) => fold.open")
    visit.page.click('.themes a[href="#theme-3"]')
    visit.page.locator("#theme-3[open]").wait_for()
    visit.page.click("#theme-3 .button")
    theme = report_of(STORY).themes[2]
    playwright.expect(visit.page.locator("#f-theme")).to_have_value(theme.theme_id)
    playwright.expect(visit.page.locator("#found")).to_contain_text(f"{theme.n} of")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(browser, tmp_path: Path, scheme: str) -> None:
    visit = Visit(browser, tmp_path, STORY, color_scheme=scheme)
    visit.page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
    seen, low = visit.page.evaluate(CONTRAST)
    assert seen > 500
    assert low == []
    visit.page.context.close()


def test_the_keyboard_reaches_the_report_and_focus_shows(visit: Visit) -> None:
    visit.open()
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    visit.page.keyboard.press("Enter")
    playwright.expect(visit.page.locator("#report")).to_be_focused()


def test_paper_opens_the_folds_and_leaves_the_explorer_out(browser, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path, STORY)
    assert len(visit.page.pdf(format="A4")) > 50_000
    visit.page.emulate_media(media="print")
    assert not visit.page.locator("#explorer").is_visible()
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert visit.page.locator("details:not([open])").count() == 0
    visit.page.context.close()


def test_without_script_the_report_is_complete_but_for_the_search(browser, tmp_path: Path) -> None:
    visit = Visit(browser, tmp_path, STORY, java_script_enabled=False)
    text = visit.page.inner_text("body")
    assert "Searching needs JavaScript" in text
    assert report_of(STORY).themes[0].name.en in text
    assert not visit.page.locator("#filters").is_visible()
    visit.page.context.close()


def test_an_answer_says_that_it_is_mixed_or_unsure(visit: Visit) -> None:
    comments = report_of(STORY).comments
    for field, word in (("is_mixed", "mixed"), ("is_unsure", "unsure")):
        comment = next(c for c in comments if getattr(c, field))
        visit.open(f"#v={quote(comment.response_id, safe='')}")
        assert f", {word}" in visit.page.inner_text("#results .facts")


def test_comments_without_a_theme_are_counted_and_listed(browser, tmp_path: Path) -> None:
    data = build(Plot(n=300))
    assignments = data.frames.assignments
    kept = assignments[assignments["theme_id"] != "t01"].reset_index(drop=True)
    report = summarise(
        dataclasses.replace(data, frames=dataclasses.replace(data.frames, assignments=kept))
    )
    bare = [c.text for c in report.comments if c.sentiment and not c.themes]
    page = tmp_path / "bare.html"
    page.write_text(render_html(report, "en"), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(page.as_uri())
    assert bare
    opened.get_by_text(f"{len(bare)} comments (").click()
    assert opened.inner_text("#found").startswith(f"{len(bare)} of")
    assert opened.locator("#results blockquote").first.inner_text() in bare
    assert opened.input_value("#f-theme") == "none"
    opened.close()


def test_rare_languages_share_one_entry(browser, tmp_path: Path) -> None:
    data = build(Plot(n=300))
    responses = data.frames.responses.copy()
    rare = responses.index[responses["language"].notna()][:2]
    responses.loc[rare, "language"] = ["ar", "nl"]
    frames = dataclasses.replace(data.frames, responses=responses)
    report = summarise(dataclasses.replace(data, frames=frames))
    assert [s.code for s in report.main_languages] == ["fr", "en", "other"]
    page = tmp_path / "rare.html"
    page.write_text(render_html(report, "en"), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(page.as_uri())
    assert "other languages <\u00a01%" in opened.inner_text("header .meta")
    labels = opened.locator("#f-language option").all_inner_texts()
    assert labels == ["all", *labels[1:3], "other languages"]
    opened.select_option("#f-language", "other")
    assert opened.inner_text("#found").startswith("2 of")
    assert "another language" in " ".join(opened.locator("#results .facts").all_inner_texts())
    opened.close()


def test_lighthouse_style_checks(visit: Visit) -> None:
    visit.open()
    visit.page.set_viewport_size({"width": 360, "height": 800})
    checks = Path(__file__).with_name("lighthouse.js").read_text(encoding="utf-8")
    failed = visit.page.evaluate(checks)
    assert failed == []
    assert visit.page.content().lower().index("charset") < 1024
