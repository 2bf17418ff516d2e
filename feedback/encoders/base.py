"""What an encoder is, and the one that wraps a `SentenceTransformer` or a bundled `Chain`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from feedback.progress import SILENT, Progress
from feedback.system import return_freed_pages
from feedback.types import FloatArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from feedback.encoders.chain import Chain

MAX_CHARS = 16_384
"""Longer texts are cut before they are tokenised: 256 tokens have 1,500 characters, and a hostile
cell of 10 MB must not cost minutes."""

MAX_BATCH_CHARS = 8_192
"""A batch of long texts holds fewer of them: about 2,500 tokens, 100 MB in a forward pass."""

FULL_BATCH_CHARS = 2_048
"""A batch of short texts holds more of them: single words went through USE 2.5 times as fast in
batches of 256 as in batches of 32."""

_TIDY_EVERY = 16
"""Batches between two returns of freed pages: the lengths differ, so that memory breaks up."""


class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """What the person called it."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors may change; the key of the vector cache."""

    @property
    def dimension(self) -> int:
        """Numbers per vector."""

    def encode(self, texts: Sequence[str], progress: Progress = SILENT) -> FloatArray:
        """Return the vectors, shape (n_texts, dimension), float32, in the order of the texts."""


@dataclass(frozen=True)
class TransformerEncoder:
    """A model fed in a canonical order, so that shuffled rows give the same bytes.

    The two bundled models give a text the same bytes in any batch; others do as long as the
    same set of texts is encoded (float32 sums depend on a batch's shape in the seventh digit).

    Attributes:
        name: What the person called it.
        fingerprint: Of weights and code.
        dimension: Numbers per vector.
        model: The model, on the CPU.
        batch_size: Texts per forward pass; of short ones more, see `batches`.
        prompt: Put before every text; None leaves that to the model's own configuration.
    """

    name: str
    fingerprint: str
    dimension: int
    model: "SentenceTransformer | Chain"
    batch_size: int
    prompt: str | None = None

    def encode(self, texts: Sequence[str], progress: Progress = SILENT) -> FloatArray:
        """Return the vectors, shape (n_texts, dimension), float32, in the order of the texts."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        safe = [safe_text(text) for text in texts]
        with progress.stage(f"vectors ({self.name})", len(texts)) as advance:
            for number, rows in enumerate(batches(safe, self.batch_size), start=1):
                vectors[rows] = self.model.encode(
                    [safe[row] for row in rows],
                    prompt=self.prompt,
                    batch_size=len(rows),
                    show_progress_bar=False,
                )
                if number % _TIDY_EVERY == 0:
                    return_freed_pages()
                advance(len(rows))
        return vectors


def batches(texts: Sequence[str], size: int) -> Iterator[list[int]]:
    """Yield the rows of `texts` in batches, shortest text first, ties by text.

    A batch ends at `size` texts if it has `FULL_BATCH_CHARS`, and before `MAX_BATCH_CHARS`.
    """
    rows: list[int] = []
    chars = 0
    for row in sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i])):
        is_full = len(rows) >= size and chars >= FULL_BATCH_CHARS
        if rows and (is_full or chars + len(texts[row]) > MAX_BATCH_CHARS):
            yield rows
            rows, chars = [], 0
        rows.append(row)
        chars += len(texts[row])
    if rows:
        yield rows


def safe_text(text: str) -> str:
    """Cut a text to `MAX_CHARS` and replace what no tokenizer takes: lone surrogates and NUL."""
    text = text[:MAX_CHARS].replace("\0", " ")
    return text.encode("utf-8", "replace").decode("utf-8")
