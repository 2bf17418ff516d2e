"""`feedback run`: from files to a theme report."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from feedback.cli.common import (
    JsonOption,
    Stopped,
    WorkspaceOption,
    log,
    one_of,
    open_workspace,
    print_json,
    say,
    with_sentiment,
)

if TYPE_CHECKING:
    from feedback.assembly import Finished
    from feedback.settings import Settings
    from feedback.workspace import Workspace

PathsArgument = Annotated[
    list[Path], typer.Argument(help="Files or folders to read; - reads standard input.")
]
BatchNameOption = Annotated[
    str | None, typer.Option("--batch", help="Name of the batch; by default from the files.")
]
LanguageOption = Annotated[
    str | None, typer.Option("--report-language", help="fr or en; by default the comments'.")
]
EncoderOption = Annotated[
    str | None,
    typer.Option("--encoder", help="Theme encoder: use, e5, or a sentence-transformers one."),
]
RedactOption = Annotated[
    str | None,
    typer.Option("--redact", help="Personal data: on, off, or suggest (list, replace none)."),
]
NoRedactOption = Annotated[
    bool, typer.Option("--no-redact", help="Store personal data as it is; same as off.")
]
TextOption = Annotated[
    list[str] | None, typer.Option("--text", help="Column with the comments (repeatable).")
]
ScaleOption = Annotated[
    str | None,
    typer.Option("--scale", help="nps, enps, csat, ces, stars, or bounds such as 1-20."),
]
ThemesOption = Annotated[
    str | None, typer.Option("--themes", help="How many themes: few, balanced or many.")
]
SentimentOption = Annotated[
    str | None,
    typer.Option("--sentiment", help="Sentiment head: default, fast, shipped, or a folder."),
]
InvitationsOption = Annotated[
    int | None,
    typer.Option("--invitations", min=1, help="How many were asked, for the response rate."),
]
RespondentOption = Annotated[
    str | None, typer.Option("--respondent", help="Column that names who answered.")
]
PdfOption = Annotated[
    bool,
    typer.Option("--pdf", help="Print the report to report.pdf too, by an installed Chromium."),
]

_THEMES_STAY = (
    "note: themes of earlier batches stay as they are; --themes only says how finely what they "
    "leave over is divided."
)


def run(
    paths: PathsArgument,
    batch: BatchNameOption = None,
    report_language: LanguageOption = None,
    encoder: EncoderOption = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Seed of every random choice.")] = None,
    redact: RedactOption = None,
    no_redact: NoRedactOption = False,
    text: TextOption = None,
    score: Annotated[str | None, typer.Option("--score", help="Column of the score.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="Column of the date.")] = None,
    id_: Annotated[str | None, typer.Option("--id", help="Column that names the answer.")] = None,
    respondent: RespondentOption = None,
    scale: ScaleOption = None,
    granularity: ThemesOption = None,
    sentiment: SentimentOption = None,
    invitations: InvitationsOption = None,
    pdf: PdfOption = False,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Read feedback files and write a theme report into WORKSPACE/reports/BATCH."""
    from feedback import progress
    from feedback.cli.stdin import files_of
    from feedback.report import find_browser, write_pdf

    one_of("--report-language", report_language, ("fr", "en"))
    one_of("--themes", granularity, ("few", "balanced", "many"))
    one_of("--redact", redact, ("on", "off", "suggest"))
    if pdf:  # before the work, not after it
        find_browser()
    place = open_workspace(workspace)
    columns = {"score": score, "date": date, "id": id_, "respondent": respondent}
    given: dict[str, dict[str, Any]] = {
        "report": {"language": report_language},
        "encoders": {"themes": encoder},
        "themes": {"granularity": granularity},
        "bands": {"invitations": invitations},
        "text": _redaction("off" if no_redact else redact),
        "mapping": {**columns, "scale": scale, "text": tuple(text) if text else None},
    }
    settings = _settings(place, given, sentiment, seed)
    try:
        with files_of(paths, settings.mapping.max_file_bytes) as files:
            from feedback import pipeline  # after the checks: it takes a second

            finished = pipeline.run(place, files, batch, settings, progress.for_stream())
    except KeyboardInterrupt:  # the store commits and the report appears at the very end
        raise Stopped("stopped; nothing was changed") from None
    if pdf:
        log(str(write_pdf(finished.report_path, finished.report_path.with_name("report.pdf"))))
    if granularity is not None and _has_earlier_themes(finished):
        log(_THEMES_STAY)
    _show(finished, json_)


def _has_earlier_themes(finished: "Finished") -> bool:
    return bool((finished.frames.themes["first_batch"] != finished.batch).any())


def _settings(
    place: "Workspace",
    given: Mapping[str, Mapping[str, Any]],
    sentiment: str | None,
    seed: int | None,
) -> "Settings":
    """Return the workspace's settings with those of the command line over them.

    Args:
        place: The workspace.
        given: Values by section and name; None leaves that of the workspace.
        sentiment: The sentiment head by name or folder, if one was asked for.
        seed: Of every random choice, if one was asked for.
    """
    from feedback.settings import override

    settings = with_sentiment(place, place.settings, sentiment)
    for section, values in given.items():
        settings = override(settings, section, **values)
    return settings if seed is None else replace(settings, seed=seed)


def _redaction(mode: str | None) -> dict[str, bool]:
    """Return the text settings of a mode; None leaves those of the workspace."""
    return {} if mode is None else {"redact": mode == "on", "suggest": mode == "suggest"}


def _show(finished: "Finished", as_json: bool) -> None:
    for source in finished.sources:
        log(source)
    for notice in finished.notices:
        log(f"note: {notice.en}")
    if as_json:
        print_json(finished.summary)
        return
    say(str(finished.report_path))
