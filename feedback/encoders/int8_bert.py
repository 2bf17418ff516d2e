"""A BERT encoder on CPU with 8-bit matrix products, whose vectors do not depend on the batch.

Two aims, one means. *Speed*: an 8-bit product is 2 to 5 times a float32 one on laptop processors.
*The same bytes for a text in whatever batch it stands*: float products are summed in an order that
depends on the shape of the batch, integer sums have no order. So activations are scaled to 8 bits
token by token (never by batch), all products but those of attention are exact integers, attention
only ever sees texts of one length together, without padding, and everything else is either one
rounding per number or confined to a row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from feedback.encoders.flat import flatten, groups_of

ACTIVATION_LEVELS = 127.0
WEIGHT_LEVELS = 64.0
"""Processors before VNNI add products in pairs to 16 bits, where 255 x 127 twice overflows without
a word; 255 x 64 twice fits. Costs 0.0003 of cosine, and the sums are exact everywhere."""
_PARALLEL_GRAIN = 32_768  # numbers torch gives one thread at least (at::internal::GRAIN_SIZE)
_EVEN_THREADS = (48, 24, 16, 12, 8, 6, 4, 3, 2, 1)
"""Thread counts that cut rows of 1,536 numbers at multiples of 32, the widest vector step: `gelu`
computes the numbers left over at the end of a thread's share with another formula."""


@dataclass(frozen=True)
class Int8Linear:
    """Weights (inputs, outputs) of one linear layer in 8 bits, a float32 scale per output."""

    weight: Tensor
    scale: Tensor
    bias: Tensor

    @classmethod
    def of(cls, weight: Tensor, bias: Tensor) -> "Int8Linear":
        """Quantise float weights, symmetrically and per output."""
        weight = weight.float()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp_min(1e-12) / WEIGHT_LEVELS
        levels = (weight / scale).round_().to(torch.int8)
        return cls(levels.t().contiguous(), scale.squeeze(1), bias.float())

    def __call__(self, levels: Tensor, row_scale: Tensor) -> Tensor:
        """Return (tokens, outputs) for the quantised activations of `quantise`."""
        product = torch._int_mm(levels, self.weight).float()  # noqa: SLF001 - has no public name
        return product.mul_(self.scale).mul_(row_scale).add_(self.bias)


def quantise(rows: Tensor) -> tuple[Tensor, Tensor]:
    """Scale each row to -127..127; return the levels (int8) and the rows' scales (n, 1)."""
    scale = rows.abs().amax(dim=1, keepdim=True).clamp_min_(1e-12).div_(ACTIVATION_LEVELS)
    return (rows / scale).round_().to(torch.int8), scale


@dataclass(frozen=True)
class Norm:
    """A layer normalisation."""

    weight: Tensor
    bias: Tensor
    epsilon: float

    def __call__(self, rows: Tensor) -> Tensor:
        """Return the rows (n, width), each normed."""
        return functional.layer_norm(rows, (rows.shape[1],), self.weight, self.bias, self.epsilon)


