"""Tunes the upper layers of e5: ``python -m feedback.evaluation.tuned_e5 --corpora DIR``.

They learn from the rows of `sentiment.training_texts` but the reviews that only have stars, and at
the same time to leave the means of `encoders.e5.LAYERS` where they are: search and all else built
on these vectors stays (feature distillation; Romero et al., 2015). What the layers below say of
each text is computed once. In the last pass weights and activations are rounded as they are in use
(Jacob et al., 2018), and what is kept is the running mean of the weights (Polyak and Juditsky,
1992). Every tenth row, by the hash of its text, teaches nothing: there the head learns how far to
trust what these layers say.
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
from feedback.encoders.e5 import e5_fingerprint
from feedback.encoders.folders import folder_for
from feedback.encoders.tuned import OUTPUTS
from feedback.evaluation.token_states import States, states_of
from feedback.evaluation.tuned_training import TunedInTraining, running_mean
from feedback.settings import EncoderSettings
from feedback.types import FloatArray

SEED, PASSES = 20261123, 3
BATCH, BATCHES_AT_ONCE = 48, 40
WARM_UP, RATE, SLOWEST, DECAY, STEEPEST = 200, 6e-5, 0.02, 0.01, 1.0
SMOOTHING = 0.05
STAYING = 1.0
"""Weight of the means' squared way, in deviations, beside the loss of the labels. At 1 the centred
vectors of held-out texts keep a cosine of 0.98 to what they were."""
WEIGHTS = {"umsab_fr": 1.0, "umsab_en": 1.0, "own": 1.5, "pairs": 0.3, "clinc": 0.3}
"""Of a row by its source; 0.5 for the others."""

_TARGETS = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0, 0.5]], dtype=np.float32)


@dataclass(frozen=True)
class Lesson:
    """What the layers learn from: states of n texts, targets (n, 3), weights (n,)."""

    states: States
    targets: FloatArray
    weights: FloatArray

    def spread(self) -> Tensor:
        """Return the deviation of every mean over the texts, shape (layers, width)."""
        return torch.from_numpy(self.states.means.std(axis=0) + np.float32(1e-4))


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the corpora and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m feedback.evaluation.tuned_e5")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--own", type=Path, default=Path("corpora/sentiment"), help="our labels")
    parser.add_argument("--out", type=Path, default=Path("models/sentiment/tuned.safetensors"))
    given = parser.parse_args(arguments)
    rows = sentiment.training_texts(given.corpora, given.own)
    rows = rows[~rows["source"].isin(sentiment.STARRED) & ~sentiment.held_out(rows["text"])]
    targets = _TARGETS[rows["label"].to_numpy(dtype=np.intp)]
    weights = np.array([WEIGHTS.get(source, 0.5) for source in rows["source"]], dtype=np.float32)
    with tempfile.TemporaryDirectory() as folder:
        states = states_of(list(rows["text"]), EncoderSettings(), Path(folder) / "states")
        _say(f"{len(states)} texts, {len(states.tokens)} token states")
        hard = targets * (1 - SMOOTHING) + SMOOTHING / OUTPUTS
        net = train(Lesson(states, hard, weights), SEED, PASSES)
    net.save(given.out)
    if (given.out.parent.parent / "manifest.json").is_file():  # a wrong checksum is not loaded
        sentiment.refresh_manifest(given.out.parent.parent)
    _say(f"saved as {given.out}")
    return 0


def train(lesson: Lesson, seed: int, passes: int) -> TunedInTraining:
    """Tune the layers; the same seed on the same machine gives the same ones.

    Args:
        lesson: What from.
        seed: Of the order and of what is dropped.
        passes: Over all texts; the last one works with rounded numbers.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = TunedInTraining(folder_for("e5", e5_fingerprint()))
    mean, spread = running_mean(net), lesson.spread()
    steps = passes * (len(lesson.states) // BATCH + 1)
    rates = torch.optim.AdamW(net.groups(RATE, DECAY), betas=(0.9, 0.98))
    plan = torch.optim.lr_scheduler.LambdaLR(rates, lambda step: _rate(step, steps))
    started = time.monotonic()
    for number in range(passes):
        if number == passes - 1:
            net.round_from_now()
            mean.module.round_from_now()  # type: ignore[operator]
        lost = []
        for chosen in _batches(lesson.states.lengths, rng):
            loss = _loss(net, lesson, spread, chosen)
            rates.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), STEEPEST)
            rates.step()
            plan.step()
            mean.update_parameters(net)
            lost.append(loss.item())
        _say(f"pass {number + 1}: loss {np.mean(lost):.4f}, {time.monotonic() - started:.0f} s")
    return mean.module  # type: ignore[return-value]


def _loss(net: TunedInTraining, lesson: Lesson, spread: Tensor, chosen: NDArray[np.intp]) -> Tensor:
    with _half_precision():
        logits, means = net(*lesson.states.padded(chosen))
    found = functional.log_softmax(logits, dim=1)
    losses = -(found * torch.from_numpy(lesson.targets[chosen])).sum(dim=1)
    weights = torch.from_numpy(lesson.weights[chosen])
    moved = (means - torch.from_numpy(lesson.states.means[chosen])) / spread
    loss: Tensor = (losses * weights).sum() / weights.sum() + STAYING * moved.square().mean()
    return loss


def _half_precision() -> torch.autocast:
    """Multiply in bfloat16: 2.7 times float32 on a processor that has it, on others slower."""
    return torch.autocast("cpu", dtype=torch.bfloat16)


def predict(net: TunedInTraining, states: States) -> tuple[FloatArray, FloatArray]:
    """Return the log-probabilities, shape (n, 3), and the means, shape (n, layers, width)."""
    net.eval()
    found = np.zeros((len(states), OUTPUTS), dtype=np.float32)
    means = np.zeros_like(states.means)
    order = np.argsort(states.lengths, kind="stable")
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            logits, own = net(*states.padded(chosen))
            found[chosen] = functional.log_softmax(logits, dim=1).numpy()
            means[chosen] = own.numpy()
    return found, means


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
