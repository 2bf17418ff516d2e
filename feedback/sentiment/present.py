"""What was is over: of "the coffee was excellent, it has become undrinkable" the end decides."""

import re

from feedback.sentiment.idioms import in_plain_words
from feedback.sentiment.spelling import spelt
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
_BARE_END = re.compile(r"(?<=\w)\s*\.?$")
SHORT_UNTIL = 6
"""Words up to which a final full stop says nothing: with and without it 15 % of the answers of one
to three words were read differently, and 2 % of those of four to six. They are read with it, as the
sentences were that the head learnt from: without it 5 of 163 short sentences more were misread. In
longer texts both forms are read alike."""
_CONNECTOR = re.compile(
    r"^\W*(?:(?:sinon|par ailleurs|de plus|en plus|en outre|d['’]ailleurs|au passage"
    r"|à part (?:ça|cela)|cela dit|ceci dit|otherwise|also|besides|in addition|moreover|furthermore"
    r"|by the way|apart from that|that said|other than that)\s*[,:]|(?:et|and|mais|but))\s+(?=\w)",
    re.IGNORECASE,
)
_TURN = re.compile(
    rf"^[^.!?\n]{{0,200}}{_PAST}[^.!?\n]{{0,200}}[,;:–—-]\s+(?={_NOW})", re.IGNORECASE
)


def without_connector(text: str) -> str:
    """Return a text without the word that ties it to the one before: "Otherwise, a lovely room".

    Of 56 praising sentences 5 were misread as they stand and 15 behind "Sinon,"; in English 7 of
    54, and 20 behind "Otherwise,". A segment that was cut off at "but" is a sentence of its own,
    too: "the team was wonderful" is 0.8 praise, "but the team was wonderful" 0.6.
    """
    return _CONNECTOR.sub("", text)


def as_it_is_now(text: str) -> str:
    """Return a text from its turn to the present on, all of it where there is none."""
    return _TURN.sub("", text)


def with_final_stop(text: str) -> str:
    """Return a short text with one full stop after its last word, a longer one as it is."""
    return text if len(text.split()) > SHORT_UNTIL else _BARE_END.sub(".", text, count=1)


def as_read(text: str) -> str:
    """Return a text as the head reads it: its present part, in plain words, spelling and writing.

    The encoder keeps vectors under this form, so erasing a text has to forget it too.
    """
    told = without_connector(as_it_is_now(spelt(text)))
    return with_final_stop(model_text(in_plain_words(told)))
