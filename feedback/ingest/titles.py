"""A review's headline and its body: one comment."""

import re
from itertools import starmap

import pandas as pd

from feedback.headers import plain
from feedback.ingest.scores import is_missing

_WORD = re.compile(r"[^\W_]")
_CLOSED = re.compile(r"[^\w\s)\]\"'»”’]$")
_RATING = re.compile(
    r"(?:(?:rated|rating|noté|note|avis)\s*:?\s*)?\d{1,3}(?:[.,]\d)?"
    r"(?:\s*(?:/|sur|out of)\s*\d{1,3})?(?:\s*(?:stars?|[ée]toiles?|points?|pts?))?\s*[.!]*",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:\.{2,}|…)$")


def with_titles(bodies: pd.Series, titles: pd.Series) -> pd.Series:
    """Return "Title. Body" per row, the body alone where the title adds nothing.

    Args:
        bodies: Cells of the body, stripped.
        titles: Cells of the headline with the same index; "" where a site wrote it itself.
    """
    joined = starmap(_joined, zip(bodies.tolist(), titles.str.strip().tolist(), strict=True))
    return pd.Series(list(joined), index=bodies.index, dtype="str", name=bodies.name)


def standing_in(bodies: pd.Series, titles: pd.Series) -> pd.Series:
    """Return the bodies, the title where a body holds no word."""
    return bodies.where(bodies.str.contains(_WORD, regex=True), titles.str.strip())


def _joined(body: str, title: str) -> str:
    if not _WORD.search(body):
        return title
    title = " ".join(title.split())
    if not _WORD.search(title) or is_missing(title) or _RATING.fullmatch(title):
        return body  # "5 étoiles" says what the score says
    if _repeats(body, title):
        return body
    return f"{title} {body}" if _CLOSED.search(title) else f"{title}. {body}"


def _repeats(body: str, title: str) -> bool:
    """Say whether the body begins with the title; sites cut one out of the other, mid-word too."""
    said, begins = plain(title), plain(body[: 2 * len(title) + 40])
    if not said:  # of another script
        return body.casefold().startswith(title.casefold())
    return begins.startswith(said) if _CUT.search(title) else f"{begins} ".startswith(f"{said} ")
