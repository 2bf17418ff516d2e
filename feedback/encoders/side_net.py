"""A small network beside e5 that reads what the tokens say of feeling.

Ladder side-tuning (Sung, Cho and Bansal, 2022): e5 itself is left as it is, so that search and
everything else built on its vectors stays, and costs no second pass; a narrow transformer goes up
beside it, fed at each rung with the token states of one of its layers. Means over a text's tokens,
which is all that the head saw before, do not tell "no more forgotten invoices" from "forgotten
invoices"; tokens do. Its three numbers per text stand behind e5's own in the vector.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from sentence_transformers.models import Module
from torch import Tensor
from torch.nn import functional

from feedback.encoders.int8_bert import Int8Linear, Norm, TransformerLayer, quantise

LAYERS = (6, 8, 10, 12)
"""Of e5, one per rung, from the lowest."""

HEADS = 4
EPSILON = 1e-5
CLIP = 8.0
"""Standardised states are cut here: a few of e5's dimensions now and then lie 30 deviations out."""

OUTPUTS = 3
"""Logits of negative, neutral, positive."""


@dataclass(frozen=True)
class _Rung:
    mean: Tensor
    scale: Tensor
    inward: Int8Linear
    layer: TransformerLayer


class SideNet(Module):  # type: ignore[misc]
    """Module of the e5 `SentenceTransformer` after the pooling: appends three logits per text.

    Args:
        path: Its weights as safetensors, see `feedback.evaluation.side_net`.
        rungs: Where in ``layers`` the states of `LAYERS` stand.
    """

    def __init__(self, path: Path, rungs: tuple[int, ...]) -> None:
        super().__init__()
        from safetensors import safe_open

        self.rungs = rungs
        with safe_open(path, framework="pt") as stored:
            self._ladder = [_rung(stored, f"rung.{number}") for number in range(len(rungs))]
            self._norm = _norm(stored, "norm")
            self._out = _linear(stored, "out")

    def forward(self, features: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Append to ``sentence_embedding`` what ``layers`` say, with ``groups`` and ``places``."""
        groups = features["groups"]
        fed = [
            rung.inward(*quantise(((layer - rung.mean) / rung.scale).clamp_(-CLIP, CLIP)))
            for layer, rung in zip(self._of_rungs(features["layers"]), self._ladder, strict=True)
        ]
        rows = self._norm(fed[0])
        for number, rung in enumerate(self._ladder):
            rows = rung.layer(rows + fed[number] if number else rows, groups)
        logits = self._out(*quantise(_pooled(rows, groups)))[features["places"]]
        return {
            **features,
            "sentence_embedding": torch.cat([features["sentence_embedding"], logits], dim=1),
        }

    def _of_rungs(self, layers: list[Tensor]) -> list[Tensor]:
        return [layers[place] for place in self.rungs]

    def save(self, output_path: str, *_args: Any, **_options: Any) -> None:
        """Refuse: the file this was read from is the saved form."""
        raise NotImplementedError(f"copy the weights' file instead of saving to {output_path}")


def _pooled(rows: Tensor, groups: list[tuple[int, int, int]]) -> Tensor:
    """Return mean and maximum over the tokens of each text, shape (texts, 2 x width)."""
    parts = []
    for start, texts, tokens in groups:
        own = rows[start : start + texts * tokens].view(texts, tokens, -1)
        parts.append(torch.cat([own.mean(dim=1), own.amax(dim=1)], dim=1))
    return torch.cat(parts)


def _rung(stored: Any, prefix: str) -> _Rung:
    layer = TransformerLayer(
        qkv=_linear(stored, f"{prefix}.qkv"),
        attention_out=_linear(stored, f"{prefix}.attention_out"),
        attention_norm=_norm(stored, f"{prefix}.attention_norm"),
        up=_linear(stored, f"{prefix}.up"),
        down=_linear(stored, f"{prefix}.down"),
        norm=_norm(stored, f"{prefix}.norm"),
        heads=HEADS,
        activation=functional.relu,
    )
    mean, scale = (stored.get_tensor(f"{prefix}.{name}") for name in ("mean", "scale"))
    return _Rung(mean, scale, _linear(stored, f"{prefix}.inward"), layer)


def _linear(stored: Any, name: str) -> Int8Linear:
    """Read the levels as they are stored, (outputs, inputs) in 8 bits, and their scales."""
    weight, scale, bias = (
        stored.get_tensor(f"{name}.{part}") for part in ("weight", "scale", "bias")
    )
    return Int8Linear(weight.t().contiguous(), scale, bias)


def _norm(stored: Any, name: str) -> Norm:
    weight, bias = (stored.get_tensor(f"{name}.{part}") for part in ("weight", "bias"))
    return Norm(weight, bias, EPSILON)
