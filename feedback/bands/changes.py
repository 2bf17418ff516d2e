"""Which themes are cited more, or less, than in the previous batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from feedback.bands.design import counted
from feedback.bands.intervals import proportion_difference
from feedback.bands.tables import Floats, q_values, two_by_two
from feedback.bands.themes import citations, commented
from feedback.settings import BandSettings

CHANGE_COLUMNS = (
    *("theme_id", "n", "n_previous", "share", "share_previous"),
    *("change", "low", "high", "p_value", "q_value"),
)


@dataclass(frozen=True)
class ThemeCounts:
    """How many commented responses a batch has, and how many of them cite each theme.

    `effects` are the themes' design effects (`design.Design.effects`); one that is missing is 1.
    """

    n_responses: int
    by_theme: Mapping[str, int]
    effects: Mapping[str, float] = field(default_factory=dict)

    def effective(self, themes: Sequence[str]) -> Floats:
        """Return citations and responses over the design effect, shape (n_themes, 2)."""
        counts = [(self.by_theme.get(theme, 0), self.n_responses) for theme in themes]
        effects = [self.effects.get(theme, 1.0) for theme in themes]
        plain = np.array(counts, dtype=np.float64).reshape(-1, 2)
        return np.asarray(plain / np.reshape(effects, (-1, 1)), dtype=np.float64)


def count_themes(
    responses: pd.DataFrame, segments: pd.DataFrame, assignments: pd.DataFrame
) -> ThemeCounts:
    """Count the responses that cite each theme among those that say something."""
    speaking = responses[commented(responses)]
    themes = sorted(assignments["theme_id"].unique())
    cites = citations(speaking["response_id"], segments, assignments, themes)
    effects = counted(speaking).effects(cites)
    return ThemeCounts(
        len(speaking),
        {theme: int(n) for theme, n in zip(themes, cites.sum(axis=0), strict=True)},
        {theme: float(e) for theme, e in zip(themes, effects, strict=True) if e != 1},
    )


def theme_change(
    current: ThemeCounts, previous: ThemeCounts, settings: BandSettings
) -> pd.DataFrame:
    """Return one row per theme of either batch, sorted by theme_id (`CHANGE_COLUMNS`).

    `share` and `change` are fractions (0 to 1 and -1 to 1), `low` and `high` Newcombe's interval
    of the change, `p_value` the 2 x 2 test (Fisher's under `min_expected`), `q_value` Benjamini
    and Hochberg over all themes. A batch without a comment gives an empty frame: there is nothing
    to compare.
    """
    themes = sorted({*current.by_theme, *previous.by_theme})
    n_now, n_before = current.n_responses, previous.n_responses
    if not n_now or not n_before or not themes:
        return _empty()
    now = np.array([current.by_theme.get(theme, 0) for theme in themes])
    before = np.array([previous.by_theme.get(theme, 0) for theme in themes])
    here, then = current.effective(themes), previous.effective(themes)
    cells = [(k, n - k, j, m - j) for (k, n), (j, m) in zip(here, then, strict=True)]
    p_values = two_by_two(np.array(cells), settings.min_expected)
    gaps = [
        proportion_difference((k, n), (j, m), settings.confidence)
        for (k, n), (j, m) in zip(here, then, strict=True)
    ]
    columns = (
        *(pd.Series(themes, dtype="str"), now, before, now / n_now, before / n_before),
        *(np.array([getattr(gap, end) for gap in gaps]) / 100 for end in ("value", "low", "high")),
        *(p_values, q_values(p_values)),
    )
    return pd.DataFrame(dict(zip(CHANGE_COLUMNS, columns, strict=True)))


def _empty() -> pd.DataFrame:
    kinds = ("str", "int64", "int64", *["float64"] * 7)
    return pd.DataFrame(
        {name: pd.Series([], dtype=kind) for name, kind in zip(CHANGE_COLUMNS, kinds, strict=True)}
    )
