"""The application: its routes, and how it is started.

It listens on a loopback address unless a token is given, which every visitor must then know.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from feedback.errors import FeedbackError, SettingsError
from feedback.workspace import Workspace

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from feedback.web.changing import Changing
    from feedback.web.reading import Reading
    from feedback.web.reviewing import Reviewing

LEAST_TOKEN_CHARS = 16


def serve(workspace: Workspace, host: str, port: int, token: str = "") -> None:
    """Serve until interrupted.

    Raises:
        SettingsError: Others can reach the host and there is no token, the token is too short,
            or the `serve` extra is missing.
    """
    check_host(host, token)
    try:
        import uvicorn
    except ImportError as error:
        raise _missing_extra() from error
    app = build_app(workspace, host, token)
    # Its own Server and Date headers say nothing a visitor needs.
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach a host."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_host(host: str, token: str) -> None:
    """Refuse a host that other machines can reach, unless a token keeps strangers out.

    Raises:
        SettingsError: There is no token, or one that can be guessed.
    """
    if token and len(token) < LEAST_TOKEN_CHARS:
        raise SettingsError(
            "the token is too short",
            where="--token",
            todo=f"Use {LEAST_TOKEN_CHARS} characters or more",
        )
    if not is_loopback(host) and not token:
        raise SettingsError(
            f"{host!r} is not a loopback address: others could read the answers",
            where="--host",
            todo="Use 127.0.0.1, or add --token SECRET",
        )


def build_app(workspace: Workspace, host: str = "127.0.0.1", token: str = "") -> FastAPI:
    """Build the application over one workspace.

    Raises:
        SettingsError: The `serve` extra is missing.
    """
    try:
        from fastapi import FastAPI
    except ImportError as error:
        raise _missing_extra() from error
    from feedback import __version__
    from feedback.web.api import build_actions, build_questions
    from feedback.web.changing import Changing
    from feedback.web.guard import Forms, Gate, Guard
    from feedback.web.jobs import Desk, Sweep
    from feedback.web.reading import Reading
    from feedback.web.render import Pages
    from feedback.web.reviewing import Reviewing

    guard = Guard(workspace.settings.web, None if is_loopback(host) else host, token)
    pages, desk = Pages(Forms(guard)), Desk(workspace)
    reading, changing = Reading(workspace, pages), Changing(workspace, pages, guard, desk)
    app = FastAPI(
        title="feedback",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        on_startup=[desk.open],
        on_shutdown=[desk.stop],
    )
    app.add_middleware(Gate, guard=guard)
    app.add_middleware(Sweep, desk=desk)
    app.include_router(build_questions(workspace))
    app.include_router(build_actions(workspace, guard, desk))
    _add_pages(app, reading, changing, Reviewing(workspace, pages, changing))
    _add_problems(app, reading)
    return app


def _add_pages(app: FastAPI, reading: Reading, changing: Changing, reviewing: Reviewing) -> None:
    """Add the pages and the forms; the OpenAPI document does not list them."""
    shown = {
        "/": reading.home,
        "/search": reading.search,
        "/themes": reading.themes,
        "/themes/{theme_id}": reading.theme,
        "/anomalies": reading.anomalies,
        "/review": reviewing.page,
        "/reports/{batch}": reading.report,
        "/static/{name}": reading.static,
        "/runs/new": changing.upload,
        "/runs/{identity}": changing.job,
        "/login": changing.login,
    }
    sent = {
        "/themes/edit": changing.edit,
        "/themes/undo": changing.undo,
        "/themes/keep": changing.keep,
        "/anomalies/review": changing.review,
        "/review": reviewing.decide,
        "/runs/upload": changing.upload,
        "/runs/start": changing.start,
        "/login": changing.login,
    }
    for method, handlers in (("GET", shown), ("POST", sent)):
        for path, handler in handlers.items():
            app.add_route(path, handler, methods=[method], include_in_schema=False)


def _add_problems(app: FastAPI, reading: Reading) -> None:
    """Answer what goes wrong in the shape in which it was asked."""
    from fastapi import HTTPException
    from fastapi.exceptions import RequestValidationError

    async def problem(request: Request, error: Exception) -> Response:
        return await _problem(request, error, reading)

    for kind in (FeedbackError, HTTPException, RequestValidationError, 404, 405):
        app.add_exception_handler(kind, problem)


async def _problem(request: Request, error: Exception, reading: Reading) -> Response:
    """Answer an error: one line of JSON to a program, a page to a person."""
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException
    from starlette.responses import JSONResponse

    status, headers = 400, None
    if isinstance(error, RequestValidationError):
        status = 422
    elif isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
    if request.url.path.startswith("/api/"):
        line = error.detail if isinstance(error, HTTPException) else _line(error)
        return JSONResponse({"error": line}, status, headers)
    if status in (404, 405):
        page = await reading.not_found(request, None)
        page.status_code = status
        page.headers.update(headers or {})
        return page
    return await reading.problem(request, error)


def _line(error: Exception) -> str:
    from fastapi.exceptions import RequestValidationError

    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(error)


def _missing_extra() -> SettingsError:
    return SettingsError(
        "the web server is not installed", todo="Run: pip install 'feedback[serve]'"
    )
