"""How a source's column headers are compared: without case, accents and punctuation."""

import re
import unicodedata
from functools import lru_cache

# Two letters at least, so that eNPS stays one word.
_CAMEL = re.compile(r"(?<=[a-z0-9]{2})(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9?]+")
_NUMBER = re.compile(r"(?<![^\W_])[nN] ?[°º]|№")  # "N° client"


_APOSTROPHES = str.maketrans("\u2019\u2018\u02bc\u00b4", "''''")


def plain(text: str) -> str:
    """Return `text` in lower case, without accents, camelCase and punctuation made spaces."""
    return key(text.translate(_APOSTROPHES))


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """Return what ids are made of: as `plain`, but typographic apostrophes leave no space.

    Apart only so that the ids of workspaces stay what they were.
    """
    split = _CAMEL.sub(" ", _NUMBER.sub(" numero ", text))
    bare = unicodedata.normalize("NFKD", split).encode("ascii", "ignore").decode().lower()
    return " ".join(_NOT_WORD.sub(" ", bare.replace("?", " ? ")).split())


def squeezed(text: str) -> str:
    """Return the letters and digits of a header alone, as a person may write it from memory."""
    return plain(text).replace("?", "").replace(" ", "")


def tokens(text: str) -> frozenset[str]:
    """Return the words of a header."""
    return frozenset(plain(text).split())


def slug(text: str, limit: int = 40) -> str:
    """Return letters, digits and underscores only, never empty."""
    return "_".join(key(text).replace("?", " ").split())[:limit].strip("_") or "column"


_PREFIX = re.compile(r"^\s*propert(?:y|ies)\s*:\s*(?=\w)", re.IGNORECASE)  # "Property: Country"
_SAME_GROUP = {
    "pays": "country",
    "formule": "plan",
    "produit": "product",
    "marque": "brand",
    "anciennete": "tenure",
}
"""Whole headers that mean the same in both languages: one group, so that a French export beside an
English one, or after it, does not halve every country's answers."""


def cohort_column(name: str) -> str:
    """Return the column of `responses` that a source's column is kept under as a cohort."""
    named = slug(_PREFIX.sub("", name))
    return f"cohort_{_SAME_GROUP.get(named, named)}"
