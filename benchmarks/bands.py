"""Intervals, tests and drivers against worlds whose truth is known."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import spearmanr

from benchmarks import bands_trends
from benchmarks.record import Row
from feedback.bands.cohorts import Speakers, compare_cohorts
from feedback.bands.design import Design, unrelated
from feedback.bands.drivers import SENTIMENTS, Voices, find_drivers
from feedback.bands.impact import Resampling, bootstrap_interval, cells_of
from feedback.bands.intervals import net_score
from feedback.bands.metrics import scored
from feedback.bands.tables import q_values
from feedback.bands.themes import link_bands
from feedback.frames import SCORE_BANDS
from feedback.settings import BandSettings

SIZES = (40, 200, 1000)
VALUES = np.array([100.0, 0.0, -100.0])
# Shares of promoters, passives, detractors.
WORLDS = ((0.5, 0.3, 0.2), (0.2, 0.3, 0.5), (0.75, 0.2, 0.05), (0.34, 0.33, 0.33))
# Share that cites the theme, bands among them, bands among the others.
THEMES = (
    (0.2, (0.1, 0.2, 0.7), (0.6, 0.25, 0.15)),
    (0.15, (0.4, 0.3, 0.3), (0.5, 0.3, 0.2)),
    (0.2, (0.5, 0.3, 0.2), (0.5, 0.3, 0.2)),
    (0.5, (0.3, 0.3, 0.4), (0.6, 0.25, 0.15)),
    (0.1, (0.1, 0.2, 0.7), (0.6, 0.25, 0.15)),
)
SHUFFLES = 200
MANY = 2000
"""Shuffles behind the true rate: of 200, one in three differs from it by 0.015 or more."""
SETTINGS = BandSettings()


def rows() -> Iterator[Row]:
    """Measure coverage, false discoveries and the recovery of known drivers."""
    for n in SIZES:
        found = [_nps_coverage(n, world) for world in WORLDS]
        yield from _coverage_rows(f"NPS interval, n = {n}", found, "worlds", 4000)
    for n in SIZES:
        found = [_impact_coverage(n, *theme) for theme in THEMES]
        yield from _coverage_rows(f"impact interval, n = {n}", found, "themes", 500)
    yield from _discoveries()
    yield from bands_trends.rows()
    yield from _drivers()


def _coverage_rows(name: str, found: list[float], of: str, rounds: int) -> Iterator[Row]:
    note = f"mean of {len(found)} {of}, {rounds} rounds each; from {min(found):.3f}"
    mean = float(np.mean(found))
    yield Row("bands", f"coverage of the 95 % {name}", mean, ">= 0.93", note=note)
    yield Row("bands", f"coverage of the 95 % {name}, at most", max(found), "<= 0.97")


def _nps_coverage(n: int, world: tuple[float, ...]) -> float:
    rng = np.random.default_rng([1, n])
    truth = 100 * (world[0] - world[2])
    ends = [net_score(int(h), int(d), n, 0.95) for h, _, d in rng.multinomial(n, world, 4000)]
    held = [e.low <= truth <= e.high for e in ends if e.low is not None and e.high is not None]
    return sum(held) / len(ends)  # an interval that is missing holds nothing


def _impact_coverage(
    n: int, share: float, citing: tuple[float, ...], others: tuple[float, ...]
) -> float:
    rng = np.random.default_rng([2, n])
    chances = np.concatenate([(1 - share) * np.array(others), share * np.array(citing)])
    truth = share * (VALUES @ citing - VALUES @ others)
    hits = []
    for k in range(500):
        counts = rng.multinomial(n, chances)
        cites = np.repeat([False, True], [counts[:3].sum(), counts[3:].sum()])
        if not cites.any() or cites.all():
            continue
        values = np.repeat(np.tile(VALUES, 2), counts)
        low, high = bootstrap_interval(cells_of(values), cites, "t", Resampling(1000, 0.95, k))
        hits.append(low <= truth <= high)
    return float(np.mean(hits))


def _discoveries() -> Iterator[Row]:
    """Shuffle scores against themes: every discovery is then a false one."""
    rng = np.random.default_rng(3)
    n, themes = 600, [f"t{i}" for i in range(20)]
    cites = rng.random((n, len(themes))) < rng.uniform(0.02, 0.3, len(themes))
    bands = rng.choice(np.array(SCORE_BANDS, dtype=object), n, p=[0.3, 0.25, 0.45])
    for shuffles, source in ((SHUFFLES, rng), (MANY, np.random.default_rng(33))):
        share = _any_discovery(bands, cites, themes, shuffles, source)
        name = "false discoveries, theme x band" + (", true rate" if shuffles == MANY else "")
        note = f"{shuffles} shuffles of 600 answers; the share with any discovery"
        yield Row("bands", name, share, "<= 0.05", note=note)
    for shuffles, source in ((SHUFFLES, rng), (MANY, np.random.default_rng(34))):
        marked = [bool(_shuffled_cohorts(source)["significant"].any()) for _ in range(shuffles)]
        name = "false discoveries, cohorts" + (", true rate" if shuffles == MANY else "")
        note = f"{shuffles} shuffles, 3 cohorts x (metric + 6 themes); the share with any discovery"
        yield Row("bands", name, sum(marked) / shuffles, "<= 0.05", note=note)
    real = np.arange(len(themes)) < 5
    proportions = []
    for _ in range(SHUFFLES):
        low = rng.random(n) < 0.35
        chance = np.where(real, np.where(low[:, None], 0.3, 0.1), 0.15)
        table = link_bands(
            np.where(low, "low", "high").astype(object),
            rng.random(chance.shape) < chance,
            themes,
            5,
        )
        found = table[table["q_value"] < SETTINGS.false_discovery_rate]
        false = ~found["theme_id"].isin([f"t{i}" for i in range(5)])
        proportions.append(float(false.mean()) if len(found) else 0.0)
    note = "5 of 20 themes real; mean share of false discoveries"
    rate = float(np.mean(proportions))
    yield Row("bands", "false discovery rate among real ones", rate, "<= 0.05", note=note)
    yield from _marked_themes()
    yield from _several_answers()


def _any_discovery(
    bands: NDArray[np.object_],
    cites: NDArray[np.bool_],
    themes: list[str],
    shuffles: int,
    rng: np.random.Generator,
) -> float:
    found = 0
    for _ in range(shuffles):
        table = link_bands(rng.permutation(bands), cites, themes, SETTINGS.min_expected)
        found += bool((table["q_value"] < SETTINGS.false_discovery_rate).any())
    return found / shuffles


def _several_answers() -> Iterator[Row]:
    """Shuffle scores against themes where people answer several questions.

    Who cites a theme in one answer is likelier to cite it in the next: `alike` is the correlation
    between two answers of a person (0.1 or 0.3). Beside it the same with every answer taken for
    somebody else's.
    """
    themes, mean = [f"t{i:02d}" for i in range(12)], 0.12
    for answers in (2, 3):
        found = {True: 0, False: 0}
        rng = np.random.default_rng([35, answers])
        people = np.repeat(np.arange(250), answers)
        weights = np.ones(len(people))
        for world in range(SHUFFLES):
            alike = 0.1 if world % 2 else 0.3
            a, b = (part * (1 - alike) / alike for part in (mean, 1 - mean))
            cites = rng.random((len(people), len(themes))) < rng.beta(a, b, (250, 12))[people]
            bands = rng.choice(np.array(SCORE_BANDS, dtype=object), 250, p=[0.3, 0.25, 0.45])[
                people
            ]
            for tied, design in ((True, Design(weights, people)), (False, unrelated(weights))):
                table = link_bands(bands, cites, themes, SETTINGS.min_expected, design)
                found[tied] += bool((table["q_value"] < SETTINGS.false_discovery_rate).any())
        name = f"false discoveries, theme x band, {answers} answers a person"
        beside = f"each answer somebody's {found[False] / SHUFFLES:.3f}"
        note = f"{SHUFFLES} worlds of 250 people; the share with any discovery"
        yield Row("bands", name, found[True] / SHUFFLES, "<= 0.05", beside, note)


def _marked_themes() -> Iterator[Row]:
    """Measure what a reader sees: of the themes marked in any band, how many are false ones.

    Beside it the same p-values corrected all together (Benjamini & Hochberg, 1995), and for both
    the share of the real themes that is found.
    """
    themes = [f"t{i:02d}" for i in range(20)]
    for low, high, strength in ((0.3, 0.1, "strong"), (0.24, 0.14, "weak")):
        rng = np.random.default_rng(34)
        false: list[float] = []
        power: list[float] = []
        flat_false: list[float] = []
        flat_power: list[float] = []
        for _ in range(SHUFFLES):
            bands = rng.choice(np.array(SCORE_BANDS, dtype=object), 600, p=[0.3, 0.25, 0.45])
            real = np.select([bands == "low", bands == "mid"], [low, (low + high) / 2], high)
            chance = np.full((600, len(themes)), 0.15)
            chance[:, :5] = real[:, None]
            table = link_bands(bands, rng.random(chance.shape) < chance, themes, 5)
            flat = table.assign(q_value=q_values(table["p_value"].to_numpy()))
            for frame, wrong, right in ((table, false, power), (flat, flat_false, flat_power)):
                found = frame.loc[frame["q_value"] < SETTINGS.false_discovery_rate, "theme_id"]
                is_real = np.isin(found.unique(), themes[:5])
                wrong.append(1 - is_real.mean() if len(is_real) else 0.0)
                right.append(is_real.sum() / 5)
        beside = f"corrected all together {np.mean(flat_false):.3f}"
        note = f"5 of 20 themes real and {strength}, three bands; {SHUFFLES} worlds"
        name = f"false ones among the themes marked, {strength}"
        yield Row("bands", name, float(np.mean(false)), "<= 0.05", beside, note)
        beside = f"corrected all together {np.mean(flat_power):.3f}"
        name = f"real themes that are marked, {strength}"
        yield Row("bands", name, float(np.mean(power)), "", beside, note)


def _shuffled_cohorts(rng: np.random.Generator) -> pd.DataFrame:
    n = 400
    score = rng.integers(0, 11, n).astype(float)
    bands = np.select([score <= 6, score <= 8], ["low", "mid"], "high")
    frame = pd.DataFrame(
        {
            "response_id": [f"r{i}" for i in range(n)],
            "respondent_id": None,
            "comment": "something",
            "date": pd.NaT,
            "score": score,
            "scale": "nps",
            "scale_low": 0.0,
            "scale_high": 10.0,
            "score_band": bands,
            "language": rng.choice(["fr", "en"], n),
            "cohort_plan": rng.choice(["a", "b", "c"], n),
            "cohort_land": rng.choice(["x", "y", "z", "w"], n),
        }
    )
    cites = rng.random((n, 6)) < 0.15
    speakers = Speakers(frame, cites, [f"t{i}" for i in range(6)])
    return compare_cohorts(scored(frame), speakers, SETTINGS)


def _drivers() -> Iterator[Row]:
    rng = np.random.default_rng(4)
    themes = [f"t{i}" for i in range(10)]
    found, agreement = [], []
    for k in range(30):
        voices, weight = _world(rng, 1500, len(themes), null=False)
        result = find_drivers(voices, themes, SETTINGS, k)
        truth = [
            weight[themes.index(t), SENTIMENTS.index(s)]
            for t, s in zip(result.table["theme_id"], result.table["sentiment"], strict=True)
        ]
        found.append(float(spearmanr(truth, result.table["weight"]).statistic))
        agreement.append(result.agreement or 0.0)
    note = "30 worlds of 1,500 answers, 20 predictors; least " + f"{min(found):.2f}"
    yield Row(
        "bands",
        "drivers, rank correlation with the truth",
        float(np.mean(found)),
        ">= 0.9",
        "",
        note,
    )
    yield Row("bands", "drivers, linear and ordinal model agree (rank)", float(np.mean(agreement)))
    quiet = [
        not find_drivers(_world(rng, 400, 10, null=True)[0], themes, SETTINGS, k)
        .table["significant"]
        .any()
        for k in range(SHUFFLES)
    ]
    note = f"{SHUFFLES} worlds without any effect; share in which nothing is called a driver"
    yield Row("bands", "drivers, the null stays null", float(np.mean(quiet)), ">= 0.95", "", note)


def _world(rng: np.random.Generator, n: int, k: int, *, null: bool) -> tuple[Voices, np.ndarray]:
    """Return answers, and the variance that each theme x sentiment adds to the score."""
    share = rng.uniform(0.04, 0.2, k)
    says = np.stack(
        [rng.random((n, k)) < share * rng.uniform(0.3, 0.9, k) for _ in SENTIMENTS], axis=-1
    )
    effect = np.stack([-rng.gamma(1.5, 1.2, k), rng.gamma(1.5, 0.6, k)], axis=-1)
    signal = 0.0 if null else (says * effect).sum(axis=(1, 2))
    score = np.clip(np.round(7 + signal + rng.normal(0, 2.2, n)), 0, 10)
    parts = {name: says[..., i] for i, name in enumerate(SENTIMENTS)}
    return Voices(score, np.ones(n), parts), effect**2 * says.var(axis=0)
