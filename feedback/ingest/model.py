"""What passes between the readers, the recognition and the door."""

from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from feedback.notices import Notice


@dataclass(frozen=True)
class LeftOut:
    """A data row (1 is the first; 0 the whole file), or one cell of it, that could not be used."""

    row: int
    column: str | None
    reason: str


@dataclass(frozen=True)
class Table:
    """A tabular source before anything is recognised in it.

    Attributes:
        file: Its name, with the sheet where a workbook has several.
        layout: ``csv``, ``xlsx``, ``parquet``, ``jsonl``, ``qualtrics``, ``surveymonkey`` …
        encoding: Of a text file; None for the others.
        frame: Every cell as text (dtype str, ``""`` where empty), index = data row number.
        questions: Column name → the question put to the respondent, where the file tells it.
        n_rows: Data rows of the file, those left out included.
        left_out: Rows no reader could make sense of.
        notices: What the reader assumed.
    """

    file: str
    layout: str
    encoding: str | None
    frame: pd.DataFrame
    questions: dict[str, str]
    n_rows: int
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Turn:
    """What one speaker said before the next one spoke.

    Attributes:
        speaker: As tagged; None where the file tags nobody.
        seconds: Start, from the beginning of the recording; None where it is not written.
        text: The words, paragraphs joined by a blank line.
        marked: The whole turn is set in bold or as a heading, as written guides do for questions.
    """

    speaker: str | None
    seconds: float | None
    text: str
    marked: bool = False


@dataclass(frozen=True)
class Interview:
    """An interview before its speakers are told apart; `preamble` is what stands above turn 1."""

    file: str
    layout: str
    encoding: str | None
    turns: tuple[Turn, ...]
    preamble: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


Source = Table | Interview

FILE_GAP = 1_000
"""Rows between two tables in `Reading.positions`, so that none is another one's neighbour."""


@dataclass(frozen=True)
class ColumnGuess:
    """Which column plays a role, and why; `question` where it is more than the name."""

    role: str
    name: str
    evidence: str
    question: str | None = None


@dataclass(frozen=True)
class ScaleGuess:
    """What the numbers of a score column mean.

    Attributes:
        column: The score column.
        scale: One of `frames.SCALES`.
        low: Lowest answer possible.
        high: Highest answer possible.
        evidence: What says so, or what was assumed and why.
        assumed: Nothing in the file names the scale: a notice tells the reader.
        direction_assumed: Nothing says for sure which end is the good one.
        is_reversed: Low numbers are the good ones: scores stay as given, their bands are turned.
        rows: Which rows have this scale, where a column mixes two; "" for all of them.
    """

    column: str
    scale: str
    low: float
    high: float
    evidence: str
    assumed: bool = False
    direction_assumed: bool = False
    is_reversed: bool = False
    rows: str = ""


@dataclass(frozen=True)
class SourceReport:
    """What was made of one file, for the manifest and `feedback inspect`.

    `n_rows` counts data rows of a table, or all turns of an interview; `ignored` are the columns
    that hold something and are read as nothing.
    """

    file: str
    sha256: str
    layout: str
    encoding: str | None
    n_rows: int
    n_responses: int
    n_left_out: int
    columns: tuple[ColumnGuess, ...] = ()
    scales: tuple[ScaleGuess, ...] = ()
    interviewer_turns: int = 0
    ignored: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for json."""
        return asdict(self)


@dataclass(frozen=True)
class Reading:
    """The room's answer.

    Attributes:
        responses: `frames.RESPONSES_READ` and `cohort_*` columns, sorted by response_id.
        left_out: `frames.LEFT_OUT`, sorted by file and row.
        sources: One report per file, or per sheet of a workbook.
        notices: Sorted; free of file names and row numbers, for they go into the report.
        positions: response_id → its row, counted through all tables with `FILE_GAP` rows between
            two of them; turns of interviews have none.
    """

    responses: pd.DataFrame
    left_out: pd.DataFrame
    sources: tuple[SourceReport, ...]
    notices: tuple[Notice, ...]
    positions: pd.Series = field(default_factory=lambda: pd.Series([], dtype="int64"))


@dataclass(frozen=True)
class Inspection:
    """What would be read from one file, and why, before anything runs. Holds no cell of it.

    Attributes:
        file: Its name.
        sources: One report per table or interview in it.
        n_rows: Data rows (turns of an interview).
        n_responses: Responses they would give.
        n_left_out: Rows or cells that would be left out.
        dates: First and last day, ISO, or None.
        empty_comment_share: Share of the responses that hold a score and no words, 0 to 1.
        problems: Sentences, worst first.
    """

    file: str
    sources: tuple[SourceReport, ...]
    n_rows: int
    n_responses: int
    n_left_out: int
    dates: tuple[str, str] | None
    empty_comment_share: float
    problems: tuple[str, ...] = field(default_factory=tuple)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for json."""
        return asdict(self)
