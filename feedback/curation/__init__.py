"""What a person does with a workspace after a run: look, search, rename, decide, take away."""

from feedback.curation.browse import (
    compare_reports,
    export_batch,
    list_anomalies,
    list_batches,
    list_themes,
    metrics,
    print_report,
    search,
    show_theme,
    write_report_again,
)
from feedback.curation.codebook import edit, export_codebook, import_codebook
from feedback.curation.models import list_models
from feedback.curation.reviews import Decision, review

__all__ = [
    "Decision",
    "compare_reports",
    "edit",
    "export_batch",
    "export_codebook",
    "import_codebook",
    "list_anomalies",
    "list_batches",
    "list_models",
    "list_themes",
    "metrics",
    "print_report",
    "review",
    "search",
    "show_theme",
    "write_report_again",
]
