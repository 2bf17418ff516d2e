"""Saving, loading and the shipped head's file."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from feedback import resources
from feedback.errors import ModelError
from feedback.sentiment import SentimentHead
from feedback.sentiment.head import (
    LEVEL,
    Residual,
    in_levels,
    kernel,
    log_softmax,
    softmax,
)
from feedback.sentiment.head_file import CARD_NAME, FILE_NAME
from tests.sentiment.sentiment_samples import DIMENSION, pole_embed, pole_head


def test_a_saved_head_gives_the_same_probabilities(head_folder: Path) -> None:
    features = pole_embed(["good", "bad", "plain", "good and bad"])
    loaded = SentimentHead.load(head_folder)
    np.testing.assert_allclose(
        loaded.predict_proba(features), pole_head().rounded().predict_proba(features), atol=1e-5
    )


def test_a_head_is_found_by_folder_parent_and_file(head_folder: Path) -> None:
    (head_folder.parent / "models").mkdir()
    head_folder.rename(head_folder.parent / "models" / "sentiment")
    place = head_folder.parent / "models"
    for name in (place, place / "sentiment", place / "sentiment" / FILE_NAME):
        assert SentimentHead.load(name).dimension == DIMENSION


def test_an_unknown_name_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r'no sentiment head.*Write "default"'):
        SentimentHead.load(tmp_path / "nothing")


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied"])
def test_a_damaged_head_is_refused(head_folder: Path, damage: str) -> None:
    path = head_folder / FILE_NAME
    data = bytearray(path.read_bytes())
    data[-5] ^= 0xFF
    harmed = {"cut": data[: len(data) // 2], "flipped": data, "emptied": b""}[damage]
    path.write_bytes(bytes(harmed))
    with pytest.raises(ModelError, match="checksum"):
        SentimentHead.load(head_folder)


def test_a_file_that_is_no_head_is_refused(head_folder: Path) -> None:
    import hashlib

    (head_folder / FILE_NAME).write_bytes(b"not tensors at all")
    card = {"sha256": hashlib.sha256(b"not tensors at all").hexdigest()}
    (head_folder / CARD_NAME).write_text(json.dumps(card))
    with pytest.raises(ModelError, match="not a sentiment head"):
        SentimentHead.load(head_folder)


def test_a_head_without_its_card_is_refused(head_folder: Path) -> None:
    (head_folder / CARD_NAME).unlink()
    with pytest.raises(ModelError, match="card"):
        SentimentHead.load(head_folder)


def test_numbers_that_are_none_are_refused(head_folder: Path) -> None:
    harmed = pole_head()
    harmed.kernel_weights[0, 0] = np.nan
    harmed.save(head_folder, {})
    with pytest.raises(ModelError, match="kernel_weights"):
        SentimentHead.load(head_folder)


def test_a_residual_survives_saving(tmp_path: Path) -> None:
    own = Residual(np.eye(3), np.full((DIMENSION, 3), 0.25), np.array([0.0, 1.0, 0.5]))
    pole_head().with_own(own).save(tmp_path, {})
    features = pole_embed(["good", "bad"])
    found = SentimentHead.load(tmp_path).predict_proba(features)
    expected = pole_head().with_own(own).rounded().predict_proba(features)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert not np.allclose(found, pole_head().predict_proba(features), atol=1e-3)


def test_logits_of_the_encoder_are_added_with_their_weight(tmp_path: Path) -> None:
    plain = pole_head().rounded()
    replace(plain, side_weight=0.5).save(tmp_path, {})
    head = SentimentHead.load(tmp_path)
    features = pole_embed(["good", "bad", "plain"])
    side = np.array([[3.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 2.0]], dtype=np.float32)

    found = head.predict_proba(np.hstack([features, side]))

    assert head.dimension == DIMENSION + 3
    logits = np.log(plain.predict_proba(features)) + 0.5 * log_softmax(side) / plain.temperature
    np.testing.assert_allclose(found, softmax(logits), atol=1e-4)


def test_features_without_the_logits_it_reads_are_refused() -> None:
    head = replace(pole_head(), side_weight=0.5)
    with pytest.raises(ModelError, match=f"reads {DIMENSION + 3} numbers"):
        head.predict_proba(pole_embed(["good"]))


def test_no_texts_give_no_rows() -> None:
    assert pole_head().predict_proba(np.zeros((0, DIMENSION), dtype=np.float32)).shape == (0, 3)


def test_the_shipped_head_is_small_and_sums_to_one() -> None:
    head = SentimentHead.load("default")
    features = np.random.default_rng(0).normal(size=(50, head.dimension)).astype(np.float32)
    proba = head.predict_proba(features)
    assert proba.shape == (50, 3)
    np.testing.assert_allclose(proba.sum(axis=1), 1.0, atol=1e-5)
    path = resources.models_dir() / "sentiment" / FILE_NAME
    assert path.stat().st_size < 10_000_000


def test_the_manifest_names_what_the_report_says_of_the_head() -> None:
    manifest = json.loads((resources.models_dir() / "manifest.json").read_text(encoding="utf-8"))
    entry = next(e for e in manifest["models"] if e["name"] == "sentiment")
    for key in ("version", "licence", "quality", "quality_fr", "quality_en", "training_data"):
        assert entry[key]


@pytest.mark.parametrize(("name", "mark"), [("sentiment", ""), ("fast", " (fast)")])
def test_the_manifest_says_what_was_measured(name: str, mark: str) -> None:
    root = Path(__file__).parents[2]
    rows = json.loads((root / "benchmarks" / "results.json").read_text(encoding="utf-8"))
    measured = {row["test"]: f"{row['reached']:.3f}" for row in rows["sentiment"]}
    manifest = json.loads((root / "models" / "manifest.json").read_text(encoding="utf-8"))
    entry = next(e for e in manifest["models"] if e["name"] == name)
    for language in ("fr", "en"):
        figure = measured[f"UMSAB test {language}, macro-F1{mark}"]
        assert figure in entry["quality"]
        assert figure in entry["quality_en"]
        assert figure.replace(".", ",") in entry["quality_fr"]


def test_the_products_in_whole_steps_are_those_of_the_kernel(head_folder: Path) -> None:
    head = SentimentHead.load(head_folder)
    z = np.random.default_rng(5).normal(size=(40, head.kernel_dimension))
    features = (z * head.scale + head.mean).astype(np.float32)
    on_grid = in_levels(head.standardise(features)) * LEVEL
    logits = kernel(on_grid, head.landmarks, head.gamma) @ head.kernel_weights + head.bias
    expected = softmax(logits / head.temperature)
    np.testing.assert_allclose(head.predict_proba(features), expected, atol=1e-5)


def test_a_wide_encoder_has_a_head_too() -> None:
    random = np.random.default_rng(2)
    d = 1_100  # so many products of 127 and 127 are past what float32 adds exactly
    landmarks = np.clip(random.normal(size=(5, d)), -5, 5)
    head = SentimentHead(
        np.zeros(d), np.ones(d), landmarks, random.normal(size=(5, 3)), np.zeros(3), 1.0, 1.0
    )
    features = landmarks.astype(np.float32)
    expected = softmax(kernel(landmarks, landmarks, 1.0) @ head.kernel_weights)
    np.testing.assert_allclose(head.predict_proba(features), expected, atol=0.01)
