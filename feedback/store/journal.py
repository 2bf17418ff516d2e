"""One commit over many LanceDB tables.

LanceDB commits one table at a time. Here a row of the table `heads` names the version of every
other table, and appending that row is the commit: readers open the tables at the versions of the
last head, and a writer first takes the tables back to them. Whatever an interrupted writer left
behind lies after those versions, where nobody looks, until the next writer takes it away.
"""

import contextlib
import datetime as dt
import json
import re
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from feedback.errors import WorkspaceError
from feedback.store import schema

HEADS = "heads"
_HEADS_SCHEMA = pa.schema(
    [
        ("number", pa.int64()),
        ("schema_version", pa.int64()),
        ("versions", pa.string()),
        ("label", pa.string()),
        ("saved_at", pa.timestamp("us")),
    ]
)
_FOREVER = dt.timedelta(days=365_000)
_TAG = "head"


@dataclass(frozen=True)
class Head:
    """The last commit: its number, the schema's version, every table's version, and when."""

    number: int
    schema_version: int
    versions: dict[str, int]
    saved_at: str = ""


def quote(text: str) -> str:
    """Return `text` as an SQL string literal: the only way a value enters a filter."""
    return "'" + text.replace("'", "''") + "'"


def any_of(column: str, values: Sequence[str]) -> str:
    """Return the filter "`column` is one of `values`"; nothing passes an empty list."""
    return f"{column} IN ({', '.join(map(quote, values))})" if values else "FALSE"


@contextlib.contextmanager
def speaking_plainly(uri: str, what: str) -> Iterator[None]:
    """Turn whatever LanceDB raises into one clear line.

    Raises:
        WorkspaceError: Always in place of a `RuntimeError`, `ValueError`, `KeyError` or `OSError`.
    """
    try:
        yield
    except (RuntimeError, ValueError, KeyError, OSError) as error:
        # LanceDB ends its messages with the place in its own source.
        reason = re.sub(r",? ?/\S+\.rs:\d+(:\d+)?.*", "", str(error), flags=re.DOTALL)[:200]
        todo = (
            "Free some space or make the folder writable, then try again"
            if what.startswith("cannot be written")
            else "Put back a copy, or move the folder away and run the batches again"
        )
        raise WorkspaceError(f"the store {what}: {reason}", where=uri, todo=todo) from error


_READING = "is damaged or cannot be read"
_WRITING = "cannot be written"


class Snapshot:
    """Every table as one commit left it; later commits do not show."""

    def __init__(self, journal: "Journal", head: Head) -> None:
        self._journal, self.head, self.uri = journal, head, journal.uri
        self._open: dict[str, Any] = {}

    def table(self, name: str) -> Any:
        """Return the LanceDB table at this commit's version, for queries only."""
        if name not in self._open:
            with speaking_plainly(self._journal.uri, _READING):
                table = self._journal.database.open_table(name)
                table.checkout(self.head.versions[name])
                self._open[name] = table
        return self._open[name]

    def rows(self, name: str, where: str = "", columns: Sequence[str] = ()) -> pa.Table:
        """Return the rows that pass the filter `where`, all columns or `columns` only."""
        table = self.table(name)
        with speaking_plainly(self._journal.uri, _READING):
            query = table.search()
            if where:
                query = query.where(where)
            if columns:
                query = query.select(list(columns))
            return query.to_arrow()


