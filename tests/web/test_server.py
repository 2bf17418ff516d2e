"""The pages: what they show, to whom, and in which language."""

import pytest
from starlette.testclient import TestClient

from feedback.errors import SettingsError
from feedback.web.render import marked
from feedback.web.server import build_app, check_host
from feedback.web.words import _WORDS, Words, preferred
from feedback.workspace import Workspace
from tests.web.conftest import HOSTILE, Visitor

PAGES = (
    "/",
    "/search",
    "/search?q=export",
    "/themes",
    "/themes/t-export",
    "/anomalies",
    "/runs/new",
)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.org", ""])  # noqa: S104
def test_a_host_that_others_can_reach_needs_a_token(host):
    with pytest.raises(SettingsError, match="loopback"):
        check_host(host, "")
    with pytest.raises(SettingsError, match="too short"):
        check_host(host, "short")
    check_host(host, "a" * 16)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_is_fine(host):
    check_host(host, "")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_opens_in_both_languages(visitor, path, language):
    page = visitor.get(path, headers={"accept-language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert (">Recherche<" in page.text) == (language == "fr")


def test_the_language_is_kept_once_chosen(visitor):
    assert '<html lang="fr">' in visitor.get("/?lang=fr").text
    assert '<html lang="fr">' in visitor.get("/themes").text


def test_every_word_has_two_languages_and_an_unknown_preference_is_english():
    assert all(pair[0] and pair[1] for pair in _WORDS.values())
    assert preferred({"accept-language": "de, fr;q=0.5"}, "xx", None) == "fr"
    assert preferred({"accept-language": "de"}, None, "zz") == "en"
    assert Words("fr")("no such key") == "no such key"


def test_search_shows_marks_facets_and_reasons(visitor):
    page = visitor.get("/search?q=export").text
    assert "<mark>export</mark> Excel perd" in page
    assert "score band" in page.casefold()
    assert "words: export" in page
    assert "&band=low" in page.replace("&amp;", "&")


def test_a_hit_by_meaning_underlines_its_nearest_sentence(visitor):
    page = visitor.get("/search?q=tarif+trop+%C3%A9lev%C3%A9&language=en").text
    assert "<u>Too expensive for what it is.</u>" in page


def test_facets_and_chips_change_the_address_they_stand_on(visitor):
    page = visitor.get("/search?q=export&band=low&cohort=plan%3DPro").text.replace("&amp;", "&")
    assert 'href="/search?q=export&cohort=plan%3DPro"' in page
    assert 'href="/search?q=export&band=low"' in page


def test_the_chip_of_a_theme_shows_its_name(visitor):
    for language, name in (("fr", "Thème: Prix"), ("en", "theme: price")):
        page = visitor.get(f"/search?q=prix&theme=t-price&lang={language}").text
        assert name.casefold() in page.casefold()


def test_a_cohort_facet_keeps_the_other_cohorts(visitor):
    page = visitor.get("/search?q=export&cohort=seats%3D0&cohort=plan%3DPro&page=2").text
    page = page.replace("&amp;", "&")
    assert 'href="/search?q=export&cohort=seats%3D0"' in page  # the chip of the plan
    asked = visitor.get("/search?q=export&cohort=plan%3DPro").text.replace("&amp;", "&")
    assert 'href="/search?q=export&cohort=plan%3DPro&cohort=seats%3D' in asked
    assert 'href="/search?q=export&cohort=plan%3DPro"' in asked  # its own value takes its place


@pytest.mark.parametrize(
    "query", ["q=export&band=lowest", "q=export&score=x", "q=-export", "q=export&since=never"]
)
def test_a_wrong_question_is_answered_in_one_line(visitor, query):
    page = visitor.get(f"/search?{query}")
    assert page.status_code == 400
    assert 'role="alert"' in page.text


def test_a_hostile_comment_and_a_hostile_query_are_only_text(visitor):
    for path in ("/search?q=%3Cscript%3Ealert(1)%3C/script%3E+export", "/search?q=export"):
        page = visitor.get(path).text
        assert page.count("<script") == 1  # our own file
        assert "<img" not in page
    assert "&lt;script&gt;document.body" in page


def test_marks_never_let_markup_through():
    start = HOSTILE.index("export")
    page = marked(HOSTILE, [[0, 8], [start, start + 6]], [0, 1])
    assert page.count("<") == 4
    assert "<mark>&lt;script&gt;</mark>" in page
    assert marked("a<b", [[2, 99]], [0, 1]) == "a&lt;b"


def test_reports_are_served_as_they_were_written(visitor, small):
    page = visitor.get("/reports/march")
    assert page.content == (small.report_dir("march") / "index.html").read_bytes()
    assert "content-security-policy" not in page.headers


@pytest.mark.parametrize(
    "path",
    [
        *("/reports/..%2f..%2fetc", "/reports/nothing", "/reports/.feedback", "/nothing"),
        *("/static/..%2fserver.py", "/static/words.py", "/runs/..%2f..", "/runs/" + "0" * 24),
    ],
)
def test_no_path_of_a_visitor_reaches_the_file_system(visitor, path):
    assert visitor.get(path).status_code == 404


def test_an_unknown_theme_is_said(visitor):
    page = visitor.get("/themes/t-unknown")
    assert page.status_code == 400
    assert "no theme" in page.text


def test_an_empty_workspace_says_so_on_every_page(tmp_path):
    visitor = Visitor(build_app(Workspace(tmp_path)))
    assert "Nothing has been run" in visitor.get("/").text
    for path in ("/search", "/themes", "/anomalies", "/runs/new"):
        assert visitor.get(path).status_code == 200
    assert visitor.get("/search?q=export").status_code == 400
    assert visitor.get("/api/themes").json() == {"themes": [], "version": 0}


def test_the_server_is_found_under_its_names_only(small):
    app = build_app(small)
    for host, status in (
        ("localhost:8321", 200),
        ("[::1]:8321", 200),
        ("evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("", 400),
    ):
        client = TestClient(app, base_url="http://127.0.0.1")
        assert client.get("/", headers={"host": host}).status_code == status
