"""A code-point table as the double-array trie that `tokenizers.normalizers.Precompiled` reads.

The layout is the one of darts-clone (S. Yata, 2011) as SentencePiece stores it: the size of the
array in bytes, the array of 32-bit units, then the replacements, each ended by a zero byte. A unit
holds the byte that leads to it (bits 0-7), whether a key ends there (bit 8) and the distance to its
children by exclusive or (bits 10-31); a leaf holds the place of its replacement and bit 31.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

_HAS_LEAF = 1 << 8
_IS_LEAF = 1 << 31
_OFFSET_SHIFT = 10
_OFFSET_LIMIT = 1 << 21  # larger distances need darts-clone's extended form
_BLOCK = 256
_SEARCHED = 4 * _BLOCK  # looking further back would save space and cost seconds


@dataclass
class _Node:
    children: "dict[int, _Node]" = field(default_factory=dict)
    value: int | None = None


def build_charsmap(table: Mapping[int, str]) -> bytes:
    """Return the precompiled form of a table of replacements.

    Args:
        table: Code point to replacement; an empty replacement removes the character. Code point 0
            and replacements that hold one are not possible: zero ends a key and a replacement.

    Raises:
        ValueError: The table holds a zero, or is too large for the short form of a distance.
    """
    if 0 in table or any("\0" in text for text in table.values()):
        raise ValueError("a character map cannot hold the zero character")
    blob, places = _pool(table)
    root = _Node()
    for code, text in table.items():
        node = root
        for byte in chr(code).encode("utf-8"):
            node = node.children.setdefault(byte, _Node())
        node.value = places[text]
    units = _place(root)
    return struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + blob


def _pool(table: Mapping[int, str]) -> tuple[bytes, dict[str, int]]:
    """Lay every distinct replacement down once; return the bytes and where each begins."""
    blob = bytearray()
    places: dict[str, int] = {}
    for text in sorted(set(table.values())):
        places[text] = len(blob)
        blob += text.encode("utf-8") + b"\0"
    return bytes(blob), places


def _place(root: _Node) -> list[int]:
    """Give every node a base whose child slots are free, and write the units."""
    units = [0] * (2 * _BLOCK)
    taken = bytearray(2 * _BLOCK)
    taken[0] = 1
    bases: set[int] = set()
    queue: list[tuple[int, _Node]] = [(0, root)]
    while queue:
        position, node = queue.pop()
        labels = sorted(node.children)
        slots = labels if node.value is None else [0, *labels]
        base = _free_base(slots, taken, bases, units)
        bases.add(base)
        distance = position ^ base
        if distance >= _OFFSET_LIMIT:
            raise ValueError("the character map is too large")
        units[position] |= distance << _OFFSET_SHIFT
        if node.value is not None:
            units[position] |= _HAS_LEAF
            units[base] = _IS_LEAF | node.value
            taken[base] = 1
        for label in labels:
            taken[base ^ label] = 1
            units[base ^ label] = label
            queue.append((base ^ label, node.children[label]))
    return units


def _free_base(slots: list[int], taken: bytearray, bases: set[int], units: list[int]) -> int:
    """Find an unused base near the end, growing the array by blocks of 256 as needed."""
    base = max(1, len(units) - _SEARCHED)
    while True:
        if base + _BLOCK > len(units):
            units.extend([0] * _BLOCK)
            taken.extend(bytes(_BLOCK))
        if base not in bases and not any(taken[base ^ slot] for slot in slots):
            return base
        base += 1
