"""The development corpora, read where they lie, and the tables derived from them."""

import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parent.parent.parent / "shared" / "corpora"


def folder() -> Path:
    """Return the folder of the development corpora, or stop and say that it is missing."""
    if not FOLDER.is_dir():
        sys.exit("the development corpora are not beside this checkout: nothing to measure on")
    return FOLDER


def temporary_csv(frame: pd.DataFrame, name: str) -> Path:
    """Write a frame to a fresh temporary folder and return the file."""
    path = Path(tempfile.mkdtemp(prefix="feedback-bench-")) / name
    frame.to_csv(path, index=False)
    return path


def umsab_test(language: str) -> Path:
    """Return the published test split of one language."""
    frame = pd.read_csv(folder() / "sentiment" / f"umsab_{language}.csv")
    return temporary_csv(frame[frame["split"] == "test"], f"umsab_{language}_test.csv")


def app_reviews() -> pd.DataFrame:
    """Return the French and English app reviews without repeated texts (11,043 rows)."""
    parts = [
        pd.read_csv(folder() / "app_reviews" / f"reviews_{language}.csv").assign(language=language)
        for language in ("fr", "en")
    ]
    return pd.concat(parts).dropna(subset=["data"]).drop_duplicates("data").reset_index(drop=True)


def with_flipped_scores(
    frame: pd.DataFrame, score: str, extremes: tuple[list[int], list[int]], seed: int
) -> pd.DataFrame:
    """Flip 3 % of the extreme scores to the opposite end and mark them in a column `flag`.

    Args:
        frame: A table with a numeric score.
        score: Its column.
        extremes: The low and the high scores that count as extreme; a flip goes from a score of
            one list to the mirrored one of the other.
        seed: Of the choice.
    """
    low, high = extremes
    flipped = frame.copy()
    is_extreme = flipped[score].isin(low + high).to_numpy()
    random = np.random.default_rng(seed)
    chosen = random.choice(
        np.flatnonzero(is_extreme), size=round(0.03 * is_extreme.sum()), replace=False
    )
    total = min(low) + max(high)
    flipped["flag"] = 0
    flipped.loc[flipped.index[chosen], "flag"] = 1
    flipped.loc[flipped.index[chosen], score] = total - flipped.loc[flipped.index[chosen], score]
    return flipped
