"""`feedback models`: which models are there, and training of the heads."""

from pathlib import Path
from typing import Annotated, Any

import typer

from feedback.cli.common import (
    JsonOption,
    WorkspaceOption,
    finite,
    open_workspace,
    print_json,
    print_table,
    say,
)

app = typer.Typer(help="List the models, train the heads.", no_args_is_help=True)


@app.command("list")
def list_(workspace: WorkspaceOption = Path(), json_: JsonOption = False) -> None:
    """List encoders and heads with version, licence and measured quality."""
    from feedback import curation

    rows = finite(curation.list_models(open_workspace(workspace)))
    if json_:
        print_json({"models": rows})
        return
    keys = ("name", "kind", "version", "licence", "ready")
    print_table(keys, [[row[key] for key in keys] for row in rows])


@app.command()
def train(
    what: Annotated[str, typer.Argument(help="sentiment")],
    file: Annotated[Path, typer.Argument(help="A table with labels.")],
    text: Annotated[str, typer.Option("--text", help="Column of the comments.")],
    label: Annotated[str, typer.Option("--label", help="Column of the labels.")],
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Train a sentiment head on your own labelled rows; saved into the workspace."""
    from feedback import evaluation, progress
    from feedback.cli.common import one_of

    one_of("WHAT", what, ("sentiment",))
    place = open_workspace(workspace)
    columns = evaluation.Columns(text=text, label=label)
    result = finite(evaluation.train_sentiment(place, file, columns, progress.for_stream()))
    if json_:
        print_json(result)
        return
    _show(result)


def _show(result: dict[str, Any]) -> None:
    say(f"{result['n']} labelled rows, macro-F1 with its 95 % interval, cross-validated:")
    for name, when in (("shipped head", "before"), ("with your rows", "after")):
        low, high = result[f"interval_{when}"]
        say(f"  {name:15} {result[f'macro_f1_{when}']:.3f}  ({low:.3f} to {high:.3f})")
    low, high = result["interval_gain"]
    say(f"  {'gain':15} {result['gain']:+.3f}  ({low:+.3f} to {high:+.3f})")
    for name in result["never"]:
        say(f"No row is labelled {name}: a head of these rows never says {name}. Label some.")
    if result["kept"]:
        say(f"Saved in {result['folder']}; the next runs here use it.")
        say("Back to the shipped head: --sentiment shipped, or delete that folder.")
    else:
        say("Your rows did not make it better: nothing was saved, the head stays as it was.")
