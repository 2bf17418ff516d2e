"""The bilingual reference clusters: floors that later work may raise, not lower."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from feedback import encoders
from feedback.settings import EncoderSettings, Settings
from feedback.themes import Codebook, ThemeRequest, find_themes
from tests.themes import synthetic


@pytest.mark.shared
@pytest.mark.slow
def test_reference_clusters_are_met_and_both_languages_share_their_themes(shared: Path) -> None:
    from sklearn.metrics import adjusted_mutual_info_score

    table = pd.read_csv(shared / "app_reviews" / "gold_clusters_fr_en.csv")
    embed = encoders.CachedEncoder(encoders.load_encoder("use", EncoderSettings()), None)
    settings = Settings()
    agreements, mixes = [], []
    for _, rows in table.groupby("file"):
        triples = zip(rows["ground_truth"], rows["data"], rows["ori_lang"], strict=True)
        frame = synthetic.segments(list(triples), "g")
        plain = frame.drop(columns="subject")
        vectors = embed(list(plain["text"]))
        found = find_themes(
            ThemeRequest(
                plain, plain, vectors, Codebook(), settings.themes, settings.seed, "g", embed
            )
        )
        themes = synthetic.theme_of(frame, found.assignments)
        agreements.append(adjusted_mutual_info_score(frame["subject"], themes))
        mixes.append(language_mix(themes, frame["language"]))
        assert (themes == "").mean() < 0.05
    assert np.mean(agreements) >= 0.25
    assert np.mean(mixes) >= 0.75


def language_mix(themes: pd.Series, languages: pd.Series) -> float:
    """Return 2 x min(French share, English share), weighted by size, for themes of 5 or more."""
    sizes, mixes = [], []
    for _, own in languages[themes != ""].groupby(themes[themes != ""]):
        if len(own) >= 5:
            share = float((own == "fr").mean())
            sizes.append(len(own))
            mixes.append(2 * min(share, 1 - share))
    return float(np.average(mixes, weights=sizes))
