"""Texts that only judge ("super, merci", "useless") share one theme each, instead of ten.

Their vectors lie close to one another for the tone alone, so clustering would split them by
wording. Two generic themes take them: general praise and general dissatisfaction. A found cluster
whose own words cover few of its texts holds judgements in rare spellings and goes the same way.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from feedback.themes.codebook import theme_id
from feedback.themes.discover import Terms
from feedback.themes.texts import Texts
from feedback.themes.words import BLAME, LANGUAGES, PRAISE, PROFANE, tokens, tone_without_subject

TONES = ("praise", "blame")
NAMES = {
    "praise": ("Satisfaction générale", "General praise"),
    "blame": ("Mécontentement général", "General dissatisfaction"),
}
IDS = {tone: theme_id([f"tone:{tone}"]) for tone in TONES}


def generic_ids() -> frozenset[str]:
    """Return the ids of the two themes that name no subject: general praise and dissatisfaction."""
    return frozenset(IDS.values())


_TOP_WORDS = 6
_DIFFUSE_COVERAGE = 0.3
_SHORT = 4


def tones(texts: Texts) -> list[str | None]:
    """Return for every text the tone it consists of, or None if it has a subject."""
    return [
        tone_without_subject(text) if language in LANGUAGES else None
        for text, language in zip(texts.texts, texts.languages, strict=True)
    ]


def is_diffuse(terms: Terms, texts: Sequence[str]) -> bool:
    """Say whether a cluster has no subject: its texts share too few words.

    Args:
        terms: Its class-based TF-IDF words.
        texts: Its texts.
    """
    top = {w for language in LANGUAGES for w in list(terms[language])[:_TOP_WORDS]}
    words = [tokens(text) for text in texts]
    covered = np.mean([not top.isdisjoint(own) for own in words])
    return bool(covered < _DIFFUSE_COVERAGE)


def are_short(texts: Sequence[str]) -> bool:
    """Say whether half of the texts have no more words than an exclamation."""
    return bool(np.median([len(tokens(text)) for text in texts]) <= _SHORT)


def tone_of(texts: Sequence[str]) -> str:
    """Return the prevailing tone of texts, praise when they are even."""
    words = [word for text in texts for word in tokens(text)]
    blame = sum(word in BLAME or word in PROFANE for word in words)
    return "blame" if blame > sum(word in PRAISE for word in words) else "praise"


def generic_row(tone: str) -> pd.DataFrame:
    """Return the first row of a generic theme, without sizes and batches."""
    french, english = NAMES[tone]
    return pd.DataFrame(
        {
            "theme_id": [IDS[tone]],
            "name_fr": [french],
            "name_en": [english],
            "keywords_fr": pd.Series([[]], dtype="object"),
            "keywords_en": pd.Series([[]], dtype="object"),
        }
    )
