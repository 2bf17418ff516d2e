"""`feedback run`: from files to a theme report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from feedback.cli.common import JsonOption, WorkspaceOption, log, one_of, print_json, say

if TYPE_CHECKING:
    from feedback.assembly import Finished
    from feedback.settings import Settings

Columns = Annotated[
    list[str] | None, typer.Option("--text", help="Column with the comments (repeatable).")
]


def run(
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders to read; - reads standard input.")
    ],
    batch: Annotated[
        str | None, typer.Option("--batch", help="Name of the batch; by default from the files.")
    ] = None,
    report_language: Annotated[
        str | None, typer.Option("--report-language", help="fr or en; by default the comments'.")
    ] = None,
    encoder: Annotated[
        str | None,
        typer.Option("--encoder", help="Theme encoder: use, e5, or a sentence-transformers one."),
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Seed of every random choice.")] = None,
    redact: Annotated[
        str | None,
        typer.Option("--redact", help="Personal data: on, off, or suggest (list, replace none)."),
    ] = None,
    no_redact: Annotated[
        bool, typer.Option("--no-redact", help="Store personal data as it is; same as off.")
    ] = False,
    text: Columns = None,
    score: Annotated[str | None, typer.Option("--score", help="Column of the score.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="Column of the date.")] = None,
    id_: Annotated[str | None, typer.Option("--id", help="Column that names the answer.")] = None,
    scale: Annotated[
        str | None,
        typer.Option("--scale", help="nps, enps, csat, ces, stars, or bounds such as 1-20."),
    ] = None,
    granularity: Annotated[
        str | None, typer.Option("--themes", help="How many themes: few, balanced or many.")
    ] = None,
    sentiment: Annotated[
        str | None,
        typer.Option("--sentiment", help="Sentiment head: default, fast, shipped, or a folder."),
    ] = None,
    invitations: Annotated[
        int | None,
        typer.Option("--invitations", min=1, help="How many were asked, for the response rate."),
    ] = None,
    pdf: Annotated[
        bool,
        typer.Option("--pdf", help="Print the report to report.pdf too, by an installed Chromium."),
    ] = False,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Read feedback files and write a theme report into WORKSPACE/reports/BATCH."""
    import dataclasses

    from feedback import progress
    from feedback.cli.common import open_workspace, with_sentiment
    from feedback.cli.stdin import files_of
    from feedback.report import find_browser, write_pdf
    from feedback.settings import override

    one_of("--report-language", report_language, ("fr", "en"))
    one_of("--themes", granularity, ("few", "balanced", "many"))
    one_of("--redact", redact, ("on", "off", "suggest"))
    if pdf:  # before the work, not after it
        find_browser()
    place = open_workspace(workspace)
    settings = place.settings
    settings = override(settings, "report", language=report_language)
    settings = override(settings, "encoders", themes=encoder)
    settings = override(settings, "themes", granularity=granularity)
    settings = override(settings, "bands", invitations=invitations)
    settings = with_sentiment(place, settings, sentiment)
    settings = override(settings, "text", **_redaction("off" if no_redact else redact))
    settings = override(
        settings,
        "mapping",
        text=tuple(text) if text else None,
        score=score,
        date=date,
        id=id_,
        scale=scale,
    )
    if seed is not None:
        settings = dataclasses.replace(settings, seed=seed)
    with files_of(paths, settings.mapping.max_file_bytes) as files:
        finished = _execute(place, files, batch, settings, progress.for_stream())
    if pdf:
        log(str(write_pdf(finished.report_path, finished.report_path.with_name("report.pdf"))))
    _show(finished, json_)


def _redaction(mode: str | None) -> dict[str, bool]:
    """Return the text settings of a mode; None leaves those of the workspace."""
    return {} if mode is None else {"redact": mode == "on", "suggest": mode == "suggest"}


def _execute(
    place: object, paths: list[Path], batch: str | None, settings: "Settings", progress: object
) -> "Finished":
    from feedback import pipeline

    return pipeline.run(place, paths, batch, settings, progress)  # type: ignore[arg-type]


def _show(finished: "Finished", as_json: bool) -> None:
    for source in finished.sources:
        log(source)
    for notice in finished.notices:
        log(f"note: {notice.en}")
    if as_json:
        print_json(finished.summary)
        return
    say(str(finished.report_path))
