import numpy as np
import pytest
import torch

from feedback.encoders.exact import SENTENCE_LEVELS, TOKEN_LEVELS, ExactWeights, round_rows
from feedback.encoders.int8_bert import Int8Linear, even_threads, quantise


@pytest.mark.parametrize(
    ("kind", "levels", "tolerance"),
    [(torch.float32, TOKEN_LEVELS, 0.01), (torch.float64, SENTENCE_LEVELS, 1e-4)],
)
def test_products_are_right_and_free_of_the_batch(
    kind: torch.dtype, levels: int, tolerance: float
) -> None:
    generator = torch.Generator().manual_seed(7)
    rows = torch.randn(70, 256, generator=generator).to(kind)
    weights = torch.randn(256, 96, generator=generator)
    exact = ExactWeights.of(weights, kind)
    product = exact.product(*round_rows(rows, levels))
    wanted = rows.double() @ weights.double()
    assert float((product - wanted).abs().max() / wanted.abs().max()) < tolerance
    for size in (1, 2, 33):
        parts = [exact.product(*round_rows(part, levels)) for part in rows.split(size)]
        assert torch.equal(torch.cat(parts), product)


def test_weights_on_a_grid_of_256_are_kept() -> None:
    grid = np.random.default_rng(3).integers(40, 200, (64, 8))
    weights = torch.tensor((grid - 90) * 0.0125, dtype=torch.float32)
    exact = ExactWeights.of(weights, torch.float32)
    back = exact.levels.double() * exact.step + exact.middle
    torch.testing.assert_close(back.float(), weights, atol=1e-5, rtol=0)


def test_eight_bit_products_stay_exact_at_the_extremes() -> None:
    """Old processors add pairs in 16 bits: the largest weights and activations must still fit."""
    weights = torch.ones(32, 64)
    weights[::2] = -1
    layer = Int8Linear.of(weights, torch.zeros(32))
    rows = torch.ones(40, 64)
    rows[::3] = -1
    product = layer(*quantise(rows))
    torch.testing.assert_close(product, rows @ weights.T, atol=1e-3, rtol=1e-5)


def test_threads_are_rounded_down_to_even_shares() -> None:
    assert [even_threads(n) for n in (0, 1, 2, 5, 7, 10, 16, 96)] == [1, 1, 2, 4, 6, 8, 16, 48]
    assert all(1536 % n == 0 and 1536 // n % 32 == 0 for n in (48, 24, 16, 12, 8, 6, 4, 3, 2, 1))
