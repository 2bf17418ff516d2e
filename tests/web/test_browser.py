"""The application in a real browser: what a person does with it, with and without scripts."""

from collections.abc import Iterator

import pytest

from feedback import curation
from feedback.store import Store

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser
PAGES = (
    *("/", "/search?q=export", "/themes", "/themes/t-export", "/anomalies", "/review", "/runs/new"),
    "/nope",
)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


class Visit:
    """A page of the live server, with all that it said and asked for."""

    def __init__(self, browser: "playwright.Browser", address: str, **options: object) -> None:
        self.address, self.said, self.asked = address, [], []
        self.context = browser.new_context(base_url=address, locale="en-GB", **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def foreign(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(self.address)]


@pytest.fixture
def visit(browser, live) -> Iterator[Visit]:
    opened = Visit(browser, live.address)
    yield opened
    assert opened.foreign() == []
    opened.context.close()


def test_find_filter_and_take_the_filter_back(visit):
    page = visit.page
    page.goto("/search")
    page.fill("#q", "l'export")
    with page.expect_navigation():
        page.click("form[role=search] button")
    assert page.locator("article mark").first.inner_text().lower() == "export"
    before = page.inner_text("h2")
    page.click(".facet a:has-text('march')")
    page.wait_for_url("**batch=march**")
    assert page.locator("article").count() >= 1
    page.click(".chips a:has-text('march')")
    page.wait_for_url(lambda url: "batch" not in url)
    assert page.inner_text("h2") == before
    assert visit.said == []


def test_a_search_becomes_a_theme(visit, copied):
    page = visit.page
    page.goto("/search?q=export+expensive&batch=april")
    page.locator("article", has_text="Too expensive").locator("input[name=wrong]").check()
    page.fill("#keep-en", "Getting data out")
    page.click("#keep button")
    page.wait_for_url("**/themes")
    assert "kept with" in page.inner_text("[role=status]")
    seed = Store.open(copied.store_uri).edits()[-1].edit["seeds"][0]
    assert seed["negatives"] == ["Too expensive for what it is."]
    assert visit.said == []


def test_anomalies_are_reviewed_from_the_keyboard(visit, copied):
    page = visit.page
    page.goto("/anomalies")
    page.keyboard.press("j")
    assert "current" in page.locator("article").first.get_attribute("class")
    with page.expect_navigation():
        page.keyboard.press("d")
    assert "dismissed" in page.inner_text("[role=status]")
    assert curation.list_anomalies(copied, None, None) == []


def test_themes_are_reviewed_from_the_keyboard(visit, copied):
    page = visit.page
    page.goto("/review")
    for key in ("y", "s", "n"):
        with page.expect_navigation():  # until loaded: the keys are heard only then
            page.keyboard.press(key)
    page.keyboard.press("o")
    playwright.expect(page.locator("#other")).to_be_focused()
    assert curation.review_state(copied, None, "1", "en").done == 2
    assert visit.said == []


def test_keys_typed_into_a_field_do_nothing_else(visit, copied):
    page = visit.page
    page.goto("/anomalies")
    page.locator("input[name=note]").first.focus()
    page.keyboard.type("added")
    assert page.input_value("input[name=note] >> nth=0") == "added"
    assert len(curation.list_anomalies(copied, None, None)) == 1


def test_two_people_edit_and_nothing_is_lost(browser, live, copied):
    first, second = Visit(browser, live.address), Visit(browser, live.address)
    for visit in (first, second):
        visit.page.goto("/themes/t-price")
        visit.page.click("summary")
    for visit, name in ((first, "Pricing"), (second, "Cost")):
        visit.page.fill("#en-t-price", name)
        with visit.page.expect_navigation():
            visit.page.click("button:text-is('Rename')")
    text = second.page.inner_text("main")
    assert "Pricing" in text
    assert "Cost" in text
    assert "Pricing" in {row["name_en"] for row in curation.list_themes(copied, None)}
    second.page.click("text=Apply mine as well")
    second.page.wait_for_url("**/themes#t-price")
    assert "Cost" in {row["name_en"] for row in curation.list_themes(copied, None)}
    second.page.click("text=Undo the last edit")
    second.page.wait_for_selector("[role=status]")
    assert "Pricing" in {row["name_en"] for row in curation.list_themes(copied, None)}
    for visit in (first, second):
        visit.context.close()


def test_a_hostile_comment_runs_nothing(visit):
    for path in ("/search?q=export", "/search?q=<img src=x onerror=alert(1)> export"):
        visit.page.goto(path)
        assert visit.page.locator("article:has-text('<script>')").count() >= 1
        assert visit.page.locator("article :is(img, script)").count() == 0
    assert visit.page.evaluate("document.body.dataset.pwned") is None
    assert visit.said == []


def test_everything_works_without_scripts(browser, live, copied):
    visit = Visit(browser, live.address, java_script_enabled=False)
    page = visit.page
    page.goto("/search?q=export")
    with page.expect_navigation():
        page.click(".facet a >> nth=0")
    assert page.locator("article").count() >= 1
    page.goto("/themes/t-price")
    page.click("summary")
    page.fill("#fr-t-price", "Tarifs")
    with page.expect_navigation():
        page.click("button:text-is('Rename')")
    assert "Tarifs" in {row["name_fr"] for row in curation.list_themes(copied, None)}
    page.goto("/anomalies")
    with page.expect_navigation():
        page.click("button:text-is('Accept')")
    assert "accepted" in page.inner_text("[role=status]")
    page.goto("/runs/new")
    page.set_input_files(
        "#file", {"name": "new.csv", "mimeType": "text/csv", "buffer": b"score;avis\n3;Trop lent\n"}
    )
    page.click("button:text-is('Look at it')")
    playwright.expect(page.locator("#batch")).to_have_value("new")
    visit.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_every_page_fits_a_phone(browser, live, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    visit = Visit(browser, live.address, color_scheme=scheme, bypass_csp=True)
    visit.page.set_viewport_size({"width": 360, "height": 800})
    for path in PAGES:
        visit.page.goto(path)
        found = axe.Axe().run(visit.page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360, path
    visit.context.close()


def test_the_policy_lets_no_page_complain(visit):
    for path in PAGES[:-1]:
        visit.page.goto(path)
        visit.page.keyboard.press("j")
        visit.page.keyboard.press("k")
    assert visit.said == []
