"""One real discovery that many tests look at: importing BERTopic costs seconds."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from feedback.themes import ThemeResult, find_themes
from feedback.workspace import Workspace
from tests.themes import synthetic
from tests.themes.months import month

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


@pytest.fixture(scope="session")
def two_months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace with two small months, run once."""
    from feedback import pipeline

    root = tmp_path_factory.mktemp("curated")
    workspace = Workspace(root / "w")
    for name in ("m1", "m2"):
        pipeline.run(workspace, [month(root / f"{name}.csv", name)], name)
    return root / "w"


@pytest.fixture
def workspace(two_months: Path, tmp_path: Path) -> Workspace:
    """A copy of it that a test may change."""
    shutil.copytree(two_months, tmp_path / "w")
    return Workspace(tmp_path / "w")
