"""Turns the packed e5 into a sentence-transformers folder: a `BertModel` and a Unigram tokenizer.

The folder is an ordinary one: ``SentenceTransformer(folder)`` loads it with the library's own
modules and gives the 384-d multilingual-e5-small vectors in float32.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from feedback.encoders.charsmap import build_charsmap
from feedback.encoders.packed_e5 import Header, PackedE5

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_TOKENS = 256
"""Longer texts are cut. A comment has 25 tokens; 256 are about 200 words, more than a segment."""

PROMPT = "query: "
"""e5 wants every text marked; `query: ` on both sides is its way for symmetric tasks
(Wang et al., 2024)."""

_SPECIAL = {"bos": "<s>", "eos": "</s>", "pad": "<pad>", "unk": "<unk>"}
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_ST = "sentence_transformers.models"


def write_e5_folder(packed: PackedE5, folder: Path) -> None:
    """Write weights, configuration, tokenizer and module list into an empty folder."""
    from safetensors.numpy import save_file

    save_file(dict(_weights(packed)), folder / "model.safetensors", metadata={"format": "pt"})
    _write_json(folder / "config.json", _bert_config(packed))
    build_tokenizer(packed).save(str(folder / "tokenizer.json"))
    _write_json(folder / "tokenizer_config.json", _tokenizer_config())
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS})
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": PROMPT}, "default_prompt_name": "query"},
    )
    pooling = {"word_embedding_dimension": packed.header.hidden, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling").mkdir()
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    modules = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    _write_json(
        folder / "modules.json",
        [
            {"idx": index, "name": str(index), "path": path, "type": f"{_ST}.{kind}"}
            for index, (path, kind) in enumerate(modules)
        ],
    )


def build_tokenizer(packed: PackedE5) -> "Tokenizer":
    """Rebuild the XLM-R tokenizer from the file's pieces, scores and code-point table.

    The table, not NFKC: it works by code point, and turns U+FFFD and some marks into spaces.
    """
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    vocabulary = list(zip(packed.pieces, packed.scores.tolist(), strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=packed.unk, byte_fallback=False))
    table = {code: text for code, text in packed.normaliser.items() if code}
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(build_charsmap(table)),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", packed.bos), ("</s>", packed.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(text, special=True) for text in _SPECIAL.values()])
    return tokenizer


def _weights(packed: PackedE5) -> Iterator[tuple[str, NDArray[Any]]]:
    width = packed.header.hidden
    for ours, theirs in (("word", "word"), ("pos", "position"), ("type", "token_type")):
        yield f"embeddings.{theirs}_embeddings.weight", _half(packed, f"emb.{ours}", width)
    yield "embeddings.LayerNorm.weight", _half(packed, "emb.ln.w")
    yield "embeddings.LayerNorm.bias", _half(packed, "emb.ln.b")
    for layer in range(packed.header.layers):
        for ours, theirs in _LAYER_PARTS.items():
            prefix, source = f"encoder.layer.{layer}.{theirs}", f"l{layer}.{ours}"
            columns = None if ours.endswith("ln") else _inputs(packed.header, ours)
            yield f"{prefix}.weight", _half(packed, f"{source}.w", columns)
            yield f"{prefix}.bias", _half(packed, f"{source}.b")
    # Unused by mean pooling, but BertModel would fill a missing one with random numbers.
    yield "pooler.dense.weight", np.zeros((width, width), dtype=np.float16)
    yield "pooler.dense.bias", np.zeros(width, dtype=np.float16)


def _inputs(header: Header, part: str) -> int:
    return header.intermediate if part == "fo" else header.hidden


def _half(packed: PackedE5, name: str, columns: int | None = None) -> NDArray[np.float16]:
    return np.ascontiguousarray(packed.tensor(name, columns), dtype=np.float16)


def _bert_config(packed: PackedE5) -> dict[str, Any]:
    header = packed.header
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "vocab_size": header.vocabulary,
        "hidden_size": header.hidden,
        "num_hidden_layers": header.layers,
        "num_attention_heads": header.heads,
        "intermediate_size": header.intermediate,
        "max_position_embeddings": header.positions,
        "type_vocab_size": header.token_types,
        "layer_norm_eps": header.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": packed.pad,
    }


def _tokenizer_config() -> dict[str, Any]:
    special = {f"{role}_token": text for role, text in _SPECIAL.items()}
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": MAX_TOKENS,
        "clean_up_tokenization_spaces": False,
        **special,
        "cls_token": "<s>",
        "sep_token": "</s>",
    }


def _write_json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
