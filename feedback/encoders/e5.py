"""The bundled e5: 768 numbers from hidden layers of multilingual-e5-small, and 3 of feeling."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from feedback import resources
from feedback.encoders.base import TransformerEncoder
from feedback.encoders.e5_folder import MAX_TOKENS, PROMPT, write_e5_folder
from feedback.encoders.folders import materialised
from feedback.encoders.packed_e5 import PackedE5, file_fingerprint, find_packed_e5

if TYPE_CHECKING:
    from feedback.encoders.int8_bert import Int8Bert, TransformerLayer

LAYERS = (12, 8)
"""The last layer is the model's own vector, for search; layer 8 beside it gained sentiment 1-2
points of macro-F1 in English. Layers 5 to 12 are tuned ones (`tuned`), held near those vectors."""

ALIKE = 768
"""The first numbers, of the hidden layers: texts that are near in them say alike things."""

FOLDER_VERSION = "1"
"""Raise it when `write_e5_folder` writes something else: caches are then rebuilt."""

VECTOR_VERSION = "4"
"""Raise it when the same folder gives other vectors: cached ones are then forgotten."""


def load_e5(batch_size: int) -> TransformerEncoder:
    """Load the model, unpacking it into the user's cache the first time.

    Raises:
        ModelError: The package is missing or damaged, or the cache cannot be written.
    """
    from feedback.encoders import tuned
    from feedback.encoders.chain import Chain
    from feedback.encoders.pooling import LayerMeans

    weights = resources.model_file("tuned")
    bert = e5_bert(LAYERS, tuned.tuned_layers(weights))
    modules = [bert, LayerMeans(len(LAYERS)), tuned.Feeling(weights, LAYERS.index(tuned.LAST))]
    return TransformerEncoder(
        name="e5",
        fingerprint=f"e5-{e5_fingerprint()}-int8-{VECTOR_VERSION}-{file_fingerprint(weights)[:8]}",
        dimension=len(LAYERS) * bert.get_embedding_dimension() + tuned.OUTPUTS,
        model=Chain(modules),
        batch_size=batch_size,
        prompt=PROMPT,
    )


def e5_bert(layers: Sequence[int], upper: "Sequence[TransformerLayer]" = ()) -> "Int8Bert":
    """Return the transformer alone, keeping the token states of some of its layers.

    Args:
        layers: Which.
        upper: Layers that stand in for its own last ones.

    Raises:
        ModelError: The package is missing or damaged, or the cache cannot be written.
    """
    from feedback.encoders.int8_bert import Int8Bert

    source = find_packed_e5()
    folder = materialised(
        "e5", e5_fingerprint(), lambda fresh: write_e5_folder(PackedE5(source), fresh)
    )
    return Int8Bert(folder, MAX_TOKENS, layers, upper)


def e5_fingerprint() -> str:
    """Name the folder made from the installed package by this version of the code.

    Raises:
        ModelError: The package is not installed.
    """
    return f"{file_fingerprint(find_packed_e5())}-{FOLDER_VERSION}"
