import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.errors import SettingsError
from feedback.ingest.model import ScaleGuess
from feedback.ingest.scales import (
    ScoreColumn,
    bands,
    recognise_scale,
    scale_from_setting,
)
from feedback.ingest.scores import Score, parse_score


@pytest.mark.parametrize(
    ("cell", "value", "out_of"),
    [
        ("8", 8, None),
        ("8.0", 8, None),
        ("7,5", 7.5, None),
        (" 10 ", 10, None),
        ("-1", -1, None),
        ("８", 8, None),
        ("8/10", 8, 10),
        ("4 sur 5", 4, 5),
        ("4 out of 5 stars", 4, 5),
        ("3,5 / 5", 3.5, 5),
        ("10 - très probable", 10, None),
        ("0 – pas du tout", 0, None),
        ("5 = excellent", 5, None),
        ("1 (None at all)", 1, None),
        ("\ufeff1 (aucun)", 1, None),
        ("neutral (0)", 0, None),
        ("Avec une note de 8,0", 8, None),
        ("Note : 7/10", 7, 10),
        ("★★★★☆", 4, 5),
        ("★★★★★", 5, 5),
        ("⭐⭐⭐", 3, None),
        ("4 étoiles", 4, None),
        ("80 %", 80, 100),
    ],
)
def test_reads_scores_as_people_write_them(cell: str, value: float, out_of: float | None) -> None:
    assert parse_score(cell) == Score(value, out_of)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "très bien",
        "7-8",
        "7 ou 8",
        "nan",
        "inf",
        "1e5",
        "12/03/2024",
        "2024-03-12",
        "le 3 mars j’ai payé 40 euros",
        "+",
        "1.2.3",
        "note " + "x" * 100 + " 5",
    ],
)
def test_refuses_cells_with_no_score_or_more_than_one_reading(cell: str) -> None:
    assert parse_score(cell) is None


@given(st.text(max_size=200))
def test_any_text_gives_a_finite_score_or_none(cell: str) -> None:
    score = parse_score(cell)
    assert score is None or math.isfinite(score.value)


def _column(name: str, values: list[float], question: str = "") -> ScoreColumn:
    counts: dict[float, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return ScoreColumn(name, question or name, counts, {})


@pytest.mark.parametrize(
    ("name", "question", "values", "expected"),
    [
        ("NPS_SCORE", "", list(range(11)) * 5, ("nps", 0, 10)),
        ("q3", "Recommanderiez-vous notre service à un collègue ?", [9, 10, 8] * 9, ("nps", 0, 10)),
        ("q1", "Would you recommend us?10 - sure, 1 - never", [9, 10] * 20, ("nps", 1, 10)),
        ("eNPS", "", [3, 9, 10, 0], ("enps", 0, 10)),
        ("csat", "", [1, 2, 3, 4, 5] * 9, ("csat", 1, 5)),
        ("csat", "", [1, 4, 6, 7] * 9, ("csat", 1, 7)),
        ("satisfaction", "Êtes-vous satisfait, de 1 à 7 ?", [2, 3] * 20, ("csat", 1, 7)),
        ("CES", "", [1, 5, 7, 6] * 9, ("ces", 1, 7)),
        ("stars", "", [1, 5, 4] * 20, ("stars", 1, 5)),
        ("note", "", [1, 2, 3, 4, 5] * 9, ("stars", 1, 5)),
        ("rating", "", [1, 8, 10] * 20, ("other", 1, 10)),
        ("score", "", [1, 20, 14] * 20, ("other", 0, 20)),
        ("Note (0-10)", "", [8, 9, 10] * 20, ("nps", 0, 10)),
        ("Score", "", [0, 9, 10] * 20, ("nps", 0, 10)),
        ("q2", "Quelle note de 0 à 10 pour la propreté ?", [0, 9, 10] * 20, ("other", 0, 10)),
    ],
)
def test_recognises_scales(
    name: str, question: str, values: list[float], expected: tuple[str, float, float]
) -> None:
    guess = recognise_scale(_column(name, values, question))
    assert (guess.scale, guess.low, guess.high) == expected
    assert guess.evidence


def test_one_impossible_answer_does_not_stretch_the_scale() -> None:
    guess = recognise_scale(_column("note", [1, 2, 3, 4, 5] * 20 + [14]))
    assert (guess.scale, guess.high) == ("stars", 5)


def test_an_unnamed_scale_is_marked_as_assumed() -> None:
    assert recognise_scale(_column("score", [1, 2, 3, 4, 5] * 9)).assumed
    assert recognise_scale(_column("Note sur 10", list(range(11)))).assumed
    assert not recognise_scale(_column("NPS", list(range(11)))).assumed


@pytest.mark.parametrize(
    ("scale", "scores", "expected"),
    [
        (("nps", 0, 10), [0, 6, 7, 8, 9, 10], "low low mid mid high high"),
        (("csat", 1, 5), [1, 2, 3, 4, 5], "low low mid high high"),
        (("ces", 1, 7), [1, 3, 4, 5, 7], "low low mid high high"),
        (("other", 1, 10), [1, 4, 5, 7, 8, 10], "low low mid mid high high"),
    ],
)
def test_bands(scale: tuple[str, float, float], scores: list[float], expected: str) -> None:
    guess = ScaleGuess("s", *scale, "")
    assert list(bands(pd.Series(scores, dtype="float64"), guess)) == expected.split()


def test_a_missing_score_has_no_band() -> None:
    assert bands(pd.Series([math.nan]), ScaleGuess("s", "nps", 0, 10, ""))[0] is None


def test_a_scale_can_be_given_by_name_by_bounds_or_by_both() -> None:
    assert scale_from_setting("s", "csat").high == 5
    assert scale_from_setting("s", "1-20").scale == "other"
    given_both = scale_from_setting("s", "csat 1-7")
    assert (given_both.scale, given_both.low, given_both.high) == ("csat", 1, 7)
    with pytest.raises(SettingsError, match="unknown scale"):
        scale_from_setting("s", "banana")
