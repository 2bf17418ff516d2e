"""What an encoder is, and the one that wraps a `SentenceTransformer`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from feedback.progress import SILENT, Progress
from feedback.types import FloatArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MAX_CHARS = 16_384
"""Longer texts are cut before they are tokenised: 256 tokens have 1,500 characters, and a hostile
cell of 10 MB must not cost minutes."""


class Encoder(Protocol):
    """Turns texts into vectors.

    Attributes:
        name: What the person called it.
        fingerprint: Changes whenever the vectors may change; the key of the vector cache.
        dimension: Numbers per vector.
    """

    name: str
    fingerprint: str
    dimension: int

    def encode(self, texts: Sequence[str], progress: Progress = SILENT) -> FloatArray:
        """Return the vectors, shape (n_texts, dimension), float32, in the order of the texts."""
        ...


@dataclass(frozen=True)
class TransformerEncoder:
    """A `SentenceTransformer` fed in a canonical order, so that shuffled rows give the same bytes.

    The two bundled models give a text the same bytes in any batch; others do as long as the
    same set of texts is encoded (float32 sums depend on a batch's shape in the seventh digit).

    Attributes:
        name: What the person called it.
        fingerprint: Of weights and code.
        dimension: Numbers per vector.
        model: The model, on the CPU.
        batch_size: Texts per forward pass.
        prompt: Put before every text; None leaves that to the model's own configuration.
    """

    name: str
    fingerprint: str
    dimension: int
    model: "SentenceTransformer"
    batch_size: int
    prompt: str | None = None

    def encode(self, texts: Sequence[str], progress: Progress = SILENT) -> FloatArray:
        """Return the vectors, shape (n_texts, dimension), float32, in the order of the texts."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        safe = [safe_text(text) for text in texts]
        order = sorted(range(len(safe)), key=lambda i: (len(safe[i]), safe[i]))
        with progress.stage(f"vectors ({self.name})", len(texts)) as advance:
            for start in range(0, len(order), self.batch_size):
                rows = order[start : start + self.batch_size]
                vectors[rows] = self.model.encode(
                    [safe[i] for i in rows],
                    prompt=self.prompt,
                    batch_size=self.batch_size,
                    show_progress_bar=False,
                    convert_to_numpy=True,
                )
                advance(len(rows))
        return vectors


def safe_text(text: str) -> str:
    """Cut a text to `MAX_CHARS` and replace what no tokenizer takes: lone surrogates and NUL."""
    text = text[:MAX_CHARS].replace("\0", " ")
    return text.encode("utf-8", "replace").decode("utf-8")
