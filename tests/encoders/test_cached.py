from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from feedback.encoders import CachedEncoder, forget_vectors
from feedback.encoders.base import FULL_BATCH_CHARS, TransformerEncoder, batches
from feedback.encoders.shards import VectorShards, text_key
from feedback.nlp import calmed
from feedback.progress import SILENT, Progress
from feedback.types import FloatArray


class Counting:
    """Vectors from the characters of a text, and a record of what was asked for."""

    def __init__(self, fingerprint: str = "counting-1") -> None:
        self.name = "counting"
        self.fingerprint = fingerprint
        self.dimension = 3
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], _progress: Progress = SILENT) -> FloatArray:
        self.asked.extend(texts)
        rows = [[len(t), sum(map(ord, t)) % 101, ord(t[0]) if t else 0] for t in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 3)


def test_texts_are_encoded_once_and_come_back_in_order(tmp_path: Path) -> None:
    model = Counting()
    embed = CachedEncoder(model, tmp_path)
    texts = ["b", "a", "b", "", "long text", "a"]
    np.testing.assert_array_equal(embed(texts), Counting().encode(texts))
    assert sorted(model.asked) == ["", "a", "b", "long text"]
    assert (embed.hits, embed.misses) == (0, 4)
    assert embed([]).shape == (0, 3)


@pytest.mark.parametrize("on_disk", [True, False])
def test_a_second_call_encodes_nothing(tmp_path: Path, on_disk: bool) -> None:
    model = Counting()
    embed = CachedEncoder(model, tmp_path if on_disk else None)
    first = embed(["x", "y"])
    model.asked.clear()
    np.testing.assert_array_equal(embed(["y", "x"]), first[::-1])
    assert model.asked == []
    assert (embed.hits, embed.misses) == (2, 2)


def test_the_first_numbers_come_from_the_same_cache() -> None:
    model = Counting()
    embed = CachedEncoder(model, None)
    part = embed.first(2)
    whole = embed(["x", "yy"])
    model.asked.clear()
    np.testing.assert_array_equal(part(["x", "yy"]), whole[:, :2])
    assert (part.dimension, embed.dimension) == (2, 3)
    assert model.asked == []
    assert part.first(3)(["x"]).shape == (1, 3)


def test_a_second_run_encodes_nothing(tmp_path: Path) -> None:
    first = CachedEncoder(Counting(), tmp_path)(["x", "y"])
    model = Counting()
    np.testing.assert_array_equal(CachedEncoder(model, tmp_path)(["x", "y"]), first)
    assert model.asked == []


def test_another_model_has_its_own_vectors(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path)(["x"])
    other = Counting("counting-2")
    CachedEncoder(other, tmp_path)(["x"])
    assert other.asked == ["x"]


def test_no_text_is_stored(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path)(["a very secret sentence"])
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert stored
    assert b"secret" not in stored


@pytest.mark.parametrize("harm", ["cut", "flip", "garbage", "empty"])
def test_a_damaged_shard_is_computed_again(tmp_path: Path, harm: str) -> None:
    texts = [f"text {n}" for n in range(20)]
    expected = CachedEncoder(Counting(), tmp_path)(texts)
    (shard,) = tmp_path.rglob("*.npy")
    data = bytearray(shard.read_bytes())
    if harm == "flip":
        data[-2] ^= 0x40
    shard.write_bytes({"cut": data[:-9], "garbage": b"junk", "empty": b""}.get(harm, data))
    again = CachedEncoder(Counting(), tmp_path)
    np.testing.assert_array_equal(again(texts), expected)
    assert again.misses == (1 if harm == "flip" else 20)
    third = CachedEncoder(Counting(), tmp_path)
    np.testing.assert_array_equal(third(texts), expected)
    assert third.misses == 0


def test_forgotten_texts_leave_the_disk(tmp_path: Path) -> None:
    embed = CachedEncoder(Counting(), tmp_path)
    embed(["keep", "drop"])
    embed(["other"])
    assert embed.forget(["drop", "never seen"]) == 1
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*.npy"))
    assert text_key("drop") not in stored
    assert text_key("keep") in stored
    fresh = CachedEncoder(Counting(), tmp_path)
    fresh(["keep", "other", "drop"])
    assert (fresh.hits, fresh.misses) == (2, 1)


