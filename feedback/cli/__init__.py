"""The command line: each command parses, calls one function, and shows what it gave."""

from feedback.cli.app import app, main

__all__ = ["app", "main"]
