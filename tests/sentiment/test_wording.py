"""The form in which the head reads a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.sentiment.wording import model_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"it\u2019s late\u002c again", "it's late, again"),
        ("l\u2019\u00e9quipe", "l'\u00e9quipe"),
        ("salt &amp; pepper", "salt & pepper"),
        ("thanks @anna_b, see https://example.org/a?b=c", "thanks @user, see http"),
        ("merci à [person] ([email]), voir [url]", "merci à @user (@user), voir http"),
        ("  two\n lines\t", "two lines"),
        (r"a lone \ud800 half", "a lone half"),
        (r"C:\users stays", r"C:\users stays"),
    ],
)
def test_marks_are_made_alike(written: str, read: str) -> None:
    assert model_text(written) == read


@given(st.text(max_size=200))
def test_reading_twice_changes_no_space_and_never_fails(text: str) -> None:
    read = model_text(text)
    assert "  " not in read
    assert read == read.strip()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("LE SERVICE EST NUL", "LE service est nul"),
        ("le CRM est LENT", "le crm est lent"),
        ("suuuper, goooood, sooo coool", "super, good, so cool"),
        ("trèèès bien", "très bien"),
        ("100000 euros", "100000 euros"),
        ("Merci à McDonald", "Merci à McDonald"),
    ],
)
def test_shouted_and_drawn_out_words_are_written_plainly(written: str, read: str) -> None:
    assert model_text(written) == read
