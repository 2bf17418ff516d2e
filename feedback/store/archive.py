"""The whole store in files that any tool reads: one Parquet file per table."""

import json
from pathlib import Path

from feedback.errors import WorkspaceError
from feedback.store.journal import Snapshot
from feedback.workspace import refuse_missing_folder, replacing_folder

MANIFEST = "store.json"


def export(snapshot: Snapshot, folder: Path) -> list[Path]:
    """Write every table of a commit into `folder`, whole or not at all.

    Raises:
        WorkspaceError: The folder holds something already, nothing leads to it, or it cannot be
            written.
    """
    import pyarrow.parquet as pq

    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise WorkspaceError(
                "there is something here already", where=str(folder), todo="Name an empty folder"
            )
        refuse_missing_folder(folder)
        with replacing_folder(folder) as fresh:
            rows = {}
            for name in sorted(snapshot.head.versions):
                table = snapshot.rows(name)
                rows[name] = len(table)
                pq.write_table(table, fresh / f"{name}.parquet", compression="zstd")
            said = {
                "commit": snapshot.head.number,
                "schema_version": snapshot.head.schema_version,
                "rows": rows,
            }
            (fresh / MANIFEST).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(
            f"cannot be written: {error.strerror or error}",
            where=str(folder),
            todo="Choose a writable folder, or free some space",
        ) from error
    return sorted(folder.iterdir())
