"""Text room: cleaning, language, personal data, non-answers and segments."""

from feedback.text.glance import Glance, glance
from feedback.text.languages import release
from feedback.text.prepare import Prepared, prepare

__all__ = ["Glance", "Prepared", "glance", "prepare", "release"]
