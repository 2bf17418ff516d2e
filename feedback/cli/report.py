"""`feedback report`: write a stored batch's report again, compare two batches, print to PDF."""

from pathlib import Path
from typing import Annotated

import typer

from feedback.cli.common import BatchOption, WorkspaceOption, one_of, open_workspace, say
from feedback.errors import SettingsError


def report(
    batch: BatchOption = None,
    language: Annotated[
        str | None, typer.Option("--report-language", help="fr or en; by default as before.")
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--compare",
            metavar="A B",
            help="Write batch B held against A, in its own folder.",
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Print it to report.pdf too, by an installed Chromium.")
    ] = False,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Write the report of a stored batch again, after edits of the codebook or reviews."""
    from feedback import curation

    one_of("--report-language", language, ("fr", "en"))
    place = open_workspace(workspace)
    if compare and batch:
        raise SettingsError("--batch and --compare exclude each other", todo="Use one of them")
    if compare:
        page = curation.compare_reports(place, *compare, language)
    else:
        page = curation.write_report_again(place, batch, language)
    say(str(page))
    if pdf:
        say(str(curation.print_report(page)))
