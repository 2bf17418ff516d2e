"""Every column of every frame, with its type, checked at the doors between rooms.

Frames are pandas, one row per thing, and are never changed in place: a room returns a new frame.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from feedback.errors import FrameContractError

Kind = Literal["text", "float", "int", "bool", "date", "texts"]

SOURCES = ("nps", "survey", "interview")
SCALES = ("nps", "enps", "csat", "ces", "stars", "other")
SCORE_BANDS = ("low", "mid", "high")
SENTIMENTS = ("negative", "neutral", "positive")
THEME_STATUSES = ("active", "emerging", "retired", "pinned")

_DTYPES = {
    "text": "str",
    "float": "float64",
    "int": "int64",
    "bool": "bool",
    "date": "datetime64[s]",
}


@dataclass(frozen=True)
class Column:
    """One column: its name, kind of value, whether it may be missing, and the values allowed."""

    name: str
    kind: Kind
    missing: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrameSpec:
    """The contract of one frame.

    Attributes:
        name: What the frame is called in messages and files.
        columns: Its columns, in their order on disk.
        key: Columns that together name a row.
        prefixes: Further columns allowed by the beginning of their name (``cohort_``).
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    prefixes: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """Return the column names in order."""
        return [column.name for column in self.columns]

    def empty(self) -> pd.DataFrame:
        """Return a frame of no rows with every column in its type."""
        return pd.DataFrame(
            {c.name: pd.Series([], dtype=_DTYPES.get(c.kind, "object")) for c in self.columns}
        )

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return `frame` with the contract's columns first, or say which promise is broken.

        Raises:
            FrameContractError: A column is missing, unknown, of the wrong type, holds a missing
                or unknown value where none is allowed, or the key repeats.
        """
        self._check_names(frame.columns)
        for column in self.columns:
            self._check_column(column, frame[column.name])
        if self.key and frame.duplicated(list(self.key)).any():
            raise FrameContractError(f"{self.name}: the key {self.key} repeats")
        extras = [name for name in frame.columns if name not in self.names()]
        return frame[[*self.names(), *extras]]

    def _check_names(self, names: Iterable[str]) -> None:
        given = list(names)
        missing = [name for name in self.names() if name not in given]
        unknown = [
            n for n in given if n not in self.names() and not n.startswith(self.prefixes or ("\0",))
        ]
        if missing or unknown:
            raise FrameContractError(f"{self.name}: columns missing {missing}, unknown {unknown}")

    def _check_column(self, column: Column, values: pd.Series) -> None:
        where = f"{self.name}.{column.name}"
        if not column.missing and column.kind != "texts" and values.isna().any():
            raise FrameContractError(f"{where}: holds missing values")
        is_right = {
            "text": pd.api.types.is_string_dtype,
            "float": pd.api.types.is_float_dtype,
            "int": pd.api.types.is_integer_dtype,
            "bool": pd.api.types.is_bool_dtype,
            "date": pd.api.types.is_datetime64_any_dtype,
            "texts": pd.api.types.is_object_dtype,
        }[column.kind]
        if len(values) and not is_right(values.dtype) and not values.isna().all():
            raise FrameContractError(f"{where}: is {values.dtype}, not {column.kind}")
        if column.allowed and not set(values.dropna()) <= set(column.allowed):
            strange = sorted(set(values.dropna()) - set(column.allowed))[:3]
            raise FrameContractError(f"{where}: unknown values {strange}")


_READ = (
    Column("response_id", "text"),
    Column("batch", "text"),
    Column("source", "text", allowed=SOURCES),
    Column("question", "text", missing=True),
    Column("respondent_id", "text", missing=True),
    Column("comment", "text"),
    Column("language", "text", missing=True),
    Column("score", "float", missing=True),
    Column("scale", "text", missing=True, allowed=SCALES),
    Column("scale_low", "float", missing=True),
    Column("scale_high", "float", missing=True),
    Column("score_band", "text", missing=True, allowed=SCORE_BANDS),
    Column("date", "date", missing=True),
)
_PREPARED = (Column("is_filler", "bool"), Column("filler_kind", "text", missing=True))
_FELT = (
    Column("sentiment", "text", missing=True, allowed=SENTIMENTS),
    Column("polarity", "float", missing=True),
    Column("confidence", "float", missing=True),
)
_SEGMENT = (
    Column("segment_id", "text"),
    Column("response_id", "text"),
    Column("start", "int"),
    Column("end", "int"),
    Column("text", "text"),
    Column("language", "text", missing=True),
)

WEIGHT = "weight"
"""Optional column of the responses: how much the answer counts (float, may be missing)."""
SPEAKER, SECONDS = "speaker", "seconds"
"""Optional columns of the turns of interviews: who speaks ("P1", or a role such as "client"; never
a name), and when, in seconds from the start of the recording."""
EXTRAS = ("cohort_", WEIGHT, SPEAKER, SECONDS)
"""How the further columns begin that responses may have."""

RESPONSES_READ = FrameSpec("responses", _READ, ("response_id",), EXTRAS)
"""What `ingest` gives: one row per answer to one open question, or per interview turn kept.
`comment` may be empty (a score without words); `language` is missing until `text` has seen it."""

RESPONSES_PREPARED = FrameSpec("responses", _READ + _PREPARED, ("response_id",), EXTRAS)
"""What `text` gives: cleaned, redacted comments with their language and filler flag."""

RESPONSES = FrameSpec("responses", _READ + _FELT + _PREPARED, ("response_id",), EXTRAS)
"""The finished frame. Sentiment is missing for fillers and empty comments."""

SEGMENTS_PREPARED = FrameSpec("segments", _SEGMENT, ("segment_id",))
"""Sentences or clauses of the comments that are not fillers; `text == comment[start:end]`."""

SEGMENTS = FrameSpec("segments", _SEGMENT + _FELT, ("segment_id",))

ASSIGNMENTS = FrameSpec(
    "assignments",
    (Column("segment_id", "text"), Column("theme_id", "text"), Column("strength", "float")),
    ("segment_id", "theme_id"),
)
"""Which segment speaks of which theme; strength is a cosine-like number in 0..1."""

THEMES = FrameSpec(
    "themes",
    (
        Column("theme_id", "text"),
        Column("name_fr", "text"),
        Column("name_en", "text"),
        Column("keywords_fr", "texts"),
        Column("keywords_en", "texts"),
        Column("parent_id", "text", missing=True),
        Column("status", "text", allowed=THEME_STATUSES),
        Column("first_batch", "text"),
        Column("last_batch", "text"),
        Column("n_segments", "int"),
        Column("n_responses", "int"),
    ),
    ("theme_id",),
)

THEME_BANDS = FrameSpec(
    "theme_bands",
    (
        Column("theme_id", "text"),
        Column("score_band", "text", allowed=SCORE_BANDS),
        Column("n", "int"),
        Column("share", "float"),
        Column("lift", "float", missing=True),
        Column("p_value", "float", missing=True),
        Column("q_value", "float", missing=True),
        Column("impact", "float", missing=True),
        Column("impact_low", "float", missing=True),
        Column("impact_high", "float", missing=True),
    ),
    ("theme_id", "score_band"),
)
"""`n` responses of the band that cite the theme; `share` of the band's responses that do;
`lift` that share over the share in all scored responses; `impact` is the theme's, repeated."""

ANOMALIES = FrameSpec(
    "anomalies",
    (
        Column("response_id", "text"),
        Column("kind", "text"),
        Column("severity", "float"),
        Column("expected_score", "float", missing=True),
        Column("reason_fr", "text"),
        Column("reason_en", "text"),
    ),
    ("response_id", "kind"),
)

LEFT_OUT = FrameSpec(
    "left_out",
    (
        Column("file", "text"),
        Column("row", "int"),
        Column("column", "text", missing=True),
        Column("reason", "text"),
    ),
    (),
)
"""Rows that did not become responses (row 1 is the first data row; 0 names the whole file)."""


@dataclass(frozen=True)
class BatchFrames:
    """The six frames of one finished batch, as rooms, store, report and export pass them on."""

    batch: str
    responses: pd.DataFrame
    segments: pd.DataFrame
    assignments: pd.DataFrame
    themes: pd.DataFrame
    theme_bands: pd.DataFrame
    anomalies: pd.DataFrame
    extras: dict[str, object] = field(default_factory=dict)
