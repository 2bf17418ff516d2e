"""The network beside e5: what is trained is what runs, and what it must not see it does not see."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from feedback import sentiment
from feedback.encoders import side_net
from feedback.encoders.e5 import e5_bert
from feedback.encoders.e5_folder import PROMPT
from feedback.encoders.pooling import LayerMeans
from feedback.evaluation.side_net import Lesson, predict, train
from feedback.evaluation.side_states import States, states_of
from feedback.evaluation.side_training import SideNetInTraining
from feedback.settings import EncoderSettings

TEXTS = [
    "No more forgotten invoices",
    "Forgotten invoices, again",
    "Le tableau de bord est clair, mais la facture est fausse depuis trois mois.",
    "ok",
]


def lesson(n: int = 96) -> Lesson:
    """Random states of short texts, and random targets."""
    random = np.random.default_rng(3)
    lengths = random.integers(3, 9, n)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    tokens = random.normal(size=(starts[-1], len(side_net.LAYERS), 384)).astype(np.float16)
    targets = np.eye(3, dtype=np.float32)[random.integers(0, 3, n)]
    return Lesson(States(tokens, starts), targets, np.ones(n, dtype=np.float32))


def test_what_is_saved_says_in_use_what_it_said_in_training(tmp_path: Path) -> None:
    states = states_of(TEXTS, side_net.LAYERS, EncoderSettings(), tmp_path / "states")
    torch.manual_seed(1)
    net = SideNetInTraining(*states.spread(), rounds=True)
    net.save(tmp_path / "side.safetensors")
    expected = predict(net, states)

    bert = e5_bert(side_net.LAYERS)
    rungs = tuple(range(len(side_net.LAYERS)))
    modules = (LayerMeans(1), side_net.SideNet(tmp_path / "side.safetensors", rungs))
    features = bert(bert.preprocess(TEXTS, prompt=PROMPT))
    for module in modules:
        features = module(features)
    logits = features["sentence_embedding"][:, -side_net.OUTPUTS :]
    found = torch.log_softmax(logits, dim=1).numpy()

    np.testing.assert_allclose(found, expected, atol=0.03)
    assert np.ptp(expected, axis=0).max() > 0.1  # it says different things of different texts


def test_padding_changes_nothing() -> None:
    given = lesson(6)
    torch.manual_seed(1)
    net = SideNetInTraining(*given.states.spread(), rounds=False)
    together = predict(net, given.states)
    alone = []
    for row in range(6):
        start, end = given.states.starts[row], given.states.starts[row + 1]
        states = States(given.states.tokens[start:end], np.array([0, end - start]))
        alone.append(predict(net, states)[0])
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_the_same_seed_gives_the_same_network() -> None:
    given = lesson()
    first, again, other = (
        predict(train(given, seed, 1, rounds=True), given.states) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 1e-3


def test_one_text_in_ten_is_held_out_whatever_the_order() -> None:
    texts = pd.Series([f"comment number {n}" for n in range(2_000)])
    out = sentiment.held_out(texts)
    assert 0.08 < out.mean() < 0.12
    np.testing.assert_array_equal(sentiment.held_out(texts[::-1])[::-1], out)


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """A folder with the four corpora that texts without a label come from."""
    reviews = {"data": [f"The watch lost step {n} today." for n in range(60)], "app": "Slate"}
    for folder in ("app_reviews", "stars"):
        (tmp_path / folder).mkdir()
    for language in ("fr", "en"):
        pd.DataFrame(reviews).to_csv(tmp_path / f"app_reviews/reviews_{language}.csv")
    gold = pd.DataFrame({"data": ["The watch lost step 7 today."]})
    gold.to_csv(tmp_path / "app_reviews/gold_clusters_fr_en.csv")
    seats = pd.DataFrame({"content": ["Good food on board. The seat was narrow!"]})
    seats.to_csv(tmp_path / "stars/airline_seats_en.csv")
    columns = ("benefitsReview", "commentsReview", "sideEffectsReview")
    drugs = pd.DataFrame({column: ["Nothing to report here."] for column in columns})
    drugs.to_csv(tmp_path / "stars/drug_reviews_en.csv")
    return tmp_path


def test_more_texts_are_neither_gold_nor_known_nor_held_out(corpora: Path) -> None:
    known = {"The watch lost step 9 today."}
    found = sentiment.more_texts(corpora, known, 1_000)
    assert len(found) == len(set(found)) > 40
    assert "The watch lost step 7 today." not in found
    assert known.isdisjoint(found)
    assert not sentiment.held_out(pd.Series(found)).any()
    assert sentiment.more_texts(corpora, known, 5) == found[:5]
