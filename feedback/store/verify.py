"""Is the store whole? Every row is read and held against the rules of its tables."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from feedback.errors import FrameContractError, WorkspaceError
from feedback.store import schema
from feedback.store.analysis import index_words
from feedback.store.journal import Snapshot

_MOST = 20  # problems listed per rule; the count says the rest


@dataclass(frozen=True)
class Checked:
    """What a verification read, and what it found.

    Attributes:
        rows: Rows read, by table.
        problems: One line each; never holds text of a comment.
        commit: Number of the commit that was read.
        schema_version: Of the tables.
    """

    rows: Mapping[str, int]
    problems: tuple[str, ...] = ()
    commit: int = 0
    schema_version: int = 0
    bytes_by_table: Mapping[str, int] = field(default_factory=dict)


def verify(snapshot: Snapshot) -> Checked:
    """Read every table of a commit and list what breaks a rule."""
    tables: dict[str, pa.Table] = {}
    problems = []
    for name in sorted(snapshot.head.versions):
        try:
            tables[name] = snapshot.rows(name)
        except WorkspaceError as error:
            problems.append(f"table {name}: {error}")
    if not problems:
        problems = [line for rule in _RULES for line in _limited(rule(tables))]
    return Checked(
        rows={name: len(table) for name, table in tables.items()},
        problems=tuple(problems),
        commit=snapshot.head.number,
        schema_version=snapshot.head.schema_version,
        bytes_by_table={name: table.nbytes for name, table in tables.items()},
    )


def _limited(lines: Iterator[str]) -> list[str]:
    found = list(lines)
    more = [f"and {len(found) - _MOST} more like the last"] if len(found) > _MOST else []
    return found[:_MOST] + more


def _batches_are_known(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    runs = tables["runs"]["batch"].to_pylist()
    if len(set(runs)) != len(runs):
        yield "runs: a batch stands there twice"
    for name in schema.SPECS:
        for batch in sorted(set(tables[name]["batch"].to_pylist()) - set(runs)):
            yield f'{name}: rows of a batch "{batch}" that no run wrote'


def _frames_keep_their_contract(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for batch in sorted(set(tables["runs"]["batch"].to_pylist())):
        for name, spec in schema.SPECS.items():
            rows = tables[name].filter(pa.compute.field("batch") == batch)
            try:
                spec.check(schema.from_table(name, rows))
            except FrameContractError as error:
                yield f'batch "{batch}": {error}'


def _counts_agree(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    counts = pd.Series(tables["responses"]["batch"].to_pylist(), dtype="str").value_counts()
    for run in tables["runs"].select(["batch", "n_responses"]).to_pylist():
        held = int(counts.get(run["batch"], 0))
        if held != run["n_responses"]:
            yield f'batch "{run["batch"]}": {run["n_responses"]} responses saved, {held} there'


def _everything_has_its_owner(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for name, column, owner in (
        ("segments", "response_id", "responses"),
        ("anomalies", "response_id", "responses"),
        ("assignments", "segment_id", "segments"),
        ("assignments", "theme_id", "themes"),
        ("theme_bands", "theme_id", "themes"),
    ):
        lost = _keys(tables[name], column) - _keys(tables[owner], column)
        if lost:
            yield f"{name}: {len(lost)} rows name a {column} that {owner} does not hold"


def _segments_lie_in_their_comments(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    comments = {
        (row["batch"], row["response_id"]): row["comment"]
        for row in tables["responses"].select(["batch", "response_id", "comment"]).to_pylist()
    }
    wanted = ["batch", "response_id", "segment_id", "start", "end", "text", "language", "words"]
    for row in tables["segments"].select(wanted).to_pylist():
        comment = comments.get((row["batch"], row["response_id"]), "")
        if comment[row["start"] : row["end"]] != row["text"]:
            yield f"segments: {row['segment_id']} does not stand in its comment"
        if row["words"] != index_words(row["text"], row["language"] or ""):
            yield f"segments: the index words of {row['segment_id']} are not those of its text"


def _vectors_are_sound(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    segments = tables["segments"]
    if "vector" not in segments.column_names:
        return
    known = segments["vector"].drop_null().combine_chunks()
    width = known.type.list_size
    values = known.flatten().to_numpy(zero_copy_only=False).reshape(-1, width)
    if not np.isfinite(values).all():
        yield "segments: a search vector holds a number that is none"
    lengths = np.linalg.norm(np.nan_to_num(values), axis=1)
    wrong = int((np.abs(lengths - 1) > 1e-3).sum() - (lengths == 0).sum())
    if wrong:
        yield f"segments: {wrong} search vectors are not of length 1"


def _keys(table: pa.Table, column: str) -> set[tuple[str, str]]:
    return set(zip(table["batch"].to_pylist(), table[column].to_pylist(), strict=True))


_RULES: tuple[Callable[[Mapping[str, pa.Table]], Iterator[str]], ...] = (
    _batches_are_known,
    _counts_agree,
    _frames_keep_their_contract,
    _everything_has_its_owner,
    _segments_lie_in_their_comments,
    _vectors_are_sound,
)
