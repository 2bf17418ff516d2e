"""A labelled table becomes responses, read exactly as a run reads them."""

import dataclasses
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from feedback import ingest, text
from feedback.errors import InputError
from feedback.progress import SILENT, Progress
from feedback.settings import Settings

POLARITIES = {
    "negative": {"negative", "neg", "-1", "-1.0", "negatif", "negative feedback", "n"},
    "neutral": {"neutral", "neu", "0", "0.0", "neutre", "mixed", "mixte"},
    "positive": {"positive", "pos", "1", "1.0", "positif", "p"},
}
# A column of 0, 1 and 2 counts from negative to positive; see `sentiment_labels`.
COUNTED = {"0": "negative", "1": "neutral", "2": "positive"}


@dataclass(frozen=True)
class Columns:
    """Which columns of the table hold what."""

    text: str
    label: str
    group: str | None = None
    score: str | None = None


@dataclass(frozen=True)
class Labelled:
    """Responses with what a person said of them.

    Attributes:
        responses: `RESPONSES_PREPARED`, one row per labelled row.
        segments: `SEGMENTS_PREPARED` of their comments.
        labels: One string per response, aligned with `responses`.
        groups: Likewise; all the same without a group column.
    """

    responses: pd.DataFrame
    segments: pd.DataFrame
    labels: pd.Series
    groups: pd.Series


def read_labelled(
    path: Path, columns: Columns, settings: Settings, progress: Progress = SILENT
) -> Labelled:
    """Read a labelled table; rows without a text or a label are left aside.

    Raises:
        InputError: The table cannot be read, or no row has both a text and a label.
    """
    kept = tuple(name for name in (columns.label, columns.group) if name)
    # The labels are of the text column alone.
    mapping = dataclasses.replace(
        settings.mapping, text=(columns.text,), score=columns.score, cohorts=kept, titles=False
    )
    reading = ingest.read([path], mapping, "evaluation", progress)
    wanted = reading.responses.rename(columns=_cohort_names(reading.responses, columns))
    has_both = wanted["comment"].str.strip().ne("") & wanted["_label"].notna()
    if not has_both.any():
        raise InputError(
            f"no row has both {columns.text!r} and {columns.label!r}",
            where=path.name,
            todo="Check the two column names",
        )
    wanted = wanted[has_both].reset_index(drop=True)
    labels = pd.Series(wanted["_label"].astype(str).to_numpy(), index=wanted["response_id"])
    if columns.group:
        groups = pd.Series(wanted["_group"].astype(str).to_numpy(), index=wanted["response_id"])
    else:
        groups = pd.Series("all", index=wanted["response_id"])
    bare = wanted.drop(columns=[c for c in wanted.columns if c in ("_label", "_group")])
    prepared = text.prepare(bare, settings.text, progress)
    order = prepared.responses["response_id"]
    return Labelled(prepared.responses, prepared.segments, labels.loc[order], groups.loc[order])


def _cohort_names(responses: pd.DataFrame, columns: Columns) -> dict[str, str]:
    """Return which cohort column holds the labels and which the groups."""
    roles = {columns.label: "_label", **({columns.group: "_group"} if columns.group else {})}
    return {
        name: role
        for column, role in roles.items()
        if (name := ingest.cohort_column(column)) in responses.columns
    }


def sentiment_labels(labels: pd.Series, where: str) -> pd.Series:
    """Turn negative/neutral/positive, -1/0/1, 0/1/2 and French spellings into our three names.

    Raises:
        InputError: A label is none of these, there is one class only, or only 0 and 1 occur, which
            one file means as negative and positive and another as neutral and positive.
    """
    plain = labels.map(_plain)
    values = set(plain)
    if values <= {"0", "1", "0.0", "1.0"} and len({value[0] for value in values}) == 2:
        raise InputError(
            "the labels are 0 and 1, which may mean negative and positive or neutral and positive",
            where=where,
            todo="Write them as words (negative, neutral, positive), or as -1, 0, 1",
        )
    if values <= {"0", "1", "2", "0.0", "1.0", "2.0"} and values & {"2", "2.0"}:
        names = plain.map(lambda label: COUNTED[label[0]])
    else:
        known = {spelling: name for name, group in POLARITIES.items() for spelling in group}
        strange = sorted(values - set(known))
        if strange:
            raise InputError(
                f"unknown sentiment label {strange[0]!r}",
                where=where,
                todo="Use negative/neutral/positive, -1/0/1, 0/1/2, or négatif/neutre/positif",
            )
        names = plain.map(known)
    if names.nunique() < 2:
        raise InputError(
            f"all labels are {names.iloc[0]!r}", where=where, todo="Give at least two classes"
        )
    return names


def _plain(label: str) -> str:
    folded = unicodedata.normalize("NFKD", str(label).strip().lower())
    return "".join(char for char in folded if not unicodedata.combining(char))
