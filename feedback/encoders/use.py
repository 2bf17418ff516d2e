"""The bundled USE: 512 numbers of the multilingual universal sentence encoder v3."""

from feedback.encoders.base import TransformerEncoder
from feedback.encoders.folders import materialised
from feedback.encoders.packed_e5 import file_fingerprint
from feedback.encoders.use_folder import find_use, write_use_folder

FOLDER_VERSION = "1"
"""Raise it when `write_use_folder` writes something else: caches are then rebuilt."""

VECTOR_VERSION = "2"
"""Raise it when the same folder gives other vectors: cached ones are then forgotten."""


def load_use(batch_size: int) -> TransformerEncoder:
    """Load the model, unpacking it into the user's cache the first time.

    Raises:
        ModelError: The package is missing or damaged, or the cache cannot be written.
    """
    from feedback.encoders.chain import Chain
    from feedback.encoders.use_net import UseModule

    source = find_use()
    fingerprint = use_fingerprint()
    folder = materialised("use", fingerprint, lambda fresh: write_use_folder(source, fresh))
    module = UseModule(folder)
    return TransformerEncoder(
        name="use",
        fingerprint=f"use-{fingerprint}-exact-{VECTOR_VERSION}",
        dimension=module.get_embedding_dimension(),
        model=Chain([module]),
        batch_size=batch_size,
    )


def use_fingerprint() -> str:
    """Name the folder made from the installed package by this version of the code.

    Raises:
        ModelError: The package is not installed.
    """
    return f"{file_fingerprint(find_use() / 'weights.npz')}-{FOLDER_VERSION}"
