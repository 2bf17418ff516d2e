"""Pages from templates, in the visitor's language, with what every page needs."""

import threading
from collections import OrderedDict
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from feedback.web.guard import Forms, cookie
from feedback.web.words import Words, preferred
from feedback.wording import FEWEST_FOR_SHARE

LANGUAGE = "feedback_language"
_MOST = 1_000
_MARK = (Markup("<mark>"), Markup("</mark>"))
_UNDERLINE = (Markup("<u>"), Markup("</u>"))


class Pages:
    """Renders templates and carries one line from a change to the page after it."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._templates = Environment(
            loader=PackageLoader("feedback.web"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["marked"] = marked
        self._templates.globals["fewest_for_share"] = FEWEST_FOR_SHARE
        self._lines: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def show(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """Render a page."""
        language = self.language(request)
        text = self._templates.get_template(template).render(
            w=Words(language),
            lang=language,
            csrf=self._forms.token(request.state.session),
            said=self._take(request.state.session),
            path=request.url.path,
            query_string=str(request.url.include_query_params(lang="").query),
            with_query=lambda **new: _address(request, new),
            **values,
        )
        page = HTMLResponse(text, status_code=status)
        if request.query_params.get("lang") == language:
            page.headers.append("Set-Cookie", cookie(LANGUAGE, language))
        return page

    def language(self, request: Request) -> str:
        """Return the visitor's language, ``fr`` or ``en``."""
        asked = request.query_params.get("lang")
        return preferred(request.headers, asked, request.cookies.get(LANGUAGE))

    def go(self, request: Request, path: str, line: str = "") -> Response:
        """Send the visitor to a page of ours, which shows the line once."""
        if line:
            with self._lock:
                self._lines[request.state.session] = line
                while len(self._lines) > _MOST:
                    self._lines.popitem(last=False)
        return RedirectResponse(path, status_code=303)

    def _take(self, session: str) -> str:
        with self._lock:
            return self._lines.pop(session, "")


def marked(comment: str, spans: list[list[int]], sentence: list[int]) -> Markup:
    """Return a comment with its words marked or, without any, its nearest sentence underlined.

    Every character of the comment is escaped; the marks are the only markup.
    """
    chosen, (opening, closing) = (spans, _MARK) if spans else ([sentence], _UNDERLINE)
    parts, at = [], 0
    for start, end in chosen:
        if start < at or end > len(comment):
            continue
        parts += [escape(comment[at:start]), opening]
        parts += [escape(comment[start:end]), closing]
        at = end
    return Markup("").join([*parts, escape(comment[at:])])


def _address(request: Request, new: dict[str, Any]) -> str:
    """Return this page's address with query parameters set, to each of a list; None removes."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in new]
    for name, value in new.items():
        values = value if isinstance(value, list) else [value]
        pairs += [(name, str(one)) for one in values if one is not None]
    kept = request.url.replace(query=urlencode(pairs))
    return f"{kept.path}?{kept.query}" if kept.query else kept.path
