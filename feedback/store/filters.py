"""Which responses and segments a query may answer from."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from feedback.errors import FeedbackError
from feedback.frames import SCORE_BANDS, SENTIMENTS
from feedback.headers import cohort_column
from feedback.store import analysis
from feedback.store.asked import Query
from feedback.store.index import BoolArray, SearchIndex
from feedback.wording import close_names

NO_THEME = "none"
"""The filter by theme that keeps the responses no segment of which has one."""
_NUMBER = r"\d+(?:[.,]\d+)?"
_RANGE = re.compile(rf"\s*({_NUMBER})(?:\s*(?:-|–|\.\.)\s*({_NUMBER}))?\s*")


def masks(index: SearchIndex, query: Query) -> dict[str, BoolArray]:
    """Return, for each filter that is set, the segments that pass it; cohorts each by name.

    Raises:
        FeedbackError: A filter names what does not exist.
    """
    found = {
        name: read(index, query)
        for name, read in _FILTERS.items()
        if getattr(query, name) is not None
    }
    for wanted in query.cohort:
        name, mask = _by_cohort(index, wanted)
        found[name] = found.get(name, True) & mask
    return found


def together(masks: Mapping[str, BoolArray], n: int, but: str = "") -> BoolArray:
    """Return what passes all filters, shape (n,), one of them left aside."""
    passing = np.ones(n, dtype=bool)
    for name, mask in masks.items():
        if name != but:
            passing &= mask
    return passing


def suggest(value: str, known: Sequence[str]) -> str:
    """Say which known names are close to `value`, or which there are."""
    close = close_names(value, known)
    if close:
        return "Did you mean " + ", ".join(f'"{name}"' for name in close) + "?"
    shown = ", ".join(f'"{name}"' for name in sorted(known)[:8])
    return f"Known: {shown}" if shown else "Nothing is saved yet: run a file first"


def _by_theme(index: SearchIndex, query: Query) -> BoolArray:
    passing = np.zeros(index.n, dtype=bool)
    if query.theme == NO_THEME:
        themed = np.zeros(len(index.responses), dtype=bool)
        for rows in index.themes.values():
            themed[index.owner[rows]] = True
        return ~themed[index.owner]
    for theme in _theme_ids(index, str(query.theme)):
        passing[index.themes.get(theme, np.zeros(0, np.int64))] = True
    return passing


def chosen_themes(index: SearchIndex, query: Query) -> dict[str, tuple[str, str]]:
    """Return the French and English name of the themes that a query asks within, by id."""
    if query.theme in (None, NO_THEME):
        return {}
    return {theme: index.theme_names[theme] for theme in _theme_ids(index, str(query.theme))}


def _theme_ids(index: SearchIndex, wanted: str) -> list[str]:
    if wanted in index.theme_names:
        return [wanted]
    folded = analysis.fold(wanted).strip()
    ids = [
        theme
        for theme, names in index.theme_names.items()
        if folded in {analysis.fold(name).strip() for name in names}
    ]
    if ids:
        return sorted(ids)
    known = sorted({name for pair in index.theme_names.items() for name in (pair[0], *pair[1])})
    raise FeedbackError(f'no theme "{wanted}"', todo=suggest(wanted, known))


def _by_band(index: SearchIndex, query: Query) -> BoolArray:
    band = _one_of("score band", str(query.band), SCORE_BANDS)
    return index.response_labels["band"].equal(band)[index.owner]


def _by_sentiment(index: SearchIndex, query: Query) -> BoolArray:
    wanted = _one_of("sentiment", str(query.sentiment), SENTIMENTS)
    return index.segment_labels["sentiment"].equal(wanted)


def _by_language(index: SearchIndex, query: Query) -> BoolArray:
    return index.segment_labels["language"].equal(str(query.language).casefold())


def _by_batch(index: SearchIndex, query: Query) -> BoolArray:
    batch = _one_of("batch", str(query.batch), index.batches)
    return index.response_labels["batch"].equal(batch)[index.owner]


def _by_score(index: SearchIndex, query: Query) -> BoolArray:
    found = _RANGE.fullmatch(str(query.score))
    if not found:
        raise FeedbackError(
            f'"{query.score}" is no score', where="--score", todo="Write 3, or a range such as 0-6"
        )
    low, high = (float(part.replace(",", ".")) for part in (found[1], found[2] or found[1]))
    rows: BoolArray = (index.scores >= low) & (index.scores <= high)  # NaN passes neither
    return rows[index.owner]


def _by_cohort(index: SearchIndex, wanted: str) -> tuple[str, BoolArray]:
    """Return the cohort's column and who is in it; its name may be spelled as the file did."""
    asked, value = _cohort(wanted)
    known = [name for name in index.response_labels if name.startswith("cohort_")]
    name = _spelled(asked, known)
    if name is None:
        names = [k.removeprefix("cohort_") for k in known]
        raise FeedbackError(f'no cohort "{asked}"', todo=suggest(asked, names))
    labels = index.response_labels[name]
    if value not in labels.names:
        raise FeedbackError(f'no cohort "{asked}={value}"', todo=suggest(value, labels.names))
    return name, labels.equal(value)[index.owner]


def _spelled(asked: str, known: Sequence[str]) -> str | None:
    """Return the cohort that is meant: "Âge du client", "age_du_client" and "cohort_…" are one."""
    bare = asked.removeprefix("cohort_")
    if f"cohort_{bare}" in known:
        return f"cohort_{bare}"
    # Where the file has "AgeGroup" the column is age_group, and a person may write "agegroup".
    squeezed = {name.replace("_", ""): name for name in reversed(known)}
    return squeezed.get(cohort_column(bare).replace("_", ""))


def _cohort(wanted: str) -> tuple[str, str]:
    name, equals, value = wanted.partition("=")
    if not equals:
        raise FeedbackError(
            f'"{wanted}" names no cohort', where="--cohort", todo="Write it as plan=Pro"
        )
    return name.strip(), value.strip()


def _by_anomaly(index: SearchIndex, query: Query) -> BoolArray:
    rows = np.zeros(len(index.responses), dtype=bool)
    if query.anomaly in ("any", "none"):
        for mask in index.anomalies.values():
            rows |= mask
        return (rows if query.anomaly == "any" else ~rows)[index.owner]
    kind = _one_of("anomaly", str(query.anomaly), [*index.anomalies, "any", "none"])
    return index.anomalies[kind][index.owner]


def _by_since(index: SearchIndex, query: Query) -> BoolArray:
    first = np.datetime64(_day(query.since, "since"), "s")
    rows: BoolArray = index.dates >= first  # no date passes neither bound
    return rows[index.owner]


def _by_until(index: SearchIndex, query: Query) -> BoolArray:
    after = np.datetime64(_day(query.until, "until") + dt.timedelta(days=1), "s")
    rows: BoolArray = index.dates < after
    return rows[index.owner]


def _one_of(name: str, value: str, known: Sequence[str]) -> str:
    if value in known:
        return value
    raise FeedbackError(f'no {name} "{value}"', todo=suggest(value, known))


def _day(value: str | dt.date | None, name: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise FeedbackError(
            f'"{value}" is no day', where=f"--{name}", todo="Write it as 2024-05-31"
        ) from error


_FILTERS: Mapping[str, Callable[[SearchIndex, Query], BoolArray]] = {
    "theme": _by_theme,
    "band": _by_band,
    "sentiment": _by_sentiment,
    "language": _by_language,
    "batch": _by_batch,
    "score": _by_score,
    "anomaly": _by_anomaly,
    "since": _by_since,
    "until": _by_until,
}
