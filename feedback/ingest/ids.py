"""Ids that stay the same when rows are shuffled or a file is renamed."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from feedback.ingest.scores import is_missing
from feedback.ingest.words import NOBODY

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:#/-]{0,63}")
_WHOLE = re.compile(r"[0-9]{1,9}")
_SPREAD = 2  # numbers between the least and the greatest id of a counter, for each that is there
_UNSAFE_CHARS = re.compile(r"[^A-Za-z0-9_.-]+")


def digest(parts: Iterable[str], chars: int = 16) -> str:
    """Return a blake2b hash of some texts, in hexadecimal."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=16).hexdigest()[:chars]


def row_keys(frame: pd.DataFrame, seen: Counter[str]) -> list[str]:
    """Return one hash per row over its filled cells and their columns, whatever their order.

    Args:
        frame: Cells as text.
        seen: How often each row was met so far, in all files; updated. A row that is met again
            gets its number, for it is another respondent.
    """
    names = sorted(str(name) for name in frame.columns)
    columns = [frame[name].tolist() for name in names]
    keys = []
    for cells in zip(*columns, strict=True):
        filled = zip(names, cells, strict=True)
        key = digest(f"{name}\x1e{cell}" for name, cell in filled if cell)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def safe_id(text: str) -> str:
    """Return an id as it is if it is one plain code, else its hash: it may hold a name or mail."""
    cell = text.strip()
    if _SAFE.fullmatch(cell):
        return _UNSAFE_CHARS.sub("-", cell)
    return f"h-{digest([cell], 12)}" if cell else ""


def counts_rows(ids: Counter[str]) -> bool:
    """Say whether ids only count the rows: whole numbers, each once, with few or no gaps.

    A survey tool counts from 1 in every export, so the next one's "1" is somebody else. Answers
    taken out, and rows without an id, leave gaps; up to half may be missing.

    Args:
        ids: How many rows hold each id; empty cells left out.
    """
    if not ids or max(ids.values()) > 1 or not all(_WHOLE.fullmatch(cell.strip()) for cell in ids):
        return False
    numbers = {int(cell) for cell in ids}
    return max(numbers) - min(numbers) < _SPREAD * len(numbers)


def names_nobody(cell: str) -> bool:
    """Say whether a cell of an id column is empty or a word for nobody ("anonyme")."""
    return is_missing(cell) or cell.strip().lower() in NOBODY


def make_unique(responses: pd.DataFrame) -> pd.DataFrame:
    """Return responses with unique ids, sorted by them.

    Responses that share an id get a part of their content's hash (column ``_content``, dropped
    here); those that are identical even so are numbered, and being identical it does not matter
    which gets which number.
    """
    frame = responses.copy()
    ids = frame["response_id"].astype("str")
    repeated = ids.duplicated(keep=False)
    differs = frame.groupby("response_id")["_content"].transform("nunique") > 1
    change = repeated & differs
    frame.loc[change, "response_id"] = ids[change] + "-" + frame.loc[change, "_content"].str[-8:]
    repeated = frame["response_id"].duplicated(keep=False)
    if repeated.any():
        frame = _numbered(frame, repeated)
    return frame.drop(columns="_content").sort_values("response_id", ignore_index=True)


def _numbered(frame: pd.DataFrame, repeated: pd.Series) -> pd.DataFrame:
    columns = [name for name in frame.columns if name not in ("_content", "_row")]
    same = frame.loc[repeated].sort_values(columns, kind="stable")
    nth = same.groupby("response_id").cumcount() + 1
    ids = same["response_id"].where(nth == 1, same["response_id"] + "-" + nth.astype("str"))
    result = frame.copy()
    result.loc[ids.index, "response_id"] = ids
    if result["response_id"].duplicated().any():
        # A source's own id may look like a numbered one ("7" twice, and a "7-2").
        taken = result["response_id"].duplicated(keep=False)
        result.loc[taken, "response_id"] += "-" + result.loc[taken, "_content"].str[-12:]
        order = result.loc[taken].sort_values(columns, kind="stable")
        again = order.groupby("response_id").cumcount().astype("str")
        result.loc[again.index, "response_id"] += "." + again
    return result
