"""The workspace in a browser: search, themes, anomalies, reports, and new runs."""

from feedback.web.server import build_app, check_host, serve

__all__ = ["build_app", "check_host", "serve"]
