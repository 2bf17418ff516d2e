"""Three months of the demo corpus in sequence: which themes keep their id, which ones are new.

A planted theme has ten comments a month, so one comment more or less can move it. The months are
therefore run again as they might have been: with other seeds and a twentieth of the answers gone.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.record import Row
from benchmarks.theme_runs import theme_encoder
from feedback import pipeline, themes
from feedback.evaluation.themes import strongest_theme
from feedback.settings import Settings
from feedback.workspace import Workspace
from tests.demo_months import MONTHS, month_paths

DEMO = Path(__file__).parent.parent / "corpora" / "demo"
PLANTED_NEW = "sso_login"
NO_SUBJECT = {"general", "none"}
WORLDS = 20
GONE = 0.05


@dataclass(frozen=True)
class Month:
    """Answers of a month, and what was found in them."""

    responses: pd.DataFrame
    segments: pd.DataFrame
    assignments: pd.DataFrame
    themes: pd.DataFrame


@dataclass(frozen=True)
class Kept:
    """What became of the planted themes.

    Attributes:
        kept: Whether each that is in all months keeps one theme id.
        new: Themes found after the first month that are a subject.
        found: Whether the planted new theme is one of those of the last month.
    """

    kept: pd.Series
    new: pd.DataFrame
    found: bool

    @property
    def invented(self) -> int:
        """Return the number of new themes that were not planted."""
        return len(self.new) - self.found


def rows() -> Iterator[Row]:
    """Run the months into one workspace and hold them against the corpus's truth."""
    truth = pd.read_csv(DEMO / "truth.csv", dtype=str, keep_default_na=False)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        months = {month: _run(workspace, month) for month in MONTHS}
    yield from _as_they_are(_kept(months, truth))
    yield from _as_they_might_have_been(months, truth)


def _as_they_are(seen: Kept) -> Iterator[Row]:
    moved = ", ".join(sorted(seen.kept.index[~seen.kept])) or "none"
    yield Row(
        "theme_months",
        "demo months, planted themes whose comments keep one theme id, of all in three months",
        float(seen.kept.mean()),
        ">= 1",
        "",
        f"{int(seen.kept.sum())} of {len(seen.kept)}; moved: {moved}",
    )
    names = ", ".join(
        f"{n} ({b})" for n, b in zip(seen.new["name_en"], seen.new["first_batch"], strict=True)
    )
    test = "demo months, subjects new after the first"
    yield Row("theme_months", test, len(seen.new), "", "", names)
    test = "demo months, the planted new theme is new in month 3"
    yield Row("theme_months", test, seen.found, ">= 1")
    yield Row("theme_months", "demo months, new themes not planted", seen.invented, "<= 0")


def _as_they_might_have_been(months: Mapping[str, Month], truth: pd.DataFrame) -> Iterator[Row]:
    worlds = [_kept(_world(months, seed), truth) for seed in range(1, WORLDS + 1)]
    kept = [int(world.kept.sum()) for world in worlds]
    what = f"mean of {WORLDS} runs with other seeds and {GONE:.0%} of the answers left out"
    of = f"of {len(worlds[0].kept)}: {np.mean(kept):.1f} on the mean, {min(kept)} to {max(kept)}"
    for test, reached, note in (
        ("planted themes that keep one id", np.mean([w.kept.mean() for w in worlds]), of),
        ("the planted new theme is found", np.mean([w.found for w in worlds]), ""),
        ("new themes not planted, a run", np.mean([w.invented for w in worlds]), ""),
    ):
        said = f"{what}; {note}" if note else what
        yield Row("theme_months", f"demo months again, {test}", float(reached), "", "", said)


def _run(workspace: Workspace, month: str) -> Month:
    found = pipeline.run(workspace, month_paths(DEMO, month), month).frames
    return Month(found.responses, found.segments, found.assignments, found.themes)


def _world(months: Mapping[str, Month], seed: int) -> dict[str, Month]:
    """Find the themes of the months again, some answers gone."""
    settings = Settings()
    embed = theme_encoder(settings)
    book, found = themes.Codebook(), {}
    for name, month in months.items():
        part = _without_some(month, np.random.default_rng(seed))
        request = themes.ThemeRequest(
            responses=part.responses,
            segments=part.segments,
            vectors=embed(list(part.segments["text"])),
            codebook=book,
            settings=settings.themes,
            seed=seed,
            batch=name,
            embed=embed,
        )
        result = themes.find_themes(request)
        book = result.codebook(book)
        found[name] = replace(part, assignments=result.assignments, themes=result.themes)
    return found


def _without_some(month: Month, random: np.random.Generator) -> Month:
    ids = np.sort(month.responses["response_id"].to_numpy(dtype=str))
    gone = random.choice(ids, int(GONE * len(ids)), replace=False)
    left = [
        frame[~frame["response_id"].isin(gone)].reset_index(drop=True)
        for frame in (month.responses, month.segments)
    ]
    return replace(month, responses=left[0], segments=left[1])


def _kept(months: Mapping[str, Month], truth: pd.DataFrame) -> Kept:
    homes = _homes(months, truth)
    lasting = homes.dropna()
    last = months[MONTHS[-1]].themes
    is_subject = ~last["theme_id"].isin(themes.generic_ids())  # mere praise or blame is none
    new = last[last["first_batch"].isin(MONTHS[1:]) & is_subject]
    latest = set(last.loc[last["first_batch"] == MONTHS[-1], "theme_id"])
    return Kept(
        lasting.eq(lasting[MONTHS[0]], axis=0).all(axis=1),
        new,
        homes.loc[PLANTED_NEW, MONTHS[-1]] in latest,
    )


def _homes(months: Mapping[str, Month], truth: pd.DataFrame) -> pd.DataFrame:
    """Return the commonest theme id of the comments with one planted theme, by theme and month."""
    found = {}
    for name, month in months.items():
        known = truth[truth["file"] == f"nps_{name}.csv"].set_index("id")["themes"]
        known = known[~known.str.contains(";") & ~known.isin(NO_SUBJECT)]
        assigned = strongest_theme(month.responses, month.segments, month.assignments)
        assigned.index = pd.Index(month.responses["response_id"])
        both = pd.DataFrame({"planted": known, "found": assigned}).dropna()
        both = both[both["found"] != ""]
        found[name] = both.groupby("planted")["found"].agg(lambda ids: ids.mode()[0])
    return pd.DataFrame(found)
