"""Write the summary as one HTML file that asks nothing of anyone."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from feedback.report import micro
from feedback.report.charts import bar_label, charts
from feedback.report.explorer import explorer_json
from feedback.report.model import Report
from feedback.report.trend_charts import moving_most
from feedback.report.words import LANGUAGES, Words

_HERE = Path(__file__).parent


def render_html(report: Report, language: str = "") -> str:
    """Return the whole page, the same bytes for the same summary.

    Args:
        report: The summary.
        language: ``fr`` or ``en``; empty: the report's own.

    Raises:
        ValueError: The language is neither.
    """
    language = language or report.language
    if language not in LANGUAGES:
        raise ValueError(f"no words for {language!r}: choose one of {', '.join(LANGUAGES)}")
    words = Words(language)
    page = environment().get_template("page.html.jinja")
    return page.render(
        r=report,
        t=words,
        f=words.format,
        language=language,
        charts=charts(report, words),
        span=micro.impact_span(report.themes),
        level=words.format.percent(report.method.confidence),
        fdr=words.format.number(report.method.false_discovery_rate, 2),
        css=_asset("style.css"),
        script=_script(),
        moving=moving_most(report),
        spark=micro.sparkline,
        driver_whisker=micro.driver_whisker,
        driver_span=micro.driver_span(report.drivers),
        one_in=words.format.count(round(1 / max(report.method.false_discovery_rate, 0.001))),
        csp=_policy(),
        comments_json=explorer_json(report, words),
        bar_label=bar_label,
        sentiment_bar=micro.sentiment_bar,
        whisker=micro.impact_whisker,
        metric_axis=micro.metric_axis,
        heat=micro.heat,
    )


@cache
def environment() -> jinja2.Environment:
    """Return the templates' surroundings: everything escaped, every gap an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["fragment"] = _fragment
    environment.filters["bcp47"] = _bcp47
    return environment


def _fragment(value: str) -> str:
    """Return `value` as part of a link's fragment."""
    return quote(value, safe="")


def _bcp47(code: str) -> str:
    """Return a language code fit for a lang attribute; an unknown language is ``und``."""
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else "und"


@cache
def _asset(name: str) -> Markup:
    return Markup((_HERE / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


def _script() -> Markup:
    """Return the page's one script: the map listens to what the explorer says, so it goes first."""
    return _asset("map.js") + _asset("explorer.js")


@cache
def _policy() -> str:
    """Return the content security policy: our one style and one script, by hash, nothing else."""
    style, script = _hash(_asset("style.css")), _hash(_script())
    parts: dict[str, Any] = {
        "default-src": "'none'",
        "style-src": f"'sha256-{style}'",
        "script-src": f"'sha256-{script}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def style_policy() -> tuple[str, Markup]:
    """Return the policy of a page without a script, and the style it allows."""
    style = _asset("style.css")
    allowed = f"style-src 'sha256-{_hash(style)}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'", style


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
