"""One story, summarised and written once for all tests of the report."""

import pytest

from feedback.report import Report
from tests.report.report_story import Plot, page_of, report_of

STORY = Plot(n=400, previous=True)


@pytest.fixture(scope="session")
def story() -> Report:
    return report_of(STORY)


@pytest.fixture(scope="session")
def story_fr() -> str:
    return page_of(STORY, "fr")


@pytest.fixture(scope="session")
def story_en() -> str:
    return page_of(STORY, "en")
