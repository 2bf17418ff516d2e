"""`feedback search`: the words behind a topic."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from feedback.cli.common import (
    JsonOption,
    WorkspaceOption,
    log,
    one_of,
    open_workspace,
    print_json,
    printable,
    say,
)

if TYPE_CHECKING:
    from feedback.store import SearchResults


QueryArgument = Annotated[
    str,
    typer.Argument(help='Words, a sentence, "a phrase", -word to leave out; French or English.'),
]
SentimentOption = Annotated[
    str | None, typer.Option("--sentiment", help="negative, neutral or positive.")
]
CohortOption = Annotated[list[str] | None, typer.Option("--cohort", help="plan=Pro (repeatable).")]
AnomalyOption = Annotated[
    str | None, typer.Option("--anomaly", help="A kind of anomaly, any or none.")
]
GroupOption = Annotated[
    bool, typer.Option("--group-duplicates", help="Show near-identical answers once.")
]
FacetsOption = Annotated[
    bool, typer.Option("--facets", help="Count the answers by theme, band, cohort, ...")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Say how the order came about.")]

_NEAREST = {
    "meaning": "no comment holds these words; these are the nearest in meaning",
    "far": "no comment holds these words or comes near their meaning; these are the least far",
}


def search(
    query: QueryArgument,
    theme: Annotated[str | None, typer.Option("--theme", help="Theme id or name, or none.")] = None,
    band: Annotated[str | None, typer.Option("--band", help="low, mid or high.")] = None,
    score: Annotated[str | None, typer.Option("--score", help="A score, or 0-6.")] = None,
    sentiment: SentimentOption = None,
    language: Annotated[str | None, typer.Option("--language", help="fr, en, ...")] = None,
    since: Annotated[str | None, typer.Option("--since", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day, YYYY-MM-DD.")] = None,
    batch: Annotated[str | None, typer.Option("--batch", help="Only this batch.")] = None,
    cohort: CohortOption = None,
    anomaly: AnomalyOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Results at most.")] = 10,
    group: GroupOption = False,
    facets: FacetsOption = False,
    explain: ExplainOption = False,
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Find answers by word and by meaning, in both languages."""
    from feedback import curation
    from feedback.frames import SCORE_BANDS, SENTIMENTS
    from feedback.store import Query

    asked = Query(
        query,
        theme=theme,
        band=one_of("--band", band, SCORE_BANDS),
        score=score,
        sentiment=one_of("--sentiment", sentiment, SENTIMENTS),
        language=language,
        since=since,
        until=until,
        batch=batch,
        cohort=tuple(cohort or ()),
        anomaly=anomaly,
        limit=limit,
        group=group,
        facets=facets,
        explain=explain,
    )
    found = curation.find(open_workspace(workspace), asked)
    if json_:
        print_json(_document(found))
        return
    _show(found)


def _document(found: "SearchResults") -> dict[str, Any]:
    document: dict[str, Any] = {
        "results": found.to_dicts(),
        "total": found.total,
        "nearest": found.nearest,
    }
    if found.corrections:
        document["corrections"] = {word: list(new) for word, new in found.corrections.items()}
    if found.facets:
        document["facets"] = dict(found.facets)
    return document


def _show(found: "SearchResults") -> None:
    for word, new in found.corrections.items():
        log(f'no comment holds "{word}"; looked for {", ".join(new)}')
    rows = found.to_dicts()
    if not rows:
        say("Nothing found.")
    elif found.nearest in _NEAREST:
        log(_NEAREST[found.nearest])
    for row in rows:
        score = "–" if row["score"] is None else f"{row['score']:g}"
        place = f" · {printable(row['batch'])}" if row["response_id"] in found.shared_ids else ""
        say(f"[{score}] {printable(row['comment'])}")
        say(f"    {row['response_id']}{place} · {row['sentiment'] or '–'} · {row['why']}")
        if row["text"].strip() != row["comment"].strip():  # whose sentiment and reason these are
            say(f"    in: {printable(row['text'])}")
        if row["duplicates"]:
            say(f"    and {len(row['duplicates'])} near-identical: {', '.join(row['duplicates'])}")
        if "explanation" in row:
            told = ", ".join(f"{key} {value}" for key, value in row["explanation"].items())
            say(f"    {told}")
    for facet, values in found.facets.items():
        counts = (f"{printable(v.get('name_en', v['value']))} {v['count']}" for v in values)
        say(f"{facet}: {', '.join(counts)}")
