"""Comma-separated files, byte for byte the same for the same rows."""

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from feedback.export.files import disarmed, write_bytes
from feedback.export.tables import canonical, further_tables, iso, plain, report_tables
from feedback.frames import BatchFrames

DECIMALS = 6


def write_tables(frames: BatchFrames, folder: Path) -> None:
    """Write responses, segments, themes, theme_bands and anomalies as csv into `folder`.

    And the tables that came with the frames (`extras["tables"]`): drivers, priorities, cohorts.

    UTF-8, line feeds, rows sorted by key, at most six decimals. A text that begins like a
    formula has an apostrophe in front (see `files.disarmed`).

    Raises:
        WorkspaceError: The folder cannot be written or the disk is full; each file is whole or
            as it was.
    """
    for name, table in {**report_tables(frames), **further_tables(frames)}.items():
        write_bytes(folder / f"{name}.csv", csv_bytes(table))


def write_csv(frames: BatchFrames, folder: Path) -> None:
    """Write the tables of `write_tables`, and every assignment of a segment to a theme.

    Raises:
        WorkspaceError: As `write_tables`.
    """
    write_tables(frames, folder)
    write_bytes(folder / "assignments.csv", csv_bytes(canonical(frames)["assignments"]))


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of a csv file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(disarmed(str(name)) for name in table.columns)
    columns = [[_cell(value) for value in table[name]] for name in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, pd.Timestamp):
        return iso(value)
    if isinstance(value, float):
        # As repr, but never with an exponent, which some programs read as text; + 0.0 drops
        # the sign of zero.
        return str(np.format_float_positional(round(value, DECIMALS) + 0.0, trim="0"))
    return disarmed(value) if isinstance(value, str) else str(value)
