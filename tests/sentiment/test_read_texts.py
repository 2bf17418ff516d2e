"""Texts read for training are found again in their corpus, by hash alone."""

from pathlib import Path

import pandas as pd
import pytest

from feedback.errors import InputError
from feedback.sentiment.read_texts import hash_of, read_texts

REVIEW = "Very  clear.\nIt crashes twice a day! Why?"


def folder(tmp_path: Path, wanted: dict[str, str]) -> tuple[Path, Path]:
    apps = tmp_path / "app_reviews"
    apps.mkdir()
    pd.DataFrame({"data": [REVIEW, "Nothing to see."], "app": ["Slate", "Quill"]}).to_csv(
        apps / "reviews_en.csv", index=False
    )
    labels = tmp_path / "read_train.csv"
    rows = [("app_en", hash_of(text), label) for text, label in wanted.items()]
    pd.DataFrame(rows, columns=["corpus", "sha256", "label"]).to_csv(labels, index=False)
    return tmp_path, labels


def test_a_sentence_and_a_whole_comment_are_found(tmp_path: Path) -> None:
    wanted = {"It crashes twice a day!": "negative", REVIEW: "mixed"}

    found = read_texts(*folder(tmp_path, wanted))

    assert dict(zip(found["text"], found["label"], strict=True)) == wanted
    assert set(found["source"]) == {"read_app_en"}
    assert set(found["group"]) == {"Slate"}


def test_spaces_do_not_change_the_name_of_a_text() -> None:
    assert hash_of(" a\tb\n c ") == hash_of("a b c")
    assert hash_of("a b") != hash_of("ab")


def test_a_text_that_left_its_corpus_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="1 of 1 texts that were read are not in the corpus"):
        read_texts(*folder(tmp_path, {"Nobody wrote this.": "neutral"}))


def test_the_shipped_labels_name_every_text_once() -> None:
    labels = pd.read_csv(Path(__file__).parents[2] / "corpora" / "sentiment" / "read_train.csv")

    assert not labels.duplicated(["corpus", "sha256"]).any()
    assert set(labels["label"]) == {"negative", "neutral", "positive", "mixed"}
