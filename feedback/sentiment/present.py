"""What was is over: of "the coffee was excellent, it has become undrinkable" the end decides."""

import re

from feedback.sentiment.idioms import in_plain_words
from feedback.sentiment.wording import model_text

_PAST = (
    r"\b(?:étais|était|étaient|avais|avait|avaient|avant|autrefois|was|were|used to|had|before)\b"
)
_NOW = (
    r"(?:et |and |but |mais )?(?:maintenant|désormais|à présent|aujourd['’]hui|now|these days"
    r"|(?:il|elle|ça|cela|c['’]|on|it|this|he|she|they) ?"
    r"(?:est devenue?|sont devenue?s|a empiré|s['’]est (?:amélioré|dégradé|arrangé)e?"
    r"|has (?:become|got)|have (?:become|got)|became))\b"
)
_TURN = re.compile(
    rf"^[^.!?\n]{{0,200}}{_PAST}[^.!?\n]{{0,200}}[,;:–—-]\s+(?={_NOW})", re.IGNORECASE
)


def as_it_is_now(text: str) -> str:
    """Return a text from its turn to the present on, all of it where there is none."""
    return _TURN.sub("", text)


def as_read(text: str) -> str:
    """Return a text as the head reads it: its present part, in plain words and plain writing.

    The encoder keeps vectors under this form, so erasing a text has to forget it too.
    """
    return model_text(in_plain_words(as_it_is_now(text)))