def test_forgetting_reaches_every_model(tmp_path: Path) -> None:
    for name in ("m1", "m2"):
        CachedEncoder(Counting(name), tmp_path)(["drop", "keep"])
    assert forget_vectors(tmp_path, ["drop"]) == 2
    assert forget_vectors(tmp_path / "absent", ["drop"]) == 0
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*.npy"))
    assert text_key("drop") not in stored


def test_what_is_shouted_reads_as_what_is_said(tmp_path: Path) -> None:
    embed = CachedEncoder(Counting(), tmp_path).reading(calmed)
    loud, low = embed(["SERVICE TROP LENT", "Service trop lent"])
    np.testing.assert_array_equal(loud, low)
    assert embed.misses == 1
    assert forget_vectors(tmp_path, ["SERVICE TROP LENT"]) == 1


def test_many_small_shards_are_merged(tmp_path: Path) -> None:
    embed = CachedEncoder(Counting(), tmp_path)
    texts = [f"query {n}" for n in range(80)]
    for text in texts:
        embed([text])
    assert len(list(tmp_path.rglob("*.npy"))) < 40
    again = CachedEncoder(Counting(), tmp_path)
    np.testing.assert_array_equal(again(texts), Counting().encode(texts))
    assert again.misses == 0


def test_a_cache_that_cannot_be_written_does_not_stop_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    embed = CachedEncoder(Counting(), tmp_path / "file")
    embed(["x"])
    embed(["x"])
    assert (embed.hits, embed.misses) == (1, 1)


def test_an_interrupted_run_keeps_what_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.encoders.cached.SAVE_EVERY", 4)

    class Stopping(Counting):
        def encode(self, texts: Sequence[str], _progress: Progress = SILENT) -> FloatArray:
            if len(self.asked) >= 8:
                raise KeyboardInterrupt
            return super().encode(texts)

    texts = [f"t{n:02d}" for n in range(12)]
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Stopping(), tmp_path)(texts)
    again = CachedEncoder(Counting(), tmp_path)
    again(texts)
    assert (again.hits, again.misses) == (8, 4)


def test_cached_bytes_equal_fresh_ones_whatever_was_there_before(
    e5: TransformerEncoder, texts: list[str], tmp_path: Path
) -> None:
    some = texts[:10]
    expected = e5.encode(some)
    CachedEncoder(e5, tmp_path)(some[3:6])
    assert CachedEncoder(e5, tmp_path)(some[::-1])[::-1].tobytes() == expected.tobytes()


def test_progress_counts_only_what_is_encoded(tmp_path: Path) -> None:
    steps: list[tuple[str, int | None]] = []

    class Recording:
        def stage(self, name: str, total: int | None = None):
            steps.append((name, total))
            return SILENT.stage(name, total)

    embed = CachedEncoder(Counting(), tmp_path, Recording())
    embed(["a", "b", "b"])
    embed(["a", "b"])
    assert steps == [("vectors (counting)", 2)]


def test_batches_are_bounded_and_free_of_the_order() -> None:
    texts = ["xx", "a" * 20_000, "b" * 20_000, "y", "c"]
    shuffled = texts[::-1]
    ours = [[texts[row] for row in rows] for rows in batches(texts, 2)]
    assert ours == [[shuffled[row] for row in rows] for rows in batches(shuffled, 2)]
    assert [len(rows) for rows in ours] == [3, 1, 1]  # long texts stand apart


def test_a_batch_holds_its_size_in_texts_and_as_many_short_ones_as_fill_it() -> None:
    assert [len(rows) for rows in batches(["x" * 100] * 90, 32)] == [32, 32, 26]
    assert [len(rows) for rows in batches(["x" * 8] * 300, 32)] == [FULL_BATCH_CHARS // 8, 44]


def test_shards_of_another_width_are_ignored(tmp_path: Path) -> None:
    VectorShards(tmp_path, 3).add([text_key("a")], np.ones((1, 3), dtype=np.float32))
    assert len(VectorShards(tmp_path, 4)) == 0
