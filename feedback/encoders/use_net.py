"""The multilingual universal sentence encoder v3 (Yang et al., 2019) as one batched torch module.

Per token a word vector, a projection and three n-gram branches (2, 3 and 5 words) of two
convolutions; their normed sum over the text goes through a small dense network to 512 numbers.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from feedback.encoders.exact import (
    SENTENCE_LEVELS,
    TOKEN_LEVELS,
    ExactWeights,
    round_rows,
)
from feedback.encoders.flat import flatten, groups_of
from feedback.encoders.word_pieces import WordPieces

_BRANCHES = ((2, 0), (3, 1), (5, 2))  # words in the n-gram, words of it before the token
_LEFT, _RIGHT = 2, 2
_DENSE = ("cnn_W", "d0", "d1", "d2", "d3", "p1", "p3")


@dataclass(frozen=True)
class _Convolution:
    """One n-gram layer: weights (256, n * 256), a block of 256 outputs per word of the n-gram."""

    weights: ExactWeights
    bias: Tensor
    words: int
    before: int

    @classmethod
    def of(cls, weight: Tensor, bias: Tensor, words: int, before: int) -> "_Convolution":
        side_by_side = torch.cat(weight.chunk(words), dim=1)
        return cls(ExactWeights.of(side_by_side, torch.float32), bias, words, before)

    def __call__(self, rows: Tensor, neighbours: Tensor) -> Tensor:
        """Return relu(convolution) + rows; `neighbours` (tokens, 5) as `_neighbours` gives it."""
        blocks = torch.empty(len(rows) + 1, self.weights.levels.shape[1])
        blocks[-1] = 0  # what stands beyond a text's ends
        self.weights.product(*round_rows(rows, TOKEN_LEVELS), out=blocks[:-1])
        total = self.bias.expand(len(rows), -1).clone()
        for word, block in enumerate(blocks.chunk(self.words, dim=1)):
            total += block[neighbours[:, _LEFT - self.before + word]]
        return total.relu_().add_(rows)


class UseModule(nn.Module):
    """The only module of USE, for a `Chain` or a `SentenceTransformer`.

    Args:
        folder: A folder that `write_use_folder` filled.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._max_tokens: int = config["max_tokens"]
        self.tokenizer = WordPieces(folder / "sp.model")
        self._build(folder)

    @classmethod
    def load(cls, model_name_or_path: str, **_options: Any) -> "UseModule":
        """Load the module from its folder, as `SentenceTransformer` does."""
        return cls(Path(model_name_or_path))

    def _build(self, folder: Path) -> None:
        from safetensors import safe_open

        with safe_open(folder / "model.safetensors", framework="pt") as stored:
            names = set(stored.keys()) - {"table"}
            self._table = stored.get_tensor("table")  # stays in the mapped file
            rest = {name: stored.get_tensor(name) for name in names}
        orders = [words for words, _ in _BRANCHES]
        self._scale, self._low, self._eps = rest["scale"], rest["lo"], float(rest["eps"])
        projection = torch.cat([rest[f"proj{n}"] for n in orders], dim=1)
        self._projection = [
            ExactWeights.of(part, torch.float32) for part in projection.chunk(len(_BRANCHES), dim=1)
        ]
        self._projection_sums = projection.double().sum(dim=0).float()
        self._projection_bias = torch.cat([rest[f"proj_b{n}"] for n in orders])
        self._inner_norm = (
            torch.cat([rest[f"ln_g{n}"] for n in orders]),
            torch.cat([rest[f"ln_b{n}"] for n in orders]),
        )
        self._branches = [
            [
                _Convolution.of(rest[f"w{depth}_{n}"], rest[f"b{depth}_{n}"], n, before)
                for depth in (1, 2)
            ]
            for n, before in _BRANCHES
        ]
        self._norm = rest["ln_g"], rest["ln_b"]
        self._dense = {name: ExactWeights.of(rest[name], torch.float64) for name in _DENSE}
        self._cnn_bias = rest["cnn_b"].double()

    def preprocess(
        self, inputs: Sequence[str], prompt: str | None = None, **_options: Any
    ) -> dict[str, Tensor]:
        """Tokenise, with `prompt` before every text; see `flatten` for what comes back."""
        ids = self.tokenizer.encode([(prompt or "") + text for text in inputs])
        end = self._max_tokens - 1
        return flatten([one if len(one) <= end + 1 else [*one[:end], one[-1]] for one in ids])

    def forward(self, features: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Add ``sentence_embedding`` (texts, 512), each of unit length."""
        lengths = features["lengths"]
        words, rows = self._words(features["input_ids"])
        neighbours = _neighbours(lengths)
        parts = [words]
        for part, (first, second) in zip(
            rows.chunk(len(_BRANCHES), dim=1), self._branches, strict=True
        ):
            parts.append(second(first(part, neighbours), neighbours))
        tokens = self._normed(torch.cat(parts, dim=1), self._norm)
        sums = [
            tokens[start : start + texts * length].view(texts, length, -1).sum(dim=1)
            for start, texts, length in groups_of(lengths)
        ]
        vectors = self._finish(torch.cat(sums).double(), lengths[:, None].double())
        return {**features, "sentence_embedding": vectors[features["places"]]}

    def _words(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Return the word vectors (tokens, 512) and their normed projections (tokens, 768)."""
        chunk = ids % len(self._scale)
        scale, low = self._scale[chunk][:, None], self._low[chunk][:, None]
        levels = self._table[ids].float()  # 0 to 63
        rows = torch.cat([part.product(levels, scale) for part in self._projection], dim=1)
        rows += low * self._projection_sums
        rows += self._projection_bias
        return levels * scale + low, self._normed(rows, self._inner_norm)

    def _finish(self, sums: Tensor, lengths: Tensor) -> Tensor:
        """Apply the dense network to the texts' sums (texts, 1280); float64 until the end."""
        mean = (self._times(sums, "cnn_W") + lengths * self._cnn_bias) / lengths.sqrt()
        first = self._times(mean, "d0").relu()
        second = (self._times(mean, "p1") + self._times(first, "d1")).relu()
        third = self._times(second, "d2").relu()
        out = (self._times(second, "p3") + self._times(third, "d3")).tanh()
        return functional.normalize(out, dim=1, eps=self._eps).float()

    def _normed(self, rows: Tensor, norm: tuple[Tensor, Tensor]) -> Tensor:
        return functional.layer_norm(rows, (rows.shape[1],), norm[0], norm[1], self._eps)

    def _times(self, rows: Tensor, name: str) -> Tensor:
        return self._dense[name].product(*round_rows(rows, SENTENCE_LEVELS))

    def get_embedding_dimension(self) -> int:
        """Return the width of a sentence vector."""
        return int(self._dense["d3"].levels.shape[1])

    def save(self, output_path: str, *_args: Any, **_options: Any) -> None:
        """Refuse: the folder this was read from is the saved form."""
        raise NotImplementedError(f"copy the model's folder instead of saving to {output_path}")


def _neighbours(lengths: Tensor) -> Tensor:
    """Return, per token, the rows of the tokens 2 before to 2 after it, shape (tokens, 5).

    Beyond the ends of its own text stands the number of tokens, the row of zeros.
    """
    total = int(lengths.sum())
    ends = lengths.cumsum(0).repeat_interleave(lengths)[:, None]
    starts = ends - lengths.repeat_interleave(lengths)[:, None]
    rows = torch.arange(total)[:, None] + torch.arange(-_LEFT, _RIGHT + 1)
    return torch.where((rows >= starts) & (rows < ends), rows, total)
