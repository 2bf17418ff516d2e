"""Text room: cleaning, language, personal data, non-answers and segments."""

from feedback.text.languages import release
from feedback.text.prepare import Prepared, prepare

__all__ = ["Prepared", "prepare", "release"]
