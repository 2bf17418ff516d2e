"""A seed leans away from the texts that a person said do not belong to it."""

import numpy as np

from feedback.themes.codebook import Codebook, Seed
from feedback.themes.continuity import known_themes
from feedback.themes.graph import ANY_LANGUAGE

PLACES = {"exports": [1.0, 0.0, 0.2], "export price": [0.8, 0.6, 0.2], "price": [0.0, 1.0, 0.2]}


def embed(texts):
    return np.array([PLACES[text] for text in texts], dtype=np.float32)


def direction(negatives):
    seed = Seed("t-x", "exports", "exports", ("export price",), negatives=negatives)
    centres = {ANY_LANGUAGE: np.zeros(3, np.float32)}
    known = known_themes(Codebook(seeds=(seed,)), centres, embed, 3)
    return known.centroids[0] / np.linalg.norm(known.centroids[0])


def test_a_counterexample_pushes_its_like_away():
    price = np.array(PLACES["price"]) / np.linalg.norm(PLACES["price"])
    exports = np.array(PLACES["exports"]) / np.linalg.norm(PLACES["exports"])
    plain, leaning = direction(()), direction(("price",))
    assert leaning @ price < plain @ price - 0.1
    assert leaning @ exports > plain @ exports
