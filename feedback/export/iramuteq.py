"""A text corpus as IRaMuTeQ and other programs of the Alceste family read it."""

import re
import unicodedata
from pathlib import Path
from typing import Any

from feedback.export.files import without_controls, write_bytes
from feedback.export.tables import canonical, plain
from feedback.frames import BatchFrames

_VARIABLES = (
    ("batch", "batch"),
    ("source", "source"),
    ("score_band", "band"),
    ("language", "lang"),
    ("sentiment", "sentiment"),
)


def write_iramuteq(frames: BatchFrames, out: Path) -> None:
    """Write every comment under its line of variables: ``**** *batch_x *band_low *lang_fr``.

    Comments are put on one line without asterisks, so that none can pass for such a line.

    Raises:
        WorkspaceError: The file cannot be written.
    """
    responses = canonical(frames)["responses"]
    cohorts = [name for name in responses.columns if name.startswith("cohort_")]
    variables = [*_VARIABLES, *((name, _slug(name.removeprefix("cohort_"))) for name in cohorts)]
    blocks = []
    for row in responses.to_dict("records"):
        comment = _one_line(str(row["comment"]))
        if comment:
            blocks.append(f"{_header(row, variables)}\n{comment}\n")
    write_bytes(out, "\n".join(blocks).encode("utf-8", "replace"))


def _header(row: dict[Any, Any], variables: list[tuple[str, str]]) -> str:
    marks = [
        f"*{name}_{_slug(str(value))}"
        for column, name in variables
        if (value := plain(row[column])) is not None and _slug(str(value)) and name
    ]
    return " ".join(["****", *marks])


def _slug(text: str) -> str:
    plain_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "", plain_text.lower())[:40]


def _one_line(comment: str) -> str:
    return " ".join(without_controls(comment).replace("*", " ").split())
