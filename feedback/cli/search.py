"""`feedback search`: the words behind a topic."""

from pathlib import Path
from typing import Annotated

import typer

from feedback.cli.common import JsonOption, WorkspaceOption, one_of, open_workspace, print_json, say


def search(
    query: Annotated[str, typer.Argument(help="Words or a sentence, in French or English.")],
    theme: Annotated[str | None, typer.Option("--theme", help="Theme id or name.")] = None,
    band: Annotated[str | None, typer.Option("--band", help="low, mid or high.")] = None,
    sentiment: Annotated[
        str | None, typer.Option("--sentiment", help="negative, neutral or positive.")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", help="fr, en, ...")] = None,
    since: Annotated[str | None, typer.Option("--since", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day, YYYY-MM-DD.")] = None,
    batch: Annotated[str | None, typer.Option("--batch", help="Only this batch.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Results at most.")] = 10,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Find answers by word and by meaning, in both languages."""
    from feedback import curation
    from feedback.frames import SCORE_BANDS, SENTIMENTS

    filters = {
        "theme": theme,
        "band": one_of("--band", band, SCORE_BANDS),
        "sentiment": one_of("--sentiment", sentiment, SENTIMENTS),
        "language": language,
        "since": since,
        "until": until,
        "batch": batch,
    }
    found = curation.search(open_workspace(workspace), query, filters, limit)
    if json_:
        print_json({"results": found})
        return
    if not found:
        say("Nothing found.")
    for row in found:
        score = "–" if row["score"] is None else f"{row['score']:g}"
        comment = "".join(c if c.isprintable() else " " for c in str(row["comment"]))
        say(f"[{score}] {comment}")
        say(f"    {row['response_id']} · {row['sentiment'] or '–'} · {row['why']}")
