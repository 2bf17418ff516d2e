"""The modules of a bundled model run one after the other, without the library they are made for.

Importing sentence-transformers and the transformers behind it takes 3.4 s and 0.25 GB, which a
search from the command line would pay for one query. The modules stay what that library takes:
`SentenceTransformer(modules=...)` gives the same bytes (a test holds the two together).
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import nn

from feedback.types import FloatArray


class Chain(nn.Sequential):
    """Texts in, vectors out: a first module that tokenises, others that follow on the features.

    Args:
        modules: In order; the first has `preprocess`, the last leaves ``sentence_embedding``.
    """

    def __init__(self, modules: Sequence[nn.Module]) -> None:
        super().__init__(*modules)

    def encode(
        self, texts: Sequence[str], prompt: str | None = None, **_options: Any
    ) -> FloatArray:
        """Return the vectors, shape (n_texts, dimension), float32, as one batch."""
        first: Any = self[0]
        with torch.inference_mode():
            features = self(first.preprocess(texts, prompt=prompt))
        vectors: FloatArray = features["sentence_embedding"].numpy()
        return vectors
