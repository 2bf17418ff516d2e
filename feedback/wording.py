"""Words that all rooms say alike: a count with its noun, and which name was perhaps meant."""

import difflib
import unicodedata
from collections.abc import Iterable

_NEAR = 0.7
"""Likeness from which a name is taken for another one misspelt: "pricee" for "price" has 0.91,
"marhc" for "march" 0.8; "horaires" and "chlorine", which have nothing in common, 0.63."""
_LEAST_PART = 3
"""Characters from which a word found inside a name, or round it, says anything."""

FEWEST_FOR_SHARE = 20
"""Cases from which a share says more than the count: one of them is then 5 % at most."""


def count_of(n: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: "1 theme", "1,200 themes"."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def close_names(asked: str, names: Iterable[str], n: int = 3) -> list[str]:
    """Return up to `n` names that were perhaps meant, nearest first; none where none is near.

    First those that begin with what was asked, then those that contain it or stand in it, then
    those that are spelt nearly so. Case, accents and typographic apostrophes do not count.
    """
    wanted = _folded(asked)
    by_folded: dict[str, str] = {}
    for name in names:
        by_folded.setdefault(_folded(name), name)
    if not wanted:
        return []
    begin = [name for name in by_folded if name.startswith(wanted)]
    parts = [name for name in by_folded if _is_part(wanted, name)]
    spelt = difflib.get_close_matches(wanted, list(by_folded), n, _NEAR)
    found = dict.fromkeys([*sorted(begin, key=len), *sorted(parts, key=len), *spelt])
    return [by_folded[name] for name in found][:n]


def _is_part(wanted: str, name: str) -> bool:
    """Say whether a name contains what was asked, or is a word of it or its beginning."""
    if min(len(wanted), len(name)) < _LEAST_PART:
        return False
    return wanted in name or wanted.startswith(name) or f" {name} " in f" {wanted} "


def _folded(name: str) -> str:
    plain = name.casefold().replace("\u2019", "'").replace("œ", "oe")
    parted = unicodedata.normalize("NFKD", plain)
    return " ".join("".join(c for c in parted if not unicodedata.combining(c)).split())
