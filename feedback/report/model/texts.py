"""Texts, values and sentences, in no language yet, and what counts are written with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text that exists in both languages, such as a theme's name."""

    fr: str
    en: str

    def text(self, language: str) -> str:
        """Return the text in `language` (``fr`` or ``en``)."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True)
class Value:
    """One value of a sentence and how to write it.

    Attributes:
        kind: ``count``, ``percent`` (a share), ``figure`` (a metric's value), ``impact`` (signed),
            ``size`` (unsigned difference), ``p``, ``metric`` (its name), ``bands`` (a score band),
            ``words``, ``theme`` or ``group`` (of respondents).
        number: The number, for the kinds that are one.
        text: The metric's unit for ``figure``, ``impact`` and ``size``; a code for ``metric`` and
            ``bands``; one word a line for ``words``; the column for ``group``.
        name: A text in both languages, for ``theme``, ``metric`` and ``group``.
    """

    kind: str
    number: float | None = None
    text: str = ""
    name: Text | None = None


@dataclass(frozen=True)
class Finding:
    """One sentence to be: a key of the word lists and its values."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()
    n: int | None = None


@dataclass(frozen=True)
class Share:
    """A part of a whole: its code, count and share."""

    code: str
    n: int
    share: float | None


@dataclass(frozen=True)
class Change:
    """A change against the previous batch and whether it is significant.

    `q_value` is the p-value after the correction for several themes; None where one was tested.
    """

    before: float
    difference: float
    low: float | None
    high: float | None
    p_value: float | None
    significant: bool
    q_value: float | None = None

    @property
    def direction(self) -> str:
        """``down`` or ``up``, or ``same`` where it may be chance."""
        if not self.significant:
            return "same"
        return "down" if self.difference < 0 else "up"


@dataclass(frozen=True)
class Trend:
    """What a value has done over several batches, this one last, and whether it is significant.

    `q_value` as in `Change`. Where it is significant, the last value differs from the first in the
    direction of the line.
    """

    first: float
    last: float
    n_batches: int
    p_value: float
    significant: bool
    q_value: float | None = None

    @property
    def direction(self) -> str:
        """``down`` or ``up``, or ``same`` where it may be chance."""
        if not self.significant:
            return "same"
        return "down" if self.last < self.first else "up"
