"""The fit of the shipped heads: landmarks, weights and texts that are both."""

import numpy as np
import pytest

from feedback.sentiment.fit import FULL, Examples, FitSettings, fit_head, fitted_trust
from feedback.sentiment.head import log_softmax

CENTRES = np.array([[2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 2.0]])
NEGATIVE, NEUTRAL, POSITIVE, MIXED = range(4)


def examples(n: int = 90) -> Examples:
    random = np.random.default_rng(4)
    labels = np.arange(n) % 3
    features = CENTRES[labels] + random.normal(0, 0.4, (n, 3))
    sources = np.array(["full" if row < n // 3 else "part" for row in range(n)])
    return Examples(features.astype(np.float32), labels.astype(np.intp), sources, sources)


def settings(landmarks: int) -> FitSettings:
    weights = (("full", FULL), ("part", 0.6))
    return FitSettings(gamma=1.0, penalty=1.0, weights=weights, landmarks=landmarks)


def test_fewer_landmarks_say_the_same() -> None:
    rows = examples()
    whole = fit_head(rows, settings(90))
    few = fit_head(rows, settings(45))

    assert len(whole.landmarks) == 90
    assert len(few.landmarks) == 45
    found, wanted = few.predict_proba(rows.features), whole.predict_proba(rows.features)
    assert (found.argmax(axis=1) == wanted.argmax(axis=1)).mean() >= 0.95
    assert np.abs(found - wanted).mean() < 0.05


def test_rows_that_count_in_full_stay_landmarks() -> None:
    rows = examples()
    whole, few = (fit_head(rows, settings(most)).landmarks for most in (90, 45))

    full = whole[rows.sources == "full"]
    assert {tuple(row) for row in full} <= {tuple(row) for row in few}
    assert len({tuple(row) for row in few}) == 45


def test_a_text_that_is_both_leans_to_neither_side() -> None:
    rows = examples()
    between = np.tile((CENTRES[NEGATIVE] + CENTRES[POSITIVE]) / 2, (12, 1)).astype(np.float32)
    both = Examples(
        np.concatenate([rows.features, between]),
        np.concatenate([rows.labels, np.full(12, MIXED)]).astype(np.intp),
        np.concatenate([rows.sources, np.full(12, "full")]),
        np.concatenate([rows.sources, np.full(12, "full")]),
    )

    negative, neutral, positive = fit_head(both, settings(102)).predict_proba(between[:1])[0]

    assert negative == pytest.approx(positive, abs=0.1)
    assert neutral < min(negative, positive)


def test_a_side_that_knows_more_is_trusted_and_noise_is_not() -> None:
    random = np.random.default_rng(8)
    labels = (np.arange(300) % 3).astype(np.intp)
    truth = np.eye(3)[labels]
    proba = 0.2 + 0.4 * np.eye(3)[np.where(random.random(300) < 0.6, labels, (labels + 1) % 3)]
    weights = np.ones(300)

    good, _ = fitted_trust(proba, log_softmax(2 * truth), labels, weights)
    noise, _ = fitted_trust(proba, log_softmax(random.normal(size=(300, 3))), labels, weights)

    assert good > 0.2
    assert noise < 0.05
