"""What stands between a request and the pages.

In this order: the Host header (DNS rebinding), the token where one is asked for, the origin of a
change, the size of its body, the rate of costly questions; on the way out, the headers that let a
browser run nothing but our own files. The token against forged forms is checked where the form is
read, by `Forms`.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feedback.settings import WebSettings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SESSION = "feedback_session"
ACCESS = "feedback_access"
_SAFE = ("GET", "HEAD", "OPTIONS")
_SMALL_BODY = 1_000_000
_OPEN_PATHS = ("/login", "/static/style.css", "/static/app.js", "/static/icon.svg")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass
class Guard:
    """The rules of one server.

    Attributes:
        settings: Limits.
        host: Where the server listens; None: on loopback only.
        token: What a visitor must know; empty: nothing.
        secret: Signs sessions; new with every start.
    """

    settings: WebSettings
    host: str | None = None
    token: str = ""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def knows_host(self, name: str) -> bool:
        """Say whether a Host header names this server."""
        host = _bare(name)
        if host in _LOOPBACK:
            return True
        # A server on all addresses cannot know its names; there the token keeps strangers out.
        return self.host is not None and (host == self.host or self.host in ("0.0.0.0", "::"))  # noqa: S104

    def sign(self, *parts: str) -> str:
        """Return a keyed hash of the parts."""
        said = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self.secret, said, hashlib.sha256).hexdigest()

    def is_token(self, given: str) -> bool:
        """Compare a token in constant time."""
        pair = (given.encode("utf-8", "surrogatepass"), self.token.encode())
        return hmac.compare_digest(*pair)

    def lets_in(self, headers: Headers, cookies: dict[str, str]) -> bool:
        """Say whether a request carries the token, as a header or as the cookie of a login."""
        if not self.token:
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.casefold() == "bearer" and self.is_token(given.strip()):
            return True
        kept = cookies.get(ACCESS, "")
        return hmac.compare_digest(kept.encode("utf-8", "surrogatepass"), self.access().encode())

    def access(self) -> str:
        """Return what the cookie of a login holds: never the token itself."""
        return self.sign("access", self.token)


class Forms:
    """The hidden field of every form: a keyed hash of the visitor's session."""

    FIELD = "csrf"
    HEADER = "x-csrf-token"

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def token(self, session: str) -> str:
        """Return the field's value for a session."""
        return self._guard.sign("form", session)

    def is_genuine(self, request: Request, given: object) -> bool:
        """Say whether a change comes from a page that this server gave to this visitor."""
        session = request.cookies.get(SESSION, "")
        said = str(given or "").encode("utf-8", "surrogatepass")
        return bool(session) and hmac.compare_digest(said, self.token(session).encode())


class Bucket:
    """A token bucket per visitor: bursts pass, a stream is slowed.

    Args:
        rate: Refilled per second.
        burst: At most.
    """

    _MOST = 4_096  # visitors remembered; the longest silent is forgotten

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> float:
        """Take one; return 0, or the seconds to wait where none is left."""
        now = time.monotonic()
        with self._lock:
            level, then = self._levels.pop(who, (self._burst, now))
            level = min(self._burst, level + (now - then) * self._rate)
            wait = 0.0 if level >= 1 else (1 - level) / self._rate
            self._levels[who] = (level - 1 if wait == 0 else level, now)
            while len(self._levels) > self._MOST:
                self._levels.popitem(last=False)
        return wait


class Gate:
    """The ASGI middleware that applies a `Guard`."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app, self._guard = app, guard
        limits = guard.settings
        self._searches = Bucket(limits.searches_per_second, limits.search_burst)
        self._logins = Bucket(0.2, 5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        session = request.cookies.get(SESSION) or secrets.token_urlsafe(24)
        # A first visitor's form is signed with the session this answer sets.
        scope["state"] = {**scope.get("state", {}), "session": session}
        sender = _Sender(send, session if SESSION not in _cookies(request) else "")
        refusal = self._refusal(request)
        if refusal is not None:
            await refusal(scope, receive, sender)
            return
        limit = self._guard.settings.max_upload_bytes
        body = _Counted(receive, limit if request.url.path == "/runs/upload" else _SMALL_BODY)
        try:
            await self._app(scope, body, sender)
        except _TooLargeError:
            if not sender.started:
                await PlainTextResponse("The body is too large.", 413)(scope, receive, sender)

    def _refusal(self, request: Request) -> Response | None:
        headers, path = request.headers, request.url.path
        if not self._guard.knows_host(headers.get("host", "")):
            return PlainTextResponse("This host is not served here.", 400)
        if path not in _OPEN_PATHS and not self._guard.lets_in(headers, dict(request.cookies)):
            return self._ask_for_token(request)
        if request.method not in _SAFE and not _is_same_origin(headers):
            return PlainTextResponse("Changes are accepted from this site's own pages only.", 403)
        return self._too_fast(request, path)

    def _ask_for_token(self, request: Request) -> Response:
        if request.url.path.startswith("/api/") or request.method != "GET":
            challenge = {"WWW-Authenticate": "Bearer"}
            return JSONResponse({"error": "a token is needed"}, 401, challenge)
        return RedirectResponse("/login", 303)

    def _too_fast(self, request: Request, path: str) -> Response | None:
        who = request.client.host if request.client else ""
        wait = 0.0
        if path in ("/search", "/api/search"):
            wait = self._searches.take(who)
        elif path == "/login" and request.method == "POST":
            wait = self._logins.take(who)
        if not wait:
            return None
        after = {"Retry-After": str(int(wait) + 1)}
        if path.startswith("/api/"):
            return JSONResponse({"error": "too many requests"}, 429, after)
        return PlainTextResponse("Too many requests; try again in a moment.", 429, after)


class _TooLargeError(Exception):
    """A body went over its limit."""


class _Counted:
    """Hands a body on until it is too large, whatever its Content-Length said."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._left = receive, limit

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooLargeError
        return message


class _Sender:
    """Adds the headers of every answer of ours."""

    def __init__(self, send: Send, new_session: str) -> None:
        self._send, self._new_session = send, new_session
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            headers.setdefault("Content-Security-Policy", POLICY)
            if headers["Content-Security-Policy"] == "own":
                del headers["Content-Security-Policy"]  # a report brings its own, inside the page
            headers["X-Content-Type-Options"] = "nosniff"
            headers["X-Frame-Options"] = "DENY"
            headers["Referrer-Policy"] = "same-origin"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
            headers.setdefault("Cache-Control", "no-store")
            if self._new_session:
                headers.append("Set-Cookie", cookie(SESSION, self._new_session))
        await self._send(message)


def cookie(name: str, value: str, readable: bool = False) -> str:
    """Return a Set-Cookie header: this site only, and out of reach of scripts."""
    hidden = "" if readable else "; HttpOnly"
    return f"{name}={value}; Path=/; SameSite=Strict{hidden}"


def _cookies(request: Request) -> SimpleCookie:
    try:
        return SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return SimpleCookie()


def _bare(host: str) -> str:
    """Return a Host header without its port and brackets."""
    try:
        return (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:
        return ""


def _is_same_origin(headers: Headers) -> bool:
    """Say whether a change was sent by a page of this very host and port.

    A browser names the origin with every POST; a program that names none has no cookies either.
    """
    origin = headers.get("origin")
    if origin is not None:
        return origin != "null" and urlsplit(origin).netloc == headers.get("host", "")
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")
