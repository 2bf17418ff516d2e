"""What is asked: the query, its filters, and its small syntax.

Words are looked for; ``"a phrase"`` must stand in the comment word for word; ``-word`` and
``-"a phrase"`` must not stand in it. French guillemets and curly quotes count as quotes.
"""

import datetime as dt
import re
from dataclasses import dataclass

from feedback.errors import FeedbackError
from feedback.store import analysis

_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"'})
_OPERATOR = re.compile(r'(?<!\S)(?P<minus>-?)"(?P<phrase>[^"]*)"|(?<!\S)-(?P<word>[^\W_]\S*)')
_LONGEST = 64  # words; a pasted page asks no sharper question than its first lines


@dataclass(frozen=True)
class Query:
    """What is asked, and of which comments.

    Attributes:
        text: Words or a sentence, in French or English.
        theme: Theme id or name, or ``none``: responses without a theme.
        band: ``low``, ``mid`` or ``high``.
        sentiment: ``negative``, ``neutral`` or ``positive``, of the segment that answers.
        language: Language of the comments, such as ``fr``.
        since: First day, as a date or ``YYYY-MM-DD``.
        until: Last day, that day included.
        batch: Only this batch.
        limit: Responses at most.
        why_language: Language of the column `why`, ``fr`` or ``en``.
        score: A score or a range of scores, both ends included: ``3``, ``0-6``.
        cohort: Each ``name=value``; all of them must hold.
        anomaly: A kind of anomaly, ``any`` or ``none``; dismissed ones do not count.
        offset: Responses to leave out at the top.
        literal: Take `text` as it is, without syntax: to find more like a comment.
        group: Show near-duplicates once, the others listed beside it.
        explain: Say of each response how its place came about.
        facets: Count the answers by theme, band, sentiment, language, batch, anomaly, cohort.
    """

    text: str
    theme: str | None = None
    band: str | None = None
    sentiment: str | None = None
    language: str | None = None
    since: str | dt.date | None = None
    until: str | dt.date | None = None
    batch: str | None = None
    limit: int = 10
    why_language: str = "en"
    score: str | None = None
    cohort: tuple[str, ...] = ()
    anomaly: str | None = None
    offset: int = 0
    literal: bool = False
    group: bool = False
    explain: bool = False
    facets: bool = False


@dataclass(frozen=True)
class Asked:
    """A query, read.

    Attributes:
        text: What is looked for by word and by meaning, phrases included.
        language: What it was taken for, ``fr`` or ``en``; None where that could not be told.
        words: Each word as written, with every form the index may hold it in.
        phrases: Folded words that must follow one another in the comment.
        without_words: For each word that must not stand there, the forms of it.
        without_phrases: Phrases that must not stand there.
    """

    text: str
    language: str | None
    words: dict[str, frozenset[str]]
    phrases: tuple[tuple[str, ...], ...] = ()
    without_words: tuple[frozenset[str], ...] = ()
    without_phrases: tuple[tuple[str, ...], ...] = ()


def read(query: Query) -> Asked:
    """Read the syntax of a query.

    Raises:
        FeedbackError: It holds no word to look for.
    """
    wanted, phrases, not_words, not_phrases = query.text, [], [], []
    if not query.literal:
        wanted = wanted.translate(_QUOTES)
        for found in _OPERATOR.finditer(wanted):
            words = tuple(analysis.words(found["phrase"] or found["word"] or ""))
            if not words:
                continue
            if found["word"] and len(words) == 1:
                not_words.append(forms(words[0]))
            elif found["word"] or found["minus"]:
                not_phrases.append(words)
            else:
                phrases.append(words)
        wanted = _OPERATOR.sub(_kept, wanted)
    if not analysis.words(wanted):
        what = "a query needs a word beside those it leaves out" if not_words or not_phrases else ""
        raise FeedbackError(what or "the query holds no word", todo="Ask for a word or a sentence")
    language = analysis.query_language(wanted)
    asked = analysis.query_words(wanted, language)
    return Asked(
        text=wanted,
        language=language,
        words=dict(list(asked.items())[:_LONGEST]),
        phrases=tuple(phrases),
        without_words=tuple(not_words),
        without_phrases=tuple(not_phrases),
    )


def _kept(found: re.Match[str]) -> str:
    """Return what stays of an operator: the words of a phrase, nothing of an exclusion."""
    return f" {found['phrase']} " if found["phrase"] and not found["minus"] else " "


def forms(word: str) -> frozenset[str]:
    """Return the forms the index may hold a word in."""
    return frozenset(analysis.forms(word))


def is_function_word(word: str) -> bool:
    """Say whether the index of French or of English leaves this folded word out."""
    return any(word in words for words in analysis.FUNCTION_WORDS.values())
