"""`feedback store`: the upkeep of what is stored."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from feedback.cli.common import JsonOption, WorkspaceOption, open_workspace, print_json, say
from feedback.wording import count_of

app = typer.Typer(
    help="Compact, verify, export the store; drop a batch, erase a person.", no_args_is_help=True
)


@app.command()
def compact(workspace: WorkspaceOption = Path(), json_: JsonOption = False) -> None:
    """Merge small files and free what earlier commits held."""
    from feedback import curation

    sizes = curation.compact(open_workspace(workspace))
    if json_:
        print_json(sizes)
        return
    say(f"{sizes['bytes_before'] / 1e6:.1f} MB before, {sizes['bytes_after'] / 1e6:.1f} MB now")


@app.command()
def verify(workspace: WorkspaceOption = Path(), json_: JsonOption = False) -> None:
    """Read everything and hold it against the store's rules; exit 1 if something is wrong."""
    from feedback import curation

    checked = curation.verify(open_workspace(workspace))
    if json_:
        print_json({**dataclasses.asdict(checked), "ok": not checked.problems})
    else:
        rows = ", ".join(f"{n} {name}" for name, n in checked.rows.items())
        say(f"commit {checked.commit}, schema {checked.schema_version}: {rows}")
        for line in checked.problems:
            say(f"problem: {line}")
        if not checked.problems:
            say("Everything is whole.")
    if checked.problems:
        raise typer.Exit(1)


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="An empty or new folder.")],
    workspace: WorkspaceOption = Path(),
) -> None:
    """Write every table as Parquet, one file each."""
    from feedback import curation

    for path in curation.export_store(open_workspace(workspace), out):
        say(str(path))


@app.command()
def drop(
    batch: Annotated[str, typer.Argument(help="Name of the batch.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Take a batch out: its answers, reviews and report; later reports are written again."""
    from feedback import curation

    gone = curation.drop_batch(open_workspace(workspace), batch, dry_run)
    if json_:
        print_json(dataclasses.asdict(gone))
        return
    verb = "would be taken out" if dry_run else "taken out"
    say(f'batch "{gone.batch}" with {count_of(gone.n_responses, "answer")} {verb}')
    if gone.reports:
        say(f"reports written again: {', '.join(gone.reports)}")
    if not dry_run:
        say("What people decided about themes stays: feedback themes history")


@app.command()
def delete(
    respondent: Annotated[
        str, typer.Option("--respondent", help="Id of the respondent, or of one response.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be erased.")
    ] = False,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Erase a person: tables, earlier versions, cached vectors, examples, reports."""
    from feedback import curation

    erased = curation.erase_respondent(open_workspace(workspace), respondent, dry_run)
    if json_:
        print_json(dataclasses.asdict(erased))
        return
    n = sum(len(ids) for ids in erased.responses.values())
    batches = ", ".join(erased.responses)
    verb = "would be erased" if dry_run else "erased"
    pieces = count_of(erased.n_segments, "piece")
    say(f"{count_of(n, 'answer')} in {pieces} {verb} from: {batches}")
    if erased.reports:
        say(f"reports written again: {', '.join(erased.reports)}")
    if erased.removed:
        say(f"reports removed: {', '.join(erased.removed)}")
    if erased.edits_to_read:
        numbers = ", ".join(map(str, erased.edits_to_read))
        say(f"edits whose wording holds words of theirs, left for you to judge: {numbers}")
    if not dry_run:
        say("Take the person out of your source files too: a new run would bring them back.")
