"""Exports of survey tools, written as each tool's help pages describe them."""

import io
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from feedback.ingest import Reading

Load = Callable[..., Reading]
N = 36

_THINGS = ["The invoice", "The mobile app", "Your support team", "The export", "The new menu", "It"]
_DOES = [
    "was far too slow for us",
    "answered within the hour",
    "breaks when I open a file",
    "is easier than before",
    "costs more than it should",
    "helps me every single day",
]
_CHOSES = ["La facture", "L’application", "Votre équipe", "L’export", "Le menu", "Le conseiller"]
_FAIT = [
    "est bien trop lente pour nous",
    "a répondu dans l’heure, merci",
    "plante quand j’ouvre un fichier",
    "est plus simple qu’avant",
    "coûte plus cher que prévu",
    "m’aide tous les jours au travail",
]
ENGLISH = [f"{thing} {does}" for thing, does in product(_THINGS, _DOES)]
FRENCH = [f"{chose} {fait}" for chose, fait in product(_CHOSES, _FAIT)]
SCORES = [(7 * i) % 11 for i in range(N)]
DAYS = [f"{1 + i % 28:02d}" for i in range(N)]
NPS_EN = "How likely are you to recommend us to a friend or colleague?"
_OTHER = "Other (please specify)"
NPS_FR = "Sur une échelle de 0 à 10, quelle est la probabilité que vous nous recommandiez ?"


def typeform() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "#": [f"k3j{i:029d}" for i in range(N)],
            "What's your first name?": ["Ann", "Bob", "Cyril"] * (N // 3),
            NPS_EN: SCORES,
            "What's the main reason for your score?": ENGLISH,
            "Which plan do you use?": ["Solo", "Team"] * (N // 2),
            "Anything else you'd like to tell us?": ["", *ENGLISH[::-1][1:]],
            "Response Type": "completed",
            "Start Date (UTC)": [f"2024-03-{day} 10:00:00" for day in DAYS],
            "Stage Date (UTC)": "",
            "Submit Date (UTC)": [f"2024-04-{day} 10:05:00" for day in DAYS],
            "Network ID": [f"n{i:09d}" for i in range(N)],
            "Tags": "",
        }
    )


def google_forms() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Horodateur": [f"{day}/04/2024 10:05:30" for day in DAYS],
            "Adresse e-mail": [f"client{i}@example.com" for i in range(N)],
            NPS_FR: SCORES,
            "Pourquoi cette note ?": FRENCH,
            "Quelles fonctions utilisez-vous ?": ["Export", "Export, Agenda", "Agenda"] * (N // 3),
            "Que pourrions-nous améliorer ?": FRENCH[::-1],
        }
    )


def google_forms_in_english() -> pd.DataFrame:
    renamed = google_forms().rename(columns={"Horodateur": "Timestamp"})
    return renamed.assign(Timestamp=[f"2024/04/{day} 1:05:30 PM GMT+1" for day in DAYS])


def delighted(kind: str = "nps") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "ID": range(1000, 1000 + N),
            "Person Name": [f"Ann Lee {chr(65 + i % 26)}" for i in range(N)],
            "Person Email": [f"p{i}@example.com" for i in range(N)],
            "Survey Type": kind,
            "Score": SCORES if kind == "nps" else [1 + score % 5 for score in SCORES],
            "Comment": ENGLISH,
            "Permalink": [f"https://example.com/r/{i:012d}" for i in range(N)],
            "Created At": [f"2024-04-{day} 10:05:00 UTC" for day in DAYS],
            "Updated At": [f"2024-05-{day} 10:05:00 UTC" for day in DAYS],
            "Tags": "",
            "Plan": ["Solo", "Team"] * (N // 2),
        }
    )


def delighted_csat() -> pd.DataFrame:
    return delighted("csat")


