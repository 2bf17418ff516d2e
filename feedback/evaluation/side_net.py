"""Trains the network beside e5: ``python -m feedback.evaluation.side_net --corpora DIR``.

It learns from the rows of `sentiment.training_texts` but the reviews that only have stars, on the
token states of the bundled e5, which stays as it is: they are computed once, so a pass over 25,000
texts takes a minute on two cores. Three networks learn from the labels; the fourth, which is kept,
from the labels and from what the three say of these and of 14,000 more texts (Hinton et al., 2015).
Its weights and activations are rounded while it learns as they are in use (Jacob et al., 2018), and
what is kept is the running mean of the weights (Polyak and Juditsky, 1992). Every tenth row, by the
hash of its text, teaches nothing: there the head learns how far to trust it.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from feedback import sentiment
from feedback.encoders.side_net import LAYERS, OUTPUTS
from feedback.evaluation.side_states import States, states_of
from feedback.evaluation.side_training import SideNetInTraining, running_mean
from feedback.settings import EncoderSettings
from feedback.types import FloatArray

SEED = 20261122
TEACHERS, TEACHER_PASSES, PASSES = 3, 3, 4
BATCH, BATCHES_AT_ONCE = 48, 40
WARM_UP, RATE, SLOWEST, DECAY, STEEPEST = 300, 7e-4, 0.02, 0.05, 1.0
SMOOTHING, TOKENS_LEFT_OUT = 0.05, 0.1
MORE_TEXTS, MORE_WEIGHT, SOFT = 14_000, 0.5, 0.5
WEIGHTS = {"umsab_fr": 1.0, "umsab_en": 1.0, "own": 1.5, "pairs": 0.3, "clinc": 0.3}
"""Of a row by its source; 0.5 for the others."""

_TARGETS = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0, 0.5]], dtype=np.float32)


@dataclass(frozen=True)
class Lesson:
    """What one network learns from: states of n texts, targets (n, 3), weights (n,)."""

    states: States
    targets: FloatArray
    weights: FloatArray


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the corpora and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m feedback.evaluation.side_net")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--own", type=Path, default=Path("corpora/sentiment"), help="our labels")
    parser.add_argument("--out", type=Path, default=Path("models/sentiment/side.safetensors"))
    given = parser.parse_args(arguments)
    rows = sentiment.training_texts(given.corpora, given.own)
    rows = rows[~rows["source"].isin(sentiment.STARRED) & ~sentiment.held_out(rows["text"])]
    more = sentiment.more_texts(given.corpora, set(rows["text"]), MORE_TEXTS)
    targets = _TARGETS[rows["label"].to_numpy(dtype=np.intp)]
    hard = targets * (1 - SMOOTHING) + SMOOTHING / OUTPUTS
    weights = np.array([WEIGHTS.get(source, 0.5) for source in rows["source"]], dtype=np.float32)
    with tempfile.TemporaryDirectory() as folder:
        texts = [*rows["text"], *more]
        states = states_of(texts, LAYERS, EncoderSettings(), Path(folder) / "states")
        _say(f"{len(rows)} labelled texts, {len(more)} more, {len(states.tokens)} token states")
        net = _taught(states, hard, weights)
    net.save(given.out)
    if (given.out.parent.parent / "manifest.json").is_file():  # a wrong checksum is not loaded
        sentiment.refresh_manifest(given.out.parent.parent)
    _say(f"saved as {given.out}")
    return 0


def _taught(states: States, hard: FloatArray, weights: FloatArray) -> SideNetInTraining:
    """Return the student of three teachers.

    Args:
        states: Of the labelled texts, then of the others.
        hard: Targets of the labelled ones, shape (n, 3).
        weights: Their weights, shape (n,).
    """
    labelled = Lesson(states.first(len(hard)), hard, weights)
    said = np.zeros((len(states), OUTPUTS), dtype=np.float32)
    for number in range(TEACHERS):
        teacher = train(labelled, SEED + number, TEACHER_PASSES, rounds=False)
        said += predict(teacher, states) / TEACHERS
        _say(f"teacher {number + 1} of {TEACHERS}")
    soft = torch.softmax(torch.from_numpy(said), dim=1).numpy()
    targets = soft.copy()
    targets[: len(hard)] = SOFT * soft[: len(hard)] + (1 - SOFT) * hard
    others = np.full(len(states) - len(hard), MORE_WEIGHT, dtype=np.float32)
    lesson = Lesson(states, targets, np.concatenate([weights, others]))
    return train(lesson, SEED + TEACHERS, PASSES, rounds=True)


def train(lesson: Lesson, seed: int, passes: int, *, rounds: bool) -> SideNetInTraining:
    """Train a network from scratch; the same seed on the same machine gives the same one.

    Args:
        lesson: What from.
        seed: Of the first weights, the order and what is dropped.
        passes: Over all texts.
        rounds: Whether it works with rounded weights and activations.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = SideNetInTraining(*lesson.states.spread(), rounds=rounds)
    mean = running_mean(net)
    steps = passes * (len(lesson.states) // BATCH + 1)
    rates = torch.optim.AdamW(net.groups(DECAY), lr=RATE, betas=(0.9, 0.98))
    plan = torch.optim.lr_scheduler.LambdaLR(rates, lambda step: _rate(step, steps))
    started = time.monotonic()
    for number in range(passes):
        lost = []
        for chosen in _batches(lesson.states.lengths, rng):
            loss = _loss(net, lesson, chosen)
            rates.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), STEEPEST)
            rates.step()
            plan.step()
            mean.update_parameters(net)
            lost.append(loss.item())
        _say(f"pass {number + 1}: loss {np.mean(lost):.4f}, {time.monotonic() - started:.0f} s")
    return mean.module  # type: ignore[return-value]


def _loss(net: SideNetInTraining, lesson: Lesson, chosen: NDArray[np.intp]) -> Tensor:
    states, is_token = lesson.states.padded(chosen)
    kept = is_token & (torch.rand(is_token.shape) > TOKENS_LEFT_OUT)
    kept[:, 0] = True
    found = functional.log_softmax(net(states, kept), dim=1)
    losses = -(found * torch.from_numpy(lesson.targets[chosen])).sum(dim=1)
    weights = torch.from_numpy(lesson.weights[chosen])
    return (losses * weights).sum() / weights.sum()


def predict(net: SideNetInTraining, states: States) -> FloatArray:
    """Return the log-probabilities, shape (n, 3)."""
    net.eval()
    found = np.zeros((len(states), OUTPUTS), dtype=np.float32)
    order = np.argsort(states.lengths, kind="stable")
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            logits = net(*states.padded(chosen))
            found[chosen] = functional.log_softmax(logits, dim=1).numpy()
    return found


def _batches(lengths: NDArray[np.int64], rng: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Yield all rows once, in random order, texts of like length together."""
    order = rng.permutation(len(lengths))
    at_once = BATCH * BATCHES_AT_ONCE
    for start in range(0, len(order), at_once):
        part = order[start : start + at_once]
        part = part[np.argsort(lengths[part], kind="stable")]
        batches = [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
        for number in rng.permutation(len(batches)):
            yield batches[number]


def _rate(step: int, steps: int) -> float:
    """Rise, then fall along a cosine (Loshchilov and Hutter, 2017)."""
    rise = min(1.0, (step + 1) / WARM_UP)
    return rise * max(SLOWEST, 0.5 * (1 + float(np.cos(np.pi * min(1.0, step / steps)))))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
