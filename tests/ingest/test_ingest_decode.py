import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.errors import InputError
from feedback.ingest.decode import decode

FRENCH = "note;avis\n5;Très réactif, l’accueil était à la hauteur, ça change\n2;Déçue : délais\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_decodes_french_in_every_usual_encoding(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding), "f.csv").text == FRENCH


@pytest.mark.parametrize("encoding", ["latin-1", "cp850", "mac_roman"])
def test_decodes_old_code_pages(encoding: str) -> None:
    text = FRENCH.replace("’", "'")
    assert decode(text.encode(encoding), "f.csv").text == text


def test_decodes_lines_of_different_encodings_on_their_own() -> None:
    first, second = "avis\nTrès bien\n", "Délai dépassé\n"
    decoded = decode(first.encode() + second.encode("cp1252"), "f.csv")
    assert decoded.text == first + second
    assert decoded.encoding == "utf-8 mixed with cp1252"
    assert decoded.rescued_lines == 1


def test_cyrillic_is_not_taken_for_french() -> None:
    text = "отзыв\n" + "Очень хороший сервис, всем советую обратиться сюда\n" * 20
    assert "сервис" in decode(text.encode("cp1251"), "f.csv").text


def test_strips_null_characters() -> None:
    assert decode(b"avis\nbi\0en\n", "f.csv").text == "avis\nbien\n"


def test_refuses_binary() -> None:
    with pytest.raises(InputError, match="not a text file"):
        decode(bytes(range(256)) * 40, "f.csv")


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode(data, "f.csv").text
    except InputError:
        return
    assert "\0" not in text
