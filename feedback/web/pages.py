"""The pages: each asks one question of the workspace and renders one template."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from feedback import curation
from feedback.errors import FeedbackError
from feedback.frames import SCORE_BANDS, SENTIMENTS
from feedback.web.server import security_headers
from feedback.workspace import Workspace

FILTERS = ("theme", "band", "sentiment", "language", "since", "until", "batch")
CHOICES = {"band": SCORE_BANDS, "sentiment": SENTIMENTS, "language": ("fr", "en")}
MAX_QUERY_CHARS = 500
RESULTS = 50


class Site:
    """The handlers of one workspace.

    Args:
        workspace: What is shown. Only batches that its store knows are ever opened as files.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._templates = Environment(
            loader=PackageLoader("feedback.web"), autoescape=True, trim_blocks=True
        )

    async def home(self, _request: Request) -> Response:
        """List the batches with their reports, and the themes of the latest one."""
        batches = await run_in_threadpool(curation.list_batches, self._workspace)
        themes = await run_in_threadpool(curation.list_themes, self._workspace, None)
        return self._page("home.html.jinja", batches=batches, themes=themes)

    async def search(self, request: Request) -> Response:
        """Search the answers."""
        asked = request.query_params
        query = asked.get("q", "")[:MAX_QUERY_CHARS]
        filters = {name: asked.get(name) or None for name in FILTERS}
        results: list[dict[str, Any]] = []
        if query.strip():
            results = await run_in_threadpool(
                curation.search, self._workspace, query, filters, RESULTS
            )
        themes = await run_in_threadpool(curation.list_themes, self._workspace, None)
        return self._page(
            "search.html.jinja",
            query=query,
            filters=filters,
            results=results,
            themes=themes,
            choices=CHOICES,
        )

    async def theme(self, request: Request) -> Response:
        """Show one theme with its answers."""
        found = await run_in_threadpool(
            curation.show_theme, self._workspace, request.path_params["theme_id"], None, 200
        )
        return self._page("theme.html.jinja", theme=found)

    async def report(self, request: Request) -> Response:
        """Give a batch's report as it was written; its own policy stands inside it."""
        name = request.path_params["batch"]
        known = await run_in_threadpool(curation.list_batches, self._workspace)
        page = self._workspace.report_dir(name) / "index.html"
        if name not in [row["batch"] for row in known] or not page.is_file():
            return await self.not_found(request, None)
        headers = security_headers()
        del headers["Content-Security-Policy"]
        return HTMLResponse(page.read_text(encoding="utf-8"), headers=headers)

    async def style(self, _request: Request) -> Response:
        """Give the style sheet."""
        text = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
        return Response(text, media_type="text/css", headers=security_headers())

    async def problem(self, _request: Request, error: Exception) -> Response:
        """Show a `FeedbackError` as the command line would."""
        line = str(error) if isinstance(error, FeedbackError) else "Something went wrong."
        return self._page("problem.html.jinja", status=400, line=line)

    async def not_found(self, _request: Request, _error: Exception | None) -> Response:
        """Say that there is no such page."""
        return self._page("problem.html.jinja", status=404, line="There is no such page.")

    def _page(self, template: str, status: int = 200, **values: Any) -> Response:
        text = self._templates.get_template(template).render(**values)
        return HTMLResponse(text, status_code=status, headers=security_headers())