class Writer:
    """What may be done to the tables inside one commit."""

    def __init__(self, journal: "Journal", head: Head) -> None:
        self.before = Snapshot(journal, head)
        self._journal = journal
        self._tables: dict[str, Any] = {}
        self.versions = dict(head.versions)

    def table(self, name: str) -> Any:
        """Return the LanceDB table, taken back to the last commit at its first use."""
        if name not in self._tables:
            table = self._journal.database.open_table(name)
            if table.version != self._journal.head.versions[name]:
                table.checkout(self._journal.head.versions[name])
                table.restore()
            self._tables[name] = table
        return self._tables[name]

    def replace(self, name: str, where: str, rows: pa.Table | None = None) -> None:
        """Delete the rows that pass `where`, then add `rows`."""
        with self._step(name) as table:
            table.delete(where)
            if rows is not None and len(rows):
                table.add(rows)

    def add(self, name: str, rows: pa.Table) -> None:
        """Add rows."""
        with self._step(name) as table:
            table.add(rows)

    def set_dimension(self, name: str, dimension: int) -> None:
        """Give the table a column `vector` of this dimension; vectors of another one are lost."""
        with self._step(name) as table:
            field = schema.vector_field(dimension)
            if "vector" in table.schema.names:
                if table.schema.field("vector").type == field.type:
                    return
                table.drop_columns(["vector"])
            table.add_columns(field)

    def drop_indices(self, name: str) -> None:
        """Remove every index of a table."""
        with self._step(name) as table:
            for index in table.list_indices():
                table.drop_index(index.name)

    def rewrite(self, name: str, where: str) -> None:
        """Write the table anew without the rows that pass `where`.

        A deleted row stays in its file until so many of its neighbours are deleted that merging
        the files pays; what must be gone is gone only from files that are written again.
        """
        with self._step(name) as table:
            self.overwrite(name, table.search().where(f"({where}) IS NOT TRUE").to_arrow())

    def overwrite(self, name: str, rows: pa.Table) -> None:
        """Write the table anew with these rows."""
        with self._step(name) as table:
            # Not `table.add`: it guesses a new type for any column with "vector" in its name.
            self._tables[name] = self._journal.database.create_table(
                name, data=rows, schema=table.schema, mode="overwrite"
            )

    def optimise(self, name: str) -> None:
        """Merge small files and bring the index up to date, keeping every version."""
        with self._step(name) as table:
            table.optimize(cleanup_older_than=_FOREVER)

    @contextlib.contextmanager
    def _step(self, name: str) -> Iterator[Any]:
        with speaking_plainly(self._journal.uri, _WRITING):
            table = self.table(name)
            yield table
            self.versions[name] = self._tables[name].version


