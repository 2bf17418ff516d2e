"""The list of all reports of a workspace, as one page beside them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from feedback.report.format import plain
from feedback.report.model import Change, MetricView, Text
from feedback.report.render import environment, style_policy
from feedback.report.words import Words


def render_index(summaries: Mapping[str, Mapping[str, Any]], language: str, version: str) -> str:
    """Return the page, latest report first.

    Args:
        summaries: `summary.json` of each report by the name of its folder.
        language: ``fr`` or ``en``.
        version: Of this program.
    """
    words = Words(language)
    page = environment().get_template("index.html.jinja")
    rows = [_row(folder, summary, words) for folder, summary in summaries.items()]
    rows.sort(key=lambda row: (row["until"], row["batch"]), reverse=True)
    policy, style = style_policy()
    return page.render(
        rows=rows,
        t=words,
        f=words.format,
        language=language,
        version=version,
        csp=policy,
        css=style,
    )


def _row(folder: str, summary: Mapping[str, Any], words: Words) -> dict[str, Any]:
    metrics: Sequence[Mapping[str, Any]] = summary.get("metrics") or []
    period = summary.get("period") or ["", ""]
    headline = summary.get("headline") or {}
    return {
        "href": f"{quote(folder, safe='')}/index.html",
        "batch": plain(str(summary.get("batch", folder))),
        "previous": plain(str(summary.get("previous") or "")),
        "since": str(period[0] or ""),
        "until": str(period[1] or ""),
        "n": summary.get("counts", {}).get("responses"),
        "metric": _metric(metrics[0]) if metrics else None,
        "headline": plain(str(headline.get(words.language) or "")),
    }


def _metric(entry: Mapping[str, Any]) -> MetricView:
    change = entry.get("change")
    return MetricView(
        name=str(entry["name"]),
        label=Text(
            str(entry.get("label_fr") or entry["name"]), str(entry.get("label_en") or entry["name"])
        ),
        scale=str(entry["scale"]),
        unit=str(entry["unit"]),
        method=str(entry["method"]),
        value=entry["value"],
        low=entry["low"],
        high=entry["high"],
        n=int(entry["n"]),
        lowest=0.0,
        highest=0.0,
        change=Change(**change) if change else None,
    )
