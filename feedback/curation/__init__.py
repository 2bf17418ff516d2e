"""What a person does with a workspace after a run: look, search, rename, decide, take away."""

from feedback.curation.browse import (
    analysis,
    compare_reports,
    export_batch,
    list_anomalies,
    list_batches,
    list_codebook,
    list_themes,
    metrics,
    print_report,
    show_theme,
    write_report_again,
)
from feedback.curation.codebook import (
    codebook_version,
    edit,
    export_codebook,
    import_codebook,
    list_subthemes,
    split_off,
)
from feedback.curation.dropping import Dropped, drop_batch
from feedback.curation.find import find, find_text
from feedback.curation.lineage import edit_log, theme_history, theme_movement, undo
from feedback.curation.models import list_models
from feedback.curation.review_desk import (
    REVIEWERS,
    ReviewState,
    decide_theme,
    review_figures,
    review_state,
)
from feedback.curation.reviews import Decision, precision_so_far, review
from feedback.curation.theme_review import (
    Reviewed,
    load_review,
    review_agreement,
    review_sample,
    review_scores,
    save_review,
    themes_to_choose,
)
from feedback.curation.tracked import Kept, keep_theme
from feedback.curation.upkeep import compact, erase_respondent, export_store, verify

__all__ = [
    "REVIEWERS",
    "Decision",
    "Dropped",
    "Kept",
    "ReviewState",
    "Reviewed",
    "analysis",
    "codebook_version",
    "compact",
    "compare_reports",
    "decide_theme",
    "drop_batch",
    "edit",
    "edit_log",
    "erase_respondent",
    "export_batch",
    "export_codebook",
    "export_store",
    "find",
    "find_text",
    "import_codebook",
    "keep_theme",
    "list_anomalies",
    "list_batches",
    "list_codebook",
    "list_models",
    "list_subthemes",
    "list_themes",
    "load_review",
    "metrics",
    "precision_so_far",
    "print_report",
    "review",
    "review_agreement",
    "review_figures",
    "review_sample",
    "review_scores",
    "review_state",
    "save_review",
    "show_theme",
    "split_off",
    "theme_history",
    "theme_movement",
    "themes_to_choose",
    "undo",
    "verify",
    "write_report_again",
]
