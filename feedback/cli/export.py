"""`feedback export`: a batch in another program's format."""

from pathlib import Path
from typing import Annotated

import typer

from feedback.cli.common import BatchOption, WorkspaceOption, one_of, open_workspace, say

KINDS = ("xlsx", "csv", "parquet", "json", "pptx", "refi-qda", "iramuteq", "codebook")


def export(
    kind: Annotated[str, typer.Argument(help=" | ".join(KINDS))],
    out: Annotated[Path, typer.Argument(help="File or folder to write.")],
    batch: BatchOption = None,
    workspace: WorkspaceOption = Path(),
) -> None:
    """Write a batch as a workbook, tables, slides, or for qualitative-analysis programs."""
    from feedback import curation

    one_of("KIND", kind, KINDS)
    say(str(curation.export_batch(open_workspace(workspace), batch, kind, out)))
