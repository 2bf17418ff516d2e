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
    printable,
    say,
)
from feedback.wording import count_of

app = typer.Typer(help="List, read and edit the themes.", no_args_is_help=True)
ThemeArgument = Annotated[str, typer.Argument(help="Theme id or name.")]


@app.command("list")
def list_(
    batch: BatchOption = None, workspace: WorkspaceOption = Path(), json_: JsonOption = False
) -> None:
    """List the themes of a batch, largest first, and the imported ones that wait for a run."""
    from feedback import curation

    rows = curation.list_codebook(open_workspace(workspace), batch)
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
        say(f"  « {printable(quote['text'])} »")


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
    say(curation.edit(open_workspace(workspace), Edit.renaming(theme, fr, en)))


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
    first: Annotated[
        str | None, typer.Argument(help="Phrase typical of the first part.", show_default=False)
    ] = None,
    second: Annotated[
        str | None, typer.Argument(help="Phrase typical of the second part.", show_default=False)
    ] = None,
    subtheme: Annotated[
        str | None,
        typer.Option("--subtheme", help="Split this sub-theme off instead: its id or name."),
    ] = None,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Split a theme in two by two example phrases, or split a sub-theme off."""
    from feedback import curation
    from feedback.errors import SettingsError
    from feedback.themes import Edit

    place = open_workspace(workspace)
    if subtheme is not None and first is None:
        say(curation.split_off(place, theme, subtheme))
    elif first is not None and second is not None and subtheme is None:
        say(curation.edit(place, Edit("split", theme, value=f"{first}|{second}")))
    else:
        raise SettingsError(
            "a split needs two example phrases, or one sub-theme",
            todo='Write: feedback themes split THEME "PHRASE" "PHRASE", or add --subtheme NAME',
        )


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


@app.command()
def undo(workspace: WorkspaceOption = Path()) -> None:
    """Take back the last decision; again: the one before."""
    from feedback import curation

    say(curation.undo(open_workspace(workspace)))


@app.command()
def log(workspace: WorkspaceOption = Path(), json_: JsonOption = False) -> None:
    """List the decisions made so far, oldest first."""
    from feedback import curation

    rows = curation.edit_log(open_workspace(workspace))
    if json_:
        print_json({"edits": rows})
        return
    keys = ("number", "when", "line", "undone")
    print_table(keys, [[row[key] for key in keys] for row in rows])


@app.command()
def history(
    theme: Annotated[
        str | None, typer.Argument(help="Theme id or name; by default all.", show_default=False)
    ] = None,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Show what happened to each theme, in each batch and by each decision."""
    from feedback import curation

    rows = curation.theme_history(open_workspace(workspace), theme)
    if json_:
        print_json({"history": rows})
        return
    keys = ("theme_id", "name_fr", "name_en", "batch", "when", "event", "n_responses", "target")
    print_table(keys, [[row[key] for key in keys] for row in rows])


@app.command()
def review(
    batch: BatchOption = None,
    n: Annotated[
        int, typer.Option("--n", min=1, help="Segments to read, about; every theme gets 3.")
    ] = 60,
    seed: Annotated[int, typer.Option("--seed", help="Another seed draws other segments.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="File of the answers; one that is there is gone on with."),
    ] = None,
    scores: Annotated[
        Path | None, typer.Option("--scores", help="Only say what this file's answers give.")
    ] = None,
    agreement: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--agreement", help="Compare two reviewers' files of the same segments."),
    ] = None,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Read a sample and confirm or correct its themes; see how good they are."""
    from feedback import curation
    from feedback.cli import theme_review

    place = open_workspace(workspace)
    if agreement is not None:
        found = curation.review_agreement(place, *agreement)
        print_json(found) if json_ else theme_review.show_agreement(found)
        return
    path = scores
    if path is None:
        path = out or place.root / f"theme-review-{seed}.csv"
        if not theme_review.converse(place, batch, n, seed, path):
            return
    found = curation.review_scores(place, path)
    print_json(found) if json_ else theme_review.show_scores(found)


@app.command()
def movement(
    period: Annotated[
        str, typer.Option("--period", help="batch, week, month or quarter.")
    ] = "batch",
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Show how the share of each theme moved from period to period, and which moves are sure."""
    from feedback import curation

    rows = curation.theme_movement(open_workspace(workspace), period)
    n_tests = sum(row["p_value"] is not None for row in rows)
    if json_:
        print_json({"movement": rows, "n_tests": n_tests})
        return
    keys = ("period", "name_fr", "name_en", "n", "total", "share", "change", "q_value", "alert")
    print_table(keys, [[row[key] for key in keys] for row in rows])
    if n_tests:
        say(
            f"q_value: corrected over the {count_of(n_tests, 'change')} of all periods shown here; "
            "a report corrects over the themes of its own batch, so its q may differ."
        )


@app.command()
def subthemes(
    theme: Annotated[
        str | None, typer.Argument(help="Theme id or name; by default all.", show_default=False)
    ] = None,
    batch: BatchOption = None,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Show what the themes of a batch divide into."""
    from feedback import curation

    rows = curation.list_subthemes(open_workspace(workspace), batch, theme)
    if json_:
        print_json({"subthemes": rows})
        return
    keys = ("parent_id", "theme_id", "name_fr", "name_en", "n_responses")
    print_table(keys, [[row[key] for key in keys] for row in rows])


@app.command("export")
def export_(
    out: Annotated[Path, typer.Argument(help="File to write: .csv, or a REFI-QDA .qdc.")],
    batch: BatchOption = None,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Write the codebook, as csv or for qualitative-analysis programs."""
    from feedback import curation

    say(str(curation.export_codebook(open_workspace(workspace), batch, out)))


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="csv of name_fr, name_en (or name), examples (a | b | c), or a .qdc."),
    ],
    workspace: WorkspaceOption = Path(),
) -> None:
    """Take a codebook: the next runs code by it first."""
    from feedback import curation

    say(curation.import_codebook(open_workspace(workspace), file))
