"""Warnings that belong in the report: something was assumed, skipped or could not be done."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Notice:
    """One thing the reader of the report must know. Never holds text of a comment.

    Attributes:
        code: Stable short name, such as ``rows-left-out`` or ``too-few-for-themes``.
        en: The sentence in English.
        fr: The sentence in French.
    """

    code: str
    en: str
    fr: str

    def text(self, language: str) -> str:
        """Return the sentence in `language` (``fr`` or ``en``)."""
        return self.fr if language == "fr" else self.en
