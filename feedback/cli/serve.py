"""`feedback serve`: the workspace in a browser, on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from feedback.cli.common import WorkspaceOption, log, open_workspace


def serve(
    host: Annotated[str, typer.Option("--host", help="Loopback addresses only.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port.")] = 8321,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Search the answers and read the reports in a browser."""
    from feedback import web

    place = open_workspace(workspace)
    log(f"http://{host}:{port}/  (stop with Ctrl+C)")
    web.serve(place, host, port)