class Journal:
    """The heads of a store, and the only way to read or write its tables.

    Args:
        uri: A folder, or any URI that LanceDB opens.
        patience: Seconds to wait for another writer to end.

    Raises:
        WorkspaceError: The store is damaged, cannot be written where it must be made, or was
            written by a newer version of this program.
    """

    def __init__(self, uri: str, patience: float = 10.0) -> None:
        import lancedb

        self.uri, self._patience = str(uri), patience
        with speaking_plainly(self.uri, _WRITING):
            self.database = lancedb.connect(self.uri)
        self.head = self._read_head() or self._create()
        if self.head.schema_version > schema.SCHEMA_VERSION:
            raise WorkspaceError(
                f"the store has schema {self.head.schema_version}, this program reads up to "
                f"{schema.SCHEMA_VERSION}",
                where=self.uri,
                todo="Update it: pip install --upgrade feedback",
            )
        self._migrate()

    def snapshot(self) -> Snapshot:
        """Return every table as the last commit left it."""
        self.head = self._last_head()
        return Snapshot(self, self.head)

    @contextlib.contextmanager
    def writing(self, label: str) -> Iterator[Writer]:
        """Hold the store for one commit: it takes effect when the block ends without an error.

        Raises:
            WorkspaceError: Another process is writing, or the disk refuses.
        """
        with self._lock():
            self.head = self._last_head()
            writer = Writer(self, self.head)
            yield writer
            self._commit(writer, label, self.head.schema_version)

    def compact(self) -> None:
        """Merge small files and drop what no reader of the last commit needs.

        The tag on the last commit's version makes LanceDB refuse a clean-up that would take it.
        """
        with self.writing("compact") as writer:
            for name in sorted(writer.versions):
                writer.optimise(name)
        with self.writing("clean") as writer:
            for name in sorted(writer.versions):
                with speaking_plainly(self.uri, _WRITING):
                    table = writer.table(name)
                    _tag(table)
                    _prune(table)
                    writer.versions[name] = table.version
        self._trim_heads()

    def _trim_heads(self) -> None:
        with self._lock(), speaking_plainly(self.uri, _WRITING):
            heads = self.database.open_table(HEADS)
            heads.delete(f"number < {self.head.number}")
            heads.optimize(cleanup_older_than=_FOREVER)
            _prune(heads)

    def _commit(self, writer: Writer, label: str, schema_version: int) -> None:
        if self._last_head().number != self.head.number:
            raise WorkspaceError(
                "another program wrote to the store meanwhile", where=self.uri, todo="Try again"
            )
        head = Head(self.head.number + 1, schema_version, writer.versions)
        with speaking_plainly(self.uri, _WRITING):
            self.database.open_table(HEADS).add(_head_row(head, label))
        self.head = head

    def _migrate(self) -> None:
        while self.head.schema_version < schema.SCHEMA_VERSION:
            step = schema.MIGRATIONS[self.head.schema_version]
            with self._lock():
                writer = Writer(self, self.head)
                step(writer)
                number = self.head.schema_version + 1
                self._commit(writer, f"migrate to schema {number}", number)

    def _last_head(self) -> Head:
        head = self._read_head()
        if head is None:
            raise WorkspaceError(
                "the store is gone", where=self.uri, todo="Open it again to make a new one"
            )
        return head

    def _read_head(self) -> Head | None:
        with speaking_plainly(self.uri, _READING):
            heads = self._heads()
            if heads is None:
                self._refuse_orphans()
                return None
            last = heads.to_arrow().sort_by("number").to_pylist()[-1]
            versions, saved_at = json.loads(last["versions"]), last["saved_at"].isoformat()
            return Head(last["number"], last["schema_version"], versions, saved_at)

    def _heads(self) -> Any | None:
        """Return the table of commits; None where the store was never made to its end."""
        try:
            return self.database.open_table(HEADS)
        except ValueError as error:
            if "not found" in str(error):
                return None
            raise

    def _refuse_orphans(self) -> None:
        """An interrupted creation leaves empty tables; rows without commits are damage."""
        for name in _names(self.database):
            with contextlib.suppress(ValueError):
                if name != HEADS and self.database.open_table(name).count_rows():
                    raise RuntimeError("its list of commits is missing")

    def _create(self) -> Head:
        with self._lock():
            if head := self._read_head():  # another process was quicker
                return head
            with speaking_plainly(self.uri, _WRITING):
                tables = {
                    name: self.database.create_table(name, schema=plan, exist_ok=True)
                    for name, plan in sorted(schema.schemas().items())
                }
                versions = {name: table.version for name, table in tables.items()}
                head = Head(0, schema.SCHEMA_VERSION, versions)
                self.database.create_table(HEADS, data=_head_row(head, "create"))
            return head

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Let one writer in at a time, on a local disk; elsewhere `_commit` compares numbers."""
        if "://" in self.uri:
            yield
            return
        import fcntl

        with speaking_plainly(self.uri, _WRITING):
            Path(self.uri).mkdir(parents=True, exist_ok=True)
            handle = (Path(self.uri) / ".lock").open("w")
        with handle:
            self._wait_for(lambda: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB))
            yield

    def _wait_for(self, take: Callable[[], None]) -> None:
        until = time.monotonic() + self._patience
        while True:
            try:
                take()
            except OSError as error:
                if time.monotonic() > until:
                    raise WorkspaceError(
                        "another program is writing to the store",
                        where=self.uri,
                        todo="Wait for it to end, then try again",
                    ) from error
                time.sleep(0.05)
            else:
                return


def _head_row(head: Head, label: str) -> pa.Table:
    row = {
        "number": head.number,
        "schema_version": head.schema_version,
        "versions": json.dumps(head.versions, sort_keys=True),
        "label": label,
        "saved_at": dt.datetime.now(dt.UTC).replace(tzinfo=None),
    }
    return pa.Table.from_pylist([row], schema=_HEADS_SCHEMA)


def _tag(table: Any) -> None:
    if _TAG in table.tags.list():
        table.tags.update(_TAG, table.version)
    else:
        table.tags.create(_TAG, table.version)


def _prune(table: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # we hold the lock it warns about
        table.optimize(cleanup_older_than=dt.timedelta(0), delete_unverified=True)


def _names(database: Any) -> list[str]:
    names: list[str] = database.list_tables(limit=1000).tables
    return names
