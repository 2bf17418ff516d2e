"""Sentiment by question: what was asked decides much of what is answered."""

import dataclasses

import pandas as pd
import pytest

from feedback.report import ReportData, render_html, summarise, summary_json
from feedback.report.questions import MAX_QUESTIONS, sentiment_by_question
from tests.report.report_story import Plot, build

WHY, WISH = "Pourquoi cette <b>note</b> ?", "Que devrions-nous améliorer ?"


def _answers(*groups: tuple[str, str | None, str, int]) -> pd.DataFrame:
    rows = [
        {"source": source, "question": question, "sentiment": sentiment}
        for source, question, sentiment, n in groups
        for _ in range(n)
    ]
    return pd.DataFrame(rows, columns=["source", "question", "sentiment"])


def _shown(frame: pd.DataFrame) -> list[tuple[str, str, list[int]]]:
    return [(a.question, a.kind, [s.n for s in a.sentiment]) for a in sentiment_by_question(frame)]


def test_each_question_has_its_own_shares() -> None:
    frame = _answers(
        ("survey", WHY, "positive", 30),
        ("survey", WHY, "negative", 10),
        ("survey", f" {WISH}\n", "negative", 25),
        ("nps", None, "positive", 45),
        ("interview", "Et ensuite ?", "neutral", 12),
        ("interview", "Qui êtes-vous ?", "neutral", 12),
        ("survey", "Autre chose ?", "positive", 3),
        ("survey", WISH, None, 50),  # nothing was felt there
    )
    assert _shown(frame) == [
        ("", "nps", [0, 0, 45]),
        (WHY, "", [10, 0, 30]),
        (WISH, "", [25, 0, 0]),
        ("", "interview", [0, 24, 0]),
        ("", "others", [0, 0, 3]),
    ]
    assert _shown(frame.sample(frac=1, random_state=1)) == _shown(frame)


@pytest.mark.parametrize(
    "frame",
    [
        _answers(("survey", WHY, "positive", 90)),
        _answers(("nps", None, "negative", 90)),
        _answers(*(("survey", f"Question {i} ?", "neutral", 4) for i in range(9))),
        _answers(("survey", WHY, None, 30), ("survey", WISH, None, 30)),
        _answers(),
    ],
)
def test_one_question_is_told_by_the_whole(frame: pd.DataFrame) -> None:
    assert sentiment_by_question(frame) == ()


def test_many_questions_are_gathered() -> None:
    frame = _answers(*(("survey", f"Question {i} ?", "positive", 20 + i) for i in range(9)))
    shown = _shown(frame)
    assert len(shown) == MAX_QUESTIONS + 1
    assert shown[0][0] == "Question 8 ?"
    assert shown[-1] == ("", "others", [0, 0, 20 + 21 + 22])


def _asked(data: ReportData) -> ReportData:
    """Half of the answers were asked one question, half the other."""
    responses = data.frames.responses
    first = pd.Series(range(len(responses)), index=responses.index) % 2 == 0
    questions = pd.Series(WISH, index=responses.index).where(~first, WHY).astype("str")
    frames = dataclasses.replace(
        data.frames, responses=responses.assign(question=questions, source="survey")
    )
    return dataclasses.replace(data, frames=frames)


def test_the_page_and_the_summary_show_each_question() -> None:
    data = build(Plot(n=150, scored=False))
    whole, report = summarise(data), summarise(_asked(data))
    page = render_html(report, "en")
    assert "Sentiment by question" in page
    assert "Pourquoi cette &lt;b&gt;note&lt;/b&gt;" in page
    assert "Sentiment by question" not in render_html(whole, "en")
    shown = summary_json(report)
    assert {asked["question"] for asked in shown["questions"]} == {WHY, WISH}
    assert sum(asked["n"] for asked in shown["questions"]) == sum(s.n for s in report.sentiment)
    assert shown["sentiment"] == summary_json(whole)["sentiment"]


def test_the_mixture_of_questions_is_no_finding() -> None:
    data = build(Plot(n=150, scored=False))
    lead = [finding.code for finding in summarise(data).titles.lead]
    mixed = [finding.code for finding in summarise(_asked(data)).titles.lead]
    assert "lead.sentiment" in lead
    assert "lead.sentiment" not in mixed
