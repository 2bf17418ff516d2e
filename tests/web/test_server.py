import pytest
from starlette.testclient import TestClient

from feedback.errors import SettingsError
from feedback.web.server import build_app, check_loopback
from feedback.workspace import Workspace


@pytest.fixture(scope="module")
def client(demo_runs):
    return TestClient(build_app(demo_runs.workspace), base_url="http://127.0.0.1")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.org", ""])  # noqa: S104
def test_a_host_that_others_can_reach_is_refused(host):
    with pytest.raises(SettingsError, match="loopback"):
        check_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_is_fine(host):
    check_loopback(host)


def test_the_home_page_lists_reports_and_themes(client, demo_runs):
    page = client.get("/")
    assert page.status_code == 200
    assert all(f"/reports/{month}" in page.text for month in demo_runs.months)
    assert "script" not in page.headers["content-security-policy"]


def test_a_report_is_served_as_it_was_written(client, demo_runs):
    page = client.get("/reports/2026-08")
    assert page.content == (demo_runs.folder("2026-08") / "index.html").read_bytes()


@pytest.mark.parametrize(
    "path", ["/reports/..%2f..%2fetc", "/reports/nothing", "/reports/.feedback"]
)
def test_no_path_of_a_visitor_reaches_the_file_system(client, path):
    assert client.get(path).status_code == 404


def test_a_foreign_host_header_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_search_answers_and_escapes_the_query(client):
    page = client.get("/search", params={"q": "export <script>alert(1)</script>"})
    assert page.status_code == 200
    assert "<script" not in page.text
    assert '<article class="answer">' in page.text


def test_an_unknown_theme_is_said(client):
    page = client.get("/themes/t-unknown")
    assert page.status_code == 400
    assert "no theme" in page.text


def test_an_empty_workspace_says_so(tmp_path):
    client = TestClient(build_app(Workspace(tmp_path)), base_url="http://localhost")
    assert "Nothing has been run" in client.get("/").text