def microsoft_forms() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "ID": range(1, N + 1),
            "Heure de début": pd.date_range("2024-03-01 10:00", periods=N, freq="h"),
            "Heure de fin": pd.date_range("2024-04-01 10:00", periods=N, freq="h"),
            "Adresse de messagerie": "anonymous",
            "Nom": "",
            # Microsoft writes no-break spaces into its headers.
            "Quelle est la probabilité que vous nous recommandiez\xa0?\xa0": SCORES,
            "Pourquoi\xa0?": FRENCH,
            "Votre service": ["Ventes", "Achats"] * (N // 2),
        }
    )


def limesurvey_codes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": range(1, N + 1),
            "submitdate": [f"2024-04-{day} 10:05:00" for day in DAYS],
            "lastpage": 3,
            "startlanguage": "fr",
            "seed": [10_000_019 * (i + 1) for i in range(N)],
            "startdate": [f"2024-03-{day} 10:00:00" for day in DAYS],
            "datestamp": [f"2024-04-{day} 10:05:00" for day in DAYS],
            "G01Q01": SCORES,
            "G01Q02": FRENCH,
            "G01Q03[SQ001]": ["A1", "A5", "A3"] * (N // 3),
            "G01Q04[SQ001]": ["Y", ""] * (N // 2),
            "G01Q05": FRENCH[::-1],
        }
    )


def limesurvey_full() -> pd.DataFrame:
    asked = {
        "G01Q01": NPS_FR,
        "G01Q02": "Pourquoi cette note ?",
        "G01Q03[SQ001]": "Êtes-vous d’accord : [Le prix est juste]",
        "G01Q04[SQ001]": "Vos usages : [Export]",
        "G01Q05": "Que pourrions-nous améliorer ?",
    }
    codes = limesurvey_codes()
    return codes.rename(columns={c: f"{c}. {asked.get(c, c.title())}" for c in codes.columns})


def surveymonkey() -> list[list[object]]:
    first = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"]
    head = [
        [*first, NPS_EN, "Why did you give that score?", "Which services do you use?", "", ""],
        [""] * 5
        + ["Response", "Open-Ended Response", "Billing", "Export", "Other (please specify)"],
    ]
    rows = [
        [
            11_800_000_000 + i,
            405,
            f"03/{DAYS[i]}/2024 10:00:00 AM",
            f"04/{DAYS[i]}/2024 10:05:00 AM",
            "192.0.2.7",
            SCORES[i],
            ENGLISH[i],
            "Billing" if i % 2 else "",
            "Export" if i % 3 else "",
            f"I also use {ENGLISH[-i - 1].lower()}" if i % 2 else "",
        ]
        for i in range(N)
    ]
    return [*head, *rows]


def qualtrics() -> list[list[object]]:
    head = [
        ["StartDate", "EndDate", "ResponseId", "Q1_NPS_GROUP", "Q1", "Q2", "Q3_TEXT"],
        [
            "Start Date",
            "End Date",
            "Response ID",
            f"{NPS_EN} - Group",
            NPS_EN,
            "Why?",
            "What next?",
        ],
        [
            f'{{"ImportId":"{name}"}}'
            for name in ("startDate", "endDate", "_recordId", "QID1_NPS", "QID1", "QID2", "QID3")
        ],
    ]
    rows = [
        [
            f"2024-03-{DAYS[i]} 10:00:00",
            f"2024-04-{DAYS[i]} 10:05:00",
            f"R_{i:04d}x",
            "Promoter" if SCORES[i] > 8 else "Passive" if SCORES[i] > 6 else "Detractor",
            SCORES[i],
            ENGLISH[i],
            ENGLISH[-i - 1],
        ]
        for i in range(N)
    ]
    return [*head, *rows]


