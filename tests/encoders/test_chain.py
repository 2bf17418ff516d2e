"""The bundled models run without sentence-transformers, and run the same within it."""

import subprocess
import sys

import numpy as np
import pytest

from feedback.encoders.base import TransformerEncoder
from feedback.encoders.folders import folder_for
from feedback.encoders.use import use_fingerprint


@pytest.mark.parametrize("name", ["e5", "use"])
def test_a_sentence_transformer_of_the_same_modules_gives_the_same_bytes(
    name: str, texts: list[str], request: pytest.FixtureRequest
) -> None:
    from sentence_transformers import SentenceTransformer

    encoder: TransformerEncoder = request.getfixturevalue(name)
    library = SentenceTransformer(modules=list(encoder.model), device="cpu")
    theirs = library.encode(texts, prompt=encoder.prompt)
    assert theirs.dtype == encoder.encode(texts).dtype
    np.testing.assert_array_equal(encoder.encode(texts), theirs)


def test_the_folder_of_use_is_one_that_the_library_loads(
    use: TransformerEncoder, texts: list[str]
) -> None:
    from sentence_transformers import SentenceTransformer

    folder = folder_for("use", use_fingerprint())  # its module is named in it, and ours
    loaded = SentenceTransformer(str(folder), device="cpu", trust_remote_code=True)
    np.testing.assert_array_equal(loaded.encode(texts), use.encode(texts))


def test_encoding_does_not_import_the_library(
    use: TransformerEncoder, e5: TransformerEncoder
) -> None:
    code = (
        "import sys; from feedback.encoders import load_encoder;"
        "from feedback.settings import EncoderSettings as S;"
        "[load_encoder(name, S()).encode(['bonjour']) for name in ('use', 'e5')];"
        "print([m for m in ('transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
