"""The comparison of any two batches, as a report of its own."""

from pathlib import Path

from feedback import report
from feedback.assembly.again import refreshed_outcome
from feedback.assembly.index import INDEX, write_index
from feedback.assembly.publish import report_data, write_json
from feedback.errors import SettingsError
from feedback.store import Store
from feedback.workspace import Workspace, batch_slug, replacing_folder


def write_comparison(
    workspace: Workspace, store: Store, before: str, after: str, language: str | None = None
) -> Path:
    """Write the report of `after` held against `before` and return the page.

    It stands in a folder of its own; the reports of both batches stay.

    Raises:
        SettingsError: Both are the same batch, or a batch bears the comparison's name.
        WorkspaceError: A batch is unknown, or the report cannot be written.
    """
    if before == after:
        raise SettingsError("a batch cannot be compared with itself", where="--compare")
    name = f"{after}-vs-{before}"
    if batch_slug(name) in {batch_slug(batch) for batch in store.batches()["batch"]}:
        raise SettingsError(f"a batch is called {name!r} already", where="--compare")
    outcome = refreshed_outcome(workspace, store, store.load(after), language)
    data = report_data(store, outcome, workspace.settings, against=before)
    summary = report.summarise(data)
    target = workspace.report_dir(name)
    with replacing_folder(target) as folder:
        (folder / INDEX).write_text(report.render_html(summary), encoding="utf-8")
        write_json(folder / "summary.json", report.summary_json(summary))
    write_index(workspace)
    return target / INDEX
