"""The list of all reports of a workspace, kept beside them."""

import json
from pathlib import Path
from typing import Any

from feedback import __version__, report
from feedback.workspace import Workspace

INDEX = "index.html"


def write_index(workspace: Workspace, language: str = "") -> Path:
    """Write the page that lists all reports; a report that cannot be read is left out.

    Args:
        workspace: Its reports are listed.
        language: ``fr`` or ``en``; empty: the workspace's, else that of the latest report.
    """
    summaries = read_summaries(workspace.reports_dir)
    latest = max(
        summaries.values(), key=lambda s: str((s.get("period") or ["", ""])[1]), default={}
    )
    language = language or workspace.settings.report.language or str(latest.get("language") or "en")
    page = report.render_index(summaries, language, __version__)
    path = workspace.reports_dir / INDEX
    fresh = path.with_name(f".{INDEX}.part")
    fresh.write_text(page, encoding="utf-8")
    fresh.replace(path)
    return path


def read_summaries(folder: Path) -> dict[str, dict[str, Any]]:
    """Return `summary.json` of each report by the name of its folder, in the names' order."""
    folders = sorted(path.parent for path in folder.glob("[!.]*/summary.json"))
    found = {report_dir.name: read_summary(report_dir) for report_dir in folders}
    return {name: summary for name, summary in found.items() if summary}


def read_summary(report_dir: Path) -> dict[str, Any]:
    """Return the summary in a report's folder; nothing when it is missing or damaged."""
    try:
        summary = json.loads((report_dir / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    is_ours = isinstance(summary, dict) and summary.get("schema") == report.SCHEMA
    return summary if is_ours else {}


def _last_day(summary: dict[str, Any]) -> str:
    return str((summary.get("period") or ["", ""])[1])
