"""An encoder that remembers: every text is encoded once per model, ever."""

import copy
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from feedback.encoders.base import Encoder
from feedback.encoders.shards import VectorShards, text_key
from feedback.nlp import calmed
from feedback.progress import SILENT, Advance, Progress
from feedback.types import FloatArray

SAVE_EVERY = 2_048
"""Texts between two saves: an interrupted run loses at most this many, about 10 seconds of e5."""


class _Resting:
    """Stands for a model that was let go of: its name and numbers, and the way back."""

    def __init__(self, encoder: Encoder, load: Callable[[], Encoder]) -> None:
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.dimension = encoder.dimension
        self._load = load

    def encode(self, texts: Sequence[str], progress: Progress = SILENT) -> FloatArray:
        """Load the model again and encode."""
        return self._load().encode(texts, progress)


class CachedEncoder:
    """A `types.Embed`: texts in, vectors out, from memory, disk or the model.

    Args:
        encoder: The model behind it.
        cache_dir: Folder of the workspace's vectors; None keeps them in memory only.
        progress: Shows the texts that have to be encoded.

    Attributes:
        hits: Distinct texts answered from the cache so far.
        misses: Distinct texts that went through the model so far.
    """

    def __init__(
        self, encoder: Encoder, cache_dir: Path | None, progress: Progress = SILENT
    ) -> None:
        self.encoder: Encoder = encoder
        self.hits = 0
        self.misses = 0
        self._progress = progress
        self._numbers: int | None = None
        self._read: Callable[[str], str] = str
        folder = cache_dir / encoder.fingerprint if cache_dir else None
        self._shards = VectorShards(folder, encoder.dimension)

    @property
    def dimension(self) -> int:
        """Numbers per vector."""
        return self._numbers or self.encoder.dimension

    def first(self, numbers: int) -> "CachedEncoder":
        """Return the same encoder with the same cache, handing out its first numbers alone."""
        part = copy.copy(self)
        part._numbers = numbers  # noqa: SLF001 - of its own kind
        return part

    def reading(self, read: Callable[[str], str]) -> "CachedEncoder":
        """Return the same encoder with the same cache, reading each text as `read` writes it."""
        other = copy.copy(self)
        other._read = read  # noqa: SLF001 - of its own kind
        return other

    def __call__(self, texts: Sequence[str]) -> FloatArray:
        """Return the vectors, shape (n_texts, dimension), in the order of the texts."""
        texts = [self._read(text) for text in texts]
        keys = [text_key(text) for text in texts]
        wanted = dict(zip(keys, texts, strict=True))
        found = {key: vector for key in wanted if (vector := self._shards.get(key)) is not None}
        self.hits += len(found)
        missing = {key: text for key, text in wanted.items() if key not in found}
        self.misses += len(missing)
        found.update(self._encode(missing))
        vectors = np.empty((len(keys), self.dimension), dtype=np.float32)
        for row, key in enumerate(keys):
            vectors[row] = found[key][: self.dimension]
        return vectors

    def rest(self, load: Callable[[], Encoder]) -> None:
        """Let go of the model; what is cached stays, and `load` brings it back if it is needed.

        The bundled e5 holds 0.35 GB that later stages can use better.
        """
        self.encoder = _Resting(self.encoder, load)

    def forget(self, texts: Iterable[str]) -> int:
        """Remove the vectors of texts, on disk too; return how many were stored."""
        return self._shards.forget(_keys(texts))

    def _encode(self, missing: dict[bytes, str]) -> dict[bytes, FloatArray]:
        """Encode and save by portions, in an order that depends on the texts alone."""
        if not missing:
            return {}
        found: dict[bytes, FloatArray] = {}
        keys = sorted(missing, key=lambda key: (len(missing[key]), missing[key]))
        with self._progress.stage(f"vectors ({self.encoder.name})", len(keys)) as advance:
            for start in range(0, len(keys), SAVE_EVERY):
                portion = keys[start : start + SAVE_EVERY]
                texts = [missing[key] for key in portion]
                vectors = self.encoder.encode(texts, _Within(advance))
                self._shards.add(portion, vectors)
                found.update(zip(portion, vectors, strict=True))
        return found


class _Within:
    """A `Progress` that passes an inner stage's steps on to the stage already open."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:  # noqa: ARG002
        """Hand out the outer stage's `advance`."""
        yield self._advance


def forget_vectors(cache_dir: Path, texts: Iterable[str]) -> int:
    """Remove the vectors of texts for every model; return how many vectors were stored.

    Every shard is read once; no model is loaded.
    """
    keys = _keys(texts)
    removed = 0
    for folder in sorted(path for path in cache_dir.glob("*") if path.is_dir()):
        dimension = _stored_dimension(folder)
        if dimension is None:
            shutil.rmtree(folder, ignore_errors=True)  # nothing in it can be read
            continue
        removed += VectorShards(folder, dimension).forget(keys)
    return removed


def _keys(texts: Iterable[str]) -> set[bytes]:
    """Return the keys of texts, as they are written and as the themes read them."""
    return {text_key(form) for text in texts for form in (text, calmed(text))}


def _stored_dimension(folder: Path) -> int | None:
    for path in sorted(folder.glob("*.npy")):
        try:
            layout = np.load(path, mmap_mode="r", allow_pickle=False).dtype
        except (OSError, ValueError, EOFError):
            continue
        if layout.names and "vector" in layout.names:
            return int(layout["vector"].shape[0])
    return None
