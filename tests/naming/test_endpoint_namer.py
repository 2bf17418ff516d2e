import ast
import socket
import time

import pytest

from feedback.assembly import endpoint
from feedback.assembly.naming import EndpointNamer
from feedback.settings import Settings, override
from tests.conftest import ROOT
from tests.naming.conftest import (
    KEY,
    envelope,
    numbered,
    saying,
    send,
    settings_for,
    theme,
)

THREE = [theme(0), theme(1), theme(2)]
FREE = {"fr": frozenset(), "en": frozenset()}
GOOD = {"fr": "Factures en double", "en": "Duplicate invoices"}


def namer(server, **more):
    return EndpointNamer(settings_for(server.endpoint, **more))


def test_every_new_theme_gets_the_name_that_the_server_proposes(serving):
    server = serving(numbered)
    asking = namer(server)
    names = asking(THREE, FREE)
    assert names["t-0"] == {"fr": "Sujet bbb", "en": "Subject bbb"}
    assert len(names) == len(server.asked) == 3
    assert {path for path, _, _ in server.asked} == {"/v1/chat/completions"}
    facts = asking.facts()
    assert (facts["host"], facts["model"], facts["taken"]) == (server.host, "small", 3)
    assert (facts["own_kept"], facts["stopped"]) == (0, "")
    assert server.host in asking.notices()[0].fr


def test_garbage_keeps_our_own_name_for_that_theme_alone(serving):
    asking = namer(
        serving(saying("Sure! Here it is", GOOD, {"fr": "<b>x</b>", "en": "Two\nlines"}))
    )
    assert asking(THREE, FREE) == {"t-1": GOOD}
    assert (asking.facts()["taken"], asking.facts()["own_kept"]) == (1, 2)


def test_no_two_themes_share_a_name(serving):
    asking = namer(serving(saying(GOOD)))
    assert asking(THREE, FREE) == {"t-0": GOOD}
    taken = namer(serving(saying(GOOD)))
    assert taken(THREE, {"fr": frozenset({"FACTURES  en double"}), "en": frozenset()}) == {}
    own = namer(serving(saying({"fr": "Mobile", "en": "Another one"})))
    assert own(THREE, FREE) == {"t-1": {"fr": "Mobile", "en": "Another one"}}


def stalled(handler, n):
    time.sleep(3)


def dripping(handler, n):
    handler.send_response(200)
    for _ in range(60):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("reply", [stalled, dripping])
def test_a_slow_server_is_waited_for_once(serving, reply):
    server = serving(reply)
    asking = namer(server, timeout=0.4)
    started = time.monotonic()
    assert asking(THREE, FREE) == {}
    assert time.monotonic() - started < 2
    assert len(server.asked) == 1
    assert asking.stopped == "timeout"
    assert "in time" in asking.notices()[0].en
    assert "à temps" in asking.notices()[0].fr


def test_a_server_that_is_not_there_stops_the_asking():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asking = EndpointNamer(settings_for(f"http://127.0.0.1:{port}/v1"))
    assert asking(THREE, FREE) == {}
    assert (asking.stopped, asking.n_taken) == ("connection", 0)


def test_what_came_before_a_failure_is_kept(serving):
    def reply(handler, n):
        send(handler, envelope(GOOD), 200 if n == 1 else 500)

    server = serving(reply)
    asking = namer(server)
    assert asking(THREE, FREE) == {"t-0": GOOD}
    assert len(server.asked) == 2
    assert asking.stopped == "status 500"
    assert "status 500" in asking.notices()[0].fr


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(serving, status):
    other = serving(saying(GOOD))
    server = serving(
        lambda handler, _n: send(
            handler, b"", status, Location=f"{other.endpoint}/chat/completions"
        )
    )
    asking = namer(server)
    assert asking(THREE, FREE) == {}
    assert (len(server.asked), other.asked, asking.stopped) == (1, [], "redirect")


