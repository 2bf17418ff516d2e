"""SPSS .sav and .zsav: variable labels are the questions, value labels stay with their values."""

from collections.abc import Mapping
from pathlib import Path

from feedback.errors import InputError
from feedback.ingest.direction import tone
from feedback.ingest.readers.columnar import cell_text
from feedback.ingest.readers.layout import Row, Sheet

_MAX_CATEGORIES = 200


def read_spss(path: Path) -> Sheet:
    """Read an SPSS file; user-missing values are empty cells.

    A category's cells hold its label; a scale's hold both ("10 - Extremely likely"), so that the
    number can be read and the label still says which end is good.

    Raises:
        InputError: It is damaged, or not of SPSS.
    """
    import pyreadstat

    try:
        frame, meta = pyreadstat.read_sav(str(path))
    except Exception as error:  # the C library's errors have no common class
        raise InputError(
            "is damaged, or not an SPSS file", where=path.name, todo="Export it from SPSS again"
        ) from error
    columns = []
    for name in frame.columns:
        cells = [cell_text(value) for value in frame[name].tolist()]
        labels = meta.variable_value_labels.get(name, {})
        measure = meta.variable_measure.get(name, "unknown")
        columns.append(_labelled(cells, {cell_text(k): v for k, v in labels.items()}, measure))
    rows: list[Row] = [list(frame.columns), *(list(row) for row in zip(*columns, strict=True))]
    questions = {name: text for name, text in meta.column_names_to_labels.items() if text}
    return Sheet(path.name, "spss", None, rows, questions=questions)


def _labelled(cells: list[str], labels: Mapping[str, str], measure: str) -> list[str]:
    if not labels or len(labels) > _MAX_CATEGORIES:
        return cells
    both = measure in ("ordinal", "scale") or (measure != "nominal" and _is_scale(cells, labels))
    return [
        (f"{cell} - {labels[cell]}" if both else labels[cell]) if cell in labels else cell
        for cell in cells
    ]


def _is_scale(cells: list[str], labels: Mapping[str, str]) -> bool:
    """Say whether labels stand at the ends of a scale only, or praise and blame."""
    unlabelled = {cell for cell in cells if cell} - set(labels)
    tones = {tone(label) for label in labels.values()}
    return bool(unlabelled) or {1, -1} <= tones
