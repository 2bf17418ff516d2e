"""The score that a text's words let one expect: ridge regression on words and pairs of words.

Beside the two models on sentence vectors, which know meaning but not names: "waiting six weeks"
and "engineer did not turn up" say more about a score in one company's survey than in language at
large. On the development files it raised average precision from 0.79 to 0.82 on the mean of four
(telco 0.76 to 0.82), where characters in its place gave 0.81 and both together 0.82.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PENALTIES = (1.0, 2.0, 4.0)
MAX_WORDS = 50_000
"""Most frequent words and pairs; a word of one text alone predicts nothing."""


def word_predictions(
    texts: Sequence[str], scores: Floats, parts: NDArray[np.intp], count: int
) -> Floats | None:
    """Return the out-of-fold prediction of every text, shape (n,); None where no word repeats.

    Args:
        texts: Comments.
        scores: Shape (n,).
        parts: Fold of each text, shape (n,).
        count: Number of folds.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import Ridge

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, max_features=MAX_WORDS)
    try:
        x = words.fit_transform(texts)
    except ValueError:  # scikit-learn's word for an empty vocabulary
        return None
    predicted = np.empty((len(PENALTIES), len(scores)))
    for fold in range(count):
        held_out = parts == fold
        for i, penalty in enumerate(PENALTIES):
            model = Ridge(alpha=penalty, solver="sparse_cg", tol=1e-4)
            model.fit(x[~held_out], scores[~held_out])
            predicted[i, held_out] = model.predict(x[held_out])
    errors = ((predicted - scores) ** 2).mean(axis=1)
    return np.asarray(predicted[int(np.argmin(errors))], dtype=np.float64)
