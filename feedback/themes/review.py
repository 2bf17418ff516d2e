"""How far a person agrees with the themes: F1 per theme from a sample, alpha between two people.

The sample is drawn per theme, so that small themes are judged too; the figures weigh each theme's
sample back to its size (stratified estimation, Cochran, 1977, chapter 5).
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]

NONE = ""
"""Theme of a segment that speaks of none."""

_DRAWS = 1000
_PRIOR = 0.5
_LEAST_PER_THEME = 3


def draw_sample(assigned: pd.Series, n: int, seed: int) -> list[str]:
    """Return the ids of about `n` segments to review, every theme alike, in an order by chance.

    The choice hangs on the ids and the seed alone: a longer sample holds the shorter one of the
    same seed, and the order of the rows changes nothing.

    Args:
        assigned: Theme id by segment id; `NONE` for none.
        n: Segments wanted; every theme gets 3 at least, if it has them.
        seed: Another one draws another sample.
    """
    themes = sorted(set(assigned))
    each = max(_LEAST_PER_THEME, n // max(len(themes), 1))
    chosen: list[str] = []
    for theme in themes:
        own = sorted((str(i) for i in assigned.index[assigned == theme]), key=_lot(seed))
        chosen += own[:each]
    return sorted(chosen, key=_lot(seed + 1))


def _lot(seed: int) -> "_Lot":
    return _Lot(seed)


class _Lot:
    """Gives every id a number by chance that is always the same."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __call__(self, name: str) -> bytes:
        return hashlib.blake2b(f"{self._seed}\t{name}".encode(), digest_size=8).digest()


def theme_scores(
    found: Sequence[str],
    decided: Sequence[str],
    sizes: Mapping[str, int],
    confidence: float,
    seed: int,
) -> pd.DataFrame:
    """Return precision, recall and F1 of every reviewed theme, F1 with its credible interval.

    A segment of theme A that the person gives to B is a false positive of A and a false negative
    of B. Recall knows only what the sample met: a theme that few were sampled from has a wide
    interval, and says so. So has one of which three were seen and all were right: the interval is
    drawn from the posterior under Jeffreys' prior (Goutte and Gaussier, 2005, "A probabilistic
    interpretation of precision, recall and F-score"); a bootstrap would say "1 to 1". It reaches
    to the estimate where that lies at an end (Brown, Cai and DasGupta, 2001).

    Args:
        found: Theme of every reviewed segment, as the program has it.
        decided: As the person has it, `NONE` for none.
        sizes: Segments of each theme in the batch, the weight of its sample.
        confidence: Of the interval.
        seed: Of the draws, within themes.

    Returns:
        `theme_id`, `n_reviewed`, `precision`, `recall`, `f1`, `f1_low`, `f1_high`, by falling size.
        F1 is missing where a theme was neither found nor decided in the sample.
    """
    names = sorted({*found, *decided, NONE})
    place = {name: number for number, name in enumerate(names)}
    rows = np.array([place[name] for name in found], dtype=np.int64)
    columns = np.array([place[name] for name in decided], dtype=np.int64)
    reviewed = np.bincount(rows, minlength=len(names)).astype(np.int64)
    weight = np.array([sizes.get(name, 0) for name in names]) / np.maximum(reviewed, 1)
    table = _confusion(rows, columns, len(names))
    random = np.random.default_rng(seed)
    draws = np.stack([_f1(_drawn(table, reviewed, random), weight)[2] for _ in range(_DRAWS)])
    precision, recall, f1 = _f1(table, weight)
    tail = (1 - confidence) / 2
    with np.errstate(invalid="ignore"):
        low, high = (_quantile(draws, q) for q in (tail, 1 - tail))
    result = pd.DataFrame(
        {
            "theme_id": names,
            "n_reviewed": reviewed,
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "f1_low": np.fmin(low, f1),
            "f1_high": np.fmax(high, f1),
            "_size": [sizes.get(name, 0) for name in names],
        }
    )
    result = result[result["theme_id"] != NONE]
    result = result.sort_values(["_size", "theme_id"], ascending=[False, True], ignore_index=True)
    return result.drop(columns="_size")


def _confusion(rows: Whole, columns: Whole, n: int) -> Counts:
    table = np.zeros((n, n))
    np.add.at(table, (rows, columns), 1)
    return table


def _drawn(table: Counts, reviewed: Whole, random: np.random.Generator) -> Counts:
    """Draw what the shares may be: half a segment more is right, and half of one is not."""
    n = len(table)
    prior = np.full((n, n), _PRIOR / max(n - 1, 1))
    np.fill_diagonal(prior, _PRIOR)
    shares = random.standard_gamma(table + prior)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
    drawn: Counts = shares * reviewed[:, None]
    return drawn


def _f1(table: Counts, weight: Counts) -> tuple[Counts, Counts, Counts]:
    weighed = table * weight[:, None]
    true = np.diag(weighed)
    found, decided = weighed.sum(axis=1), weighed.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.where(found > 0, true / found, np.nan)
        recall = np.where(decided > 0, true / decided, np.nan)
        both = found + decided
        f1 = np.where(both > 0, 2 * true / both, np.nan)
    return precision, recall, f1


def _quantile(draws: Counts, q: float) -> Counts:
    """Return the quantile of every column over the draws in which it is known."""
    return np.array(
        [
            float(np.quantile(own[~np.isnan(own)], q)) if (~np.isnan(own)).any() else np.nan
            for own in draws.T
        ]
    )


def krippendorff_alpha(first: Sequence[str], second: Sequence[str]) -> float:
    """Return Krippendorff's alpha of two reviewers for nominal values; NaN if nothing varies.

    alpha = 1 - observed / expected disagreement, both over the coincidence matrix (Krippendorff,
    2011, "Computing Krippendorff's alpha-reliability").

    Args:
        first: What the first reviewer decided, segment by segment.
        second: The second one, on the same segments.
    """
    values = [*first, *second]
    n = len(values)
    if not n:
        return float("nan")
    observed = sum(a != b for a, b in zip(first, second, strict=True)) * 2
    expected = _expected_disagreement(values)
    return 1.0 - observed / expected if expected > 0 else float("nan")


def _expected_disagreement(values: Sequence[str]) -> float:
    """Return how many of the values would disagree if they were paired by chance."""
    n = len(values)
    counts = pd.Series(values).value_counts().to_numpy(dtype=np.float64)
    return (n * n - float((counts**2).sum())) / (n - 1)


def alpha_interval(
    first: Sequence[str], second: Sequence[str], confidence: float
) -> tuple[float, float]:
    """Return the interval of alpha; NaN where alpha is.

    The expected disagreement is held, as in Hayes and Krippendorff's bootstrap (2007, "Answering
    the call for a standard reliability measure for coding data"), which says 1 to 1 of two segments
    on which both agree; so the share of disagreements has the interval of Jeffreys here (Brown, Cai
    and DasGupta, 2001), which always contains the estimate.
    """
    from scipy.stats import beta

    n = len(first)
    alpha = krippendorff_alpha(first, second)
    if alpha != alpha:
        return float("nan"), float("nan")
    apart = sum(a != b for a, b in zip(first, second, strict=True))
    low, high = beta.ppf([(1 - confidence) / 2, (1 + confidence) / 2], apart + 0.5, n - apart + 0.5)
    low, high = (0.0 if not apart else float(low)), (1.0 if apart == n else float(high))
    expected = _expected_disagreement([*first, *second]) / (2 * n)
    return 1.0 - high / expected, 1.0 - low / expected
