"""What the tuned layers of e5 learn from: what goes into them, computed once and kept on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from feedback.encoders.base import batches, safe_text
from feedback.encoders.e5 import LAYERS, e5_bert
from feedback.encoders.e5_folder import PROMPT
from feedback.encoders.threads import use_all_cores
from feedback.encoders.tuned import FIRST
from feedback.settings import EncoderSettings
from feedback.types import FloatArray


@dataclass(frozen=True)
class States:
    """Of n texts, what the layer below the tuned ones holds, and the means of those above it.

    Attributes:
        tokens: Shape (n_tokens, width), float16, text after text.
        starts: Where each text begins, and where the last one ends, shape (n + 1,).
        means: Means over the tokens of `LAYERS` before tuning, shape (n, layers, width).
    """

    tokens: NDArray[np.float16]
    starts: NDArray[np.int64]
    means: FloatArray

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens per text, shape (n,)."""
        return np.diff(self.starts)

    def padded(self, rows: NDArray[np.intp]) -> tuple[Tensor, Tensor]:
        """Return the states (n, most tokens, width) of some texts, and which are tokens."""
        lengths = self.lengths[rows]
        shape = (len(rows), int(lengths.max()), self.tokens.shape[1])
        states = np.zeros(shape, dtype=np.float16)
        for place, row in enumerate(rows):
            states[place, : lengths[place]] = self.tokens[self.starts[row] : self.starts[row + 1]]
        is_token = np.arange(shape[1]) < lengths[:, None]
        return torch.from_numpy(states).float(), torch.from_numpy(is_token)


def states_of(texts: Sequence[str], settings: EncoderSettings, path: Path) -> States:
    """Run the bundled e5, as it was before tuning, over texts; keep the token states in `path`.

    Raises:
        ModelError: The package is missing or damaged.
    """
    bert = e5_bert((FIRST - 1, *LAYERS))
    use_all_cores(settings)
    safe = [safe_text(text) for text in texts]
    lengths = [len(bert.tokenizer.encode(PROMPT + text).ids) for text in safe]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    width = bert.get_embedding_dimension()
    tokens = np.memmap(path, dtype=np.float16, mode="w+", shape=(int(starts[-1]), width))
    means = np.zeros((len(safe), len(LAYERS), width), dtype=np.float32)
    with torch.inference_mode():
        for rows in batches(safe, settings.batch_size):
            found = bert(bert.preprocess([safe[row] for row in rows], prompt=PROMPT))
            below, *above = (layer.numpy() for layer in found["layers"])
            ends = np.cumsum(found["lengths"].numpy())
            for row, place in zip(rows, found["places"].tolist(), strict=True):
                own = slice(ends[place] - lengths[row], ends[place])
                tokens[starts[row] : starts[row + 1]] = below[own]
                means[row] = [layer[own].mean(axis=0) for layer in above]
    return States(tokens, starts, means)
