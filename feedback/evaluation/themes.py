"""Themes against a person's labels."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from feedback import encoders, themes
from feedback.evaluation.table import Columns, Labelled, read_labelled
from feedback.progress import SILENT, Progress
from feedback.settings import Settings

MIN_ROWS_FOR_MIX = 5


def evaluate_themes(
    path: Path, columns: Columns, settings: Settings, progress: Progress = SILENT
) -> dict[str, Any]:
    """Return n, n_themes, ami, v_measure, outlier_share, language_mix and seconds.

    Each row counts once, with the theme nearest to its whole comment; rows without a theme form
    one class; the number of themes is chosen as in a run, the labels are never looked at.
    With a group column
    each group runs alone, `ami`, `v_measure`, `outlier_share` and `language_mix` are means over
    the groups and `n`, `n_themes` and `seconds` are sums. `seconds` is the theme stage alone.

    Raises:
        InputError: The table cannot be used.
    """
    table = read_labelled(path, columns, settings, progress)
    encoder = encoders.load_encoder(settings.encoders.themes, settings.encoders)
    embed = encoders.for_themes(encoders.CachedEncoder(encoder, None, progress))
    embed([*table.segments["text"], *table.responses["comment"]])
    parts = [
        _evaluate_group(table, table.groups == group, embed, settings)
        for group in sorted(table.groups.unique())
    ]
    frame = pd.DataFrame(parts)
    means = frame[["ami", "v_measure", "outlier_share", "language_mix"]].mean()
    return {
        "n": int(frame["n"].sum()),
        "n_themes": int(frame["n_themes"].sum()),
        **{str(key): float(value) for key, value in means.items()},
        "seconds": float(frame["seconds"].sum()),
    }


def _evaluate_group(
    table: Labelled, mask: pd.Series, embed: encoders.CachedEncoder, settings: Settings
) -> dict[str, float]:
    from sklearn.metrics import adjusted_mutual_info_score, v_measure_score

    responses = table.responses[mask.to_numpy()].reset_index(drop=True)
    chosen = table.segments["response_id"].isin(responses["response_id"])
    segments = table.segments[chosen].reset_index(drop=True)
    request = themes.ThemeRequest(
        responses=responses,
        segments=segments,
        vectors=embed(list(segments["text"])),
        codebook=themes.Codebook(),
        settings=settings.themes,
        seed=settings.seed,
        batch="evaluation",
        embed=embed,
    )
    started = time.perf_counter()
    found = themes.find_themes(request)
    seconds = time.perf_counter() - started
    assigned = themes.strongest_of_comments(
        found, segments, responses, embed(list(responses["comment"]))
    )
    labels = table.labels.loc[responses["response_id"]]
    return {
        "n": len(responses),
        "n_themes": assigned[assigned != ""].nunique(),
        "ami": float(adjusted_mutual_info_score(labels, assigned)),
        "v_measure": float(v_measure_score(labels, assigned)),
        "outlier_share": float((assigned == "").mean()),
        "language_mix": language_mix(assigned, responses["language"]),
        "seconds": seconds,
    }


def strongest_theme(
    responses: pd.DataFrame, segments: pd.DataFrame, assignments: pd.DataFrame
) -> pd.Series:
    """Return each response's strongest theme id, or "" without one, aligned with `responses`."""
    joined = assignments.merge(segments[["segment_id", "response_id"]], on="segment_id")
    ordered = joined.sort_values(
        ["response_id", "strength", "theme_id"], ascending=[True, False, True]
    )
    best = ordered.drop_duplicates("response_id").set_index("response_id")["theme_id"]
    return responses["response_id"].map(best).fillna("").reset_index(drop=True)


def language_mix(assigned: pd.Series, languages: pd.Series) -> float:
    """Return the size-weighted mean over themes of 2 x min(French share, English share).

    Args:
        assigned: Theme id per row, "" for none.
        languages: Language code per row.
    """
    frame = pd.DataFrame(
        {
            "theme": assigned.to_numpy(),
            "fr": (languages == "fr").to_numpy(),
            "en": (languages == "en").to_numpy(),
        }
    )
    sizes = (
        frame[frame["theme"] != ""]
        .groupby("theme")
        .agg(n=("fr", "size"), fr=("fr", "mean"), en=("en", "mean"))
    )
    large = sizes[sizes["n"] >= MIN_ROWS_FOR_MIX]
    if large.empty:
        return 0.0
    mix = 2 * np.minimum(large["fr"], large["en"])
    return float(np.average(mix, weights=large["n"]))
