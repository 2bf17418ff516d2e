"""Cohorts whose values are people: an agent, a manager, an author."""

import hashlib
import re
from collections.abc import Mapping, Sequence

from feedback.text.given_names import fold_name
from feedback.text.name_words import CIVIL
from feedback.text.spans import Span

_LEAST, _SHARE = 2, 1 / 3
_CIVILITY = re.compile(rf"^(?:{CIVIL}|m)\b\.? +", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def are_people(found: Mapping[str, Sequence[Span]]) -> bool:
    """Say whether the values of a cohort are names of people.

    Two at least must be whole names, and a third of all be names, first names alone included:
    these are shops and towns elsewhere ("Florence"), so that they alone prove nothing. A school
    or a street called after somebody is no name as a whole.

    Args:
        found: The personal data of every distinct value.
    """
    named = [value for value, spans in found.items() if _is_name(value, spans)]
    full = [value for value in named if " " in value.strip()]
    return len(full) >= _LEAST and len(named) >= _SHARE * len(found)


def pseudonym(value: str) -> str:
    """Return "person" and six hexadecimal digits that stand for a name.

    A number by rank would be another one as soon as somebody joins, and a number by row depends on
    the order; a hash is the same in every file and every month. Case, accents, civility and the
    order of the words do not count: "DURAND Zoé" is "Mme Zoe Durand". Six digits, for among 150
    people four would give two the same one in 16 % of files, six in 0.07 %. Like `hashed_id` it
    has no secret: it hides names from a reader, not from someone who hashes a list of staff.
    """
    folded = fold_name(_CIVILITY.sub("", value.strip()))
    name = " ".join(sorted(_WORD.findall(folded))) or folded
    return f"person {hashlib.blake2b(name.encode(), digest_size=3).hexdigest()}"


def _is_name(value: str, spans: Sequence[Span]) -> bool:
    """Say whether a value is a person's name from its beginning (but for "Mme") to its end."""
    start = match.end() if (match := _CIVILITY.match(value)) else 0
    return any(
        span.kind == "person" and span.start <= start and span.end >= len(value.rstrip(" ."))
        for span in spans
    )
