"""`feedback anomalies`: the answers to read twice, and what a person decided about them."""

from pathlib import Path
from typing import Annotated

import typer

from feedback.cli.common import (
    BatchOption,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    say,
)

app = typer.Typer(help="List the anomalies, accept or dismiss them.", no_args_is_help=True)
ResponseArgument = Annotated[str, typer.Argument(help="Id of the response.")]
KindOption = Annotated[
    str | None, typer.Option("--kind", help="Kind of anomaly; by default all of the response.")
]
NoteOption = Annotated[str, typer.Option("--note", help="Why.")]


@app.command("list")
def list_(
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind.")] = None,
    batch: BatchOption = None,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """List the anomalies of a batch, most severe first."""
    from feedback import curation

    rows = curation.list_anomalies(open_workspace(workspace), batch, kind)
    if json_:
        print_json({"anomalies": rows})
        return
    if not rows:
        say("No anomalies.")
    for row in rows:
        say(f"{row['severity']:.2f}  {row['kind']}  {row['response_id']}  {row['reason_en']}")
        say(f"      « {''.join(c if c.isprintable() else ' ' for c in row['comment'])} »")


@app.command()
def accept(
    response: ResponseArgument,
    kind: KindOption = None,
    note: NoteOption = "",
    batch: BatchOption = None,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Confirm an anomaly."""
    from feedback import curation

    decision = curation.Decision("accepted", response, kind, note)
    say(curation.review(open_workspace(workspace), batch, decision))


@app.command()
def dismiss(
    response: ResponseArgument,
    kind: KindOption = None,
    note: NoteOption = "",
    batch: BatchOption = None,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Say that an anomaly is none; it stays dismissed in every later run."""
    from feedback import curation

    decision = curation.Decision("dismissed", response, kind, note)
    say(curation.review(open_workspace(workspace), batch, decision))
