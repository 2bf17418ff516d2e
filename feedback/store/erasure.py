"""Erasure on request: a person's answers leave every table, every version and every file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from feedback.store import schema
from feedback.store.journal import Snapshot, Writer, any_of, quote


@dataclass(frozen=True)
class Erasure:
    """What goes, and what the figures around it become.

    Attributes:
        responses: Response ids to erase, by batch.
        themes: The batch's themes with their sizes counted again, by batch.
        theme_bands: Theme by band without the erased, by batch.
        facts: The batch's facts with its metrics computed again, by batch.
        edits: The edits that hold words of the erased, by number, without these words.
    """

    responses: Mapping[str, list[str]]
    themes: Mapping[str, pd.DataFrame]
    theme_bands: Mapping[str, pd.DataFrame]
    facts: Mapping[str, Mapping[str, Any]]
    edits: Mapping[int, Mapping[str, Any]]


def find(snapshot: Snapshot, name: str) -> dict[str, list[str]]:
    """Return, by batch, the responses whose respondent is `name`, else those with that id.

    A respondent goes before: a survey tool that counts its rows gives "55" to others as well.
    """
    where = f"respondent_id = {quote(name)} OR response_id = {quote(name)}"
    found: dict[str, list[str]] = {}
    names = ["batch", "response_id", "respondent_id"]
    rows = snapshot.rows("responses", where, names).to_pylist()
    rows = [row for row in rows if row["respondent_id"] == name] or rows
    for row in sorted(rows, key=lambda row: (row["batch"], row["response_id"])):
        found.setdefault(row["batch"], []).append(row["response_id"])
    return found


def erase(writer: Writer, erasure: Erasure) -> None:
    """Take the responses out of every table; tables that held them are written anew."""
    everywhere = " OR ".join(
        f"(batch = {quote(batch)} AND {any_of('response_id', ids)})"
        for batch, ids in sorted(erasure.responses.items())
    )
    owned = writer.before.rows("segments", everywhere, ["batch", "segment_id"]).to_pylist()
    segments: dict[str, list[str]] = {}
    for row in owned:
        segments.setdefault(row["batch"], []).append(row["segment_id"])
    assigned = " OR ".join(
        f"(batch = {quote(batch)} AND {any_of('segment_id', ids)})"
        for batch, ids in sorted(segments.items())
    )
    writer.rewrite("assignments", assigned or "FALSE")
    for table in ("responses", "segments", "anomalies", "reviews"):
        writer.rewrite(table, everywhere)
    for batch in sorted(erasure.responses):
        _restate(writer, batch, erasure)
    _reword(writer, erasure.edits)


def _restate(writer: Writer, batch: str, erasure: Erasure) -> None:
    """Put the figures of a batch in the place of those that counted the erased."""
    ours = f"batch = {quote(batch)}"
    held = writer.before.rows("themes", ours).sort_by("position")
    places = dict(zip(held["theme_id"].to_pylist(), range(len(held)), strict=True))
    order = [places[theme] for theme in erasure.themes[batch]["theme_id"]]
    centroids = {"centroid": held["centroid"].combine_chunks().take(order)}
    themes = schema.to_table("themes", batch, erasure.themes[batch], centroids)
    links = schema.to_table("theme_bands", batch, erasure.theme_bands[batch], {})
    run = writer.before.rows("runs", ours).to_pylist()[0]
    gone = len(erasure.responses[batch])
    run |= {"n_responses": run["n_responses"] - gone, "facts": _json(erasure.facts[batch])}
    for name, rows in (
        ("themes", themes),
        ("theme_bands", links),
        ("runs", schema.rows_table("runs", [run])),
    ):
        writer.rewrite(name, ours)
        writer.add(name, rows)


def _reword(writer: Writer, edits: Mapping[int, Mapping[str, Any]]) -> None:
    if not edits:
        return
    numbers = f"number IN ({', '.join(str(int(number)) for number in edits)})"
    rows = writer.before.rows("edits", numbers).to_pylist()
    reworded = [row | {"edit": _json(edits[row["number"]])} for row in rows]
    writer.rewrite("edits", numbers)
    writer.add("edits", schema.rows_table("edits", reworded))


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(dict(document), ensure_ascii=False, sort_keys=True, default=str)
