"""The JSON endpoints, described by OpenAPI: what the pages' scripts and other programs read."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, HTTPException, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from feedback import curation
from feedback.store import Query as Asked
from feedback.store import SearchResults
from feedback.web.guard import Forms, Guard
from feedback.web.jobs import Desk
from feedback.web.reading import MAX_QUERY_CHARS, QUOTES, version_of
from feedback.workspace import Workspace

_Short = Annotated[str, Field(max_length=200)]
_Brief = Annotated[str, Field(max_length=10)]


class Problem(BaseModel):
    """Why nothing was done."""

    error: str


class Batches(BaseModel):
    """The batches in sequence."""

    batches: list[dict[str, Any]]


class Themes(BaseModel):
    """The themes of a batch, and the version of the codebook they show."""

    themes: list[dict[str, Any]]
    version: int


class Anomalies(BaseModel):
    """The anomalies of a batch that nobody dismissed."""

    anomalies: list[dict[str, Any]]


class SearchQuery(BaseModel):
    """What a search asks: the words and the filters of `feedback.store.Query`, with bounds."""

    q: Annotated[str, Field(min_length=1, max_length=MAX_QUERY_CHARS)]
    theme: _Short | None = None
    band: Literal["low", "mid", "high"] | None = None
    score: _Short | None = None
    sentiment: Literal["negative", "neutral", "positive"] | None = None
    language: _Brief | None = None
    since: _Brief | None = None
    until: _Brief | None = None
    batch: _Short | None = None
    anomaly: _Short | None = None
    cohort: Annotated[list[_Short] | None, Field(max_length=10)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 25
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0

    def query(self) -> Asked:
        """Return the store's query, which counts facets too."""
        filters = self.model_dump(exclude={"q", "cohort"})
        return Asked(self.q, **filters, cohort=tuple(self.cohort or ()), facets=True)


class Answer(BaseModel):
    """What a search found."""

    results: list[dict[str, Any]]
    total: int
    facets: dict[str, list[dict[str, Any]]]
    corrections: dict[str, list[str]]
    nearest: Literal["words", "meaning", "far"]

    @classmethod
    def of(cls, found: SearchResults) -> "Answer":
        """Return what was found, as plain values."""
        return cls(
            results=found.to_dicts(),
            total=found.total,
            facets=dict(found.facets),
            corrections={word: list(new) for word, new in found.corrections.items()},
            nearest=found.nearest,
        )


class Review(BaseModel):
    """What a person decides about an anomaly."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["accepted", "dismissed"]
    kind: _Short | None = None
    note: Annotated[str, Field(max_length=1_000)] = ""
    batch: _Short | None = None


class Said(BaseModel):
    """What was done."""

    line: str


_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The question cannot be answered"},
    401: {"model": Problem, "description": "A token is needed"},
    403: {"model": Problem, "description": "Not from a page of this site"},
    422: {"model": Problem, "description": "A parameter is not what it should be"},
    429: {"model": Problem, "description": "Too many questions"},
}


def build_questions(workspace: Workspace) -> APIRouter:
    """Build the endpoints that only answer."""
    router = APIRouter(prefix="/api", responses=_PROBLEMS)

    @router.get("/batches")
    def batches() -> Batches:
        """List the batches."""
        return Batches(batches=curation.list_batches(workspace))

    @router.get("/themes")
    def themes(batch: _Short | None = None) -> Themes:
        """List the themes of a batch, largest first."""
        rows = curation.list_themes(workspace, batch)
        return Themes(themes=rows, version=version_of(workspace))

    @router.get("/themes/{theme}")
    def theme(theme: Annotated[str, Path(max_length=200)], batch: _Short | None = None) -> Any:
        """Show one theme with its strongest segments."""
        return curation.show_theme(workspace, theme, batch, QUOTES)

    @router.get("/anomalies")
    def anomalies(batch: _Short | None = None, kind: _Short | None = None) -> Anomalies:
        """List the anomalies of a batch, most severe first."""
        return Anomalies(anomalies=curation.list_anomalies(workspace, batch, kind))

    @router.get("/search")
    def search(asked: Annotated[SearchQuery, Query()]) -> Answer:
        """Search by word and by meaning, with facets."""
        return Answer.of(curation.find(workspace, asked.query()))

    return router


def build_actions(workspace: Workspace, guard: Guard, desk: Desk) -> APIRouter:
    """Build the endpoints that follow a run or change something."""
    router = APIRouter(prefix="/api", responses=_PROBLEMS)
    forms = Forms(guard)

    @router.get("/runs/{identity}", responses={404: {"model": Problem}})
    def run(identity: Annotated[str, Path(max_length=64)]) -> Any:
        """Say how far a run is."""
        job = desk.job(identity)
        if job is None:
            raise HTTPException(404, "there is no such run")
        return job.to_dict()

    @router.get("/session")
    def session(request: Request) -> dict[str, str]:
        """Give the token that changes must carry in the header x-csrf-token."""
        return {"csrf": forms.token(request.state.session)}

    @router.post("/anomalies/{response_id}/review")
    async def review(
        request: Request,
        response_id: Annotated[str, Path(max_length=200)],
        decided: Annotated[Review, Body()],
    ) -> Said:
        """Accept or dismiss the anomalies of a response."""
        if not forms.is_genuine(request, request.headers.get(Forms.HEADER)):
            raise HTTPException(403, "the header x-csrf-token is missing or wrong")
        decision = curation.Decision(decided.state, response_id, decided.kind, decided.note)
        line = await run_in_threadpool(curation.review, workspace, decided.batch, decision)
        return Said(line=line)

    return router
