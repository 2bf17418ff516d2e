"""`encoders.tuned` as it learns: with gradients, padding and dropout, and with rounding."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from feedback.encoders.e5 import LAYERS
from feedback.encoders.int8_bert import ACTIVATION_LEVELS, WEIGHT_LEVELS, Int8Linear
from feedback.encoders.tuned import EPSILON, FIRST, HEADS, LAST, OUTPUTS

DROPPED = 0.1
_MEAN_OVER = 0.998
"""Share of the running mean that stays at a step: it reaches back over 500."""
_STEEPER = 0.92
"""Each layer learns at so much of the rate of the one above it (Howard and Ruder, 2018)."""
_OUT_RATE = 1e-3


class RoundedLinear(nn.Linear):
    """A linear layer whose weights and inputs can be rounded as `Int8Linear` rounds them."""

    rounds = False

    def forward(self, rows: Tensor) -> Tensor:
        """Return (..., outputs)."""
        if not self.rounds:
            return super().forward(rows)
        weight = _rounded(self.weight, WEIGHT_LEVELS)
        return functional.linear(_rounded(rows, ACTIVATION_LEVELS), weight, self.bias)


def _rounded(rows: Tensor, levels: float) -> Tensor:
    """Round each row to its levels; the gradient passes as if nothing had happened."""
    scale = rows.detach().abs().amax(dim=-1, keepdim=True).clamp_min(1e-12) / levels
    return rows + ((rows / scale).round() * scale - rows).detach()


class _Layer(nn.Module):
    def __init__(self, stored: Any, number: int) -> None:
        super().__init__()
        prefix = f"encoder.layer.{number - 1}"
        self.qkv = _linear(
            stored, [f"{prefix}.attention.self.{name}" for name in ("query", "key", "value")]
        )
        self.attention_out = _linear(stored, [f"{prefix}.attention.output.dense"])
        self.attention_norm = _norm(stored, f"{prefix}.attention.output.LayerNorm")
        self.up = _linear(stored, [f"{prefix}.intermediate.dense"])
        self.down = _linear(stored, [f"{prefix}.output.dense"])
        self.norm = _norm(stored, f"{prefix}.output.LayerNorm")
        self.drop = nn.Dropout(DROPPED)

    def forward(self, rows: Tensor, is_token: Tensor) -> Tensor:
        texts, tokens, width = rows.shape
        parts = self.qkv(rows).view(texts, tokens, 3, HEADS, width // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        mask = is_token[:, None, None, :]
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(texts, tokens, width)
        rows = self.attention_norm(rows + self.drop(self.attention_out(mixed)))
        inner = functional.gelu(self.up(rows))
        return self.norm(rows + self.drop(self.down(inner)))  # type: ignore[no-any-return]


class TunedInTraining(nn.Module):
    """The layers of `encoders.tuned`, as e5 has them before the first step.

    Args:
        folder: The unpacked e5.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from safetensors import safe_open

        with safe_open(folder / "model.safetensors", framework="pt") as stored:
            layers = [_Layer(stored, n) for n in range(FIRST, LAST + 1)]
        self.layers = nn.ModuleList(layers)
        self.out = RoundedLinear(2 * layers[0].down.out_features, OUTPUTS)
        nn.init.normal_(self.out.weight, std=0.02)
        nn.init.zeros_(self.out.bias)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, rows: Tensor, is_token: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits (n, 3), and the means over the tokens of `LAYERS`, (n, 2, width).

        Args:
            rows: Shape (n, tokens, width): what goes into the first of the layers.
            is_token: Shape (n, tokens); False for padding.
        """
        there = is_token[:, :, None]
        counts = there.sum(dim=1)
        means: dict[int, Tensor] = {}
        for number, layer in enumerate(self.layers, start=FIRST):
            rows = layer(rows, is_token)
            if number in LAYERS:
                means[number] = (rows.float() * there).sum(dim=1) / counts
        rows = rows.float()
        most = rows.masked_fill(~there, -1e4).amax(dim=1)
        logits: Tensor = self.out(self.drop(torch.cat([rows[:, 0], most], dim=1)))
        return logits.float(), torch.stack([means[number] for number in LAYERS], dim=1)

    def round_from_now(self) -> None:
        """Work with rounded weights and activations, as in use."""
        for module in self.modules():
            if isinstance(module, RoundedLinear):
                module.rounds = True

    def groups(self, rate: float, decay: float) -> list[dict[str, Any]]:
        """Return the parameters for the optimiser, lower layers with lower rates."""
        found = [{"params": list(self.out.parameters()), "lr": _OUT_RATE, "weight_decay": 0.0}]
        for below, layer in enumerate(reversed(self.layers)):
            own = rate * _STEEPER**below
            found.append({"params": list(layer.parameters()), "lr": own, "weight_decay": decay})
        return found

    def save(self, path: Path) -> None:
        """Write the weights in 8 bits, as `encoders.tuned` reads them."""
        from safetensors.torch import save

        tensors: dict[str, Tensor] = {}
        for name, module in self.named_modules():
            key = name
            if name.startswith("layers."):
                _, place, *rest = name.split(".")
                key = ".".join(["layer", str(int(place) + FIRST), *rest])
            if isinstance(module, RoundedLinear):
                linear = Int8Linear.of(module.weight.detach(), module.bias.detach())
                tensors[f"{key}.weight"] = linear.weight.t().contiguous()
                tensors[f"{key}.scale"] = linear.scale.contiguous()
                tensors[f"{key}.bias"] = linear.bias.contiguous()
            elif isinstance(module, nn.LayerNorm):
                tensors[f"{key}.weight"] = module.weight.detach().contiguous()
                tensors[f"{key}.bias"] = module.bias.detach().contiguous()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(save(tensors))


def running_mean(net: TunedInTraining) -> AveragedModel:
    """Return the running mean of the weights, to be updated at every step."""
    return AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(_MEAN_OVER))  # type: ignore[no-untyped-call]


def _linear(stored: Any, names: Sequence[str]) -> RoundedLinear:
    """Return one layer that does what several do side by side."""
    weight = torch.cat([stored.get_tensor(f"{name}.weight").float() for name in names])
    made = RoundedLinear(weight.shape[1], weight.shape[0])
    made.weight.data = weight
    made.bias.data = torch.cat([stored.get_tensor(f"{name}.bias").float() for name in names])
    return made


def _norm(stored: Any, name: str) -> nn.LayerNorm:
    weight = stored.get_tensor(f"{name}.weight").float()
    made = nn.LayerNorm(len(weight), EPSILON)
    made.weight.data = weight
    made.bias.data = stored.get_tensor(f"{name}.bias").float()
    return made
