"""Hybrid search: by word and by meaning, in both languages, fused by rank."""

import datetime as dt
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from feedback.errors import FeedbackError
from feedback.frames import SCORE_BANDS, SENTIMENTS
from feedback.settings import StoreSettings
from feedback.store import analysis
from feedback.store.batches import means_of
from feedback.store.centring import centre, nearest_language, pool, unit
from feedback.store.journal import Snapshot, any_of, quote
from feedback.types import Embed, FloatArray

_SHOWN = (
    "batch",
    "response_id",
    "segment_id",
    "text",
    "language",
    "score",
    "score_band",
    "sentiment",
    "theme_id",
    "date",
    "words",
)
_LONGEST_QUERY = 64  # words; a pasted page asks no sharper question than its first lines
_WHY = {
    "en": ("words: {}", "meaning", " + "),
    "fr": ("mots : {}", "sens", " + "),
}


@dataclass(frozen=True)
class Query:
    """What is asked, and of which comments.

    Attributes:
        text: Words or a sentence, in French or English.
        theme: Theme id or name.
        band: ``low``, ``mid`` or ``high``.
        sentiment: ``negative``, ``neutral`` or ``positive``, of the segment that answers.
        language: Language of the comments, such as ``fr``.
        since: First day, as a date or ``YYYY-MM-DD``.
        until: Last day, that day included.
        batch: Only this batch.
        limit: Responses at most.
        why_language: Language of the column `why`, ``fr`` or ``en``.
    """

    text: str
    theme: str | None = None
    band: str | None = None
    sentiment: str | None = None
    language: str | None = None
    since: str | dt.date | None = None
    until: str | dt.date | None = None
    batch: str | None = None
    limit: int = 10
    why_language: str = "en"


