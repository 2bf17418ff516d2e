"""An interview to responses: one per turn of an interviewee that answers a question.

A whole interview would be one comment of 20,000 characters, which no quote, score or theme fits.
"""

import re
from datetime import datetime

import numpy as np
import pandas as pd

from feedback.errors import InputError
from feedback.frames import SECONDS, SPEAKER
from feedback.headers import plain
from feedback.ingest.build import Built
from feedback.ingest.dates import parse_date
from feedback.ingest.ids import digest
from feedback.ingest.model import ColumnGuess, Interview, LeftOut
from feedback.ingest.speakers import Answer, Told, tell_apart
from feedback.ingest.words import INTERVIEWEE
from feedback.settings import ReadSettings
from feedback.wording import count_of

_DATE_INSIDE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\b\d{1,2}/\d{1,2}/\d{4}|\b\d{1,2}(?:er|st|nd|rd|th)?\s+[^\W\d_]{3,9}\.?\s+\d{4}"
    r"|\b[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)


def build_interview(interview: Interview, settings: ReadSettings) -> tuple[Built, Told]:
    """Return the answers as responses, and who was told from whom.

    Raises:
        InputError: Nobody answers anything.
    """
    told = tell_apart(interview)
    if not told.answers:
        raise InputError(
            "nobody but the interviewer speaks in it",
            where=interview.file,
            todo="Check the speaker tags",
        )
    key = digest([f"{turn.speaker}\x1e{turn.text}" for turn in interview.turns])
    limit = settings.max_cell_chars
    left_out = [
        LeftOut(number, None, f"a turn of {len(answer.text):,} characters is not an answer")
        for number, answer in enumerate(told.answers, start=1)
        if len(answer.text) > limit
    ]
    kept = [answer for answer in told.answers if len(answer.text) <= limit]
    built = Built(_frame(kept, key, interview, settings), left_out, notices=list(told.notices))
    built.counts["rows-left-out"] += len(left_out)
    return built, told


def evidence(interview: Interview, told: Told) -> tuple[ColumnGuess, ...]:
    """Return what was taken for the questions and the answers."""
    speakers = {turn.speaker for turn in interview.turns if turn.speaker}
    who = count_of(len(speakers), "speaker") if speakers else "nobody is named"
    asking = told.evidence or "no interviewer stands out"
    return (
        ColumnGuess("text", "answers", f"{count_of(len(told.answers), 'turn')}; {who}"),
        ColumnGuess("question", "interviewer", asking),
    )


def _frame(
    answers: list[Answer], key: str, interview: Interview, settings: ReadSettings
) -> pd.DataFrame:
    contents = [digest([key, answer.question or "", answer.text]) for answer in answers]
    date = _date_of(interview)
    frame = pd.DataFrame(
        {
            "comment": pd.Series([answer.text for answer in answers], dtype="str"),
            "question": pd.Series([answer.question for answer in answers], dtype="str"),
            # A speaker's name is personal, and "Client" is another person in every interview.
            "respondent_id": pd.Series(
                ["s-" + digest([key, a.speaker or ""], 12) for a in answers], dtype="str"
            ),
            "response_id": pd.Series(["i-" + content for content in contents], dtype="str"),
            "_content": pd.Series(contents, dtype="str"),
        }
    )
    if any(answer.speaker for answer in answers):
        frame[SPEAKER] = pd.Series(_labels(answers), dtype="str")
    if any(answer.seconds is not None for answer in answers):
        frame[SECONDS] = pd.Series([answer.seconds for answer in answers], dtype="float64")
    frame["source"] = settings.source or "interview"
    frame["date"] = np.datetime64(date, "s") if date else np.datetime64("NaT", "s")
    return frame


def _labels(answers: list[Answer]) -> list[str | None]:
    """Name speakers by their role or by a number: a tag may be a person's name."""
    numbers: dict[str, str] = {}
    for answer in answers:
        if answer.speaker and answer.speaker not in numbers:
            role = plain(answer.speaker)
            is_role = bool(role) and set(role.split()) <= INTERVIEWEE
            numbers[answer.speaker] = role if is_role else f"P{len(numbers) + 1}"
    return [numbers.get(answer.speaker or "") for answer in answers]


def _date_of(interview: Interview) -> datetime | None:
    """Return the first date written above the transcript."""
    for line in interview.preamble:
        for inside in _DATE_INSIDE.findall(line):
            if found := parse_date(inside, day_first=True):
                return found
    return None
