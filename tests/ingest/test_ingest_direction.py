"""Which end of a scale is the good one, and columns that hold two scales."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedback.ingest import Reading
from feedback.ingest.direction import direction, tone

Write = Callable[..., Path]
Load = Callable[..., Reading]
HEADER = "commentaire;"


@pytest.mark.parametrize(
    ("kind", "question", "is_reversed", "assumed"),
    [
        ("", "Notez notre service de 1 (excellent) à 6 (très mauvais)", True, False),
        ("csat", "Satisfait ? 1 = très satisfait, 5 = pas du tout satisfait", True, False),
        ("csat", "Satisfait ? 1 = pas du tout satisfait, 5 = très satisfait", False, False),
        ("csat", "De 1 à 5, 1 étant la meilleure note", True, False),
        ("csat", "De 1 à 5, 1 étant la moins bonne note", False, False),
        ("nps", "Recommend us? 0 - not at all likely, 10 - extremely likely", False, False),
        ("other", "10 - strongly agree, 1 - strongly disagree", False, False),
        ("other", "note (1 = best)", True, False),
        ("ces", "How much effort did you have to put forth?", True, True),
        ("ces", "What effort? (1 = very low effort, 5 = very high effort)", True, False),
        ("ces", "Effort de votre part : très faible effort (1), effort élevé (5)", True, False),
        ("ces", "We made it easy (1: strongly disagree, 7: strongly agree)", False, False),
        ("ces", "Était-ce facile ? (1 très difficile, 7 très facile)", False, False),
        ("ces", "How easy was it to reach us?", False, False),
        ("ces", "CES", False, True),
        ("stars", "note", False, False),
    ],
)
def test_the_good_end_is_read_from_the_question(
    kind: str, question: str, is_reversed: bool, assumed: bool
) -> None:
    found = direction(kind, question, {})
    assert (found.is_reversed, found.assumed) == (is_reversed, assumed)
    assert found.evidence or not (is_reversed or assumed)


def test_the_good_end_is_read_from_the_cells() -> None:
    falling = {1.0: "très satisfait", 3.0: "neutre", 5.0: "très insatisfait"}
    assert direction("csat", "satisfaction", falling).is_reversed
    rising = {1.0: "not at all satisfied", 5.0: "fully satisfied"}
    assert not direction("csat", "satisfaction", rising).is_reversed


@pytest.mark.parametrize(
    ("label", "sign"),
    [
        ("très facile", 1),
        ("pas facile", -1),
        ("not difficult", 1),
        ("Insatisfait", -1),
        ("peu d’effort", 1),
        ("a lot of effort", -1),
        ("pas du tout", -1),
        ("neutre", 0),
    ],
)
def test_the_tone_of_an_end(label: str, sign: int) -> None:
    assert tone(label) == sign


def test_an_inverted_scale_keeps_its_scores_and_turns_its_bands(write: Write, load: Load) -> None:
    question = "Satisfaction (1 = très satisfait, 5 = pas du tout satisfait)"
    rows = "".join(f"Réponse numéro {i} du client;{1 + i % 5}\n" for i in range(50))
    reading = load(write("a.csv", f"{HEADER}{question}\n{rows}"))
    bands = reading.responses.groupby("score")["score_band"].first().to_dict()
    assert bands == {1.0: "high", 2.0: "high", 3.0: "mid", 4.0: "low", 5.0: "low"}
    [notice] = [n for n in reading.notices if n.code == "scale-reversed"]
    assert "--scale 1-5" in notice.en
    assert reading.sources[0].scales[0].is_reversed


def test_an_effort_scale_in_doubt_says_so(write: Write, load: Load) -> None:
    question = "Quel effort avez-vous dû fournir pour obtenir une réponse ?"
    rows = "".join(f"Réponse numéro {i} du client;{1 + i % 7}\n" for i in range(70))
    path = write("a.csv", f"{HEADER}{question}\n{rows}")
    reading = load(path)
    assert set(reading.responses.loc[reading.responses["score"] == 7, "score_band"]) == {"low"}
    [notice] = [n for n in reading.notices if n.code == "scale-reversed"]
    assert "beyond doubt" in notice.en
    given = load(path, scale="ces 1-7")
    assert set(given.responses.loc[given.responses["score"] == 7, "score_band"]) == {"high"}
    assert not [n for n in given.notices if n.code.startswith(("scale", "direction"))]


def test_a_scale_can_be_given_upside_down(write: Write, load: Load) -> None:
    rows = "".join(f"Réponse numéro {i} du client;{1 + i % 6}\n" for i in range(60))
    reading = load(write("a.csv", f"{HEADER}note\n{rows}"), scale="6-1")
    [scale] = reading.sources[0].scales
    assert (scale.low, scale.high, scale.is_reversed) == (1, 6, True)
    assert set(reading.responses.loc[reading.responses["score"] == 1, "score_band"]) == {"high"}


def test_cells_that_state_two_scales_are_read_on_their_own(write: Write, load: Load) -> None:
    cells = ["8/10", "3/10", "10/10", "4/5", "1/5", "5/5"]
    rows = "".join(f"Réponse numéro {i} du client;{cells[i % 6]}\n" for i in range(60))
    responses = load(write("a.csv", f"{HEADER}note\n{rows}")).responses
    assert responses["score"].notna().all()
    bands = responses.groupby(["scale_high", "score"])["score_band"].first()
    assert bands[5.0, 4.0] == "high"
    assert bands[10.0, 3.0] == "low"


def test_percentages_among_marks_out_of_ten(write: Write, load: Load) -> None:
    cells = [7, 8, 9, 6, 10, 70, 85, 95, 40, 60]
    rows = "".join(f"Réponse numéro {i} du client;{cells[i % 10]}\n" for i in range(100))
    reading = load(write("a.csv", f"{HEADER}note\n{rows}"))
    assert set(reading.responses["scale_high"]) == {10.0, 100.0}
    assert any(n.code == "scales-mixed" for n in reading.notices)


def test_stars_of_one_channel_beside_an_nps(write: Write, load: Load) -> None:
    rows = "".join(
        f"Réponse numéro {i} du client;{'app' if i % 3 else 'web'};"
        f"{1 + i % 5 if i % 3 else i % 11}\n"
        for i in range(330)
    )
    reading = load(write("a.csv", f"{HEADER}canal;note NPS\n{rows}"))
    per_channel = reading.responses.groupby("cohort_canal")["scale_high"].unique()
    assert list(per_channel["app"]) == [5.0]
    assert list(per_channel["web"]) == [10.0]
    assert [scale.rows for scale in reading.sources[0].scales] == ["canal = app", "¬ (canal = app)"]


def test_a_change_of_scale_at_a_date(write: Write, load: Load) -> None:
    rows = "".join(
        f"Réponse numéro {i} du client;2024-{1 + i // 30:02d}-{1 + i % 28:02d};"
        f"{1 + i % 5 if i < 120 else i % 11}\n"
        for i in range(330)
    )
    reading = load(write("a.csv", f"{HEADER}date;score\n{rows}"))
    scales = reading.sources[0].scales
    assert {scale.high for scale in scales} == {5.0, 10.0}
    assert scales[0].rows.startswith("date <")


def test_unhappy_customers_of_one_group_are_no_second_scale(write: Write, load: Load) -> None:
    rows = "".join(
        f"Réponse numéro {i} du client;{'A' if i % 3 else 'B'};{i % 11 if i % 3 else i % 6}\n"
        for i in range(330)
    )
    reading = load(write("a.csv", f"{HEADER}canal;note NPS\n{rows}"))
    assert len(reading.sources[0].scales) == 1
