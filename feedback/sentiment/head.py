"""The sentiment head: sentence features in, three calibrated probabilities out, numpy only."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedback.errors import ModelError
from feedback.frames import SENTIMENTS
from feedback.sentiment.head_file import damaged, find_head, read_tensors, write_head
from feedback.types import FloatArray

_ROWS_AT_ONCE, _LANDMARKS_AT_ONCE = 256, 1024  # 1 MB of kernel, which stays in the cache
_DECIMALS = 6
"""Probabilities are rounded: the last bits of a matrix product depend on the shape of the batch."""

LEVEL = 6 / 127
"""Landmarks are stored in 8 bits: standardised features, cut at 6, in steps of this."""

_TOP = 127
_EXACT_FLOAT32 = 2**24
"""Whole numbers below it are exact in float32, and so is their sum in any order."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Residual:
    """What a user's own rows add: softmax(log p @ stack + z @ linear + bias).

    Attributes:
        stack: Shape (3, 3), on the shipped head's log-probabilities.
        linear: Shape (d, 3), on the standardised features.
        bias: Shape (3,).
    """

    stack: Array
    linear: Array
    bias: Array


@dataclass(frozen=True)
class SentimentHead:
    """A classifier with a radial basis kernel on standardised features.

    With z = (x - mean) / scale, the logits are K(z, landmarks) @ kernel_weights + bias with
    K(a, b) = exp(-gamma |a - b|² / d), divided by a temperature (Guo et al., 2017). One matrix
    product, whatever method found the weights. Behind the d numbers of x the encoder may give three
    logits of its own, whose log-probabilities are added with a weight before that division.

    Attributes:
        mean: Shape (d,).
        scale: Shape (d,), above 0.
        landmarks: Shape (m, d).
        kernel_weights: Shape (m, 3), columns negative, neutral, positive.
        bias: Shape (3,).
        gamma: Above 0.
        temperature: Above 0.
        side_weight: Of the encoder's own logits; 0 where the head reads none.
        own: What a user's own rows added, if any.
    """

    mean: Array
    scale: Array
    landmarks: Array
    kernel_weights: Array
    bias: Array
    gamma: float
    temperature: float
    side_weight: float = 0.0
    own: Residual | None = None

    @property
    def dimension(self) -> int:
        """Numbers per text that the head reads."""
        return self.kernel_dimension + len(SENTIMENTS) * (self.side_weight > 0)

    @property
    def kernel_dimension(self) -> int:
        """Numbers per text, the first ones, that the kernel reads."""
        return len(self.mean)

    def standardise(self, features: FloatArray) -> Array:
        """Return z, shape (n, d), of what the kernel reads.

        Raises:
            ModelError: The features come from an encoder that the head was not made for.
        """
        if features.ndim != 2 or features.shape[1] != self.dimension:
            raise ModelError(
                f"the sentiment head reads {self.dimension} numbers per text, "
                f"the encoder gives {features.shape[-1]}",
                todo='Set [encoders] features = "e5", or train a head of your own',
            )
        own = np.asarray(features[:, : self.kernel_dimension], dtype=np.float64)
        return (own - self.mean) / self.scale

    def predict_proba(self, features: FloatArray) -> Array:
        """Return the probabilities, shape (n, 3): negative, neutral, positive; rows sum to 1.

        Raises:
            ModelError: The features come from an encoder that the head was not made for.
        """
        self.standardise(features[:0])  # refuses another encoder's features, of no rows too
        parts = [
            self._proba(features[start : start + _ROWS_AT_ONCE])
            for start in range(0, len(features), _ROWS_AT_ONCE)
        ]
        return np.round(np.concatenate([np.zeros((0, len(SENTIMENTS))), *parts]), _DECIMALS)

    def _proba(self, features: FloatArray) -> Array:
        z = self.standardise(features)
        logits = self._weighted(z) + self.bias
        if self.side_weight > 0:
            logits += self.side_weight * log_softmax(features[:, self.kernel_dimension :])
        proba = softmax(logits / self.temperature)
        if self.own is None:
            return proba
        own = self.own
        return softmax(log_proba(proba) @ own.stack + z @ own.linear + own.bias)

    def _weighted(self, z: Array) -> Array:
        """Return K(z, landmarks) @ kernel_weights, shape (n, 3).

        Both sides stand in whole steps, so that their product is exact in float32, half the time
        of float64; K itself is within 1e-6, and only the last sum is made in float64.
        """
        landmarks, lengths = self._levels
        rows = in_levels(z).astype(landmarks.dtype)
        own = np.square(rows).sum(axis=1, keepdims=True)
        found = np.zeros((len(z), len(SENTIMENTS)))
        for start in range(0, len(lengths), _LANDMARKS_AT_ONCE):
            part = slice(start, start + _LANDMARKS_AT_ONCE)
            near = rows @ landmarks[:, part]
            near *= -2
            near += own
            near += lengths[part]
            near *= -self.gamma / self.kernel_dimension * LEVEL**2
            np.exp(near, out=near)
            found += near.astype(np.float64) @ self.kernel_weights[part]
        return found

    @cached_property
    def _levels(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """The landmarks in whole steps, shape (d, m), and their squared lengths, shape (m,)."""
        exact = _TOP * _TOP * self.kernel_dimension < _EXACT_FLOAT32
        levels = in_levels(self.landmarks).T.astype(np.float32 if exact else np.float64, order="C")
        return levels, np.square(levels).sum(axis=0)

    @classmethod
    def load(cls, name_or_folder: str | Path = "default") -> "SentimentHead":
        """Load a shipped head by name, or one from a folder or file.

        A folder may hold the head itself or a folder `sentiment` with it.

        Raises:
            ModelError: It is not there, damaged, or no sentiment head.
        """
        path, sha256 = find_head(str(name_or_folder))
        tensors = read_tensors(path, sha256)
        try:
            return _from_tensors(tensors)
        except (KeyError, ValueError) as error:
            raise damaged(path, f"not a sentiment head: {error}") from error

    def save(self, folder: Path, card: dict[str, Any]) -> Path:
        """Write the head, and `card` with the file's sha256, into `folder`; return its path."""
        return write_head(folder, self._tensors(), card)

    def _tensors(self) -> dict[str, NDArray[Any]]:
        tensors: dict[str, NDArray[Any]] = {
            "mean": self.mean.astype(np.float32),
            "scale": self.scale.astype(np.float32),
            "landmarks": in_levels(self.landmarks).astype(np.int8),
            "kernel_weights": self.kernel_weights.astype(np.float32),
            "bias": self.bias.astype(np.float32),
            "gamma_temperature": np.array([self.gamma, self.temperature], dtype=np.float32),
        }
        if self.side_weight > 0:
            tensors["side_weight"] = np.array([self.side_weight], dtype=np.float32)
        if self.own is not None:
            tensors["own_stack"] = self.own.stack.astype(np.float32)
            tensors["own_linear"] = self.own.linear.astype(np.float32)
            tensors["own_bias"] = self.own.bias.astype(np.float32)
        return tensors

    def rounded(self) -> "SentimentHead":
        """Return the head as it will be after saving and loading."""
        return _from_tensors(self._tensors())

    def with_own(self, own: Residual | None) -> "SentimentHead":
        """Return the head with another residual."""
        return replace(self, own=own)


def in_levels(z: Array) -> Array:
    """Return the standardised features in whole steps of `LEVEL`, -127 to 127."""
    return np.clip(np.round(z / LEVEL), -_TOP, _TOP)


def kernel(z: Array, landmarks: Array, gamma: float) -> Array:
    """Return exp(-gamma |z - landmark|² / d), shape (n, m)."""
    squares = (z**2).sum(axis=1)[:, None] + (landmarks**2).sum(axis=1) - 2 * z @ landmarks.T
    return np.asarray(np.exp(-gamma / z.shape[1] * np.maximum(squares, 0.0)), dtype=np.float64)


def softmax(logits: Array) -> Array:
    """Return the rows' probabilities."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


def log_softmax(logits: FloatArray) -> Array:
    """Return the rows' log-probabilities."""
    raised = np.asarray(logits, dtype=np.float64)
    raised = raised - raised.max(axis=1, keepdims=True)
    found = raised - np.log(np.exp(raised).sum(axis=1, keepdims=True))
    return np.asarray(found, dtype=np.float64)


def log_proba(proba: Array) -> Array:
    """Return the logarithms, floored so that none is infinite."""
    return np.asarray(np.log(np.maximum(proba, 1e-6)), dtype=np.float64)


def _from_tensors(tensors: dict[str, NDArray[Any]]) -> SentimentHead:
    """Build a head.

    Raises:
        KeyError: A tensor is missing.
        ValueError: A tensor has another shape, or holds what is no number.
    """
    given = {name: values.astype(np.float64) for name, values in tensors.items()}
    given["landmarks"] *= LEVEL
    given.setdefault("side_weight", np.zeros(1))
    m, d = given["landmarks"].shape
    shapes = {
        "mean": (d,),
        "scale": (d,),
        "kernel_weights": (m, 3),
        "bias": (3,),
        "gamma_temperature": (2,),
        "side_weight": (1,),
    }
    if "own_stack" in given:
        shapes |= {"own_stack": (3, 3), "own_linear": (d, 3), "own_bias": (3,)}
    for name, shape in shapes.items():
        if given[name].shape != shape or not np.isfinite(given[name]).all():
            raise ValueError(f"{name} is not as it should be")
    own = None
    if "own_stack" in given:
        own = Residual(given["own_stack"], given["own_linear"], given["own_bias"])
    gamma, temperature = given["gamma_temperature"].tolist()
    return SentimentHead(
        mean=given["mean"],
        scale=given["scale"],
        landmarks=given["landmarks"],
        kernel_weights=given["kernel_weights"],
        bias=given["bias"],
        gamma=gamma,
        temperature=temperature,
        side_weight=float(given["side_weight"][0]),
        own=own,
    )
