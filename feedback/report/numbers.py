"""Plain numbers and texts out of frame cells, where a missing one may take several shapes."""

import math

import pandas as pd

PLACES = 6
"""Decimals kept in the summary: beyond any figure shown, short of float noise."""


def number(value: object) -> float | None:
    """Return a finite float rounded to `PLACES`, or None."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    figure = float(value)  # type: ignore[arg-type]
    return round(figure, PLACES) + 0.0 if math.isfinite(figure) else None


def text_of(value: object) -> str:
    """Return a text, a missing one as the empty text."""
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


def ratio(part: float, whole: float) -> float | None:
    """Return part over whole, or None when there is no whole."""
    return number(part / whole) if whole else None
