"""The store: every batch that was run, what people decided about it, and the search over it."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from feedback.errors import WorkspaceError
from feedback.frames import BatchFrames
from feedback.settings import StoreSettings
from feedback.store import archive as archiving
from feedback.store import batches as batch_tables
from feedback.store import codebook as codebooks
from feedback.store import decisions as deciding
from feedback.store import erasure as erasing
from feedback.store import schema
from feedback.store import search as searching
from feedback.store import verify as verifying
from feedback.store.asked import Query
from feedback.store.batches import BatchVectors
from feedback.store.codebook import StoredCodebook, ThemeSpace
from feedback.store.erasure import Erasure
from feedback.store.filters import suggest
from feedback.store.journal import Journal, Snapshot, Writer, any_of, quote
from feedback.store.search import SearchResults
from feedback.store.verify import Checked
from feedback.types import Embed

REVIEW_STATES = ("accepted", "dismissed")
_RUN_COLUMNS = ["batch", "sequence", "n_responses", "first_date", "last_date", "saved_at"]


@dataclass(frozen=True)
class StoredEdit:
    """One edit of the codebook: its number from 1 on, when it was made (UTC), and what it says."""

    number: int
    saved_at: dt.datetime
    edit: dict[str, Any]


class Store:
    """The one home of responses, segments, vectors, themes, anomalies and runs.

    Every change is one commit over all tables: it is there whole or not at all, whatever
    interrupts it. Readers see the last commit. Make one with `Store.open`.
    """

    def __init__(self, journal: Journal, settings: StoreSettings) -> None:
        self._journal, self._settings = journal, settings

    @classmethod
    def open(cls, uri: object, settings: StoreSettings | None = None) -> "Store":
        """Open the store at `uri` (a folder, or any URI that LanceDB opens), making it if absent.

        Raises:
            WorkspaceError: It is damaged, cannot be written, or is of a newer version.
        """
        return cls(Journal(str(uri)), settings or StoreSettings())

    def save(self, frames: BatchFrames, vectors: BatchVectors, facts: Mapping[str, object]) -> int:
        """Save a batch in one commit, in the place of its earlier self.

        Args:
            frames: The finished frames; `extras` are not kept.
            vectors: Their vectors, aligned with the frames' rows.
            facts: Settings, manifest, metrics, summary: anything that JSON can hold.

        Returns:
            The batch's sequence number, given when it was first saved.

        Raises:
            WorkspaceError: The store cannot be written; nothing has changed then.
        """
        with self._journal.writing(f"save {frames.batch}") as writer:
            return batch_tables.save(writer, frames, vectors, facts)

    def load(self, batch: str) -> BatchFrames:
        """Return a batch's frames exactly as they were saved.

        Raises:
            WorkspaceError: There is no such batch.
        """
        snapshot = self._journal.snapshot()
        return batch_tables.load(snapshot, batch, _run(snapshot, batch)["cohort_types"])

    def comments(self, batch: str) -> pd.DataFrame:
        """Return `response_id` and `comment` of every response of a batch; nothing else is read.

        Raises:
            WorkspaceError: There is no such batch.
        """
        snapshot = self._journal.snapshot()
        _run(snapshot, batch)
        columns = ["response_id", "comment"]
        found: pd.DataFrame = snapshot.rows(
            "responses", any_of("batch", [batch]), columns
        ).to_pandas()
        return found[columns].astype("str")

    def drop(self, batch: str) -> None:
        """Take a batch out of every table in one commit, with its reviews, and off the disk.

        Raises:
            WorkspaceError: There is no such batch, or the store cannot be written; nothing has
                changed then.
        """
        with self._journal.writing(f"drop {batch}") as writer:
            _run(writer.before, batch)
            batch_tables.drop(writer, batch)
        self._journal.compact()

    def facts(self, batch: str) -> dict[str, Any]:
        """Return the facts saved with a batch.

        Raises:
            WorkspaceError: There is no such batch.
        """
        facts: dict[str, Any] = json.loads(_run(self._journal.snapshot(), batch)["facts"])
        return facts

    def batches(self) -> pd.DataFrame:
        """Return every batch with its sequence, responses, first and last date, in sequence.

        Columns: `batch`, `sequence`, `n_responses`, `first_date`, `last_date`, `saved_at` (UTC).
        """
        rows = _runs(self._journal.snapshot())
        table = pd.DataFrame(rows, columns=_RUN_COLUMNS)
        return table.astype(
            {
                "batch": "str",
                "sequence": "int64",
                "n_responses": "int64",
                "first_date": "datetime64[s]",
                "last_date": "datetime64[s]",
                "saved_at": "datetime64[us]",
            }
        )

    def previous(self, batch: str, last_date: dt.datetime | None = None) -> str | None:
        """Return the batch to compare `batch` with, or None.

        That is, of the batches saved before it, the one with the latest last date that is not
        after its own; without dates, the one saved last. Saving a batch again changes nothing.

        Args:
            batch: A saved batch, or one that is about to be.
            last_date: Its last date, where it is not saved yet.
        """
        runs = _runs(self._journal.snapshot())
        own = next((run for run in runs if run["batch"] == batch), None)
        until = last_date or (own["last_date"] if own else None)
        earlier = _earlier(runs, batch)
        dated = [run for run in earlier if run["last_date"] is not None]
        if until is not None and dated:
            dated = [run for run in dated if run["last_date"] <= until]
            earlier = sorted(dated, key=lambda run: (run["last_date"], run["sequence"]))
        return str(earlier[-1]["batch"]) if earlier else None

    def theme_space(self, batch: str) -> ThemeSpace:
        """Return a batch's own centroids and the means its theme vectors were centred by.

        Raises:
            WorkspaceError: There is no such batch.
        """
        snapshot = self._journal.snapshot()
        _run(snapshot, batch)
        return codebooks.theme_space(snapshot, batch)

    def codebook(self, before: str | None = None) -> StoredCodebook:
        """Return the themes known before `before` was first saved (None or unknown: all).

        So a batch that is run again meets the codebook it met the first time.
        """
        snapshot = self._journal.snapshot()
        return codebooks.known_themes(snapshot, _earlier(_runs(snapshot), before))

    def save_edit(
        self,
        edit: Mapping[str, object],
        changed: Sequence[tuple[BatchFrames, BatchVectors, Mapping[str, object]]],
    ) -> int:
        """Add an edit to the log and save the batches that it changed, all in one commit.

        Args:
            edit: What was decided; anything that JSON can hold.
            changed: Frames, vectors and facts of each batch, as for `save`.

        Returns:
            The number of the edit.

        Raises:
            WorkspaceError: The store cannot be written; nothing has changed then.
        """
        with self._journal.writing("edit") as writer:
            for frames, vectors, facts in changed:
                batch_tables.save(writer, frames, vectors, facts)
            return _append_edit(writer, edit)

    def append_edit(self, edit: Mapping[str, object]) -> int:
        """Add an edit of the codebook to the log; return its number."""
        with self._journal.writing("edit") as writer:
            return _append_edit(writer, edit)

    def edits(self) -> tuple[StoredEdit, ...]:
        """Return the edits of the codebook in the order they were made."""
        rows = self._journal.snapshot().rows("edits").sort_by("number").to_pylist()
        return tuple(StoredEdit(r["number"], r["saved_at"], json.loads(r["edit"])) for r in rows)

    def review(self, batch: str, response_id: str, kind: str, state: str, note: str = "") -> None:
        """Keep what a person decided about an anomaly; it outlives later runs of the batch.

        Raises:
            WorkspaceError: The batch has no such anomaly, or the state is none.
        """
        if state not in REVIEW_STATES:
            raise WorkspaceError(f'no state "{state}"', todo=f"Use {' or '.join(REVIEW_STATES)}")
        one = (
            f"batch = {quote(batch)} AND response_id = {quote(response_id)} "
            f"AND kind = {quote(kind)}"
        )
        row: dict[str, Any] = {"batch": batch, "response_id": response_id, "kind": kind}
        row |= {"state": state, "note": note, "saved_at": _now()}
        with self._journal.writing("review") as writer:
            known = len(writer.before.rows("anomalies", one)) + len(
                writer.before.rows("reviews", one)
            )
            if not known:
                raise WorkspaceError(
                    f'batch "{batch}" has no anomaly of kind "{kind}" on response "{response_id}"',
                    todo="See: feedback anomalies list",
                )
            writer.replace("reviews", one, schema.rows_table("reviews", [row]))

    def reviews(self) -> pd.DataFrame:
        """Return `batch`, `response_id`, `kind`, `state`, `note`, `saved_at` of every decision."""
        names = list(schema.schemas()["reviews"].names)
        rows = self._journal.snapshot().rows("reviews").to_pylist()
        rows.sort(key=lambda row: tuple(row[name] for name in names[:3]))
        kinds = {name: "datetime64[us]" if name == "saved_at" else "str" for name in names}
        return pd.DataFrame(rows, columns=names).astype(kinds)

    def reviews_of(self, batch: str, responses: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return the decisions that hold for the answers of a batch, one per answer and kind.

        Its own, and those of other batches where the same answer (id, words, score and date)
        stands there too; the batch's own goes before, then the latest.

        Args:
            batch: A saved batch, or one that is about to be.
            responses: Its answers where they are not saved yet (`frames.RESPONSES`).

        Returns:
            `response_id`, `kind`, `state` and `note`, by id and kind.
        """
        snapshot = self._journal.snapshot()
        rows = snapshot.rows("reviews").to_pylist()
        judged = deciding.answers_of(snapshot, rows)
        present = judged if responses is None else deciding.answers_in(batch, responses)
        held = deciding.held(rows, batch, judged, present)
        names = ["response_id", "kind", "state", "note"]
        return pd.DataFrame([held[key] for key in sorted(held)], columns=names).astype("str")

    def search(self, query: Query, embed: Embed | None, also: Embed | None = None) -> SearchResults:
        """Answer a query by word and, with `embed`, by meaning.

        Args:
            query: What is asked, and of which comments.
            embed: The search encoder.
            also: The theme encoder; it sees likeness that the search encoder does not.

        Raises:
            FeedbackError: The query is empty, or a filter names what does not exist.
        """
        return searching.search(self._journal.snapshot(), query, embed, self._settings, also)

    def theme_encoder(self) -> str:
        """Return the fingerprint of the latest batch's theme encoder; empty before the first."""
        runs = _runs(self._journal.snapshot())
        return str(runs[-1]["theme_encoder"]) if runs else ""

    def segment_texts(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the texts of segments by ``batch/segment_id``; those that are gone are absent."""
        wanted = [key.rpartition("/")[2] for key in keys]
        columns = ["batch", "segment_id", "text"]
        rows = self._journal.snapshot().rows("segments", any_of("segment_id", wanted), columns)
        found = {f"{row['batch']}/{row['segment_id']}": row["text"] for row in rows.to_pylist()}
        return {key: str(found[key]) for key in keys if key in found}

    def erase(self, erasure: Erasure) -> None:
        """Take responses out of every table in one commit, and off the disk.

        Raises:
            WorkspaceError: The store cannot be written; nothing has changed then.
        """
        with self._journal.writing("erase") as writer:
            erasing.erase(writer, erasure)
        self._journal.compact()

    def find_respondent(self, name: str) -> dict[str, list[str]]:
        """Return, by batch, the responses whose respondent or own id is `name`."""
        return erasing.find(self._journal.snapshot(), name)

    def verify(self) -> Checked:
        """Read everything and hold it against the store's own rules."""
        return verifying.verify(self._journal.snapshot())

    def export(self, folder: Path) -> list[Path]:
        """Write every table as Parquet, with the commit it is of; return the files.

        Raises:
            WorkspaceError: The folder holds something already, or cannot be written.
        """
        return archiving.export(self._journal.snapshot(), folder)

    def compact(self) -> None:
        """Merge small files and free what earlier commits held.

        Raises:
            WorkspaceError: The store cannot be written; nothing is lost then.
        """
        self._journal.compact()


def _runs(snapshot: Snapshot) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = snapshot.rows("runs").sort_by("sequence").to_pylist()
    return rows


def _run(snapshot: Snapshot, batch: str) -> dict[str, Any]:
    runs = _runs(snapshot)
    for run in runs:
        if run["batch"] == batch:
            return run
    names = [run["batch"] for run in runs]
    raise WorkspaceError(f'no batch "{batch}"', todo=suggest(batch, names))


def _earlier(runs: list[dict[str, Any]], batch: str | None) -> list[dict[str, Any]]:
    first = next((run["sequence"] for run in runs if run["batch"] == batch), None)
    return [run for run in runs if first is None or run["sequence"] < first]


def _append_edit(writer: Writer, edit: Mapping[str, object]) -> int:
    number = max(writer.before.rows("edits").column("number").to_pylist(), default=0) + 1
    said = json.dumps(dict(edit), ensure_ascii=False, sort_keys=True)
    row = {"number": number, "saved_at": _now(), "edit": said}
    writer.add("edits", schema.rows_table("edits", [row]))
    return int(number)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
