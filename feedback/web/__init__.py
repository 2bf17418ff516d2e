"""The workspace in a browser on this machine: reports, themes and search, read-only."""

from feedback.web.server import build_app, serve

__all__ = ["build_app", "serve"]
