"""Mean pooling of several hidden layers, each to unit length, side by side."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


class LayerMeans(nn.Module):
    """Second module of e5: (texts, layers x width), each part L2-normed.

    The first part, from layer 12, is the ordinary multilingual-e5-small vector.

    Args:
        n_layers: How many of the layers kept are pooled, from the first.
    """

    def __init__(self, n_layers: int) -> None:
        super().__init__()
        self.n_layers = n_layers

    def forward(self, features: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Add ``sentence_embedding`` from ``layers``, ``groups`` and ``places``."""
        parts = [
            functional.normalize(_means(rows, features["groups"]), dim=1)
            for rows in features["layers"][: self.n_layers]
        ]
        vectors = torch.cat(parts, dim=1)[features["places"]]
        return {**features, "sentence_embedding": vectors}

    def save(self, output_path: str, *_args: Any, **_options: Any) -> None:
        """Do nothing: there are no weights."""


def _means(rows: Tensor, groups: list[tuple[int, int, int]]) -> Tensor:
    """Average the tokens of each text; texts of one length stand together in a group."""
    return torch.cat(
        [
            rows[start : start + texts * tokens].view(texts, tokens, -1).mean(dim=1)
            for start, texts, tokens in groups
        ]
    )
