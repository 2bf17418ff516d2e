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
_FINAL_STOP = re.compile(r"(?<=\w)\s*\.$")
SHORT_UNTIL = 6
"""Words up to which a final full stop says nothing: with and without it 15 % of the answers of one
to three words were read differently, and 2 % of those of four to six. In longer texts both forms
were read alike, and left as they are airline tweets were read a little better (macro-F1 0.734,
0.731 without the stops of up to twelve words)."""
_TURN = re.compile(
    rf"^[^.!?\n]{{0,200}}{_PAST}[^.!?\n]{{0,200}}[,;:–—-]\s+(?={_NOW})", re.IGNORECASE
)


def as_it_is_now(text: str) -> str:
    """Return a text from its turn to the present on, all of it where there is none."""
    return _TURN.sub("", text)


def without_final_stop(text: str) -> str:
    """Return a short text without its one final full stop, a longer one as it is."""
    return text if len(text.split()) > SHORT_UNTIL else _FINAL_STOP.sub("", text)


def as_read(text: str) -> str:
    """Return a text as the head reads it: its present part, in plain words and plain writing.

    The encoder keeps vectors under this form, so erasing a text has to forget it too.
    """
    return without_final_stop(model_text(in_plain_words(as_it_is_now(text))))
