"""The upper layers of e5, tuned to read feeling beside the meaning that they carry.

Means over a text's tokens, which is all that the head saw at first, do not tell "no more forgotten
invoices" from "forgotten invoices"; the tokens do. So layers 5 to 12 learnt to say in the first
token and in the greatest values over all tokens what the text feels, while the means of layers 12
and 8 were held where they were (feature distillation: Romero et al., 2015). One pass then serves
search and sentiment, and costs what e5 costs. Three numbers per text stand behind e5's own.
"""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from feedback.encoders.int8_bert import Int8Linear, Norm, TransformerLayer, quantise

FIRST, LAST = 5, 12
"""The tuned layers of e5."""

HEADS = 12
EPSILON = 1e-12

OUTPUTS = 3
"""Logits of negative, neutral, positive."""


def tuned_layers(path: Path) -> tuple[TransformerLayer, ...]:
    """Read the layers `FIRST` to `LAST` as `evaluation.tuned_e5` writes them."""
    from safetensors import safe_open

    with safe_open(path, framework="pt") as stored:
        return tuple(_layer(stored, f"layer.{number}") for number in range(FIRST, LAST + 1))


class Feeling(nn.Module):
    """Module of e5 after the pooling: appends three logits per text.

    Args:
        path: The weights, in the same file as the layers.
        place: Where in ``layers`` the states of the last layer stand.
    """

    def __init__(self, path: Path, place: int) -> None:
        super().__init__()
        from safetensors import safe_open

        self.place = place
        with safe_open(path, framework="pt") as stored:
            self._out = _linear(stored, "out")

    def forward(self, features: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Append to ``sentence_embedding`` what ``layers`` say, with ``groups`` and ``places``."""
        rows = _pooled(features["layers"][self.place], features["groups"])
        logits = self._out(*quantise(rows))[features["places"]]
        return {
            **features,
            "sentence_embedding": torch.cat([features["sentence_embedding"], logits], dim=1),
        }

    def save(self, output_path: str, *_args: Any, **_options: Any) -> None:
        """Refuse: the file this was read from is the saved form."""
        raise NotImplementedError(f"copy the weights' file instead of saving to {output_path}")


def _pooled(rows: Tensor, groups: list[tuple[int, int, int]]) -> Tensor:
    """Return first token and maximum over the tokens of each text, shape (texts, 2 x width)."""
    parts = []
    for start, texts, tokens in groups:
        own = rows[start : start + texts * tokens].view(texts, tokens, -1)
        parts.append(torch.cat([own[:, 0], own.amax(dim=1)], dim=1))
    return torch.cat(parts)


def _layer(stored: Any, prefix: str) -> TransformerLayer:
    return TransformerLayer(
        qkv=_linear(stored, f"{prefix}.qkv"),
        attention_out=_linear(stored, f"{prefix}.attention_out"),
        attention_norm=_norm(stored, f"{prefix}.attention_norm"),
        up=_linear(stored, f"{prefix}.up"),
        down=_linear(stored, f"{prefix}.down"),
        norm=_norm(stored, f"{prefix}.norm"),
        heads=HEADS,
    )


def _linear(stored: Any, name: str) -> Int8Linear:
    """Read the levels as they are stored, (outputs, inputs) in 8 bits, and their scales."""
    weight, scale, bias = (
        stored.get_tensor(f"{name}.{part}") for part in ("weight", "scale", "bias")
    )
    return Int8Linear(weight.t().contiguous(), scale, bias)


def _norm(stored: Any, name: str) -> Norm:
    weight, bias = (stored.get_tensor(f"{name}.{part}") for part in ("weight", "bias"))
    return Norm(weight, bias, EPSILON)
