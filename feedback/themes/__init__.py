"""What the texts speak of: themes with an id for ever and a name in French and in English.

The only room that knows BERTopic, and only while it discovers: importing it costs seconds.
"""

from feedback.themes.assemble import history_of
from feedback.themes.codebook import (
    Codebook,
    Earlier,
    Edit,
    Seed,
    export_codebook,
    find_theme,
    folded,
    import_codebook,
    theme_id,
)
from feedback.themes.codebook_table import unread_columns
from feedback.themes.coded import Coded, counted
from feedback.themes.edits import apply_edits, quotes_of
from feedback.themes.find import N_QUOTES, find_themes
from feedback.themes.proposed import Namer, NewTheme
from feedback.themes.request import ThemeRequest, ThemeResult
from feedback.themes.revert import Patch, digest, patch_between, restored, turned_round
from feedback.themes.review import alpha_interval, draw_sample, krippendorff_alpha, theme_scores
from feedback.themes.subthemes import SubThemes, find_subthemes, split_off
from feedback.themes.texts import sources_of, theme_ids_of
from feedback.themes.tone import generic_ids
from feedback.themes.whole import strongest_of_comments

__all__ = [
    "N_QUOTES",
    "Codebook",
    "Coded",
    "Earlier",
    "Edit",
    "Namer",
    "NewTheme",
    "Patch",
    "Seed",
    "SubThemes",
    "ThemeRequest",
    "ThemeResult",
    "alpha_interval",
    "apply_edits",
    "counted",
    "digest",
    "draw_sample",
    "export_codebook",
    "find_subthemes",
    "find_theme",
    "find_themes",
    "folded",
    "generic_ids",
    "history_of",
    "import_codebook",
    "krippendorff_alpha",
    "patch_between",
    "quotes_of",
    "restored",
    "sources_of",
    "split_off",
    "strongest_of_comments",
    "theme_id",
    "theme_ids_of",
    "theme_scores",
    "turned_round",
    "unread_columns",
]
