"""What earlier batches know about themes, for the next batch to continue."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from feedback.frames import THEMES
from feedback.store import schema
from feedback.store.journal import Snapshot, any_of
from feedback.types import FloatArray


@dataclass(frozen=True)
class StoredCodebook:
    """Known themes, each as the latest batch that names it left it.

    Attributes:
        themes: Frame `THEMES`, sorted by `theme_id`.
        centroids: Shape (n_themes, d), aligned with `themes`; a row of zeros where the theme was
            last seen by another encoder, whose vectors cannot be compared.
        means: The theme encoder's mean per language, from the latest batch that has it.
        encoder: Fingerprint of the encoder that made `centroids` and `means`.
    """

    themes: pd.DataFrame = field(default_factory=THEMES.empty)
    centroids: FloatArray = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    means: dict[str, FloatArray] = field(default_factory=dict)
    encoder: str = ""


@dataclass(frozen=True)
class ThemeSpace:
    """The theme vectors of one batch.

    Attributes:
        centroids: Shape (n_themes, d), aligned with the batch's themes as loaded.
        means: The theme encoder's mean per language.
    """

    centroids: FloatArray
    means: dict[str, FloatArray]


def theme_space(snapshot: Snapshot, batch: str) -> ThemeSpace:
    """Return the centroids and means of one batch."""
    where = any_of("batch", [batch])
    table = snapshot.rows("themes", where, ["position", "centroid"]).sort_by("position")
    return ThemeSpace(
        _stack(table.column("centroid").to_pylist()), _latest_means(snapshot, [batch])
    )


def known_themes(snapshot: Snapshot, runs: list[dict[str, Any]]) -> StoredCodebook:
    """Return the codebook of the batches in `runs` (rows of the runs table, in sequence)."""
    if not runs:
        return StoredCodebook()
    order = {run["batch"]: run["sequence"] for run in runs}
    encoders = {run["batch"]: run["theme_encoder"] for run in runs}
    table = snapshot.rows("themes", any_of("batch", list(order)))
    rows = schema.from_table("themes", table)
    table = table.sort_by("position")
    rows["_batch"] = table.column("batch").to_pylist()
    rows["_centroid"] = table.column("centroid").to_pylist()
    rows["_sequence"] = rows["_batch"].map(order)
    latest = (
        rows.sort_values(["theme_id", "_sequence"])
        .drop_duplicates("theme_id", keep="last")
        .reset_index(drop=True)
    )
    encoder = runs[-1]["theme_encoder"]
    usable = [
        row if encoders[batch] == encoder else None
        for row, batch in zip(latest["_centroid"], latest["_batch"], strict=True)
    ]
    same = [run["batch"] for run in runs if run["theme_encoder"] == encoder]
    return StoredCodebook(
        themes=latest[THEMES.names()],
        centroids=_stack(usable),
        means=_latest_means(snapshot, same),
        encoder=encoder,
    )


def _stack(rows: list[list[float] | None]) -> FloatArray:
    width = max((len(row) for row in rows if row is not None), default=0)
    stacked = np.zeros((len(rows), width), dtype=np.float32)
    for i, row in enumerate(rows):
        if row is not None and len(row) == width:
            stacked[i] = row
    return stacked


def _latest_means(snapshot: Snapshot, batches: list[str]) -> dict[str, FloatArray]:
    order = {batch: i for i, batch in enumerate(batches)}
    where = f"space = 'theme' AND {any_of('batch', batches)}"
    rows = sorted(snapshot.rows("means", where).to_pylist(), key=lambda r: order[r["batch"]])
    return {row["language"]: np.array(row["vector"], dtype=np.float32) for row in rows}
