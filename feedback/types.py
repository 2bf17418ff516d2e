"""Small types that several rooms share, so that no room imports another one for them."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float32]
"""A float32 array; the shape stands in the docstring that uses it."""

Embed: TypeAlias = Callable[[Sequence[str]], FloatArray]
"""Texts in, one row per text out, shape (n_texts, dimension), in the order of the texts."""
