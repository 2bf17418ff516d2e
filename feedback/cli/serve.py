"""`feedback serve`: the workspace in a browser, on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from feedback.cli.common import WorkspaceOption, log, open_workspace


def serve(
    host: Annotated[
        str, typer.Option("--host", help="Address; others than loopback need --token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port.")] = 8321,
    token: Annotated[
        str,
        typer.Option(
            "--token",
            envvar="FEEDBACK_TOKEN",
            help="What every visitor must know.",
            show_envvar=True,
        ),
    ] = "",
    workspace: WorkspaceOption = Path(),
) -> None:
    """Search, review, edit themes, run files and read reports in a browser."""
    from feedback import web

    place = open_workspace(workspace)
    web.check_host(host, token)
    log(f"http://{f'[{host}]' if ':' in host else host}:{port}/  (stop with Ctrl+C)")
    web.serve(place, host, port, token)
