"""Three months of the demo corpus in sequence: which themes keep their id, which ones are new."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from benchmarks.record import Row
from feedback import pipeline, themes
from feedback.evaluation.themes import strongest_theme
from feedback.frames import BatchFrames
from feedback.workspace import Workspace
from tests.demo_months import MONTHS, month_paths

DEMO = Path(__file__).parent.parent / "corpora" / "demo"
PLANTED_NEW = "sso_login"
NO_SUBJECT = {"general", "none"}


def rows() -> Iterator[Row]:
    """Run the months into one workspace and hold them against the corpus's truth."""
    truth = pd.read_csv(DEMO / "truth.csv", dtype=str, keep_default_na=False)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        months = {month: _run(workspace, month) for month in MONTHS}
    homes = _homes(months, truth)
    lasting = homes.dropna()
    kept = lasting.eq(lasting[MONTHS[0]], axis=0).all(axis=1)
    moved = ", ".join(sorted(lasting.index[~kept])) or "none"
    yield Row(
        "theme_months",
        "demo months, planted themes whose comments keep one theme id, of all in three months",
        float(kept.mean()),
        ">= 1",
        "",
        f"{int(kept.sum())} of {len(kept)}; moved: {moved}",
    )
    last = months[MONTHS[-1]].themes
    is_subject = ~last["theme_id"].isin(themes.generic_ids())  # mere praise or blame is none
    new = last[last["first_batch"].isin(MONTHS[1:]) & is_subject]
    names = ", ".join(f"{n} ({b})" for n, b in zip(new["name_en"], new["first_batch"], strict=True))
    test = "demo months, subjects new after the first"
    yield Row("theme_months", test, len(new), "", "", names)
    home = homes.loc[PLANTED_NEW, MONTHS[-1]]
    found = home in set(last.loc[last["first_batch"] == MONTHS[-1], "theme_id"])
    yield Row("theme_months", "demo months, the planted new theme is new in month 3", found, ">= 1")
    yield Row("theme_months", "demo months, new themes not planted", len(new) - found, "<= 0")


def _run(workspace: Workspace, month: str) -> BatchFrames:
    return pipeline.run(workspace, month_paths(DEMO, month), month).frames


def _homes(months: dict[str, BatchFrames], truth: pd.DataFrame) -> pd.DataFrame:
    """Return the commonest theme id of the comments with one planted theme, by theme and month."""
    found = {}
    for month, frames in months.items():
        known = truth[truth["file"] == f"nps_{month}.csv"].set_index("id")["themes"]
        known = known[~known.str.contains(";") & ~known.isin(NO_SUBJECT)]
        assigned = strongest_theme(frames.responses, frames.segments, frames.assignments)
        assigned.index = pd.Index(frames.responses["response_id"])
        both = pd.DataFrame({"planted": known, "found": assigned}).dropna()
        both = both[both["found"] != ""]
        found[month] = both.groupby("planted")["found"].agg(lambda ids: ids.mode()[0])
    return pd.DataFrame(found)
