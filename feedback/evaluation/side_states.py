"""The token states that the network beside e5 learns from, computed once and kept on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from feedback.encoders.base import batches, safe_text
from feedback.encoders.e5 import e5_bert
from feedback.encoders.e5_folder import PROMPT
from feedback.encoders.threads import use_all_cores
from feedback.settings import EncoderSettings
from feedback.types import FloatArray

_SAMPLE = 20_000  # tokens


@dataclass(frozen=True)
class States:
    """Hidden states of the tokens of n texts.

    Attributes:
        tokens: Shape (n_tokens, layers, width), float16, text after text.
        starts: Where each text begins, and where the last one ends, shape (n + 1,).
    """

    tokens: NDArray[np.float16]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens per text, shape (n,)."""
        return np.diff(self.starts)

    def first(self, n: int) -> "States":
        """Return those of the first n texts."""
        return States(self.tokens[: self.starts[n]], self.starts[: n + 1])

    def spread(self) -> tuple[FloatArray, FloatArray]:
        """Return mean and deviation of every number over a sample, each (layers, width)."""
        sample = self.tokens[:: max(1, len(self.tokens) // _SAMPLE)].astype(np.float32)
        return sample.mean(axis=0), sample.std(axis=0) + np.float32(1e-4)

    def padded(self, rows: NDArray[np.intp]) -> tuple[Tensor, Tensor]:
        """Return the states (n, most tokens, layers, width) of some texts, and which are tokens."""
        lengths = self.lengths[rows]
        shape = (len(rows), int(lengths.max()), *self.tokens.shape[1:])
        states = np.zeros(shape, dtype=np.float16)
        for place, row in enumerate(rows):
            states[place, : lengths[place]] = self.tokens[self.starts[row] : self.starts[row + 1]]
        is_token = np.arange(shape[1]) < lengths[:, None]
        return torch.from_numpy(states).float(), torch.from_numpy(is_token)


def states_of(
    texts: Sequence[str], layers: Sequence[int], settings: EncoderSettings, path: Path
) -> States:
    """Run the bundled e5 over texts and keep what some of its layers hold in the file `path`.

    Raises:
        ModelError: The package is missing or damaged.
    """
    bert = e5_bert(layers)
    use_all_cores(settings)
    safe = [safe_text(text) for text in texts]
    lengths = [len(bert.tokenizer.encode(PROMPT + text).ids) for text in safe]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    shape = (int(starts[-1]), len(layers), bert.get_embedding_dimension())
    tokens = np.memmap(path, dtype=np.float16, mode="w+", shape=shape)
    with torch.inference_mode():
        for rows in batches(safe, settings.batch_size):
            found = bert(bert.preprocess([safe[row] for row in rows], prompt=PROMPT))
            states = torch.stack(found["layers"], dim=1).numpy()
            ends = np.cumsum(found["lengths"].numpy())
            for row, place in zip(rows, found["places"].tolist(), strict=True):
                own = states[ends[place] - lengths[row] : ends[place]]
                tokens[starts[row] : starts[row + 1]] = own
    return States(tokens, starts)
