from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.ingest.dates import parse_date, recognise_order


@pytest.mark.parametrize(
    "cell",
    [
        "2024-08-16",
        "2024-08-16T00:00:00Z",
        "16/08/2024",
        "16.08.24",
        "16-08-2024 00:00",
        "16 août 2024",
        "Commentaire envoyé le 16 août 2024",
        "Aug 16, 2024",
        "August 16th, 2024",
        "16-Aug-24",
        "vendredi 16 août 2024",
    ],
)
def test_reads_dates_as_exports_write_them(cell: str) -> None:
    assert parse_date(cell, day_first=True) == datetime(2024, 8, 16)


def test_reads_times_and_half_days() -> None:
    assert parse_date("8/16/2024 3:05 PM", day_first=False) == datetime(2024, 8, 16, 15, 5)
    assert parse_date("16/08/2024 20h09", day_first=True) == datetime(2024, 8, 16, 20, 9)


def test_reads_bare_numbers_only_when_asked() -> None:
    assert parse_date("45520", True) is None
    assert parse_date("45520", True, bare_numbers=True) == datetime(2024, 8, 16)
    assert parse_date("20240816", True, bare_numbers=True) == datetime(2024, 8, 16)
    assert parse_date("1723766400", True, bare_numbers=True) == datetime(2024, 8, 16)


@pytest.mark.parametrize("cell", ["31/02/2024", "99/99/9999", "hier", "8", "0000-00-00", "12/2024"])
def test_refuses_what_is_no_date(cell: str) -> None:
    assert parse_date(cell, True) is None


def test_the_column_decides_between_day_and_month() -> None:
    assert recognise_order(Counter(["03/04/2024", "25/04/2024"])).day_first
    assert not recognise_order(Counter(["03/04/2024", "04/25/2024"])).day_first


def test_a_column_that_does_not_tell_is_assumed_day_first() -> None:
    order = recognise_order(Counter(["03/04/2024", "05/06/2024"]))
    assert order.day_first
    assert order.assumed
    assert not recognise_order(Counter(["03/04/2024 1:00 PM"])).day_first


@given(st.text(max_size=120))
def test_any_text_gives_a_date_or_none(cell: str) -> None:
    for bare in (False, True):
        found = parse_date(cell, True, bare)
        assert found is None or 1900 <= found.year <= 2100
