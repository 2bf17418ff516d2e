"""`feedback report`: write a stored batch's report again, with today's names and edits."""

from pathlib import Path
from typing import Annotated

import typer

from feedback.cli.common import BatchOption, WorkspaceOption, one_of, open_workspace, say


def report(
    batch: BatchOption = None,
    language: Annotated[
        str | None, typer.Option("--report-language", help="fr or en; by default as before.")
    ] = None,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Write the report of a stored batch again, after edits of the codebook or reviews."""
    from feedback import curation

    one_of("--report-language", language, ("fr", "en"))
    say(str(curation.write_report_again(open_workspace(workspace), batch, language)))
