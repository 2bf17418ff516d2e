"""How the share of each theme moves from period to period, tested, over all batches.

Counts are normalised by volume: a month of twice the answers moves no theme. Every theme of every
pair of successive periods is one test; all of them are corrected together.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from feedback import bands
from feedback.errors import SettingsError
from feedback.frames import BatchFrames
from feedback.settings import Settings

Period = Literal["batch", "week", "month", "quarter"]
PERIODS = ("batch", "week", "month", "quarter")
CONTENT = ("comment", "score", "date")
"""What two answers of one id share where they are one answer."""
_FREQUENCIES = {"week": "W", "month": "M", "quarter": "Q"}

COLUMNS = (
    *("theme_id", "name_fr", "name_en", "period", "n", "total", "share", "previous", "n_previous"),
    *("total_previous", "share_previous", "change", "change_low", "change_high"),
    *("p_value", "q_value", "alert"),
)


def movement(
    batches: Sequence[BatchFrames], settings: Settings, period: str = "batch"
) -> pd.DataFrame:
    """Return one row per theme and period, oldest period first, then falling n.

    An alert needs significance (`q_value` under the false discovery rate, by Benjamini and
    Hochberg over all rows) and volume: `themes.alert_citations` citations in one of the two
    periods, and `themes.alert_answers` answers in both.

    Args:
        batches: In sequence. An answer that stands in two of them (id, words, score and date)
            counts once, in the later.
        settings: Levels and volumes.
        period: ``batch``, or by the answers' dates ``week``, ``month`` or ``quarter``; answers
            without a date are then left out.

    Returns:
        `COLUMNS`. Shares and changes are fractions; `change` is the difference to the share of
        the period before and its interval Newcombe's; all of them missing in the first period.

    Raises:
        SettingsError: The period is none of these.
    """
    if period not in PERIODS:
        raise SettingsError(f"no period {period!r}", todo=f"Use {', '.join(PERIODS)}")
    if not batches:
        return pd.DataFrame(columns=list(COLUMNS))
    counts = _counts(batches, period)
    names = _names(batches)
    pairs = zip([None, *counts], counts, strict=False)
    parts = [_of_period(counts, before, now, settings, names) for before, now in pairs]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    return _judged(pd.concat(parts, ignore_index=True), settings)


def _counts(batches: Sequence[BatchFrames], period: str) -> dict[str, bands.ThemeCounts]:
    """Return the citations of every period, in time."""
    if period == "batch":
        return {
            b.batch: bands.count_themes(b.responses, b.segments, b.assignments) for b in batches
        }
    responses, segments, assignments = _joined(batches)
    dated = responses[responses["date"].notna()]
    labels = dated["date"].dt.to_period(_FREQUENCIES[period])
    found = {}
    for label in sorted(labels.unique()):
        own = dated[labels == label]
        mine = segments[segments["response_id"].isin(own["response_id"])]
        cited = assignments[assignments["segment_id"].isin(mine["segment_id"])]
        name = str(label.start_time.date()) if period == "week" else str(label)
        found[name] = bands.count_themes(own, mine, cited)
    return found


def _joined(batches: Sequence[BatchFrames]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return responses, segments and assignments of all batches, each answer once.

    Ids carry their batch: survey tools number the rows of every file from 1, so that an id alone
    says nothing. An answer stands in two batches where its words, score and date are the same too.
    """
    responses = pd.concat(
        [b.responses.assign(response_id=_within(b, b.responses, "response_id")) for b in batches]
    )
    bare = pd.concat([b.responses["response_id"] for b in batches]).to_numpy()
    again = responses.assign(_bare=bare).duplicated(["_bare", *CONTENT], keep="last")
    segments = pd.concat([b.segments.assign(**_keys(b, b.segments)) for b in batches])
    keys = [
        b.assignments.assign(segment_id=_within(b, b.assignments, "segment_id")) for b in batches
    ]
    return responses[~again], segments, pd.concat(keys)


def _keys(batch: BatchFrames, segments: pd.DataFrame) -> dict[str, pd.Series]:
    return {name: _within(batch, segments, name) for name in ("segment_id", "response_id")}


def _within(batch: BatchFrames, rows: pd.DataFrame, column: str) -> pd.Series:
    return batch.batch + "/" + rows[column].astype("str")


def _names(batches: Sequence[BatchFrames]) -> pd.DataFrame:
    """Return every theme's latest names, for those that still live, by theme id."""
    themes = pd.concat([b.themes for b in batches], ignore_index=True)
    latest = themes.drop_duplicates("theme_id", keep="last").set_index("theme_id")
    return latest.loc[latest["status"] != "retired", ["name_fr", "name_en"]]


def _of_period(
    counts: dict[str, bands.ThemeCounts],
    before: str | None,
    now: str,
    settings: Settings,
    names: pd.DataFrame,
) -> pd.DataFrame:
    here = counts[now]
    empty = bands.ThemeCounts(0, {})
    then = counts[before] if before is not None else empty
    ids = sorted(set(names.index) & {*here.by_theme, *then.by_theme})
    n = np.array([here.by_theme.get(i, 0) for i in ids], dtype=np.int64)
    rows = pd.DataFrame(
        {
            "theme_id": pd.Series(ids, dtype="str"),
            "name_fr": names.loc[ids, "name_fr"].to_numpy(),
            "name_en": names.loc[ids, "name_en"].to_numpy(),
            "period": now,
            "n": n,
            "total": here.n_responses,
            "share": n / max(here.n_responses, 1),
            "previous": pd.Series([before] * len(ids), dtype="str"),
            "total_previous": then.n_responses,
        }
    )
    changes = bands.theme_change(here, then, settings.bands).rename(
        columns={"low": "change_low", "high": "change_high"}
    )
    wanted = ["n_previous", "share_previous", "change", "change_low", "change_high", "p_value"]
    rows = rows.merge(changes[["theme_id", *wanted]], on="theme_id", how="left")
    return rows.sort_values(["n", "theme_id"], ascending=[False, True], ignore_index=True)


def _judged(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    rows = rows.assign(q_value=bands.q_values(rows["p_value"].to_numpy(dtype=np.float64)))
    cited = rows[["n", "n_previous"]].max(axis=1) >= settings.themes.alert_citations
    asked = rows[["total", "total_previous"]].min(axis=1) >= settings.themes.alert_answers
    sure = rows["q_value"] < settings.bands.false_discovery_rate
    return rows.assign(alert=(cited & asked & sure).astype(bool))[list(COLUMNS)]
