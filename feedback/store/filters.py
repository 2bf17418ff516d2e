"""Which responses and segments a query may answer from, and how many of each kind there are."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

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
FACETS = ("theme", "band", "sentiment", "language", "batch", "anomaly")
_NUMBER = r"\d+(?:[.,]\d+)?"
_RANGE = re.compile(rf"\s*({_NUMBER})(?:\s*(?:-|–|\.\.)\s*({_NUMBER}))?\s*")
_MOST = 30  # values of a facet that are counted; a list of two hundred helps nobody


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


def count(
    index: SearchIndex, masks: Mapping[str, BoolArray], found: BoolArray
) -> dict[str, list[dict[str, Any]]]:
    """Count the responses found, by the values of every facet.

    Each facet is counted under the filters of all the others, so that a person sees what
    choosing another value would give.

    Args:
        index: What is searched.
        masks: The filters, as `masks` gives them.
        found: Segments that answer, whatever the filters say, shape (n_segments,).

    Returns:
        For each facet its values, `value`, `count` and where it has names `name_fr` and
        `name_en`, most frequent first; cohorts as ``cohort_NAME``.
    """
    cohorts = [name for name in index.response_labels if name.startswith("cohort_")]
    counted = {}
    for facet in (*FACETS, *cohorts):
        hits = found & together(masks, index.n, but=facet)
        values = _COUNTERS.get(facet, _count_label)(index, hits, facet)
        values = [value for value in values if value["count"]]
        values.sort(key=lambda value: (-value["count"], value["value"]))
        counted[facet] = values[:_MOST]
    return {name: values for name, values in counted.items() if values}


def suggest(value: str, known: Sequence[str]) -> str:
    """Say which known names are close to `value`, or which there are."""
    close = close_names(value, known)
    if close:
        return "Did you mean " + ", ".join(f'"{name}"' for name in close) + "?"
    shown = ", ".join(f'"{name}"' for name in sorted(known)[:8])
    return f"Known: {shown}" if shown else "Nothing is saved yet: run a file first"


def _count_label(index: SearchIndex, hits: BoolArray, facet: str) -> list[dict[str, Any]]:
    labels = index.response_labels[facet]
    rows = index.of_responses(hits)
    return _tally(labels.names, labels.codes[rows])


def _count_segment_label(index: SearchIndex, hits: BoolArray, facet: str) -> list[dict[str, Any]]:
    """Count responses by a label of their segments: one response may count under two values."""
    labels = index.segment_labels[facet]
    pairs = np.unique(np.stack([index.owner[hits], labels.codes[hits].astype(np.int64)]), axis=1)
    return _tally(labels.names, pairs[1])


def _count_themes(index: SearchIndex, hits: BoolArray, _facet: str) -> list[dict[str, Any]]:
    counted = []
    for theme, rows in index.themes.items():
        french, english = index.theme_names.get(theme, (theme, theme))
        n = len(np.unique(index.owner[rows[hits[rows]]]))
        counted.append({"value": theme, "count": n, "name_fr": french, "name_en": english})
    return counted


def _count_anomalies(index: SearchIndex, hits: BoolArray, _facet: str) -> list[dict[str, Any]]:
    rows = index.of_responses(hits)
    return [{"value": k, "count": int((m & rows).sum())} for k, m in index.anomalies.items()]


def _tally(names: Sequence[str], codes: Any) -> list[dict[str, Any]]:
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    return [{"value": name, "count": int(n)} for name, n in zip(names, counts, strict=True)]


_COUNTERS: Mapping[str, Callable[[SearchIndex, BoolArray, str], list[dict[str, Any]]]] = {
    "theme": _count_themes,
    "anomaly": _count_anomalies,
    "sentiment": _count_segment_label,
    "language": _count_segment_label,
}


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
