"""What the texts speak of: themes with an id for ever and a name in French and in English.

The only room that knows BERTopic, and only while it discovers: importing it costs seconds.
"""

from feedback.themes.codebook import (
    Codebook,
    Earlier,
    Edit,
    Seed,
    export_codebook,
    find_theme,
    import_codebook,
    theme_id,
)
from feedback.themes.edits import Coded, apply_edits, counted, quotes_of
from feedback.themes.find import N_QUOTES, find_themes
from feedback.themes.request import ThemeRequest, ThemeResult
from feedback.themes.whole import strongest_of_comments

__all__ = [
    "N_QUOTES",
    "Codebook",
    "Coded",
    "Earlier",
    "Edit",
    "Seed",
    "ThemeRequest",
    "ThemeResult",
    "apply_edits",
    "counted",
    "export_codebook",
    "find_theme",
    "find_themes",
    "import_codebook",
    "quotes_of",
    "strongest_of_comments",
    "theme_id",
]
