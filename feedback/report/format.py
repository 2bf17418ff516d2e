"""Numbers, dates and typography as French and English readers expect them.

French follows the Imprimerie nationale's usage: decimal comma, narrow no-break space between
thousands and before ``% ; ! ?``, no-break space before ``:`` and inside guillemets.
"""

import math
import unicodedata
from datetime import date

NARROW = "\u202f"
HARD = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"

_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SPACED = ((" %", f"{NARROW}%"), (" ;", f"{NARROW};"), (" !", f"{NARROW}!"), (" ?", f"{NARROW}?"))
_SPACED_WIDE = ((" :", f"{HARD}:"), ("« ", f"«{HARD}"), (" »", f"{HARD}»"), ("'", "’"))


def typeset(text: str, language: str) -> str:
    """Return our own `text` with the no-break spaces and apostrophes of `language`."""
    # A figure never stands on another line than the p or q it belongs to.
    text = text.replace("p {p}", f"p{HARD}{{p}}").replace("q {q}", f"q{HARD}{{q}}")
    if language != "fr":
        return text.replace("'", "’")
    for plain, set_in in (*_SPACED, *_SPACED_WIDE):
        text = text.replace(plain, set_in)
    return text


class Formatter:
    """Writes numbers, dates and quotes in one language; a missing number is a dash."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._thousands, self._decimal = (NARROW, ",") if language == "fr" else (",", ".")
        self._percent = f"{NARROW}%" if language == "fr" else "%"

    def number(self, value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
        """Write a number; `signed` puts a plus before a positive one."""
        if value is None or not math.isfinite(value):
            return DASH
        # Adding 0.0 turns a rounded -0.0 into 0.0.
        rounded = round(value, decimals) + 0.0
        figures = f"{abs(rounded):,.{decimals}f}"
        figures = figures.replace(",", "\0").replace(".", self._decimal)
        figures = figures.replace("\0", self._thousands)
        sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
        return sign + figures

    def count(self, value: float | None) -> str:
        """Write a whole number."""
        return self.number(value)

    def percent(self, share: float | None, decimals: int = 0) -> str:
        """Write a share of 0 to 1 as a percentage; a share too small for the figures as <1 %."""
        if share is None or not math.isfinite(share):
            return DASH
        smallest = 10.0 ** -(decimals + 2)
        if 0 < share < smallest:
            return f"<{HARD}{self.number(smallest * 100, decimals)}{self._percent}"
        return self.number(share * 100, decimals) + self._percent

    def impact(self, value: float | None, unit: str) -> str:
        """Write a signed difference of a metric, finer where the metric is a mean score."""
        return self.number(value, 2 if unit == "score" else 1, signed=True)

    def share_points(self, difference: float | None) -> str:
        """Write a difference of shares as signed percentage points."""
        if difference is None or not math.isfinite(difference):
            return DASH
        return f"{self.number(difference * 100, 1, signed=True)}{HARD}pt"

    def size(self, value: float | None, unit: str) -> str:
        """Write the size of a difference without its sign, with decimals only when small."""
        if value is None or not math.isfinite(value):
            return DASH
        if unit == "score":
            return self.number(abs(value), 2)
        return self.number(abs(value), 0 if abs(value) >= 2 else 1)

    def score(self, value: float | None) -> str:
        """Write a score: whole when it is whole, else with one decimal."""
        if value is None or not math.isfinite(value):
            return DASH
        return self.number(value, 0 if float(value).is_integer() else 1)

    def metric(self, value: float | None, unit: str) -> str:
        """Write a metric's value in its unit: ``points``, ``percent`` or ``score``."""
        if unit == "percent":
            return self.percent(None if value is None else value / 100)
        return self.number(value, 2 if unit == "score" else 0)

    def interval(self, low: float | None, high: float | None, unit: str) -> str:
        """Write both ends of a metric's interval, such as ``27 à 35``."""
        if low is None or high is None:
            return DASH
        first = self.metric(low, unit)
        if unit == "percent":
            first = first.removesuffix(self._percent)
        return self._span(first, self.metric(high, unit))

    def impact_interval(self, low: float | None, high: float | None, unit: str) -> str:
        """Write both ends of the interval of a signed difference."""
        if low is None or high is None:
            return DASH
        return self._span(self.impact(low, unit), self.impact(high, unit))

    def share_interval(self, low: float | None, high: float | None) -> str:
        """Write both ends of the interval of a share of 0 to 1, such as ``7 à 13 %``."""
        if low is None or high is None:
            return DASH
        return self._span(self.percent(low).removesuffix(self._percent), self.percent(high))

    def points_interval(self, low: float | None, high: float | None) -> str:
        """Write both ends of the interval of a difference of shares, in points."""
        if low is None or high is None:
            return DASH
        first = self.share_points(low).removesuffix(f"{HARD}pt")
        return self._span(first, self.share_points(high))

    def _span(self, first: str, last: str) -> str:
        return f"{first}{HARD}{'à' if self.language == 'fr' else 'to'}{HARD}{last}"

    def p_value(self, value: float | None) -> str:
        """Write ``= 0.02`` or ``< 0.001``, to stand after p or q."""
        if value is None or not math.isfinite(value):
            return f"={HARD}{DASH}"
        if value < 0.001:
            return f"<{HARD}{self.number(0.001, 3)}"
        return f"={HARD}{self.number(value, 2 if value >= 0.01 else 3)}"

    def lift(self, value: float | None) -> str:
        """Write a ratio such as ``×2.1``."""
        if value is None or not math.isfinite(value):
            return DASH
        return f"×{self.number(value, 1)}"

    def date(self, iso: str) -> str:
        """Write an ISO date in full: ``3 novembre 2026``, ``1er novembre 2026``."""
        if not iso:
            return DASH
        day = date.fromisoformat(iso)
        first = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return f"{first}{HARD}{_MONTHS[self.language][day.month - 1]} {day.year}"

    def quoted(self, text: str) -> str:
        """Put `text` between the quotation marks of the language."""
        if self.language == "fr":
            return f"«{HARD}{text}{HARD}»"
        return f"“{text}”"


def plain(text: str) -> str:
    """Return `text` without characters that have no place on a page (controls, lone surrogates).

    Line breaks and tabs stay; a NUL or an escape would make the page ill-formed.
    """
    if text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def fold(text: str) -> str:
    """Return `text` in lower case without accents, as the explorer's search compares it."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))
