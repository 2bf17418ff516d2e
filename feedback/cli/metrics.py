"""`feedback metrics`: the scores with their intervals."""

from pathlib import Path

from feedback.cli.common import (
    BatchOption,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
)


def metrics(
    batch: BatchOption = None, workspace: WorkspaceOption = Path(), json_: JsonOption = False
) -> None:
    """Show NPS, CSAT, CES and the like, with intervals."""
    from feedback import curation

    rows = curation.metrics(open_workspace(workspace), batch)
    if json_:
        print_json({"metrics": rows})
        return
    keys = ("name", "value", "low", "high", "n", "method")
    print_table(keys, [[row[key] for key in keys] for row in rows])
