import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers.normalizers import Precompiled

from feedback.encoders.charsmap import build_charsmap

CHARACTERS = st.characters(min_codepoint=1, exclude_categories=("Cs",))
REPLACEMENTS = st.text(st.characters(min_codepoint=1, exclude_categories=("Cs",)), max_size=3)


@given(st.dictionaries(CHARACTERS.map(ord), REPLACEMENTS, min_size=1, max_size=60), CHARACTERS)
@settings(max_examples=100, deadline=None)
def test_every_entry_is_replaced_and_nothing_else(table: dict[int, str], other: str) -> None:
    normaliser = Precompiled(build_charsmap(table))
    for code, text in table.items():
        assert normaliser.normalize_str(chr(code)) == text
    if ord(other) not in table:
        assert normaliser.normalize_str(other) == other


def test_a_table_with_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="zero"):
        build_charsmap({0: " "})
    with pytest.raises(ValueError, match="zero"):
        build_charsmap({65: "a\0"})
