"""Rebuilds the shipped heads; run it with ``python -m feedback.evaluation.shipped``.

The command needs the development corpora and the bundled e5, and writes the same bytes each time on
the same machine. It prints cross-validated results only; the test splits are for
``feedback evaluate sentiment``.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.frames import SENTIMENTS
from feedback.sentiment.corpora import STARRED, held_out
from feedback.sentiment.fit import (
    Examples,
    FitSettings,
    calibration_error,
    fit_head,
    fitted_temperature,
    fitted_trust,
    fold_of,
    out_of_fold,
)
from feedback.sentiment.head import Array, log_proba, log_softmax, softmax
from feedback.types import Embed

_WEIGHTS = (
    ("umsab_fr", 2.0),
    ("umsab_en", 2.0),
    ("own", 4.0),
    ("voices", 0.3),
    ("told", 0.3),
    ("pairs", 1.0),
    ("read_app_fr", 0.5),
    ("read_app_en", 0.5),
    ("read_seats", 0.5),
    ("read_drugs", 0.5),
    ("app_fr", 0.1),
    ("app_en", 0.1),
    ("clinc", 0.2),
)


@dataclass(frozen=True)
class Plan:
    """One shipped head.

    Attributes:
        encoder: Whose numbers it reads.
        folder: Where it lies in `models`.
        settings: How the kernel is fitted.
        has_side: Whether the encoder's last three numbers are logits of its own.
    """

    encoder: str
    folder: str
    settings: FitSettings
    has_side: bool


PLANS = (
    Plan("e5", "sentiment", FitSettings(gamma=1.6, penalty=0.7, weights=_WEIGHTS), True),
    Plan("use", "sentiment_fast", FitSettings(gamma=1.0, penalty=1.0, weights=_WEIGHTS), False),
)
"""Chosen by 4-fold cross-validation on UMSAB train and val, on reviews of apps left out and on the
course evaluations; the table is in `models/sentiment/README.md`."""

REVIEWS = ("app_fr", "app_en", "read_app_fr", "read_app_en")
TWEETS = ("umsab_fr", "umsab_en")


def train_shipped(texts: pd.DataFrame, embed: Embed, out: Path, plan: Plan) -> dict[str, Any]:
    """Fit a head on the rows of `training_texts`, save it into `out`, return its results.

    With a side the results are those of the texts that the encoder's tuned layers have not learnt
    from, without one of all texts; the kernel's part is out of fold in both.
    """
    vectors = embed(list(texts["text"]))
    n_side = len(SENTIMENTS) * plan.has_side
    examples = Examples(
        vectors[:, : vectors.shape[1] - n_side],
        texts["label"].to_numpy(dtype=np.intp),
        texts["source"].to_numpy(dtype=str),
        texts["group"].to_numpy(dtype=str),
    )
    settings = plan.settings
    logits = log_proba(out_of_fold(examples, settings, fold_of(examples, REVIEWS, settings.seed)))
    unseen, trust = np.ones(len(texts), dtype=np.bool_), 0.0
    if plan.has_side:
        side = log_softmax(vectors[:, -n_side:])
        unseen = held_out(texts["text"]) | texts["source"].isin(STARRED).to_numpy()
        trust = _trust(examples, settings, softmax(logits), side, unseen)
        logits = logits + trust * side
    is_judge = unseen & np.isin(examples.sources, TWEETS)
    temperature = fitted_temperature(softmax(logits[is_judge]), examples.labels[is_judge])
    results = _results(examples.rows(unseen), softmax(logits[unseen] / temperature))
    head = replace(fit_head(examples, settings, temperature), side_weight=trust).rounded()
    fitted = {"temperature": temperature} | ({"side_weight": trust} if plan.has_side else {})
    head.save(out, {"kind": "sentiment", **fitted, "cross_validated": results})
    return results | fitted


def _trust(
    examples: Examples,
    settings: FitSettings,
    proba: Array,
    side: Array,
    unseen: NDArray[np.bool_],
) -> float:
    """Return the weight of the side, from the unseen texts with one label that is no star."""
    rows = unseen & (examples.labels < len(SENTIMENTS)) & ~np.isin(examples.sources, STARRED)
    weights = np.array([dict(settings.weights)[source] for source in examples.sources[rows]])
    trust, _ = fitted_trust(proba[rows], side[rows], examples.labels[rows], weights)
    return trust


def _results(examples: Examples, proba: Array) -> dict[str, Any]:
    """Return out-of-fold figures by source."""
    from sklearn.metrics import f1_score

    found: dict[str, Any] = {}
    for source in sorted(set(examples.sources.tolist())):
        rows = (examples.sources == source) & (examples.labels < len(SENTIMENTS))
        truth, guess = examples.labels[rows], proba[rows].argmax(axis=1)
        names = sorted(set(truth.tolist()))
        scores = f1_score(truth, guess, labels=names, average=None, zero_division=0)
        found[source] = {
            "n": len(truth),
            "accuracy": round(float((truth == guess).mean()), 4),
            "macro_f1": round(float(scores.mean()), 4),
            "f1": {SENTIMENTS[c]: round(float(s), 4) for c, s in zip(names, scores, strict=True)},
            "calibration_error": round(
                calibration_error(proba[rows].max(axis=1), guess == truth), 4
            ),
        }
    return found


def refresh_manifest(models: Path) -> None:
    """Write the sha256 of every head beside `models/manifest.json` into its entry."""
    path = models / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for entry in manifest["models"]:
        data = (models / entry["file"]).read_bytes()
        entry["sha256"] = hashlib.sha256(data).hexdigest()
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
