"""What `feedback metrics` shows of the drivers."""

from typing import get_args

import pytest

from feedback.bands.drivers import Status
from feedback.cli.metrics import _UNTOLD, _tables


@pytest.mark.parametrize("status", sorted(set(get_args(Status)) - {"ok"}))
def test_why_there_are_no_drivers_is_a_sentence_and_no_empty_table(status: str) -> None:
    ((title, rows, columns),) = _tables({"drivers": {"status": status, "rows": []}})
    assert title == f"drivers of the score: {_UNTOLD[status]}"
    assert status not in title
    assert (rows, columns) == ([], ())