def test_an_endless_answer_is_cut_off(serving, monkeypatch):
    monkeypatch.setattr(endpoint, "MAX_BYTES", 1_000)
    asking = namer(serving(lambda handler, _n: send(handler, b"x" * 100_000)))
    assert asking(THREE, FREE) == {}
    assert asking.stopped == "too long"


def test_a_line_that_breaks_is_no_error(serving):
    def reply(handler, n):
        handler.wfile.write(b"HTTP/1.1 nonsense\r\n\r\n")

    asking = namer(serving(reply))
    assert asking(THREE, FREE) == {}
    assert asking.stopped == "connection"


def test_without_redaction_nothing_is_sent(serving):
    server = serving(numbered)
    settings = override(settings_for(server.endpoint), "text", redact=False)
    asking = EndpointNamer(settings)
    assert asking(THREE, FREE) == {}
    assert server.asked == []
    assert "Nothing was sent" in asking.notices()[0].en
    assert "Rien n’a été envoyé" in asking.notices()[0].fr


def test_the_key_goes_to_the_server_and_nowhere_else(serving, monkeypatch):
    monkeypatch.setenv("NAMING_KEY", f"{KEY}\n")
    server = serving(numbered)
    asking = namer(server, api_key_env="NAMING_KEY")
    asking(THREE, FREE)
    assert server.asked[0][1]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in f"{asking.facts()} {asking.notices()} {asking}"


def test_a_key_that_cannot_be_sent_is_never_shown(serving, monkeypatch, capfd):
    monkeypatch.setenv("NAMING_KEY", "one\r\nX-Two: three")
    server = serving(numbered)
    asking = namer(server, api_key_env="NAMING_KEY")
    assert asking(THREE, FREE) == {}
    assert server.asked == []
    assert "three" not in f"{asking.facts()} {asking.notices()} {capfd.readouterr()}"


def test_a_server_that_sends_the_key_back_is_not_believed(serving, monkeypatch):
    monkeypatch.setenv("NAMING_KEY", KEY)
    server = serving(saying({"fr": f"Clé {KEY}", "en": KEY.capitalize()}))
    assert namer(server, api_key_env="NAMING_KEY")(THREE, FREE) == {}


def test_a_key_that_is_not_set_is_a_notice(serving, monkeypatch):
    monkeypatch.delenv("NAMING_KEY", raising=False)
    server = serving(numbered)
    asking = namer(server, api_key_env="NAMING_KEY")
    assert asking(THREE, FREE) == {}
    assert server.asked == []
    assert "api_key_env" in asking.notices()[0].en


def test_a_theme_that_a_person_decided_on_is_not_asked_about(serving):
    server = serving(numbered)
    asking = namer(server)
    assert list(asking([theme(0), theme(1, is_edited=True)], FREE)) == ["t-0"]
    assert len(server.asked) == 1


def test_names_of_an_earlier_run_are_given_again_without_asking(serving):
    server = serving(numbered)
    first = namer(server)
    names = first([theme(0), theme(1)], FREE)
    again = EndpointNamer(settings_for(server.endpoint), first.facts())
    assert again([theme(0, is_edited=True), theme(1)], FREE) == names
    assert len(server.asked) == 2
    assert again.notices() == first.notices()
    off = EndpointNamer(Settings(), again.facts())
    assert off([theme(0), theme(1)], FREE) == names
    assert off.notices() == first.notices()
    assert len(server.asked) == 2


def test_a_proxy_of_the_environment_is_not_used(serving, monkeypatch):
    proxy, server = serving(numbered), serving(numbered)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{proxy.host}")
    namer(server)(THREE, FREE)
    assert (len(proxy.asked), len(server.asked)) == (0, 3)


def test_one_module_alone_can_reach_the_network():
    speaking = {
        "http.client",
        "socket",
        "requests",
        "httpx",
        "urllib.request",
        "urllib3",
        "aiohttp",
    }
    found = set()
    for path in (ROOT / "feedback").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names.append(node.module or "")
            if any({name, name.split(".")[0]} & speaking for name in names):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == {"feedback/assembly/endpoint.py"}
