"""Rows that an export holds twice: every cell equal, the id of the answer among them."""

from dataclasses import replace

from feedback.ingest.ids import names_nobody
from feedback.ingest.model import ColumnGuess, LeftOut, Table

REASON = "copy of an earlier row with the same id"


def without_copies(table: Table, identity: ColumnGuess | None) -> Table:
    """Return the table without rows that equal an earlier one in every cell; they are listed.

    Only where a column names the answer and the cell is filled: without an id two people may both
    write "ok" and give a 9. Held against the same table only, for two files may both count their
    rows from 1. Of equal rows it does not matter which one is kept.

    Args:
        table: The cells.
        identity: The column recognised as the id; None: nothing is left out.
    """
    if identity is None:
        return table
    frame = table.frame
    is_copy = frame.duplicated() & ~frame[identity.name].map(names_nobody).astype(bool)
    if not is_copy.any():
        return table
    earlier: dict[tuple[str, ...], int] = {}
    copies = []
    for row, copied, cells in zip(frame.index, is_copy, frame.to_numpy().tolist(), strict=True):
        first = earlier.setdefault(tuple(cells), int(row))
        if copied:
            copies.append(LeftOut(int(row), None, f"{REASON}: row {first}"))
    return replace(table, frame=frame[~is_copy], left_out=(*table.left_out, *copies))