@dataclass(frozen=True)
class TransformerLayer:
    """One layer of an encoder, its products in 8 bits."""

    qkv: Int8Linear
    attention_out: Int8Linear
    attention_norm: Norm
    up: Int8Linear
    down: Int8Linear
    norm: Norm
    heads: int
    activation: Callable[[Tensor], Tensor] = functional.gelu

    def __call__(self, rows: Tensor, groups: Sequence[tuple[int, int, int]]) -> Tensor:
        """Return the tokens' next states (tokens, width); `groups` as `flat.groups_of` gives."""
        attended = self._attend(self.qkv(*quantise(rows)), groups)
        rows = self.attention_norm(rows + self.attention_out(*quantise(attended)))
        inner = self.activation(self.up(*quantise(rows)))
        return self.norm(rows + self.down(*quantise(inner)))

    def _attend(self, qkv: Tensor, groups: Sequence[tuple[int, int, int]]) -> Tensor:
        width = qkv.shape[1] // 3
        out = torch.zeros(qkv.shape[0], width)
        for start, texts, tokens in groups:
            end = start + texts * tokens
            part = qkv[start:end].view(texts, tokens, 3, self.heads, width // self.heads)
            query, key, value = part.permute(2, 0, 3, 1, 4)
            mixed = functional.scaled_dot_product_attention(query, key, value)
            out[start:end] = mixed.transpose(1, 2).reshape(end - start, width)
        return out


class Int8Bert(nn.Module):
    """First module of a `Chain` or a `SentenceTransformer`: texts to hidden states per token.

    Args:
        folder: A materialised folder with `config.json`, `model.safetensors`, `tokenizer.json`.
        max_tokens: Longer texts are cut to this many tokens, the end mark kept.
        keep: Hidden layers to return, e.g. ``(12, 8)``; 0 is the embedding.
        upper: Layers that stand in for the folder's last ones.
    """

    def __init__(
        self,
        folder: Path,
        max_tokens: int,
        keep: Sequence[int],
        upper: Sequence[TransformerLayer] = (),
    ) -> None:
        super().__init__()
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(max_tokens)
        self.keep = tuple(keep)
        self._build(folder, upper)

    def _build(self, folder: Path, upper: Sequence[TransformerLayer]) -> None:
        import json

        from safetensors import safe_open

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        epsilon, heads = config["layer_norm_eps"], config["num_attention_heads"]
        with safe_open(folder / "model.safetensors", framework="pt") as stored:
            # float16 views of the mapped file: only the rows of words met become resident
            self._words = stored.get_tensor("embeddings.word_embeddings.weight")
            positions = stored.get_tensor("embeddings.position_embeddings.weight").float()
            kinds = stored.get_tensor("embeddings.token_type_embeddings.weight").float()
            self._places = positions + kinds[0]
            self._norm = _norm(stored, "embeddings.LayerNorm", epsilon)
            own = max(self.keep) if not upper else config["num_hidden_layers"] - len(upper)
            self._layers = [
                _layer(stored, f"encoder.layer.{number}", heads, epsilon) for number in range(own)
            ]
            self._layers += upper
        self._inner = config["intermediate_size"]

    def preprocess(
        self, inputs: Sequence[str], prompt: str | None = None, **_options: Any
    ) -> dict[str, Tensor]:
        """Tokenise, with `prompt` before every text; see `flatten` for what comes back."""
        encodings = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
        return flatten([encoding.ids for encoding in encodings])

    def forward(self, features: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Add ``layers``: one (tokens, width) array of hidden states per layer in `keep`."""
        groups = groups_of(features["lengths"])
        rows = self._embed(features["input_ids"], features["lengths"])
        kept = {}
        for number, layer in enumerate(self._layers, start=1):
            rows = layer(rows, groups)
            if number in self.keep:
                kept[number] = rows
        return {**features, "groups": groups, "layers": [kept[number] for number in self.keep]}

    def _embed(self, ids: Tensor, lengths: Tensor) -> Tensor:
        positions = torch.cat([torch.arange(int(length)) for length in lengths])
        rows = self._words[ids].float() + self._places[positions]
        # Enough rows that every thread gets its even share of `gelu`, see _EVEN_THREADS.
        least = -(-_PARALLEL_GRAIN * torch.get_num_threads() // self._inner)
        missing = max(0, least - len(rows))
        return self._norm(functional.pad(rows, (0, 0, 0, missing)))

    def get_embedding_dimension(self) -> int:
        """Return the width of one hidden state."""
        return int(self._words.shape[1])

    def save(self, output_path: str, *_args: Any, **_options: Any) -> None:
        """Refuse: the folder this was read from is the saved form."""
        raise NotImplementedError(f"copy the model's folder instead of saving to {output_path}")


def even_threads(threads: int) -> int:
    """Return the largest thread count up to `threads` that keeps results free of the batch."""
    return next(count for count in _EVEN_THREADS if count <= max(1, threads))


def _layer(stored: Any, prefix: str, heads: int, epsilon: float) -> TransformerLayer:
    parts = [_pair(stored, f"{prefix}.attention.self.{name}") for name in ("query", "key", "value")]
    qkv = Int8Linear.of(torch.cat([w for w, _ in parts]), torch.cat([b for _, b in parts]))
    return TransformerLayer(
        qkv=qkv,
        attention_out=Int8Linear.of(*_pair(stored, f"{prefix}.attention.output.dense")),
        attention_norm=_norm(stored, f"{prefix}.attention.output.LayerNorm", epsilon),
        up=Int8Linear.of(*_pair(stored, f"{prefix}.intermediate.dense")),
        down=Int8Linear.of(*_pair(stored, f"{prefix}.output.dense")),
        norm=_norm(stored, f"{prefix}.output.LayerNorm", epsilon),
        heads=heads,
    )


def _norm(stored: Any, name: str, epsilon: float) -> Norm:
    weight, bias = _pair(stored, name)
    return Norm(weight.float(), bias.float(), epsilon)


def _pair(stored: Any, name: str) -> tuple[Tensor, Tensor]:
    return stored.get_tensor(f"{name}.weight"), stored.get_tensor(f"{name}.bias")
