"""What changes something: edits of the codebook, reviews, themes from a search, new runs."""

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from feedback import curation
from feedback.assembly import check_batch_name
from feedback.errors import CodebookError, ConflictError, SettingsError
from feedback.themes import Edit
from feedback.web.guard import ACCESS, Forms, Guard, cookie
from feedback.web.jobs import Desk
from feedback.web.render import Pages
from feedback.workspace import Workspace

_KINDS = ("rename", "merge", "split", "pin", "retire")
_MAX_FIELDS = 500


class Changing:
    """The handlers of one workspace that change something; each checks where its form is from."""

    def __init__(self, workspace: Workspace, pages: Pages, guard: Guard, desk: Desk) -> None:
        self._workspace, self._pages, self._guard, self._desk = workspace, pages, guard, desk
        self._forms = Forms(guard)

    async def edit(self, request: Request) -> Response:
        """Apply an edit of the codebook, or show both where someone was quicker."""
        form = await self.form(request)
        if form is None:
            return self.forged(request)
        seen = _number(form, "seen")
        try:
            line = await run_in_threadpool(self._apply, _edit(form), seen)
        except ConflictError as error:
            return self._conflict(request, error, form)
        return self._pages.go(request, _back(form, "/themes"), line)

    async def undo(self, request: Request) -> Response:
        """Take back the last edit."""
        form = await self.form(request)
        if form is None:
            return self.forged(request)
        try:
            seen = _number(form, "seen")
            line = await run_in_threadpool(curation.undo, self._workspace, seen)
        except ConflictError as error:
            return self._conflict(request, error, form)
        return self._pages.go(request, "/themes", line)

    async def keep(self, request: Request) -> Response:
        """Keep a search as a theme."""
        form = await self.form(request)
        if form is None:
            return self.forged(request)
        shown = [str(value) for value in form.getlist("shown")][:_MAX_FIELDS]
        wrong = {str(value) for value in form.getlist("wrong")}
        kept = curation.Kept(
            name_fr=_text(form, "name_fr"),
            name_en=_text(form, "name_en"),
            right=tuple(key for key in shown if key not in wrong),
            wrong=tuple(key for key in shown if key in wrong),
        )
        try:
            seen = _number(form, "seen")
            line = await run_in_threadpool(curation.keep_theme, self._workspace, kept, seen)
        except ConflictError as error:
            return self._conflict(request, error, form)
        return self._pages.go(request, "/themes", line)

    async def review(self, request: Request) -> Response:
        """Accept or dismiss an anomaly."""
        form = await self.form(request)
        if form is None:
            return self.forged(request)
        line = await run_in_threadpool(
            curation.review, self._workspace, _text(form, "batch") or None, decision_of(form)
        )
        batch = _text(form, "batch")
        return self._pages.go(request, f"/anomalies?batch={batch}" if batch else "/anomalies", line)

    async def upload(self, request: Request) -> Response:
        """Take a file in and show what was recognised in it."""
        if request.method == "GET":
            return self._pages.show(request, "upload.html.jinja", jobs=self._desk.jobs())
        form = await self.form(request, files=1)
        if form is None:
            return self.forged(request)
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise SettingsError("no file was chosen", todo="Choose one and try again")
        identity = await run_in_threadpool(self._desk.keep, file.filename, file.file)
        found = await run_in_threadpool(self._desk.inspect, identity)
        return self._pages.show(
            request,
            "inspected.html.jinja",
            identity=identity,
            name=file.filename[:200],
            found=found,
        )

    async def start(self, request: Request) -> Response:
        """Run a file that was looked at."""
        form = await self.form(request)
        if form is None:
            return self.forged(request)
        batch = check_batch_name(_text(form, "batch"))
        language = _text(form, "report_language")
        job = await run_in_threadpool(
            self._desk.start,
            _text(form, "identity"),
            batch,
            language if language in ("fr", "en") else None,
        )
        return self._pages.go(request, f"/runs/{job.identity}")

    async def job(self, request: Request) -> Response:
        """Show how far a run is."""
        job = self._desk.job(request.path_params["identity"])
        if job is None:
            return self._pages.show(request, "problem.html.jinja", 404, line="", missing=True)
        return self._pages.show(request, "job.html.jinja", job=job)

    async def login(self, request: Request) -> Response:
        """Ask for the token, and keep that it was known."""
        if request.method == "GET":
            return self._pages.show(request, "login.html.jinja", wrong=False)
        form = await self.form(request)
        if form is None:
            return self.forged(request)
        if not self._guard.is_token(_text(form, "token")):
            return self._pages.show(request, "login.html.jinja", status=401, wrong=True)
        page = self._pages.go(request, "/")
        page.headers.append("Set-Cookie", cookie(ACCESS, self._guard.access()))
        return page

    def _apply(self, edit: Edit, seen: int) -> str:
        return curation.edit(self._workspace, edit, seen=seen)

    async def form(self, request: Request, files: int = 0) -> FormData | None:
        """Return the form, or None where it is not one of ours."""
        form = await request.form(max_files=files, max_fields=_MAX_FIELDS)
        given = form.get(Forms.FIELD) or request.headers.get(Forms.HEADER)
        return form if self._forms.is_genuine(request, given) else None

    def forged(self, request: Request) -> Response:
        """Refuse a form that is not one of ours."""
        line = "This form is too old, or not of this site. Load the page again."
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": line}, 403)
        return self._pages.show(request, "problem.html.jinja", status=403, line=line)

    def _conflict(self, request: Request, error: ConflictError, form: FormData) -> Response:
        """Show the edit that was refused beside those made meanwhile; nothing is overwritten."""
        again = [
            (name, str(value))
            for name, value in form.multi_items()
            if name not in ("seen", Forms.FIELD)
        ]
        return self._pages.show(
            request,
            "conflict.html.jinja",
            status=409,
            again=again,
            action=request.url.path,
            yours=dict(again),
            theirs=error.since,
            version=error.version,
        )


