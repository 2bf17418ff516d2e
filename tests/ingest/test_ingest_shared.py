"""The development corpora: the right columns, without a mapping."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedback.ingest import Reading

Load = Callable[..., Reading]

pytestmark = pytest.mark.shared

STARS, TEN = ("stars", 1, 5), ("other", 1, 10)
TABLES = [
    # file, rows, responses, texts, score, scale and bounds, date
    (
        "nps/telco_en.csv",
        2385,
        2385,
        ["text"],
        "NPS_SCORE",
        ("nps", 0, 10),
        "CUSTOMER_RESPONSE_DATE",
    ),
    ("app_reviews/reviews_fr.csv", 6000, 6000, ["data"], "score", STARS, None),
    ("app_reviews/reviews_en.csv", 6000, 6000, ["data"], "score", STARS, None),
    ("app_reviews/gold_clusters_fr_en.csv", 1200, 1200, ["data"], "score", STARS, None),
    ("stars/insurance_fr.csv", 4000, 4000, ["avis"], "note", STARS, "date_publication"),
    ("stars/hotel_tripadvisor_fr_semicolon.csv", 583, 583, ["Review"], "Rating", STARS, None),
    ("stars/airline_seats_en.csv", 1258, 1258, ["content"], "overall_rating", TEN, "date"),
    (
        "stars/drug_reviews_en.csv",
        4143,
        12429,
        ["benefitsReview", "sideEffectsReview", "commentsReview"],
        "rating",
        TEN,
        None,
    ),
    (
        "stars/hotel_booking_multi.xlsx",
        4921,
        8639,
        ["Content", "Positive", "Negative"],
        "Score",
        TEN,
        "Date",
    ),
    ("sentiment/airline_tweets_en.csv", 14640, 14640, ["text"], None, None, "tweet_created"),
    ("sentiment/course_evaluations_en.csv", 566, 566, ["text"], None, None, None),
    ("sentiment/umsab_fr.csv", 3033, 3033, ["text"], None, None, None),
    ("sentiment/umsab_en.csv", 3033, 3033, ["text"], None, None, None),
    ("themes/clinc150_en.csv", 8600, 8600, ["text"], None, None, None),
    (
        "themes/debate_proposals_fr.csv",
        375,
        375,
        ["contribution_versions_bodyText"],
        None,
        None,
        None,
    ),
    ("exports/qualtrics_3_header_rows_en.csv", 156, 70, ["belief_open"], None, None, "EndDate"),
    (
        "exports/qualtrics_3_header_rows_coded_en.csv",
        156,
        70,
        ["belief_open"],
        None,
        None,
        "EndDate",
    ),
]


@pytest.mark.parametrize("case", TABLES, ids=lambda case: case[0])
def test_tables_are_read_without_a_mapping(shared: Path, load: Load, case: tuple) -> None:
    name, rows, n_responses, texts, score, scale, date = case
    reading = load(shared / name)
    [source] = reading.sources
    roles: dict[str, list[str]] = {}
    for guess in source.columns:
        roles.setdefault(guess.role, []).append(guess.name)
    assert roles["text"] == texts
    assert roles.get("score", [None])[0] == score
    assert roles.get("date", [None])[0] == date
    assert (source.n_rows, len(reading.responses)) == (rows, n_responses)
    if scale:
        [guess] = source.scales
        assert (guess.scale, guess.low, guess.high) == scale
    if date:
        assert reading.responses["date"].notna().all()


def test_nps_band_column_agrees_and_is_no_cohort(shared: Path, load: Load) -> None:
    reading = load(shared / "nps/telco_en.csv")
    assert reading.responses["score"].notna().sum() == 2353
    assert reading.responses["score_band"].value_counts().to_dict() == {
        "low": 1271,
        "high": 690,
        "mid": 392,
    }
    assert "cohort_nps_rating" not in reading.responses
    assert "cohort_survey_sub_type" in reading.responses


@pytest.mark.parametrize("wave", ["2020_h1", "2022_h1", "2022_h2"])
def test_surveymonkey_waves(shared: Path, load: Load, wave: str) -> None:
    reading = load(shared / f"exports/surveymonkey_{wave}_en.csv")
    [source] = reading.sources
    assert source.layout == "surveymonkey"
    assert reading.left_out.empty
    nps = next(scale for scale in source.scales if scale.scale == "nps")
    assert (nps.low, nps.high) == (1, 10)
    assert "recommend" in nps.column
    responses = reading.responses
    why = responses["question"].fillna("").str.contains("recommend") & (responses["comment"] != "")
    assert set(responses.loc[why, "scale"]) == {"nps"}
    assert len(responses.loc[why]) > 45


def test_limesurvey_open_questions(shared: Path, load: Load) -> None:
    reading = load(shared / "exports/limesurvey_707_columns_en.csv")
    texts = [guess for guess in reading.sources[0].columns if guess.role == "text"]
    assert [guess.name.split(".")[0] for guess in texts] == ["ukrse3", "skill2"]
    assert texts[1].question is not None
    assert texts[1].question.startswith("What three skills")


@pytest.mark.parametrize(
    ("number", "answers", "other"),
    [(1, 18, 18), (2, 31, 30), (5, 27, 28), (8, 9, 10), (9, 37, 38), (10, 14, 14)],
)
def test_docx_interviews(shared: Path, load: Load, number: int, answers: int, other: int) -> None:
    reading = load(shared / f"interviews/artisan_{number:02d}_fr.docx")
    assert len(reading.responses) == answers
    assert reading.sources[0].interviewer_turns == other
    assert reading.responses["respondent_id"].nunique() == 1


def test_all_docx_interviews_are_twelve_respondents(shared: Path, load: Load) -> None:
    paths = sorted((shared / "interviews").glob("*.docx"))
    assert load(*paths).responses["respondent_id"].nunique() == 12


@pytest.mark.parametrize("name", ["dawn", "gigasword", "interview"])
def test_markdown_interviews(shared: Path, load: Load, name: str) -> None:
    reading = load(shared / f"interviews/gamedev_{name}.md")
    assert not reading.notices
    assert reading.responses["date"].notna().all()
    assert abs(len(reading.responses) - reading.sources[0].interviewer_turns) <= 1


def test_one_recording_in_four_forms_gives_the_same_answers(shared: Path, load: Load) -> None:
    forms = [load(shared / f"interviews/gamedev_goodboy.{x}") for x in ("vtt", "srt", "tsv", "txt")]
    for form in forms:
        assert form.responses.equals(forms[0].responses)
    assert len(forms[0].responses) == 55
