"""Which words moved a decision, found by leaving them out (Li, Monroe and Jurafsky, 2016)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from feedback.sentiment.head import Array, SentimentHead, log_proba
from feedback.sentiment.present import as_read
from feedback.settings import SentimentSettings
from feedback.types import Embed

MAX_WORDS = 80
"""Words of a text that are left out in turn; each costs one encoding."""

WIDTHS = (1, 2, 3)
"""Words left out together: "pas terrible" decides, neither "pas" nor "terrible" alone."""

MIN_WEIGHT = 0.15
"""A smaller part of the decision is not shown."""

_LENGTH_COST = 0.85
"""A span of one word more must weigh this much more (1 / 0.85) to be preferred."""

_CHANCE = float(np.log(0.5))
"""Log-odds of one class in three."""

_NEUTRAL = 1

_Span = tuple[int, int, int]
"""First character, character after the last, words."""

_BINDING_WORDS = """
a am an and are as at be been by for from had has have he her his i if in into is it its my of on or
our she since so that the their them they this to us was we were with you your
au aux avec ce ces cet cette chez dans de depuis des du elle elles en est et était eux il ils je la
le les leur leurs lui ma me mes mon nos notre nous on ont ou où par pour qu que qui sa se ses si son
sont sur ta te tes toi ton tu un une vos votre vous y c d j l m s t
"""
_BINDING = frozenset(_BINDING_WORDS.split())
"""Words that bind others: a span neither begins nor ends with one, nor with a number. Nobody would
underline "the app crashes on", and half of the encodings are saved."""

_APOSTROPHE = re.compile("['\u2019]")

_PAUSE = re.compile(r"[.!?;:…]\s")
"""No span reaches over the end of a sentence."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*['\u2019]?|[\U0001F300-\U0001FAFF\u2600-\u27BF]+")


@dataclass(frozen=True)
class DecidingWord:
    """A span of a text that moved its sentiment.

    Attributes:
        start: First character, in the text as it was given.
        end: Character after the last.
        weight: Part of the decision that goes when the span is left out, 0 to 1.
    """

    start: int
    end: int
    weight: float


def deciding_words(
    texts: Sequence[str], embed: Embed, settings: SentimentSettings, most: int = 3
) -> list[tuple[DecidingWord, ...]]:
    """Return for each text the spans that moved its sentiment most, in reading order.

    A span's weight is the fall in the log-odds of the text's class when it is left out, over the
    fall to chance, one in three. Where no span weighs, because several say the same, it is what the
    span reaches alone. A text read as neutral, or without a word, has none.

    Args:
        texts: Such as the quotes of a report; not whole interviews, since every word costs one
            encoding.
        embed: Gives the features of the head; best without a disk cache, for it sees fragments.
        settings: Which head.
        most: Spans per text at most; they never overlap.

    Raises:
        ModelError: The head is missing or damaged, or the encoder is another one.
    """
    head = SentimentHead.load(settings.model)
    spans = [_spans(text) for text in texts]
    whole = _probabilities(texts, embed, head)
    sides = [int(row.argmax()) for row in whole]
    odds = [float(_log_odds(row[None], side)[0]) for row, side in zip(whole, sides, strict=True)]
    found: list[tuple[DecidingWord, ...]] = [()] * len(texts)
    for cut in (_without, _alone):
        wanted = [n for n in range(len(texts)) if sides[n] != _NEUTRAL and not found[n]]
        pieces = [cut(texts[n], place) for n in wanted for place in spans[n]]
        proba, at = _probabilities(pieces, embed, head), 0
        for n in wanted:
            rest = _log_odds(proba[at : at + len(spans[n])], sides[n])
            at += len(spans[n])
            kept = (odds[n] - rest) if cut is _without else (rest - _CHANCE)
            weights = np.clip(kept / max(odds[n] - _CHANCE, 1e-6), 0.0, 1.0)
            found[n] = _chosen(spans[n], weights, most)
    return found


def _without(text: str, place: _Span) -> str:
    return text[: place[0]] + " " + text[place[1] :]


def _alone(text: str, place: _Span) -> str:
    return text[place[0] : place[1]]


def _probabilities(texts: Sequence[str], embed: Embed, head: SentimentHead) -> Array:
    """Return the probabilities (n, 3); each distinct text is encoded once."""
    read = [as_read(text) or "." for text in texts]
    distinct = sorted(set(read))
    if not distinct:
        return np.zeros((0, 3))
    row = {text: number for number, text in enumerate(distinct)}
    return head.predict_proba(embed(distinct))[[row[text] for text in read]]


def _spans(text: str) -> list[_Span]:
    """Return the places of one to three words together, none of `_BINDING` at the ends."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)][:MAX_WORDS]
    binds = [_binds(text[start:end]) for start, end in words]
    if all(binds):
        binds = [False] * len(words)
    return [
        (words[first][0], words[first + width - 1][1], width)
        for width in WIDTHS
        for first in range(len(words) - width + 1)
        if (width == 1 or width < len(words))
        and not (binds[first] or binds[first + width - 1])
        and not _PAUSE.search(text, words[first][0], words[first + width - 1][1])
    ]


def _binds(word: str) -> bool:
    """Say whether a word binds others, with what is elided ("d'une", "it's"), or is a number."""
    parts = [part for part in _APOSTROPHE.split(word.lower()) if part]
    return all(part in _BINDING or part.isdigit() for part in parts)


def _log_odds(proba: Array, side: int) -> Array:
    """Return the log-odds of one class against the two others together."""
    logs = log_proba(np.column_stack([proba[:, side], 1 - proba[:, side]]))
    return np.asarray(logs[:, 0] - logs[:, 1], dtype=np.float64)


def _chosen(places: list[_Span], weights: Array, most: int) -> tuple[DecidingWord, ...]:
    """Take the heaviest spans that do not overlap, a short one before a long one as heavy."""
    worth = weights * _LENGTH_COST ** (np.array([width for *_, width in places]) - 1.0)
    taken: list[DecidingWord] = []
    for number in np.argsort(-worth, kind="stable").tolist():
        start, end, _ = places[number]
        if len(taken) == most or worth[number] < MIN_WEIGHT:
            break
        if all(end <= other.start or start >= other.end for other in taken):
            taken.append(DecidingWord(start, end, round(float(weights[number]), 4)))
    return tuple(sorted(taken, key=lambda word: word.start))
