"""The tuned layers of e5: what is trained is what runs, and the means stay where they were."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from feedback import sentiment
from feedback.encoders.e5 import LAYERS, e5_bert, e5_fingerprint
from feedback.encoders.e5_folder import PROMPT
from feedback.encoders.folders import folder_for
from feedback.encoders.pooling import LayerMeans
from feedback.encoders.tuned import OUTPUTS, Feeling, tuned_layers
from feedback.evaluation.token_states import States, states_of
from feedback.evaluation.tuned_e5 import Lesson, predict, train
from feedback.evaluation.tuned_training import TunedInTraining
from feedback.settings import EncoderSettings

TEXTS = [
    "No more forgotten invoices",
    "Forgotten invoices, again",
    "Le tableau de bord est clair, mais la facture est fausse depuis trois mois.",
    "ok",
]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    return states_of(TEXTS, EncoderSettings(), tmp_path_factory.mktemp("states") / "states")


def untrained() -> TunedInTraining:
    """The layers as e5 has them, with an output that says something."""
    torch.manual_seed(1)
    net = TunedInTraining(folder_for("e5", e5_fingerprint()))
    torch.nn.init.normal_(net.out.weight, std=0.1)
    return net


def test_what_is_saved_says_in_use_what_it_said_in_training(states: States, tmp_path: Path) -> None:
    net = untrained()
    net.round_from_now()
    net.save(tmp_path / "tuned.safetensors")
    expected, means = predict(net, states)

    bert = e5_bert(LAYERS, tuned_layers(tmp_path / "tuned.safetensors"))
    features = bert(bert.preprocess(TEXTS, prompt=PROMPT))
    for module in (LayerMeans(len(LAYERS)), Feeling(tmp_path / "tuned.safetensors", 0)):
        features = module(features)
    vectors = features["sentence_embedding"].numpy()
    found = torch.log_softmax(torch.from_numpy(vectors[:, -OUTPUTS:]), dim=1).numpy()

    np.testing.assert_allclose(found, expected, atol=0.03)
    assert np.ptp(expected, axis=0).max() > 0.1  # it says different things of different texts
    units = means / np.linalg.norm(means, axis=2, keepdims=True)
    cosines = (vectors[:, :-OUTPUTS].reshape(units.shape) * units).sum(axis=2)
    assert cosines.min() > 0.998  # eight layers of rounded sums, from states kept in 16 bits


def test_before_the_first_step_the_means_are_those_of_e5(states: States) -> None:
    _, means = predict(untrained(), states)
    np.testing.assert_allclose(means, states.means, atol=0.15)


def test_padding_changes_nothing(states: States) -> None:
    net = untrained()
    together, _ = predict(net, states)
    for row in range(len(TEXTS)):
        start, end = states.starts[row], states.starts[row + 1]
        alone = States(
            states.tokens[start:end], np.array([0, end - start]), states.means[row : row + 1]
        )
        np.testing.assert_allclose(predict(net, alone)[0][0], together[row], atol=1e-3)


def test_the_same_seed_gives_the_same_layers_and_the_means_stay(states: States) -> None:
    targets = np.eye(3, dtype=np.float32)[[2, 0, 0, 1]]
    lesson = Lesson(states, targets, np.ones(len(TEXTS), dtype=np.float32))
    first, again, other = (predict(train(lesson, seed, 2), states) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first[0], again[0])
    assert np.abs(first[0] - other[0]).max() > 1e-5
    np.testing.assert_allclose(first[1], states.means, atol=0.3)


def test_one_text_in_ten_is_held_out_whatever_the_order() -> None:
    texts = pd.Series([f"comment number {n}" for n in range(2_000)])
    out = sentiment.held_out(texts)
    assert 0.08 < out.mean() < 0.12
    np.testing.assert_array_equal(sentiment.held_out(texts[::-1])[::-1], out)
