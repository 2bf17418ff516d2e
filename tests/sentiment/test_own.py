"""A head trained on a person's own rows."""

from pathlib import Path

import numpy as np
import pytest

from feedback.errors import InputError, NotEnoughDataError
from feedback.sentiment import SentimentHead, train_own_head
from tests.sentiment.sentiment_samples import pole_embed

WORDS = {"negative": "good", "neutral": "plain", "positive": "bad"}
"""People who say good and mean bad: the shipped head is wrong on all of them."""


def own_rows(n: int, names: tuple[str, ...] = tuple(WORDS)) -> tuple[np.ndarray, np.ndarray]:
    labels = [names[i % len(names)] for i in range(n)]
    texts = [f"{WORDS[label]} number {i}" for i, label in enumerate(labels)]
    return pole_embed(texts), np.array(labels)


def test_a_head_of_ones_own_learns_and_is_kept(head_folder: Path, tmp_path: Path) -> None:
    features, labels = own_rows(90)
    result = train_own_head(features, labels, tmp_path / "models", base=str(head_folder))
    assert result["macro_f1_before"] < 0.5 < 0.95 < result["macro_f1_after"]
    low, high = result["interval_gain"]
    assert 0 < low <= result["gain"] <= high
    assert result["kept"]
    own = SentimentHead.load(tmp_path / "models")
    assert own.predict_proba(pole_embed(["good again"])).argmax() == 0
    assert own.predict_proba(pole_embed(["bad again"])).argmax() == 2


def test_a_head_that_gains_nothing_is_not_kept(head_folder: Path, tmp_path: Path) -> None:
    labels = np.array(["positive", "negative", "neutral"] * 20)
    texts = [{"positive": "good", "negative": "bad", "neutral": "plain"}[x] for x in labels]
    features = pole_embed([f"{text} {i}" for i, text in enumerate(texts)])
    result = train_own_head(features, labels, tmp_path / "models", base=str(head_folder))
    assert result["macro_f1_before"] == 1.0
    assert not result["kept"]
    assert not (tmp_path / "models").exists()


def test_two_classes_are_enough(head_folder: Path, tmp_path: Path) -> None:
    features, labels = own_rows(60, ("negative", "positive"))
    result = train_own_head(features, labels, tmp_path, base=str(head_folder))
    assert result["macro_f1_after"] > 0.95
    own = SentimentHead.load(tmp_path)
    assert own.predict_proba(pole_embed(["good", "bad", "plain"]))[:, 1].max() < 0.01


def test_row_order_means_nothing(head_folder: Path, tmp_path: Path) -> None:
    features, labels = own_rows(75)
    order = np.random.default_rng(5).permutation(75)
    one = train_own_head(features, labels, tmp_path / "a", base=str(head_folder))
    two = train_own_head(features[order], labels[order], tmp_path / "b", base=str(head_folder))
    assert one["macro_f1_after"] == two["macro_f1_after"]
    files = [tmp_path / name / "sentiment" / "head.safetensors" for name in ("a", "b")]
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        (["positive"] * 30 + ["negative"] * 19, "49 labelled rows are too few"),
        (["positive"] * 57 + ["negative"] * 3, "only 3 rows are labelled negative"),
        (["positive"] * 60, "one label"),
    ],
)
def test_too_little_is_said(
    head_folder: Path, tmp_path: Path, labels: list[str], problem: str
) -> None:
    features = pole_embed(["good"] * len(labels))
    with pytest.raises(NotEnoughDataError, match=problem):
        train_own_head(features, np.array(labels), tmp_path, base=str(head_folder))


def test_an_unknown_label_is_said(head_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="happy"):
        train_own_head(
            pole_embed(["good"] * 60), np.array(["happy"] * 60), tmp_path, base=str(head_folder)
        )
