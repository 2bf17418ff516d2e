"""From the name of a format to the function that writes it."""

from collections.abc import Callable
from pathlib import Path

from feedback.errors import FeedbackError
from feedback.export.codebook_text import write_codebook
from feedback.export.document import write_json, write_parquet
from feedback.export.iramuteq import write_iramuteq
from feedback.export.qda import write_qda
from feedback.export.slides import write_pptx
from feedback.export.text_tables import write_csv
from feedback.export.workbook import write_xlsx
from feedback.frames import BatchFrames
from feedback.workspace import refuse_missing_folder

_WRITERS: dict[str, Callable[[BatchFrames, Path], None]] = {
    "xlsx": write_xlsx,
    "csv": write_csv,
    "parquet": write_parquet,
    "json": write_json,
    "pptx": write_pptx,
    "refi-qda": write_qda,
    "iramuteq": write_iramuteq,
    "codebook": write_codebook,
}
KINDS = tuple(_WRITERS)


def export(frames: BatchFrames, kind: str, out: Path) -> Path:
    """Write a batch as `kind` to `out`: a folder for csv and parquet, a file for the others.

    ``refi-qda`` writes a codebook where `out` ends in ``.qdc``, otherwise a project; ``codebook``
    writes the former there, otherwise Markdown. Files are replaced whole; other files in a folder
    are left alone.

    Returns:
        `out`.

    Raises:
        FeedbackError: The kind is unknown, cannot hold this batch, or is no file of this name.
        WorkspaceError: The folder above that of `out` does not exist, the place cannot be written,
            or the disk is full.
    """
    if kind not in _WRITERS:
        raise FeedbackError(f'no format "{kind}"', todo=f"Use one of {', '.join(KINDS)}")
    refuse_missing_folder(Path(out))
    _WRITERS[kind](frames, Path(out))
    return Path(out)
