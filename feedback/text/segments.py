"""Cuts comments into sentences, and sentences at a contrast, with exact offsets.

spaCy's tokenizer and rule-based sentencizer read 1,700 comments a second against 200-500 for the
trained `senter`; lines, bullets and contrasts are cut around it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from feedback.nlp import without_plugins

if TYPE_CHECKING:
    from spacy.language import Language

Piece = tuple[int, int]
"""Start and end offsets into the comment."""

_LINE = re.compile(r"[^\n•▪►◦‣●■]+")
_BULLET = re.compile(r"\s*(?:[-–—*·>✓✔➢→o](?=\s)|\(?\d{1,2}[.)](?=\s))\s*")
# spaCy's tokenizer is slow on thousands of characters without a space, so nothing longer goes in.
_CHUNK_CHARS = 2_000
_CHUNK_WORD = re.compile(r"\S{200,}")
_PUNCTUATION = [
    ".",
    "!",
    "?",
    "…",
    "...",
    "..",
    "....",
    "!!",
    "??",
    "?!",
    "!?",
    "。",
    "！",
    "？",
    "؟",
    "।",
]

_CONTRAST = re.compile(
    r"(?<=;)(?=\s)|"
    r"(?<=[\s,;:(.…-])(?:mais|par contre|en revanche|cependant|toutefois|néanmoins|neanmoins"
    r"|pourtant|sauf que|alors que|tandis que|bien que|malheureusement|à part que|hélas|but|however"
    r"|although|though|even though|whereas|nevertheless|nonetheless|on the other hand|except that"
    r"|unfortunately|sadly|yet)(?=[\s,:…]|$)",
    re.IGNORECASE,
)
# "non seulement … mais", "not only … but", "nothing but", "not yet": no contrast.
_NO_CONTRAST_BEFORE = re.compile(
    r"(?:\bnon seulement\b.*|\bnot only\b.*|\b(?:nothing|anything|none|everyone|all|as|even|not"
    r"|have|has))\s*,?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_CONCESSION = re.compile(
    r"(?:although|though|even though|while|whereas|bien que|même si|quoique|malgré)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\[[a-z_]{2,12}\]")


@lru_cache(maxsize=2)
def _sentencizer(language: str) -> "Language":
    """Return a pipeline of the language's tokenizer and a sentencizer."""
    import spacy

    with without_plugins():
        pipeline = spacy.blank(language)
    pipeline.add_pipe("sentencizer", config={"punct_chars": _PUNCTUATION})
    pipeline.max_length = 10 * _CHUNK_CHARS
    return pipeline


def segment(
    texts: Sequence[str], languages: Sequence[str], min_chars: int
) -> Iterator[list[Piece]]:
    """Yield the segments of each text, in order, without overlaps, none empty.

    Args:
        texts: Cleaned comments.
        languages: Their languages; all but French are cut by English rules.
        min_chars: A shorter piece stays with its neighbour on the same line.
    """
    chunks = [_chunks(text) for text in texts]
    sentences = _sentences(texts, languages, chunks)
    for text, text_chunks, cuts in zip(texts, chunks, sentences, strict=True):
        pieces: list[Piece] = []
        for chunk, chunk_sentences in zip(text_chunks, cuts, strict=True):
            clauses = [c for s in chunk_sentences for c in _clauses(text, s, min_chars)]
            pieces += _joined(text, _trimmed(text, [chunk]), clauses, min_chars)
        yield _worded(text, pieces) or _trimmed(text, [(0, len(text))])


def _chunks(text: str) -> list[Piece]:
    """Cut at line breaks and bullets; a very long line also at spaces."""
    chunks: list[Piece] = []
    for line in _LINE.finditer(text):
        bullet = _BULLET.match(line[0])
        start = line.start() + (bullet.end() if bullet else 0)
        is_short = line.end() - start <= _CHUNK_CHARS
        if is_short and not _CHUNK_WORD.search(text, start, line.end()):
            chunks.append((start, line.end()))
        else:
            size = _CHUNK_CHARS if is_short or " " in line[0] else 200
            chunks += _cut(text, start, line.end(), size)
    return _trimmed(text, chunks)


def _cut(text: str, start: int, end: int, size: int) -> Iterator[Piece]:
    """Cut after the last sentence within every `size` characters, else at a space or anywhere."""
    while end - start > size:
        marks = (text.rfind(mark, start + 1, start + size) + 1 for mark in (". ", "! ", "? "))
        stop = max(*marks, 0) or text.rfind(" ", start + 1, start + size)
        stop = stop if stop > start else start + size
        yield start, stop
        start = stop
    yield start, end


def _sentences(
    texts: Sequence[str], languages: Sequence[str], chunks: Sequence[list[Piece]]
) -> list[list[list[Piece]]]:
    """Return the sentences of every chunk of every text, by one pass per language."""
    cuts: list[list[list[Piece]]] = [[[] for _ in of_text] for of_text in chunks]
    for language in ("fr", "en"):
        pipeline = _sentencizer(language)
        places = [
            (number, k)
            for number, of_text in enumerate(chunks)
            if (languages[number] == "fr") == (language == "fr")
            for k in range(len(of_text))
        ]
        # The memory zone forgets the words of the batch, so that 100,000 comments fit.
        with pipeline.memory_zone():
            docs = pipeline.pipe(texts[n][slice(*chunks[n][k])] for n, k in places)
            for (n, k), doc in zip(places, docs, strict=True):
                offset = chunks[n][k][0]
                cuts[n][k] = [(offset + s.start_char, offset + s.end_char) for s in doc.sents]
    return cuts


def _clauses(text: str, sentence: Piece, min_chars: int) -> Iterator[Piece]:
    """Cut a sentence before a contrast or after a semicolon, where both sides are long enough."""
    start, end = sentence
    if concession := _CONCESSION.match(text, start, end):
        comma = text.find(", ", concession.end(), end)
        if comma - start >= min_chars and end - comma > min_chars:
            yield start, comma + 1
            start = comma + 1
    for match in _CONTRAST.finditer(text, start + min_chars, end):
        cut = match.start()
        is_long = cut - start >= min_chars and end - cut >= min_chars
        if is_long and not _NO_CONTRAST_BEFORE.search(text[max(start, cut - 80) : cut]):
            yield start, cut
            start = cut
    yield start, end


def _joined(
    text: str, chunk: Sequence[Piece], pieces: Sequence[Piece], min_chars: int
) -> list[Piece]:
    """Join pieces shorter than `min_chars` to the next one of their chunk, the last to the last."""
    if not chunk:
        return []
    joined: list[Piece] = []
    waiting: int | None = None
    for start, end in _trimmed(text, pieces):
        begin = start if waiting is None else waiting
        waiting = begin if end - begin < min_chars else None
        if waiting is None:
            joined.append((begin, end))
    if waiting is not None:
        start = joined.pop()[0] if joined else waiting
        joined.append((start, chunk[0][1]))
    return joined


def _trimmed(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without white space at their ends, empty ones left out."""
    trimmed = []
    for start, end in pieces:
        piece = text[start:end]
        begin = start + len(piece) - len(piece.lstrip())
        stop = start + len(piece.rstrip())
        if begin < stop:
            trimmed.append((begin, stop))
    return trimmed


def _worded(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces that hold a letter or digit outside placeholders."""
    return [
        (start, end)
        for start, end in pieces
        if any(char.isalnum() for char in _PLACEHOLDER.sub("", text[start:end]))
    ]
