"""The map of the space of themes: what it is learnt from, and that learning does what it says."""

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.space import draw_together
from feedback.themes.graph import unit
from feedback.themes.space import shipped

LABELS = Path(__file__).parents[2] / "corpora" / "themes" / "read_subjects.csv"


def test_the_clauses_read_hold_no_text() -> None:
    labels = pd.read_csv(LABELS, dtype=str)
    assert labels.columns.tolist() == ["group", "language", "sha256", "subject"]
    assert labels["sha256"].str.fullmatch("[0-9a-f]{16}").all()
    assert labels["subject"].str.fullmatch("[a-z0-9_]+").all()
    assert not labels.duplicated(["group", "sha256"]).any()
    assert set(labels["language"]) == {"fr", "en"}


def test_subjects_are_drawn_together_without_going_far() -> None:
    random = np.random.default_rng(0)
    subjects = np.repeat(np.arange(6), 20)
    centres = random.normal(size=(6, 32))
    rows = unit((centres[subjects] + 1.5 * random.normal(size=(120, 32))).astype(np.float32))
    start = np.eye(32, dtype=np.float32)
    moved = draw_together(start, [(rows, subjects)])
    assert _apart(unit(rows @ moved), subjects) > _apart(rows, subjects) + 0.01
    assert np.abs(moved - start).mean() < 0.1
    assert (moved == draw_together(start, [(rows, subjects)])).all()


def _apart(rows: np.ndarray, subjects: np.ndarray) -> float:
    """Return by how much rows of one subject are more alike than rows of two."""
    cosines = rows @ rows.T
    same = subjects[:, None] == subjects[None, :]
    other = ~np.eye(len(rows), dtype=bool)
    return float(cosines[same & other].mean() - cosines[~same].mean())


def test_the_shipped_map_is_whole() -> None:
    space = shipped()
    assert space is not None
    assert space.map.shape == (512, 512)
    assert np.isfinite(space.map).all()
    assert np.linalg.cond(space.map) < 1e3
