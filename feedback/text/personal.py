"""Personal data in comments: found, counted and replaced by a placeholder of its kind."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from feedback.text.identifiers import find_identifiers
from feedback.text.names import find_names
from feedback.text.spans import Span

KINDS = (
    "person",
    "email",
    "phone",
    "iban",
    "card",
    "national_id",
    "address",
    "reference",
    "url",
    "ip",
)
"""What is replaced; the placeholder is the kind in square brackets: ``[person]``."""

_FULL_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]+ (?:[^\W\d_]+ )*[A-ZÀ-ÖØ-Þ][^\W\d_]+")


@dataclass(frozen=True)
class Redacted:
    """The comments without personal data, in their order, and how much was replaced by kind."""

    texts: list[str]
    counts: dict[str, int]


def find_all(texts: Sequence[str], languages: Sequence[str]) -> list[list[Span]]:
    """Return every span of personal data per text, sorted and free of overlaps.

    Args:
        texts: Cleaned comments of one batch, in any order.
        languages: Their languages, one each.
    """
    identifiers = [find_identifiers(text) for text in texts]
    names = find_names(texts, languages, identifiers)
    return [sorted([*a, *b]) for a, b in zip(identifiers, names, strict=True)]


def redact(texts: Sequence[str], languages: Sequence[str]) -> Redacted:
    """Replace every piece of personal data by a placeholder such as ``[person]``."""
    counts: Counter[str] = Counter()
    redacted = []
    for text, spans in zip(texts, find_all(texts, languages), strict=True):
        counts.update(span.kind for span in spans)
        redacted.append(replaced(text, spans))
    return Redacted(redacted, dict(sorted(counts.items())))


def replaced(text: str, spans: Sequence[Span]) -> str:
    """Return a text with a placeholder for each of its spans, which are sorted and apart."""
    pieces, position = [], 0
    for span in spans:
        pieces += [text[position : span.start], f"[{span.kind}]"]
        position = span.end
    return "".join([*pieces, text[position:]])


def is_telling_id(value: str) -> bool:
    """Say whether an identifier is an e-mail address or a person's full name."""
    return "@" in value or bool(_FULL_NAME.fullmatch(value.strip()))


def hashed_id(value: str, digits: int = 10) -> str:
    """Return a stable stand-in for an identifier: ``r-`` and some hexadecimal digits.

    The hash has no secret: it hides a name from a reader of the report, and lets batches be
    joined; it does not withstand someone who guesses addresses and hashes them.
    """
    return "r-" + hashlib.blake2b(value.strip().encode(), digest_size=digits // 2).hexdigest()
