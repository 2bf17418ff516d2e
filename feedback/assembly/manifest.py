"""`manifest.json`: what was read, with which settings, versions and seeds, and what was left out.

The only output that holds times, file names and row numbers.
"""

import datetime as dt
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

from feedback import __version__
from feedback.assembly.facts import RunFacts
from feedback.ingest import Reading, SourceReport
from feedback.settings import Settings
from feedback.wording import count_of

LIBRARIES = (
    *("bertopic", "graspologic-native", "lancedb", "numpy", "pandas", "presidio-analyzer"),
    *("scikit-learn", "scipy", "sentence-transformers", "spacy", "torch", "transformers"),
)
MAX_LEFT_OUT = 10_000
"""Rows listed one by one; beyond that the counts by reason say the rest."""


def left_out_counts(reading: Reading) -> dict[str, int]:
    """Return how many rows or cells were left out, by reason without its particulars."""
    reasons = reading.left_out["reason"].str.split(":").str[0]
    return dict(sorted(Counter(reasons).items()))


def build_manifest(
    reading: Reading,
    facts: RunFacts,
    settings: Settings,
    started: dt.datetime,
    suggested: Sequence[dict[str, object]] = (),
    naming: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the manifest as plain values.

    Args:
        reading: What was read.
        facts: What else the report says.
        settings: Of the run.
        started: When it began.
        suggested: Personal data left in its place.
        naming: What a naming endpoint did; None: there is none.
    """
    rows = reading.left_out.head(MAX_LEFT_OUT).to_dict("records")
    return {
        "schema": 1,
        "feedback": __version__,
        "python": platform.python_version(),
        "libraries": {name: metadata.version(name) for name in LIBRARIES},
        "started": started.isoformat(timespec="seconds"),
        "finished": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "seed": settings.seed,
        "settings": settings.to_dict(),
        "models": list(facts.models),
        **({} if naming is None else {"naming": dict(naming)}),
        "files": [source.to_dict() for source in reading.sources],
        "n_responses": len(reading.responses),
        "left_out": {
            "counts": facts.left_out,
            "rows": [
                {key: None if value != value else value for key, value in row.items()}
                for row in rows
            ],
        },
        "personal_data_replaced": facts.replaced,
        "personal_data_suggested": {
            "counts": dict(sorted(Counter(str(item["kind"]) for item in suggested).items())),
            "places": list(suggested[:MAX_LEFT_OUT]),
        },
        "notices": [{"code": n.code, "en": n.en, "fr": n.fr} for n in facts.notices],
    }


def source_line(source: SourceReport) -> str:
    """Return one line for a person: what was recognised in a file."""
    columns = ", ".join(f"{c.role}={c.name}" for c in source.columns)
    scales = ", ".join(
        f"{s.column} read as {s.scale} {s.low:g}-{s.high:g}{' (assumed)' if s.assumed else ''}"
        for s in source.scales
    )
    encoding = f", {source.encoding}" if source.encoding else ""
    counts = f"{count_of(source.n_rows, 'row')}, {count_of(source.n_responses, 'answer')}"
    if source.n_left_out:
        left_out = count_of(source.n_left_out, "row or cell", "rows or cells")
        counts += f", {left_out} left out (see manifest.json)"
    if source.ignored:
        unused = count_of(len(source.ignored), "column")
        counts += f", {unused} not used (feedback inspect names what is ignored)"
    if source.interviewer_turns:
        counts += f", {source.interviewer_turns} interviewer turns kept out"
    parts = [f"{source.file}: {source.layout}{encoding}", counts, columns, scales]
    return "; ".join(part for part in parts if part)
