"""One real discovery that many tests look at: importing BERTopic costs seconds."""

import pandas as pd
import pytest

from feedback.themes import ThemeResult, find_themes
from tests.themes import synthetic

FIRST = ("invoice", "support", "mobile", "report")


@pytest.fixture(scope="session")
def first_month() -> pd.DataFrame:
    """Four subjects, twelve comments each, and a few that only praise."""
    subjects = synthetic.comments(FIRST, "a").drop(columns=[])
    praise = [
        ("praise", text, language)
        for text, language in (
            ("Super, merci !", "fr"),
            ("Parfait", "fr"),
            ("Très bien, bravo", "fr"),
            ("Great!", "en"),
            ("Love it, excellent", "en"),
            ("Awesome", "en"),
        )
    ]
    return pd.concat([subjects, synthetic.segments(praise, "ap")], ignore_index=True)


@pytest.fixture(scope="session")
def first_result(first_month: pd.DataFrame) -> ThemeResult:
    """What `find_themes` makes of the first month."""
    return find_themes(synthetic.request(first_month))
