"""Queries of two or three words, put otherwise than the comments, over the demo months.

Whoever searches for a subject does not know how the comments say it. Each query asks for one
planted theme; comments that `truth.csv` does not name (of the survey and the interviews) are left
out of the ranking.
"""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.record import Row
from feedback import pipeline
from feedback.curation import find_text
from feedback.workspace import Workspace
from tests.demo_months import MONTHS, month_paths

DEMO = Path(__file__).parent.parent / "corpora" / "demo"
QUERIES = Path(__file__).parent / "search_queries.csv"
LIMIT = 30


def rows() -> Iterator[Row]:
    """Run the three months, search, and hold what comes first against what was planted."""
    with QUERIES.open(encoding="utf-8", newline="") as handle:
        queries = list(csv.DictReader(handle))
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        for month in MONTHS:
            pipeline.run(workspace, month_paths(DEMO, month), month)
        relevant = [_relevant(workspace, row["theme"], row["query"]) for row in queries]
    discounts = 1 / np.log2(np.arange(2, 12))
    ndcg = [
        float(found[:10] @ discounts[: len(found[:10])] / discounts.sum()) for found in relevant
    ]
    first = [float(found[:5].sum() / 5) for found in relevant]
    note = f"{len(queries)} queries, French and English, for 14 planted themes"
    yield Row("search", "demo, queries in other words, nDCG@10", float(np.mean(ndcg)), note=note)
    yield Row("search", "demo, queries in other words, precision at 5", float(np.mean(first)))


def _relevant(workspace: Workspace, theme: str, query: str) -> NDArray[np.float64]:
    """Return of each answer found, best first, whether it speaks of the theme, as 0 and 1."""
    truth = _truth()
    found = find_text(workspace, query, {"limit": LIMIT}).rows["response_id"].astype(str)
    return np.array([theme in truth[key] for key in found if key in truth], dtype=np.float64)


def _truth() -> dict[str, list[str]]:
    with (DEMO / "truth.csv").open(encoding="utf-8", newline="") as handle:
        return {row["id"]: row["themes"].split(";") for row in csv.DictReader(handle)}
