"""A small server with the OpenAI protocol, in a thread, that answers as a test wants."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from feedback.settings import NamingSettings, Settings
from feedback.themes import NewTheme

KEY = "sk-never-to-be-written-4711"


class Server:
    """Keeps what it was asked; `reply(handler, number)` writes the answer."""

    def __init__(self, reply: Callable) -> None:
        self.asked: list[tuple[str, dict, dict]] = []
        self.released = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = json.loads(self.rfile.read(length))
                outer.asked.append((self.path, dict(self.headers), body))
                reply(self, len(outer.asked))

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_words: object) -> None:
                """Pass over visitors who hung up."""

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._http.server_address[1]}"
        self.endpoint = f"http://{self.host}/v1"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def bodies(self) -> str:
        return json.dumps([body for _, _, body in self.asked], ensure_ascii=False)

    def close(self) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()


def envelope(content: object) -> bytes:
    text = content if isinstance(content, str) else json.dumps(content)
    return json.dumps({"choices": [{"message": {"content": text}}]}).encode()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def saying(*contents: object) -> Callable:
    """Answer with these contents in turn, the last one for ever."""
    return lambda handler, n: send(handler, envelope(contents[min(n, len(contents)) - 1]))


def numbered(handler: BaseHTTPRequestHandler, n: int) -> None:
    """Answer well: names that no theme has."""
    word = "abcdefghijklmnop"[n]
    send(handler, envelope({"fr": f"Sujet {word * 3}", "en": f"Subject {word * 3}"}))


@pytest.fixture
def serving() -> Iterator[Callable[[Callable], Server]]:
    servers: list[Server] = []

    def start(reply: Callable) -> Server:
        servers.append(Server(reply))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def settings_for(endpoint: str, **more: object) -> Settings:
    given = {"endpoint": endpoint, "model": "small", "timeout": 5.0, **more}
    return Settings(naming=NamingSettings(**given))


def theme(number: int, is_edited: bool = False) -> NewTheme:
    fr, en = ["facture", "mobile", "support"][number], ["invoice", "phone app", "help desk"][number]
    return NewTheme(
        f"t-{number}",
        {"fr": fr.capitalize(), "en": en.capitalize()},
        {"fr": (fr,), "en": (en,)},
        {"fr": (f"La {fr} arrive en double depuis la mise à jour de Excel",), "en": ()},
        is_edited,
    )
