"""`feedback evaluate`: how far to trust this on rows that you labelled yourself."""

from pathlib import Path
from typing import Annotated, Any

import typer

from feedback.cli.common import (
    JsonOption,
    WorkspaceOption,
    finite,
    open_workspace,
    print_json,
    say,
    with_sentiment,
)

app = typer.Typer(help="Measure the tool on rows you labelled.", no_args_is_help=True)
FileArgument = Annotated[Path, typer.Argument(help="A table with labels.")]
TextOption = Annotated[str, typer.Option("--text", help="Column of the comments.")]
LabelOption = Annotated[str, typer.Option("--label", help="Column of the labels.")]


@app.command()
def sentiment(
    file: FileArgument,
    text: TextOption,
    label: LabelOption,
    head: Annotated[
        str | None,
        typer.Option("--sentiment", help="Sentiment head: default, fast, shipped, or a folder."),
    ] = None,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Macro-F1, accuracy and per-class figures of the sentiment of whole comments."""
    from feedback import evaluation, progress

    place = open_workspace(workspace)
    settings = with_sentiment(place, place.settings, head)
    columns = evaluation.Columns(text=text, label=label)
    _show(evaluation.sentiment(file, columns, settings, progress.for_stream()), json_)


@app.command()
def themes(
    file: FileArgument,
    text: TextOption,
    label: LabelOption,
    group: Annotated[
        str | None, typer.Option("--group", help="Run each value of this column alone.")
    ] = None,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Adjusted mutual information, V-measure, outliers and language mix of the themes."""
    from feedback import evaluation, progress

    settings = open_workspace(workspace).settings
    columns = evaluation.Columns(text=text, label=label, group=group)
    _show(evaluation.themes(file, columns, settings, progress.for_stream()), json_)


@app.command()
def anomalies(
    file: FileArgument,
    text: TextOption,
    score: Annotated[str, typer.Option("--score", help="Column of the score.")],
    flag: Annotated[str, typer.Option("--flag", help="Column of 0/1: a known contradiction.")],
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """ROC AUC, average precision and precision at n of the severity of all rows."""
    from feedback import evaluation, progress

    settings = open_workspace(workspace).settings
    columns = evaluation.Columns(text=text, label=flag, score=score)
    _show(evaluation.anomalies(file, columns, settings, progress.for_stream()), json_)


def _show(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(finite(result))
        return
    for key, value in finite(result).items():
        if isinstance(value, dict):
            say(f"{key}:")
            for name, item in value.items():
                say(f"  {name}: {item}")
        else:
            say(f"{key}: {value:.4f}" if isinstance(value, float) else f"{key}: {value}")
