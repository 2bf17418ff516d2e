import math

import pytest

from feedback.report.format import Formatter, fold, plain, typeset

FR, EN = Formatter("fr"), Formatter("en")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (FR.percent(0.125, 1), "12,5\u202f%"),
        (EN.percent(0.125, 1), "12.5%"),
        (FR.count(1284), "1\u202f284"),
        (EN.count(1284), "1,284"),
        (FR.number(-4.1, 1), "−4,1"),
        (EN.number(3.4, 1, signed=True), "+3.4"),
        (EN.number(-0.02, 1), "0.0"),
        (FR.date("2026-11-03"), "3\u00a0novembre 2026"),
        (FR.date("2026-11-01"), "1er\u00a0novembre 2026"),
        (EN.date("2026-11-01"), "1\u00a0November 2026"),
        (FR.quoted("oui"), "«\u00a0oui\u00a0»"),
        (EN.quoted("yes"), "“yes”"),
        (FR.interval(27.2, 34.8, "points"), "27\u00a0à\u00a035"),
        (EN.interval(61.0, 70.2, "percent"), "61\u00a0to\u00a070%"),
        (FR.interval(4.1, 4.35, "score"), "4,10\u00a0à\u00a04,35"),
        (FR.p_value(0.0004), "<\u00a00,001"),
        (EN.p_value(0.021), "=\u00a00.02"),
        (EN.p_value(0.009), "=\u00a00.009"),
        (FR.score(9.0), "9"),
        (FR.score(7.5), "7,5"),
        (EN.percent(0.002), "<\u00a01%"),
        (FR.share_points(0.052), "+5,2\u00a0pt"),
        (FR.lift(2.13), "×2,1"),
    ],
)
def test_figures_are_written_as_the_language_does(written: str, expected: str) -> None:
    assert written == expected


@pytest.mark.parametrize("missing", [None, math.nan, math.inf, -math.inf])
def test_a_missing_figure_is_a_dash(missing: float | None) -> None:
    for write in (FR.count, FR.percent, FR.score, FR.lift, FR.share_points):
        assert write(missing) == "–"
    assert FR.impact(missing, "points") == FR.metric(missing, "percent") == "–"
    assert "–" in FR.p_value(missing)
    assert FR.interval(None, 3.0, "points") == "–"


def test_french_typography_has_its_no_break_spaces() -> None:
    assert typeset("Vrai ? « Oui » : l'un ; l'autre !", "fr") == (
        "Vrai\u202f? «\u00a0Oui\u00a0»\u00a0: l’un\u202f; l’autre\u202f!"
    )


def test_controls_are_taken_out_and_line_breaks_stay() -> None:
    assert plain("a\x00b\x1b[31m\nc\u202e") == "ab[31m\nc\u202e"
    assert plain("\ud800ok") == "ok"


def test_folding_ignores_case_and_accents() -> None:
    assert fold("Été À RELIRE") == "ete a relire"
