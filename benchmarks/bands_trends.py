"""Do trends over several batches stay silent where nothing moves, and find what does?"""

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.record import Row
from feedback.bands import ThemeCounts, theme_trends
from feedback.settings import BandSettings

WORLDS = 1000
ANSWERS = 250
"""Mean number of answers a batch; each has 30 % more or less."""
SHARES = (0.2, 0.15, 0.12, 0.1, 0.08, 0.08, 0.06, 0.05, 0.05, 0.04, 0.03, 0.02)
SWAY = 0.15
"""Coefficient of variation of shares from batch to batch, which is no trend."""
GROWS = (0.08, 0.16)


def rows() -> Iterator[Row]:
    """Measure false discoveries over three, four and six batches, and what is found."""
    rng = np.random.default_rng(41)
    for n in (3, 4, 6):
        for sway, called in ((0.0, ""), (SWAY, ", shares that sway by 15 %")):
            found = [_told(_world(rng, n, sway)) for _ in range(WORLDS)]
            share = float(np.mean([bool(names) for names in found]))
            name = f"false discoveries, trends over {n} batches{called}"
            note = f"{WORLDS} worlds of 12 themes; the share with any discovery"
            yield Row("bands", name, share, "" if sway else "<= 0.05", note=note)
    for n in (3, 6):
        lines = np.linspace(*GROWS, n).tolist()
        found = [_told(_world(rng, n, 0.0, lines)) for _ in range(WORLDS)]
        share = float(np.mean(["t00" in names for names in found]))
        note = f"{ANSWERS} answers a batch; beside 11 themes that do not move"
        yield Row("bands", f"a theme that grows from 8 to 16 % in {n} batches", share, note=note)


def _world(
    rng: np.random.Generator, n: int, sway: float, first: Sequence[float] | None = None
) -> list[ThemeCounts]:
    """Draw `n` batches; `first` are the shares of the first theme where they move."""
    batches = []
    for number in range(n):
        shares = np.array(SHARES) * np.exp(rng.normal(0, sway, len(SHARES)))
        if first is not None:
            shares[0] = first[number]
        asked = int(rng.integers(round(0.7 * ANSWERS), round(1.3 * ANSWERS)))
        cited = rng.binomial(asked, shares)
        batches.append(ThemeCounts(asked, {f"t{i:02}": int(k) for i, k in enumerate(cited)}))
    return batches


def _told(batches: Sequence[ThemeCounts]) -> set[str]:
    """Return the themes of which the report would say that they rise or fall."""
    settings = BandSettings()
    table = theme_trends(batches, settings)
    steady = (table["last"] - table["first"]) * table["slope"] > 0
    return set(table.loc[steady & (table["q_value"] < settings.false_discovery_rate), "theme_id"])