CASES = [
    # maker, layout, text columns, score column, scale, bounds, date, id
    (
        typeform,
        "typeform",
        ["What's the main reason for your score?", "Anything else you'd like to tell us?"],
        NPS_EN,
        ("nps", 0, 10),
        "Submit Date (UTC)",
        "Network ID",
    ),
    (
        google_forms,
        "google-forms",
        ["Pourquoi cette note ?", "Que pourrions-nous améliorer ?"],
        NPS_FR,
        ("nps", 0, 10),
        "Horodateur",
        None,
    ),
    (
        google_forms_in_english,
        "google-forms",
        ["Pourquoi cette note ?", "Que pourrions-nous améliorer ?"],
        NPS_FR,
        ("nps", 0, 10),
        "Timestamp",
        None,
    ),
    (delighted, "delighted", ["Comment"], "Score", ("nps", 0, 10), "Created At", "ID"),
    (delighted_csat, "delighted", ["Comment"], "Score", ("csat", 1, 5), "Created At", "ID"),
    (
        microsoft_forms,
        "microsoft-forms",
        ["Pourquoi ?"],
        "Quelle est la probabilité que vous nous recommandiez ?",
        ("nps", 0, 10),
        "Heure de fin",
        "ID",
    ),
    (
        limesurvey_codes,
        "limesurvey",
        ["G01Q02", "G01Q05"],
        "G01Q01",
        ("nps", 0, 10),
        "submitdate",
        "id",
    ),
    (
        limesurvey_full,
        "limesurvey",
        ["G01Q02. Pourquoi cette note ?", "G01Q05. Que pourrions-nous améliorer ?"],
        f"G01Q01. {NPS_FR}",
        ("nps", 0, 10),
        "submitdate. Submitdate",
        "id. Id",
    ),
    (
        surveymonkey,
        "surveymonkey",
        ["Why did you give that score?", "Which services do you use? — Other (please specify)"],
        NPS_EN,
        ("nps", 0, 10),
        "End Date",
        "Respondent ID",
    ),
    (qualtrics, "qualtrics", ["Q2", "Q3_TEXT"], "Q1", ("nps", 0, 10), "EndDate", "ResponseId"),
]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0].__name__)
def test_a_tool_is_known_and_read_rightly(
    tmp_path: Path, load: Load, case: tuple, suffix: str
) -> None:
    maker, layout, texts, score, scale, date, identity = case
    reading = load(_written(maker(), tmp_path / f"export{suffix}"))
    [source] = reading.sources
    roles: dict[str, list[str]] = {}
    for guess in source.columns:
        roles.setdefault(guess.role, []).append(guess.name)
    assert source.layout == layout
    assert roles["text"] == texts
    assert roles["score"][0] == score
    assert roles["date"] == [date]
    assert roles.get("id") == ([identity] if identity else None)
    first = source.scales[0]
    assert (first.scale, first.low, first.high) == scale
    responses = reading.responses
    assert reading.left_out.empty
    assert set(responses["date"].dt.month) == {4}
    assert responses["respondent_id"].nunique() == N
    answered = responses[responses["comment"] != ""]
    assert (
        answered["question"].nunique() == (len(texts) if len(texts) > 1 else 0) or len(texts) == 1
    )


def _written(made: pd.DataFrame | list[list[object]], path: Path) -> Path:
    frame = made if isinstance(made, pd.DataFrame) else pd.DataFrame(made)
    header = isinstance(made, pd.DataFrame)
    if path.suffix == ".xlsx":
        frame.to_excel(path, index=False, header=header)
    else:
        buffer = io.StringIO()
        frame.to_csv(buffer, index=False, header=header)
        path.write_text(buffer.getvalue(), encoding="utf-8")
    return path


def test_several_open_questions_keep_question_and_respondent(tmp_path: Path, load: Load) -> None:
    responses = load(_written(typeform(), tmp_path / "export.csv")).responses
    per_respondent = responses.groupby("respondent_id")["question"].nunique()
    assert per_respondent.value_counts().to_dict() == {2: N - 1, 1: 1}
    assert responses["response_id"].is_unique
    assert len(responses) == 2 * N - 1


def test_personal_columns_of_a_tool_are_no_cohorts(tmp_path: Path, load: Load) -> None:
    for maker in (typeform, google_forms, delighted, microsoft_forms):
        columns = load(_written(maker(), tmp_path / "export.xlsx")).responses.columns
        names = [name for name in columns if name.startswith("cohort_")]
        assert not [name for name in names if "name" in name or "mail" in name or "nom" in name]
