"""Batches without padding: the tokens of all texts in one row, texts of one length together."""

from collections.abc import Sequence
from itertools import groupby

import torch
from torch import Tensor


def flatten(ids: Sequence[Sequence[int]]) -> dict[str, Tensor]:
    """Lay the token ids of several texts end to end, shortest text first.

    Returns:
        ``input_ids`` (tokens,); ``lengths`` (texts,) in that order; ``places`` (texts,): where
        each of the given texts stands in it.
    """
    order = sorted(range(len(ids)), key=lambda text: len(ids[text]))
    places = torch.empty(len(order), dtype=torch.long)
    places[torch.tensor(order, dtype=torch.long)] = torch.arange(len(order))
    return {
        "input_ids": torch.tensor([token for text in order for token in ids[text]]),
        "lengths": torch.tensor([len(ids[text]) for text in order]),
        "places": places,
    }


def groups_of(lengths: Tensor) -> list[tuple[int, int, int]]:
    """Return (first token, texts, tokens per text) of each run of texts of one length."""
    groups = []
    start = 0
    for length, run in groupby(lengths.tolist()):
        texts = len(list(run))
        groups.append((start, texts, length))
        start += texts * length
    return groups
