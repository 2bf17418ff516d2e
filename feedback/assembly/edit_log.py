"""The log of decisions: what still stands of it, and what each entry says.

An entry is never taken out. Undoing adds an entry ``{"kind": "undo", "number": n}``, so that the
log tells the whole story; what was undone is passed over when the log is replayed.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from feedback.store import StoredEdit
from feedback.themes import Edit

PATCHES = "before"
"""Key of an entry under which lies, for every batch, how to go back; see `themes.Patch`."""

_FIELDS = frozenset(field.name for field in dataclasses.fields(Edit))


def standing(log: Sequence[StoredEdit]) -> list[StoredEdit]:
    """Return the entries that were neither undone nor are undoings, oldest first."""
    gone = undone(log)
    return [one for one in log if one.edit["kind"] != "undo" and one.number not in gone]


def undone(log: Sequence[StoredEdit]) -> frozenset[int]:
    """Return the numbers of the entries that were undone."""
    return frozenset(int(one.edit["number"]) for one in log if one.edit["kind"] == "undo")


def edit_of(entry: dict[str, Any]) -> Edit:
    """Return the decision of an entry, without its patches."""
    return Edit(**{key: value for key, value in entry.items() if key in _FIELDS})
