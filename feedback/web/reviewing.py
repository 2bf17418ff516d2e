"""The page on which a person says of segments whether their theme is right."""

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from feedback import curation
from feedback.web.changing import Changing
from feedback.web.render import Pages
from feedback.workspace import Workspace


class Reviewing:
    """The handlers of the theme review of one workspace."""

    def __init__(self, workspace: Workspace, pages: Pages, changing: Changing) -> None:
        self._workspace, self._pages, self._changing = workspace, pages, changing

    async def page(self, request: Request) -> Response:
        """Show the next segment to decide on, or what the review says."""
        asked = request.query_params
        batches = await run_in_threadpool(curation.list_batches, self._workspace)
        state, figures = None, None
        if batches:
            batch, reviewer = asked.get("batch") or None, asked.get("reviewer", "1")
            state = await run_in_threadpool(
                curation.review_state,
                self._workspace,
                batch,
                reviewer,
                self._pages.language(request),
                asked.get("after", ""),
            )
            if asked.get("figures") or state.following is None:
                figures = await run_in_threadpool(
                    curation.review_figures, self._workspace, state.batch, reviewer
                )
        return self._pages.show(
            request,
            "review.html.jinja",
            batches=batches,
            state=state,
            figures=figures,
            reviewers=curation.REVIEWERS,
        )

    async def decide(self, request: Request) -> Response:
        """Keep an answer and go on to the next segment."""
        form = await self._changing.form(request)
        if form is None:
            return self._changing.forged(request)
        given = {
            name: str(form.get(name, ""))[:200]
            for name in ("batch", "reviewer", "segment", "theme", "other")
        }
        theme = given["other"] if given["theme"] == "other" else given["theme"]
        place = {"batch": given["batch"], "reviewer": given["reviewer"], "after": given["segment"]}
        if theme != "skip":
            await run_in_threadpool(
                curation.decide_theme,
                self._workspace,
                given["batch"],
                given["reviewer"],
                given["segment"],
                theme,
            )
        return self._pages.go(request, f"/review?{urlencode(place)}")