@dataclass(frozen=True)
class SearchResults:
    """Responses that answer a query, best first.

    Attributes:
        rows: `response_id`, `segment_id` (the segment that answers best), `comment`, `language`,
            `score`, `score_band`, `sentiment` and `theme_id` of that segment, `date`, `why`,
            then `batch`, `text` (the segment) and `relevance` (reciprocal-rank sum).
        query_language: What the query was taken for; None where that could not be told.
    """

    rows: pd.DataFrame
    query_language: str | None

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as plain values that JSON can hold, None for missing ones."""
        return [{key: _plain(value) for key, value in row.items()} for row in self._records()]

    def _records(self) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = self.rows.to_dict("records")  # type: ignore[assignment]
        return records


@dataclass
class _Candidate:
    row: dict[str, Any]
    found: frozenset[str]
    by_meaning: bool
    relevance: float


def search(
    snapshot: Snapshot, query: Query, embed: Embed | None, settings: StoreSettings
) -> SearchResults:
    """Answer `query` from a snapshot; without `embed` by words alone.

    Raises:
        FeedbackError: The query is empty, or a filter names what does not exist.
    """
    if not analysis.words(query.text):
        raise FeedbackError("the query holds no word", todo="Ask for a word or a sentence")
    runs = snapshot.rows("runs").sort_by("sequence").to_pylist()
    where = _filter(snapshot, query, [run["batch"] for run in runs])
    language = analysis.query_language(query.text)
    depth = max(settings.candidates, 4 * query.limit)
    asked = _cut(analysis.query_words(query.text, language))
    word_rows = _by_words(snapshot, asked, where, depth)
    meaning_rows = (
        _by_meaning(_Meaning(snapshot, runs, where, depth, settings), query.text, embed, language)
        if embed is not None
        else []
    )
    fused = _fuse(word_rows, meaning_rows, asked, settings.rank_constant)
    rows = _table(snapshot, fused[: query.limit], query.why_language)
    return SearchResults(rows, language)


def _cut(asked: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return dict(list(asked.items())[:_LONGEST_QUERY])


def _by_words(
    snapshot: Snapshot, asked: dict[str, frozenset[str]], where: str, depth: int
) -> list[dict[str, Any]]:
    """Return the best segments by BM25 (Robertson and Zaragoza, 2009), best first."""
    from lancedb.query import MatchQuery

    table = snapshot.table("segments")
    if not any(index.columns == ["words"] for index in table.list_indices()):
        return []  # nothing but empty batches so far
    forms = sorted(frozenset().union(*asked.values()))
    question = table.search(MatchQuery(" ".join(forms), "words"), query_type="fts")
    found = _filtered(question, where).select([*_SHOWN, "_score"]).limit(depth).to_arrow()
    return _ranked(found.to_pylist(), "_score", depth)


@dataclass(frozen=True)
class _Meaning:
    snapshot: Snapshot
    runs: list[dict[str, Any]]
    where: str
    depth: int
    settings: StoreSettings


def _by_meaning(
    place: _Meaning, text: str, embed: Embed, language: str | None
) -> list[dict[str, Any]]:
    """Return the segments nearest by cosine to the query, both centred per language."""
    table = place.snapshot.table("segments")
    if "vector" not in table.schema.names:
        return []
    encoder = place.runs[-1]["search_encoder"]
    comparable = [run["batch"] for run in place.runs if run["search_encoder"] == encoder]
    dimension = table.schema.field("vector").type.list_size
    means = pool(means_of(place.snapshot, comparable, dimension))
    features = np.asarray(embed([text]), dtype=np.float32)[:, :dimension]
    if features.shape[1] != dimension:
        raise FeedbackError(
            f"the search encoder gives {features.shape[1]} numbers, the store holds {dimension}",
            todo="Search with the encoder that the batches were run with",
        )
    assumed = language or nearest_language(unit(features)[0], means)
    vector = centre(features, [assumed], means)[0]
    where = " AND ".join(
        part for part in (place.where, any_of("batch", comparable), "vector IS NOT NULL") if part
    )
    rows = _nearest(table, vector, where, place.depth)
    return [row for row in rows if row["_similarity"] >= place.settings.min_similarity]


def _nearest(table: Any, vector: FloatArray, where: str, depth: int) -> list[dict[str, Any]]:
    question = table.search(vector, vector_column_name="vector").distance_type("dot")
    found = _filtered(question, where).select([*_SHOWN, "_distance"]).limit(depth).to_arrow()
    rows = found.to_pylist()
    for row in rows:
        row["_similarity"] = 1.0 - row["_distance"]  # LanceDB's dot distance of unit vectors
    return _ranked(rows, "_similarity", depth)


def _filtered(question: Any, where: str) -> Any:
    return question.where(where, prefilter=True) if where else question


def _ranked(rows: list[dict[str, Any]], by: str, depth: int) -> list[dict[str, Any]]:
    """Sort best first, ties by id, and keep the order independent of where the list was cut.

    Of rows that tie at the cut, which ones are there is chance: all of them go.
    """
    for row in rows:
        row[by] = round(float(row[by]), 5)
    rows = sorted(rows, key=lambda row: (-row[by], row["batch"], row["segment_id"]))
    if len(rows) == depth and rows[0][by] > rows[-1][by]:
        rows = [row for row in rows if row[by] > rows[-1][by]]
    return rows


def _fuse(
    word_rows: list[dict[str, Any]],
    meaning_rows: list[dict[str, Any]],
    asked: dict[str, frozenset[str]],
    constant: float,
) -> list[_Candidate]:
    """Fuse two rankings of segments into one of responses by reciprocal rank.

    A response ranks in each list by its best segment, and is shown by the one found by words, if
    any (Cormack, Clarke and Büttcher, 2009).
    """
    candidates: dict[tuple[str, str], _Candidate] = {}
    for rank, row in enumerate(_one_per_response(word_rows), start=1):
        held = set(row["words"].split())
        found = frozenset(word for word, forms in asked.items() if forms & held)
        candidates[_key(row)] = _Candidate(row, found, False, 1 / (constant + rank))
    for rank, row in enumerate(_one_per_response(meaning_rows), start=1):
        entry = candidates.setdefault(_key(row), _Candidate(row, frozenset(), True, 0.0))
        entry.by_meaning = True
        entry.relevance += 1 / (constant + rank)
    # Of equals, the one that holds the words goes first.
    return sorted(
        candidates.values(), key=lambda c: (-round(c.relevance, 9), not c.found, _key(c.row))
    )


def _one_per_response(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        best.setdefault(_key(row), row)
    return list(best.values())


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["batch"], row["response_id"]


def _table(snapshot: Snapshot, chosen: list[_Candidate], language: str) -> pd.DataFrame:
    columns = [
        *("response_id", "segment_id", "comment", "language", "score", "score_band"),
        *("sentiment", "theme_id", "date", "why", "batch", "text", "relevance"),
    ]
    where = any_of("response_id", [c.row["response_id"] for c in chosen])
    held = snapshot.rows("responses", where, ["batch", "response_id", "comment"]).to_pylist()
    comments = {_key(row): row["comment"] for row in held}
    rows = [
        {
            **{name: c.row.get(name) for name in columns},
            "comment": comments[_key(c.row)],
            "why": _why(c, language),
            "relevance": round(c.relevance, 6),
        }
        for c in chosen
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"score": "float64", "date": "datetime64[s]"})


def _why(candidate: _Candidate, language: str) -> str:
    words, meaning, plus = _WHY.get(language, _WHY["en"])
    parts = []
    if candidate.found:
        parts.append(words.format(", ".join(sorted(candidate.found))))
    if candidate.by_meaning:
        parts.append(meaning)
    return plus.join(parts)


def _filter(snapshot: Snapshot, query: Query, batches: list[str]) -> str:
    parts = []
    if query.theme is not None:
        ids = _theme_ids(snapshot, query.theme)
        parts.append("(" + " OR ".join(f"array_has(theme_ids, {quote(i)})" for i in ids) + ")")
    choices: tuple[tuple[str, str | None, Sequence[str]], ...] = (
        ("score_band", query.band, SCORE_BANDS),
        ("sentiment", query.sentiment, SENTIMENTS),
        ("batch", query.batch, batches),
    )
    for column, value, known in choices:
        if value is not None:
            parts.append(f"{column} = {quote(_one_of(column, value, known))}")
    if query.language is not None:
        parts.append(f"language = {quote(query.language.casefold())}")
    if query.since is not None:
        parts.append(f"`date` >= timestamp '{_day(query.since, 'since')} 00:00:00'")
    if query.until is not None:
        after = _day(query.until, "until") + dt.timedelta(days=1)
        parts.append(f"`date` < timestamp '{after} 00:00:00'")
    return " AND ".join(parts)


def _one_of(name: str, value: str, known: Sequence[str]) -> str:
    if value in known:
        return value
    raise FeedbackError(f'no {name.replace("_", " ")} "{value}"', todo=suggest(value, known))


def suggest(value: str, known: Sequence[str]) -> str:
    """Say which known names are close to `value`, or which there are."""
    by_folded = {analysis.fold(name): name for name in known}
    close = difflib.get_close_matches(analysis.fold(value), list(by_folded), 3, 0.5)
    if close:
        return "Did you mean " + ", ".join(f'"{by_folded[name]}"' for name in close) + "?"
    shown = ", ".join(f'"{name}"' for name in sorted(known)[:8])
    return f"Known: {shown}" if shown else "Nothing is saved yet: run a file first"


def _theme_ids(snapshot: Snapshot, wanted: str) -> list[str]:
    names = ["theme_id", "name_fr", "name_en"]
    rows = snapshot.rows("themes", columns=names).to_pylist()
    if any(row["theme_id"] == wanted for row in rows):
        return [wanted]
    folded = analysis.fold(wanted).strip()
    ids = {r["theme_id"] for r in rows if folded in {analysis.fold(r[n]).strip() for n in names}}
    if ids:
        return sorted(ids)
    known = sorted({row[name] for row in rows for name in names})
    raise FeedbackError(f'no theme "{wanted}"', todo=suggest(wanted, known))


def _day(value: str | dt.date, name: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value.strip())
    except ValueError as error:
        raise FeedbackError(
            f'"{value}" is no day', where=f"--{name}", todo="Write it as 2024-05-31"
        ) from error


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat()
    return value
