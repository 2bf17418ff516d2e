"""`feedback themes`: see and edit the codebook."""

from pathlib import Path
from typing import Annotated

import typer

from feedback.cli.common import (
    BatchOption,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)

app = typer.Typer(help="List, read and edit the themes.", no_args_is_help=True)
ThemeArgument = Annotated[str, typer.Argument(help="Theme id or name.")]


@app.command("list")
def list_(
    batch: BatchOption = None, workspace: WorkspaceOption = Path(), json_: JsonOption = False
) -> None:
    """List the themes of a batch, largest first."""
    from feedback import curation

    rows = curation.list_themes(open_workspace(workspace), batch)
    if json_:
        print_json({"themes": rows})
        return
    keys = ("theme_id", "name_fr", "name_en", "status", "n_responses")
    print_table(keys, [[row[key] for key in keys] for row in rows])


@app.command()
def show(
    theme: ThemeArgument,
    batch: BatchOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Quotes at most.")] = 10,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Show one theme: names, keywords, sizes and its answers."""
    from feedback import curation

    found = curation.show_theme(open_workspace(workspace), theme, batch, limit)
    if json_:
        print_json(found)
        return
    quotes = found.pop("quotes")
    for key, value in found.items():
        say(f"{key}: {', '.join(value) if isinstance(value, list) else value}")
    for quote in quotes:
        say(f"  « {''.join(c if c.isprintable() else ' ' for c in quote['text'])} »")


@app.command()
def rename(
    theme: ThemeArgument,
    fr: Annotated[str | None, typer.Option("--fr", help="New French name.")] = None,
    en: Annotated[str | None, typer.Option("--en", help="New English name.")] = None,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Give a theme another name; it survives every later run."""
    from feedback import curation
    from feedback.errors import SettingsError
    from feedback.themes import Edit

    if fr is None and en is None:
        raise SettingsError("no new name given", todo="Add --fr NAME or --en NAME, or both")
    place = open_workspace(workspace)
    if fr is not None:
        say(curation.edit(place, Edit("rename", theme, value=fr, language="fr")))
        theme = fr  # a theme that was named by its French name has just lost it
    if en is not None:
        say(curation.edit(place, Edit("rename", theme, value=en, language="en")))


@app.command()
def merge(
    theme: ThemeArgument,
    into: Annotated[str, typer.Argument(help="Theme that takes the answers.")],
    workspace: WorkspaceOption = Path(),
) -> None:
    """Merge a theme into another one."""
    from feedback import curation
    from feedback.themes import Edit

    say(curation.edit(open_workspace(workspace), Edit("merge", theme, target=into)))


@app.command()
def split(
    theme: ThemeArgument,
    first: Annotated[str, typer.Argument(help="Phrase typical of the first part.")],
    second: Annotated[str, typer.Argument(help="Phrase typical of the second part.")],
    workspace: WorkspaceOption = Path(),
) -> None:
    """Split a theme in two by two example phrases."""
    from feedback import curation
    from feedback.themes import Edit

    wanted = Edit("split", theme, value=f"{first}|{second}")
    say(curation.edit(open_workspace(workspace), wanted))


@app.command()
def pin(theme: ThemeArgument, workspace: WorkspaceOption = Path()) -> None:
    """Keep a theme for ever, even when a batch does not speak of it."""
    from feedback import curation
    from feedback.themes import Edit

    say(curation.edit(open_workspace(workspace), Edit("pin", theme)))


@app.command()
def retire(theme: ThemeArgument, workspace: WorkspaceOption = Path()) -> None:
    """Assign nothing to a theme any more."""
    from feedback import curation
    from feedback.themes import Edit

    say(curation.edit(open_workspace(workspace), Edit("retire", theme)))


@app.command("export")
def export_(
    out: Annotated[Path, typer.Argument(help="The csv file to write.")],
    batch: BatchOption = None,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Write the codebook as csv."""
    from feedback import curation

    say(str(curation.export_codebook(open_workspace(workspace), batch, out)))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="csv with name_fr, name_en and examples.")],
    workspace: WorkspaceOption = Path(),
) -> None:
    """Take a codebook: the next runs code by it first."""
    from feedback import curation

    say(curation.import_codebook(open_workspace(workspace), file))
