"""What earlier batches said, as far as a new one is held against them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from feedback.frames import SCORE_BANDS, SENTIMENTS, BatchFrames

COUNT_COLUMNS = ("batch", "source", "dimension", "subject", "n", "total")
SCORE_COLUMNS = ("batch", "question", "scale", "low", "high", "score", "n")
ANSWER_COLUMNS = (
    *("batch", "respondent_id", "date", "score", "scale", "scale_low", "scale_high", "score_band"),
)


NO_THEME = ""
"""Subject of a row that only says how many answers could have cited a theme."""


def empty(columns: Sequence[str]) -> pd.DataFrame:
    """Return a table of these columns without rows."""
    return pd.DataFrame(columns=list(columns))


@dataclass(frozen=True)
class History:
    """Earlier batches, oldest first.

    Attributes:
        batches: Their names.
        counts: `COUNT_COLUMNS`: how many answers cite a theme, fall in a band, have a sentiment,
            out of how many that could, per source: interviews added to a survey are no jump.
        scores: `SCORE_COLUMNS`: how often each score was given, per question and scale.
        answers: `ANSWER_COLUMNS` of every scored answer of a known respondent.
        respondents: batch and respondent_id of everybody who answered at all.
    """

    batches: tuple[str, ...] = ()
    counts: pd.DataFrame = field(default_factory=lambda: empty(COUNT_COLUMNS))
    scores: pd.DataFrame = field(default_factory=lambda: empty(SCORE_COLUMNS))
    answers: pd.DataFrame = field(default_factory=lambda: empty(ANSWER_COLUMNS))
    respondents: pd.DataFrame = field(default_factory=lambda: empty(("batch", "respondent_id")))


def history_of(earlier: Sequence[BatchFrames]) -> History:
    """Return what matters of finished batches, oldest first."""
    if not earlier:
        return History()
    return History(
        batches=tuple(frames.batch for frames in earlier),
        counts=_joined([batch_counts(frames) for frames in earlier]),
        scores=_joined([batch_scores(f.responses).assign(batch=f.batch) for f in earlier]),
        answers=_joined([_answers(frames) for frames in earlier]),
        respondents=_joined([_respondents(frames) for frames in earlier]),
    )


def batch_counts(frames: BatchFrames) -> pd.DataFrame:
    """Return how often each theme, band and sentiment occurs in a batch (`COUNT_COLUMNS`)."""
    counts = count_subjects(frames.responses, frames.segments, frames.assignments)
    return counts.assign(batch=frames.batch)[list(COUNT_COLUMNS)]


def count_subjects(
    responses: pd.DataFrame, segments: pd.DataFrame, assignments: pd.DataFrame
) -> pd.DataFrame:
    """Return source, dimension, subject, n and total of one batch's responses.

    Themes are counted among responses that say something (`NO_THEME` stands for their number
    alone), bands among the scored ones of the scale with most answers, sentiments among those that
    have one.
    """
    owner = assignments["segment_id"].map(segments.set_index("segment_id")["response_id"])
    cited = pd.DataFrame({"theme_id": assignments["theme_id"], "response_id": owner})
    cited = cited.drop_duplicates()
    parts = [
        _of_source(part, cited).assign(source=str(source))
        for source, part in responses.groupby("source", sort=True)
    ]
    columns = ["source", "dimension", "subject", "n", "total"]
    return _joined(parts)[columns] if parts else empty(columns)


def _of_source(responses: pd.DataFrame, cited: pd.DataFrame) -> pd.DataFrame:
    speaking = (responses["comment"].str.strip() != "") & ~responses["is_filler"]
    mine = cited[cited["response_id"].isin(responses["response_id"])]
    by_theme = mine.groupby("theme_id").size()
    total = int(speaking.sum())
    rows = [("theme", str(t), int(n), total) for t, n in by_theme.items()]
    # A theme that has vanished with all others is still one of so many answers.
    rows += [("theme", NO_THEME, 0, total)] if total else []
    scored = responses[responses["score_band"].notna() & responses["scale"].notna()]
    if len(scored):
        scales = scored["scale"].value_counts()
        primary = min(scales.index, key=lambda name: (-scales[name], name))
        mine = scored.loc[scored["scale"] == primary, "score_band"]
        rows += [("band", b, int((mine == b).sum()), len(mine)) for b in SCORE_BANDS]
    felt = responses["sentiment"].dropna()
    rows += [("sentiment", s, int((felt == s).sum()), len(felt)) for s in SENTIMENTS if len(felt)]
    return pd.DataFrame(rows, columns=["dimension", "subject", "n", "total"])


def batch_scores(responses: pd.DataFrame) -> pd.DataFrame:
    """Return how often each score was given per question and scale (`SCORE_COLUMNS` less batch)."""
    scored = responses[responses["score"].notna() & responses["scale"].notna()]
    part = pd.DataFrame(
        {
            "question": scored["question"].fillna("").astype(str),
            "scale": scored["scale"].astype(str),
            "low": scored["scale_low"].astype(float),
            "high": scored["scale_high"].astype(float),
            "score": scored["score"].astype(float),
        }
    )
    keys = list(part.columns)
    return part.groupby(keys, sort=True, dropna=False).size().rename("n").reset_index()


def _answers(frames: BatchFrames) -> pd.DataFrame:
    responses = frames.responses
    known = responses["respondent_id"].notna() & responses["score"].notna()
    return responses.loc[known, list(ANSWER_COLUMNS)].reset_index(drop=True)


def _respondents(frames: BatchFrames) -> pd.DataFrame:
    responses = frames.responses
    said = responses["score"].notna() | (responses["comment"].str.strip() != "")
    ids = responses.loc[said & responses["respondent_id"].notna(), "respondent_id"].unique()
    return pd.DataFrame({"batch": frames.batch, "respondent_id": sorted(map(str, ids))})


def _joined(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else tables[0]
