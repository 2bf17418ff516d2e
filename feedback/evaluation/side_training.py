"""`encoders.side_net` as it learns: with gradients, padding and dropout, and with rounding."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from feedback.encoders.int8_bert import ACTIVATION_LEVELS, WEIGHT_LEVELS, Int8Linear
from feedback.encoders.side_net import CLIP, EPSILON, HEADS, OUTPUTS
from feedback.types import FloatArray

WIDTH, INNER, DROPPED = 192, 384, 0.2
_MEAN_OVER = 0.998
"""Share of the running mean that stays at a step: it reaches back over 500."""


class RoundedLinear(nn.Module):
    """A linear layer whose weights and inputs can be rounded as `Int8Linear` rounds them."""

    def __init__(self, inputs: int, outputs: int, *, rounds: bool) -> None:
        super().__init__()
        self.inner = nn.Linear(inputs, outputs)
        self.rounds = rounds

    def forward(self, rows: Tensor) -> Tensor:
        """Return (..., outputs)."""
        if not self.rounds:
            return self.inner(rows)  # type: ignore[no-any-return]
        weight = _rounded(self.inner.weight, WEIGHT_LEVELS)
        return functional.linear(_rounded(rows, ACTIVATION_LEVELS), weight, self.inner.bias)


def _rounded(rows: Tensor, levels: float) -> Tensor:
    """Round each row to its levels; the gradient passes as if nothing had happened."""
    scale = rows.detach().abs().amax(dim=-1, keepdim=True).clamp_min(1e-12) / levels
    return rows + ((rows / scale).round() * scale - rows).detach()


class _Rung(nn.Module):
    def __init__(self, states: int, *, rounds: bool) -> None:
        super().__init__()
        self.inward = RoundedLinear(states, WIDTH, rounds=rounds)
        self.qkv = RoundedLinear(WIDTH, 3 * WIDTH, rounds=rounds)
        self.attention_out = RoundedLinear(WIDTH, WIDTH, rounds=rounds)
        self.attention_norm = nn.LayerNorm(WIDTH, EPSILON)
        self.up = RoundedLinear(WIDTH, INNER, rounds=rounds)
        self.down = RoundedLinear(INNER, WIDTH, rounds=rounds)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, rows: Tensor, is_token: Tensor) -> Tensor:
        texts, tokens, _ = rows.shape
        parts = self.qkv(rows).view(texts, tokens, 3, HEADS, WIDTH // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        mask = is_token[:, None, None, :]
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(texts, tokens, WIDTH)
        rows = self.attention_norm(rows + self.drop(self.attention_out(mixed)))
        inner = functional.relu(self.up(rows))
        return self.norm(rows + self.drop(self.down(inner)))  # type: ignore[no-any-return]


class SideNetInTraining(nn.Module):
    """The network of `encoders.side_net`.

    Args:
        mean: Of the states, shape (rungs, width of e5).
        scale: Their deviation, of the same shape.
        rounds: Whether it works with rounded weights and activations.
    """

    mean: Tensor
    scale: Tensor

    def __init__(self, mean: FloatArray, scale: FloatArray, *, rounds: bool) -> None:
        super().__init__()
        self.register_buffer("mean", torch.from_numpy(mean))
        self.register_buffer("scale", torch.from_numpy(scale))
        n_rungs, width = mean.shape
        self.rungs = nn.ModuleList(_Rung(width, rounds=rounds) for _ in range(n_rungs))
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.out = RoundedLinear(2 * WIDTH, OUTPUTS, rounds=rounds)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, states: Tensor, is_token: Tensor) -> Tensor:
        """Return the logits, shape (n, 3).

        Args:
            states: Shape (n, tokens, rungs, width of e5).
            is_token: Shape (n, tokens); False for padding.
        """
        states = ((states - self.mean) / self.scale).clamp(-CLIP, CLIP)
        rungs: list[_Rung] = list(self.rungs)  # type: ignore[arg-type]
        rows = self.norm(rungs[0].inward(self.drop(states[:, :, 0])))
        for number, rung in enumerate(rungs):
            fed = rung.inward(self.drop(states[:, :, number])) if number else 0
            rows = rung(rows + fed, is_token)
        there = is_token[:, :, None]
        mean = (rows * there).sum(dim=1) / there.sum(dim=1)
        most = rows.masked_fill(~there, -1e4).amax(dim=1)
        found: Tensor = self.out(self.drop(torch.cat([mean, most], dim=1)))
        return found

    def groups(self, decay: float) -> list[dict[str, Any]]:
        """Return the parameters for the optimiser: only matrices decay."""
        matrices = [p for p in self.parameters() if p.dim() > 1]
        others = [p for p in self.parameters() if p.dim() <= 1]
        return [
            {"params": matrices, "weight_decay": decay},
            {"params": others, "weight_decay": 0.0},
        ]

    def save(self, path: Path) -> None:
        """Write the weights in 8 bits, as `encoders.side_net.SideNet` reads them."""
        from safetensors.torch import save

        tensors: dict[str, Tensor] = {}
        for name, module in self.named_modules():
            key = name.replace("rungs.", "rung.")
            if isinstance(module, RoundedLinear):
                linear = Int8Linear.of(module.inner.weight.detach(), module.inner.bias.detach())
                tensors[f"{key}.weight"] = linear.weight.t().contiguous()
                tensors[f"{key}.scale"] = linear.scale.contiguous()
                tensors[f"{key}.bias"] = linear.bias.contiguous()
            elif isinstance(module, nn.LayerNorm):
                tensors[f"{key}.weight"] = module.weight.detach().contiguous()
                tensors[f"{key}.bias"] = module.bias.detach().contiguous()
        for number in range(len(self.rungs)):
            tensors[f"rung.{number}.mean"] = self.mean[number].contiguous()
            tensors[f"rung.{number}.scale"] = self.scale[number].contiguous()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(save(tensors))


def running_mean(net: SideNetInTraining) -> AveragedModel:
    """Return the running mean of a network's weights, to be updated at every step."""
    return AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(_MEAN_OVER))  # type: ignore[no-untyped-call]
