"""The space in which themes are told apart: the encoder’s, less what all feedback shares.

Some directions of the sentence vectors vary within every comment (length, mood, person), and a few
of them drown the subjects. A fixed linear map, C to the power of -0.35 with C the covariance of
segments around the mean of their comment, damps these directions; it is within-class covariance
normalisation (Hatch, Kajarekar and Stolcke, 2006) with a comment for a class, half-way. It was
learnt without any label from texts in which the reference clusters do not occur.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from feedback import resources
from feedback.themes.graph import unit
from feedback.types import FloatArray

SAME_KIND = 0.5
"""Cosine between the mean vectors of two sets of texts from which they are of one kind and from one
encoder: 0.55 to 0.76 between the texts the map was learnt from and surveys on telephones, software
and watches, 0 give or take 0.04 for another encoder. Requests to an assistant (0.35) are told apart
better without the map (AMI 0.86, with it 0.83)."""

_ROWS = 20_000  # mapped at once

POWER = 0.35
RIDGE = 0.1  # share of the mean variance added to every direction


@dataclass(frozen=True)
class Space:
    """A map learnt for one encoder.

    Attributes:
        mean: Mean unit vector of the encoder's texts, by which it is recognised, shape (d,).
        map: Shape (d, d), symmetric.
    """

    mean: FloatArray
    map: FloatArray


@lru_cache(maxsize=1)
def shipped() -> Space | None:
    """Return the map of the bundled theme encoder, None where the file is not installed."""
    from safetensors.numpy import load_file

    path = resources.models_dir() / "theme_space" / "space.safetensors"
    if not path.is_file():
        return None
    arrays = load_file(path)
    return Space(arrays["mean"].astype(np.float32), arrays["map"].astype(np.float32))


def fits(centre: FloatArray | None) -> bool:
    """Say whether the map was learnt for such texts and their encoder.

    Args:
        centre: Mean vector of all texts of the batch, shape (d,); None if it is not known.
    """
    space = shipped()
    if space is None or centre is None or centre.shape != space.mean.shape:
        return False
    pair = unit(np.stack([centre, space.mean]))
    return float(pair[0] @ pair[1]) >= SAME_KIND


def spread(rows: FloatArray, centre: FloatArray | None) -> FloatArray:
    """Return centred unit rows in the space of themes, shape (n, d).

    Args:
        rows: Centred unit rows, shape (n, d).
        centre: Mean vector of all texts of the batch: rows that the map does not fit (`fits`) stay
            as they are.
    """
    space = shipped()
    if space is None or not fits(centre):
        return rows
    found = np.empty_like(rows)
    for start in range(0, len(rows), _ROWS):
        part = slice(start, start + _ROWS)
        found[part] = unit(rows[part] @ space.map)
    return found


def learn(parts: list[tuple[FloatArray, FloatArray, FloatArray]]) -> Space:
    """Learn the map from corpora, each with the same weight.

    Args:
        parts: For every corpus its centred unit rows (n, d), the number of each row's comment (n,)
            and its mean unit vector (d,).
    """
    covariance = np.mean([_within(rows, comments) for rows, comments, _ in parts], axis=0)
    ridge = RIDGE * np.trace(covariance) / len(covariance)
    values, vectors = np.linalg.eigh(covariance + ridge * np.eye(len(covariance)))
    scaled = (values / values.mean()) ** -POWER
    return Space(
        np.mean([mean for *_, mean in parts], axis=0).astype(np.float32),
        ((vectors * scaled) @ vectors.T).astype(np.float32),
    )


def _within(rows: FloatArray, comments: FloatArray) -> FloatArray:
    """Return the covariance of rows around the mean of their comment, shape (d, d)."""
    from scipy import sparse

    _, numbers, sizes = np.unique(comments, return_inverse=True, return_counts=True)
    several = sizes[numbers] > 1
    _, own, counts = np.unique(numbers[several], return_inverse=True, return_counts=True)
    member = sparse.csr_matrix((np.ones(len(own)), (own, np.arange(len(own)))))
    means = np.asarray(member @ rows[several]) / counts[:, None]
    return np.asarray(np.cov((rows[several] - means[own]).T))
