"""A small server-rendered application, for loopback addresses only.

It changes nothing, so there is nothing to forge; what remains is kept out by checking the Host
header (DNS rebinding), a strict content policy, and serving no path that a visitor names.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from feedback.errors import FeedbackError, SettingsError
from feedback.workspace import Workspace

if TYPE_CHECKING:
    from starlette.applications import Starlette

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def serve(workspace: Workspace, host: str, port: int) -> None:
    """Serve until interrupted.

    Raises:
        SettingsError: The host is not a loopback address, or the `serve` extra is missing.
    """
    check_loopback(host)
    try:
        import uvicorn
    except ImportError as error:
        raise _missing_extra() from error
    uvicorn.run(build_app(workspace), host=host, port=port, log_level="warning")


def _missing_extra() -> SettingsError:
    return SettingsError(
        "the web server is not installed", todo="Run: pip install 'feedback[serve]'"
    )


def check_loopback(host: str) -> None:
    """Refuse any host that other machines can reach.

    Raises:
        SettingsError: The host is not a loopback address.
    """
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise SettingsError(
            f"{host!r} is not a loopback address", where="--host", todo="Use 127.0.0.1"
        )


def build_app(workspace: Workspace) -> Starlette:
    """Build the application over one workspace.

    Raises:
        SettingsError: The `serve` extra is missing.
    """
    try:
        from starlette.applications import Starlette
        from starlette.middleware import Middleware
        from starlette.middleware.trustedhost import TrustedHostMiddleware
        from starlette.routing import Route
    except ImportError as error:
        raise _missing_extra() from error
    from feedback.web import pages

    site = pages.Site(workspace)
    hosts = ["127.0.0.1", "localhost", "[::1]"]
    return Starlette(
        routes=[
            Route("/", site.home),
            Route("/style.css", site.style),
            Route("/search", site.search),
            Route("/themes/{theme_id}", site.theme),
            Route("/reports/{batch}", site.report),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)],
        exception_handlers={FeedbackError: site.problem, 404: site.not_found},
    )


def security_headers(**others: str) -> dict[str, Any]:
    """Return the headers of every page of ours."""
    return {
        "Content-Security-Policy": PAGE_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        **others,
    }
