"""The pages that only show: reports, search, themes, anomalies."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from feedback import curation
from feedback.errors import FeedbackError
from feedback.frames import SCORE_BANDS, SENTIMENTS
from feedback.headers import cohort_column
from feedback.store import Query, SearchResults
from feedback.web.render import Pages
from feedback.workspace import Workspace

FILTERS = ("theme", "band", "score", "sentiment", "language", "batch", "anomaly", "since", "until")
CHOICES = {"band": SCORE_BANDS, "sentiment": SENTIMENTS, "language": ("fr", "en")}
MAX_QUERY_CHARS = 500
QUOTES = 200
_STATIC = Path(__file__).parent / "static"
_TYPES = {"style.css": "text/css", "app.js": "text/javascript", "icon.svg": "image/svg+xml"}


def asked_query(asked: QueryParams, limit: int) -> Query:
    """Return the query that an address asks; what is too long is cut, what is wrong is said."""
    filters: dict[str, Any] = {name: asked[name] for name in FILTERS if asked.get(name)}
    page = asked.get("page", "1")
    number = min(max(int(page), 1), 1_000) if page.isascii() and page.isdigit() else 1
    query = Query(asked.get("q", "")[:MAX_QUERY_CHARS], limit=limit, group=True, facets=True)
    cohorts = tuple(asked.getlist("cohort"))[:10]
    return replace(query, **filters, cohort=cohorts, offset=(number - 1) * limit)


class Reading:
    """The handlers of one workspace that change nothing."""

    def __init__(self, workspace: Workspace, pages: Pages) -> None:
        self._workspace, self._pages = workspace, pages

    async def home(self, request: Request) -> Response:
        """List the batches with their reports, and the themes of the latest one."""
        batches = await run_in_threadpool(curation.list_batches, self._workspace)
        themes = await run_in_threadpool(curation.list_themes, self._workspace, None)
        return self._pages.show(request, "home.html.jinja", batches=batches[::-1], themes=themes)

    async def search(self, request: Request) -> Response:
        """Search the answers."""
        limit = self._workspace.settings.web.results
        query = asked_query(request.query_params, limit)
        found, problem, rows = None, "", []
        if query.text.strip():
            try:
                explained = replace(query, explain=True, why_language=self._pages.language(request))
                found = await run_in_threadpool(curation.find, self._workspace, explained)
                rows = found.to_dicts()
            except FeedbackError as error:
                problem = str(error)
        return self._pages.show(
            request,
            "search.html.jinja",
            status=400 if problem else 200,
            query=query,
            found=found,
            rows=rows,
            problem=problem,
            choices=CHOICES,
            number=query.offset // limit + 1,
            is_last=len(rows) < limit,
            active=_active(request.query_params, _theme_name(found, self._pages.language(request))),
            cohorts=lambda facet, value=None: _cohorts(request.query_params, facet, value),
            version=await run_in_threadpool(version_of, self._workspace),
        )

    async def themes(self, request: Request) -> Response:
        """Show the codebook with what can be done to it."""
        themes = await run_in_threadpool(curation.list_themes, self._workspace, None)
        version = await run_in_threadpool(version_of, self._workspace)
        log = await run_in_threadpool(edit_log, self._workspace)
        return self._pages.show(
            request, "themes.html.jinja", themes=themes, version=version, log=log[::-1][:30]
        )

    async def theme(self, request: Request) -> Response:
        """Show one theme with its answers."""
        theme = request.path_params["theme_id"]
        found = await run_in_threadpool(curation.show_theme, self._workspace, theme, None, QUOTES)
        themes = await run_in_threadpool(curation.list_themes, self._workspace, None)
        version = await run_in_threadpool(version_of, self._workspace)
        return self._pages.show(
            request, "theme.html.jinja", theme=found, themes=themes, version=version
        )

    async def anomalies(self, request: Request) -> Response:
        """Show the queue of anomalies, most severe first."""
        batches = await run_in_threadpool(curation.list_batches, self._workspace)
        batch = request.query_params.get("batch") or None
        rows: list[dict[str, Any]] = []
        if batches:
            rows = await run_in_threadpool(curation.list_anomalies, self._workspace, batch, None)
        return self._pages.show(
            request, "anomalies.html.jinja", rows=rows, batches=batches, batch=batch
        )

    async def report(self, request: Request) -> Response:
        """Give a batch's report as it was written; its own policy stands inside it."""
        name = request.path_params["batch"]
        known = await run_in_threadpool(curation.list_batches, self._workspace)
        page = self._workspace.report_dir(name) / "index.html"
        # Only a name that the store knows becomes a path.
        if name not in [row["batch"] for row in known] or not page.is_file():
            return await self.not_found(request, None)
        text = await run_in_threadpool(page.read_text, encoding="utf-8")
        return HTMLResponse(text, headers={"Content-Security-Policy": "own"})

    async def static(self, request: Request) -> Response:
        """Give one of our own files."""
        name = request.path_params["name"]
        if name not in _TYPES:
            return await self.not_found(request, None)
        text = (_STATIC / name).read_text(encoding="utf-8")
        return Response(text, media_type=_TYPES[name], headers={"Cache-Control": "no-cache"})

    async def problem(self, request: Request, error: Exception) -> Response:
        """Show a `FeedbackError` as the command line would."""
        line = str(error) if isinstance(error, FeedbackError) else ""
        status = 400 if line else 500
        return self._pages.show(request, "problem.html.jinja", status=status, line=line)

    async def not_found(self, request: Request, _error: Exception | None) -> Response:
        """Say that there is no such page."""
        return self._pages.show(request, "problem.html.jinja", status=404, line="", missing=True)


def version_of(workspace: Workspace) -> int:
    """Return the codebook's version; 0 before the first run."""
    return curation.codebook_version(workspace) if curation.list_batches(workspace) else 0


def edit_log(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the edits of the codebook, oldest first; none before the first run."""
    return curation.edit_log(workspace) if curation.list_batches(workspace) else []


def _active(asked: QueryParams, theme: str) -> list[tuple[str, str, str]]:
    """Return name, value and what is shown of every filter that is set; "" shows the value."""
    pairs = [(n, asked[n], theme if n == "theme" else "") for n in FILTERS if asked.get(n)]
    return [*pairs, *(("cohort", value, "") for value in asked.getlist("cohort")[:10])]


def _theme_name(found: SearchResults | None, language: str) -> str:
    names = found.theme_names.values() if found else ()
    return next((pair[0] if language == "fr" else pair[1] for pair in names), "")


def _cohorts(asked: QueryParams, facet: str, value: str | None) -> list[str]:
    """Return the cohorts to ask for once `facet` has another value, or with None is left free."""
    column = cohort_column(facet.removeprefix("cohort_"))
    given = asked.getlist("cohort")[:10]
    others = [one for one in given if cohort_column(one.partition("=")[0].strip()) != column]
    return others if value is None else [*others, f"{facet.removeprefix('cohort_')}={value}"]
