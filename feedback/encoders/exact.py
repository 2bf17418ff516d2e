"""Matrix products whose result does not depend on the shape of the batch.

Floating-point sums depend on their order, and the order on the batch. Sums of whole numbers that
stay under 2^24 (float32) or 2^53 (float64) are exact in any order, so activations are rounded to
whole multiples of a scale per row, and weights to whole multiples of a scale per matrix.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

TOKEN_LEVELS = 511
"""Activations in float32: 511 x 128 x 256 inputs stays under 2^24."""

SENTENCE_LEVELS = 1 << 18
"""Activations in float64: 2^18 x 2^19 x 2,048 inputs stays under 2^53."""

_WEIGHT_STEPS = {torch.float32: 255, torch.float64: 1 << 20}


@dataclass(frozen=True)
class ExactWeights:
    """Whole numbers `levels` (inputs, outputs) with weight = levels * step + middle."""

    levels: Tensor
    step: float
    middle: float

    @classmethod
    def of(cls, weight: Tensor, kind: torch.dtype) -> "ExactWeights":
        """Round weights to 256 (float32) or 2^20 (float64) even steps from least to greatest.

        Weights that were quantised to 256 levels before are found on their own grid, unchanged.
        """
        steps = _WEIGHT_STEPS[kind]
        low, high = float(weight.min()), float(weight.max())
        step = max((high - low) / steps, 1e-12)
        gaps = np.diff(np.unique(weight.numpy()))
        if len(gaps) and (high - low) / gaps.min() < steps + 0.5:
            step = (high - low) / max(1, round((high - low) / float(gaps.min())))
        half = (steps + 1) // 2
        levels = ((weight.double() - low) / step).round() - half
        return cls(levels.to(kind), step, low + half * step)

    def product(self, levels: Tensor, row_scale: Tensor, out: Tensor | None = None) -> Tensor:
        """Return the product with rows ``levels * row_scale``, shape (rows, outputs), in `out`."""
        whole = torch.mm(levels, self.levels, out=out).mul_(self.step)
        whole.add_(levels.sum(dim=1, keepdim=True).mul_(self.middle))
        return whole.mul_(row_scale)


def round_rows(rows: Tensor, levels: int) -> tuple[Tensor, Tensor]:
    """Return whole numbers within +-`levels` and the scale (n, 1) that gives the rows back."""
    scale = rows.abs().amax(dim=1, keepdim=True).clamp_min_(1e-12).div_(levels)
    return (rows / scale).round_(), scale
