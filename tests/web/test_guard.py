"""What keeps others out, and a page of another site from acting in a visitor's name."""

import pytest

from feedback.settings import WebSettings
from feedback.web.guard import Bucket
from feedback.web.server import build_app
from tests.web.conftest import Visitor

TOKEN = "a token that nobody guesses"  # noqa: S105
DISMISS = {"response_id": "april-r1", "kind": "score-text", "state": "dismissed"}


def test_every_answer_forbids_what_is_not_ours(visitor):
    for path in ("/", "/search?q=export", "/nothing", "/api/themes", "/static/app.js"):
        headers = visitor.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    page = visitor.get("/search?q=export").text
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<script src=" in page


def test_the_session_cookie_is_out_of_reach(visitor):
    cookie = visitor.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://127.0.0.1"}, 303),
        ({}, 303),
    ],
)
def test_a_change_comes_from_our_own_pages(editor, headers, status):
    answer = editor.post("/anomalies/review", "/anomalies", DISMISS, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize("csrf", ["", "wrong", "é" * 64])
@pytest.mark.parametrize(
    "path",
    [
        "/themes/edit",
        "/themes/undo",
        "/themes/keep",
        "/anomalies/review",
        "/runs/start",
        "/runs/upload",
    ],
)
def test_a_form_without_its_hidden_field_changes_nothing(editor, copied, path, csrf):
    editor.get("/themes")
    before = editor.get("/api/anomalies").json()
    data = {"csrf": csrf, "seen": "0", "kind": "retire", "theme_id": "t-export", **DISMISS}
    assert editor.client.post(path, data=data).status_code == 403
    assert editor.get("/api/anomalies").json() == before
    assert editor.get("/api/themes").json()["version"] == 0


def test_the_hidden_field_of_another_visitor_is_worth_nothing(copied):
    app = build_app(copied)
    mine, theirs = Visitor(app), Visitor(app)
    mine.get("/")
    stolen = theirs.field("/anomalies", "csrf")
    answer = mine.client.post("/anomalies/review", data={"csrf": stolen, **DISMISS})
    assert answer.status_code == 403


def test_with_a_token_nothing_is_shown_before_it_is_known(copied):
    app = build_app(copied, "192.168.1.4", TOKEN)
    visitor = Visitor(app)
    assert visitor.get("/").headers["location"] == "/login"
    assert visitor.get("/api/themes").status_code == 401
    assert visitor.client.post("/anomalies/review", data=DISMISS).status_code == 401
    wrong = visitor.post("/login", "/login", {"token": "not this one"})
    assert wrong.status_code == 401
    assert visitor.post("/login", "/login", {"token": TOKEN}).status_code == 303
    assert visitor.get("/").status_code == 200
    assert TOKEN not in str(visitor.client.cookies)
    bearer = Visitor(app, authorization=f"Bearer {TOKEN}", host="192.168.1.4:8321")
    assert bearer.get("/api/themes").status_code == 200
    assert Visitor(app, authorization="Bearer wrong").get("/api/themes").status_code == 401


def test_guessing_the_token_is_slowed(copied):
    visitor = Visitor(build_app(copied, "192.168.1.4", TOKEN))
    tries = [visitor.post("/login", "/login", {"token": str(k)}).status_code for k in range(8)]
    assert tries[-1] == 429


def test_a_bucket_lets_a_burst_pass_and_slows_a_stream():
    bucket = Bucket(rate=10, burst=3)
    assert [bucket.take("a") > 0 for _ in range(4)] == [False, False, False, True]
    assert bucket.take("b") == 0


def test_too_many_searches_are_told_when_to_come_back(copied, monkeypatch):
    monkeypatch.setattr(
        copied,
        "settings",
        _limited(copied.settings, WebSettings(search_burst=2, searches_per_second=0.01)),
    )
    visitor = Visitor(build_app(copied))
    answers = [visitor.get("/api/search?q=export") for _ in range(4)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_a_body_that_is_too_large_is_refused_while_it_comes_in(copied, monkeypatch):
    monkeypatch.setattr(
        copied, "settings", _limited(copied.settings, WebSettings(max_upload_bytes=5_000))
    )
    visitor = Visitor(build_app(copied))
    answer = visitor.post(
        "/runs/upload", "/runs/new", {}, files={"file": ("a.csv", b"x" * 50_000, "text/csv")}
    )
    assert answer.status_code == 413
    assert not list((copied.hidden / "uploads").glob("*/*"))


def _limited(settings, web):
    import dataclasses

    return dataclasses.replace(settings, web=web)