def decision_of(form: Mapping[str, Any]) -> curation.Decision:
    """Return what a form decides about an anomaly.

    Raises:
        SettingsError: It decides neither way.
    """
    state = _text(form, "state")
    if state not in ("accepted", "dismissed"):
        raise SettingsError(f"no state {state[:20]!r}", todo="Accept it or dismiss it")
    note = _text(form, "note")
    return curation.Decision(state, _text(form, "response_id"), _text(form, "kind") or None, note)


def _edit(form: Mapping[str, Any]) -> Edit:
    """Return what a form asks for; two new names are one edit, which one undo takes back."""
    kind, theme = _text(form, "kind"), _text(form, "theme_id")
    if kind not in _KINDS:
        raise CodebookError(f"no edit {kind[:20]!r}", todo=f"Use {', '.join(_KINDS)}")
    if kind == "rename":
        names = {language: _text(form, f"name_{language}") for language in ("fr", "en")}
        was = {language: _text(form, f"was_{language}") for language in ("fr", "en")}
        new = {
            language: name
            for language, name in names.items()
            if name and " ".join(name.split()) != was[language]
        }
        if not new:
            raise CodebookError("no new name given", todo="Change one of the names")
        return Edit.renaming(theme, new.get("fr"), new.get("en"))
    if kind == "merge":
        return Edit("merge", theme, target=_text(form, "target"))
    if kind == "split":
        phrases = (_text(form, "first"), _text(form, "second"))
        return Edit("split", theme, value="|".join(p.replace("|", "/") for p in phrases))
    return Edit("pin" if kind == "pin" else "retire", theme)


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name, "")
    return value.strip()[:1_000] if isinstance(value, str) else ""


def _number(form: Mapping[str, Any], name: str) -> int:
    text = _text(form, name)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise SettingsError("the page does not say what it showed", todo="Load it again")
    return int(text)


def _back(form: Mapping[str, Any], otherwise: str) -> str:
    """Return the page to go back to: one of ours, never an address someone put there."""
    theme = _text(form, "theme_id")
    is_plain = theme.replace("-", "").isalnum() and theme.isascii()
    return f"/themes#{theme}" if is_plain else otherwise
