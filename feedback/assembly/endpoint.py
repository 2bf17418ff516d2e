"""The one place from which text may leave this machine, and only where a person set an address.

Plain `http.client`: it follows no redirect, reads no proxy and no password file, keeps no cookie.
"""

import contextlib
import json
import queue
import socket
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

MAX_BYTES = 1_000_000
"""A longer answer is cut off and counts as none."""


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes:
        body: The answer, at most `MAX_BYTES`; empty where there is none.
        problem: Empty, ``timeout``, ``connection``, ``too long``, ``redirect`` or ``status 500``.
    """

    body: bytes = b""
    problem: str = ""


def host_of(endpoint: str) -> str:
    """Return host and port of an address, which is all that files say of it beside the settings."""
    return urlsplit(endpoint).netloc


def post_json(url: str, document: dict[str, Any], timeout: float, key: str = "") -> Answer:
    """Send a document and wait for the answer, whatever the server does, `timeout` seconds at most.

    Args:
        url: ``http`` or ``https``, checked by the settings.
        document: Plain values.
        timeout: For everything together: name, connection, headers and body.
        key: Sent as a bearer token; it gets into no message.
    """
    call = _Call(url, json.dumps(document, ensure_ascii=False).encode(), timeout, key)
    box: queue.SimpleQueue[Answer] = queue.SimpleQueue()
    # A timeout of a socket starts anew with every byte, and looking up a name has none at all.
    threading.Thread(target=lambda: box.put(call.made()), daemon=True).start()
    try:
        return box.get(timeout=timeout)
    except queue.Empty:
        call.hang_up()
        return Answer(problem="timeout")


@dataclass
class _Call:
    """One request, made in a thread of its own, which another may hang up on."""

    url: str
    body: bytes
    timeout: float
    key: str = field(repr=False)
    line: socket.socket | None = None

    def made(self) -> Answer:
        """Return the answer; nothing is raised."""
        from http.client import HTTPException

        try:
            return self._made()
        except TimeoutError:
            return Answer(problem="timeout")
        except (OSError, HTTPException, ValueError):  # a key with a line break is a ValueError
            return Answer(problem="connection")

    def _made(self) -> Answer:
        from http.client import HTTPConnection, HTTPSConnection

        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self.timeout)
        with contextlib.closing(connection):
            connection.connect()
            self.line = connection.sock
            connection.request("POST", parts.path, self.body, self._headers())
            response = connection.getresponse()
            if response.status != 200:
                moved = 300 <= response.status < 400
                return Answer(problem="redirect" if moved else f"status {response.status}")
            body = response.read(MAX_BYTES + 1)
        return Answer(body) if len(body) <= MAX_BYTES else Answer(problem="too long")

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        headers["Connection"] = "close"
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return headers

    def hang_up(self) -> None:
        """End the request wherever it is, so that its thread ends, too."""
        if self.line is not None:
            with contextlib.suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)
