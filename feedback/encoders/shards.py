"""Vectors on disk by hash of text: append-only files, each written whole, each row checked.

A shard is one `.npy` file of records (key, checksum, vector), read through a memory map, so a
large cache costs little memory. No text is stored, only 128-bit hashes. Whatever cannot be
read counts as absent and is computed again.
"""

import contextlib
import hashlib
import os
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from feedback.types import FloatArray

Records: TypeAlias = NDArray[np.void]

_KEY_BYTES = 16
_MERGE_ABOVE = 32  # shards; opening one costs a file handle and a millisecond


def text_key(text: str) -> bytes:
    """Return the 16-byte hash that stands for a text."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=_KEY_BYTES).digest()


class VectorShards:
    """All stored vectors of one model.

    Args:
        folder: Where its shards lie; None keeps everything in memory.
        dimension: Numbers per vector.
    """

    def __init__(self, folder: Path | None, dimension: int) -> None:
        self._folder = folder
        self._layout = np.dtype(
            [("key", f"V{_KEY_BYTES}"), ("check", "<u4"), ("vector", "<f4", (dimension,))]
        )
        self._shards: dict[str, Records] = {}
        self._places: dict[bytes, tuple[str, int]] = {}
        for path in sorted(folder.glob("*.npy")) if folder else ():
            self._open(path)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def get(self, key: bytes) -> FloatArray | None:
        """Return the vector (dimension,) of a key, or None if it is absent or damaged."""
        place = self._places.get(key)
        if place is None:
            return None
        record = self._shards[place[0]][place[1]]
        vector: FloatArray = record["vector"]
        if int(record["check"]) != _checksum(key, vector):
            del self._places[key]
            return None
        return vector

    def add(self, keys: Sequence[bytes], vectors: FloatArray) -> None:
        """Store vectors (n, dimension) as one new shard; on a full or read-only disk, in memory."""
        if not keys:
            return
        records = np.zeros(len(keys), dtype=self._layout)
        records["key"] = np.array(keys, dtype=f"V{_KEY_BYTES}")
        records["vector"] = vectors
        records["check"] = [_checksum(k, v) for k, v in zip(keys, records["vector"], strict=True)]
        self._index(self._save(records), records)
        if len(self._shards) > _MERGE_ABOVE:
            places = self._places.values()
            whole = [self._shards[name][row] for name, row in places]
            self._replace(list(self._shards), np.array(whole, dtype=self._layout))

    def forget(self, keys: Iterable[bytes]) -> int:
        """Remove keys from every shard, on disk too; return how many were stored.

        Raises:
            OSError: A shard that holds one of them can be neither replaced nor removed.
        """
        gone = set(keys)
        known = gone & self._places.keys()
        for name, records in list(self._shards.items()):
            keep = np.array([key.tobytes() not in gone for key in records["key"]], dtype=bool)
            if not keep.all():
                self._replace([name], records[keep])
        return len(known)

    def _replace(self, names: Sequence[str], records: Records) -> None:
        """Put one shard in the place of others; the new file is whole before an old one goes."""
        records = np.array(records, dtype=self._layout)  # off the maps that are about to go
        fresh = self._save(records) if len(records) else ""
        for name in names:
            self._shards.pop(name)
            if self._folder is not None and name != fresh:
                (self._folder / name).unlink(missing_ok=True)
        self._places = {key: at for key, at in self._places.items() if at[0] not in names}
        if fresh:
            self._index(fresh, records)

    def _save(self, records: Records) -> str:
        """Write a shard if there is a folder that takes it; return its name."""
        name = hashlib.blake2b(records["key"].tobytes(), digest_size=8).hexdigest() + ".npy"
        if self._folder is None:
            return name
        fresh = self._folder / f".{name}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as handle:
                np.save(handle, records, allow_pickle=False)
            fresh.replace(self._folder / name)
        except OSError:  # a cache that cannot be written must not stop the run
            with contextlib.suppress(OSError):
                fresh.unlink()
        return name

    def _open(self, path: Path) -> None:
        try:
            records: Any = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            records = None
        if records is None or records.dtype != self._layout or records.ndim != 1:
            with contextlib.suppress(OSError):
                path.unlink()
            return
        self._index(path.name, records)

    def _index(self, name: str, records: Records) -> None:
        self._shards[name] = records
        for row, key in enumerate(records["key"]):
            # Two shards hold one key only if the older record was damaged; whole ones stay.
            if self.get(key.tobytes()) is None:
                self._places[key.tobytes()] = (name, row)


def _checksum(key: bytes, vector: FloatArray) -> int:
    return zlib.crc32(np.ascontiguousarray(vector).tobytes(), zlib.crc32(key))
