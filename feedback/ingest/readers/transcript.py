"""Transcripts and notes as paragraphs (docx, Markdown, plain text) to turns.

Known tags: ``[Name] (0:01 - 0:11)`` and ``Name  0:22`` on a line of their own, ``Name: words`` with
or without a time, bold or not. ``Name:`` counts only where the name comes back, for notes are full
of "Date: …" lines.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from feedback.errors import InputError
from feedback.headers import tokens
from feedback.ingest.model import Interview, Turn
from feedback.ingest.words import INTERVIEWEE, INTERVIEWER

_TIME = r"\d{1,2}\s*[:h]\s*\d{2}(?:[:m]\d{2})?(?:[.,]\d+)?s?"
_SPAN = rf"[(\[]?\s*(?P<time>{_TIME})?\s*(?:[-–—>]+\s*(?:{_TIME})?)?\s*[)\]]?"
_NAME = r"(?P<name>[A-ZÀ-Ýa-zà-ÿ][\w'’.& -]{0,40}?(?:\s*\([^)\d]{1,40}\))?)"
_BRACKETED = re.compile(
    rf"\[(?P<name>[^\]\d\[(:][^\]\[:]{{0,60}})\]\s*{_SPAN}\s*:?\s*(?P<rest>.*)", re.DOTALL
)
_TIMED = re.compile(rf"{_NAME}(?:\s{{2,}}|\t|\s+[(\[])\s*(?P<time>{_TIME})\s*[)\]]?\s*(?P<rest>)")
_COLON = re.compile(
    rf"(?:[(\[]?(?P<time>{_TIME})[)\]]?\s*[-–]?\s*)?{_NAME}\s*(?:[(\[]{_TIME}[)\]])?\s*:"
    r"(?:\s+(?P<rest>.*)|$)",
    re.DOTALL,
)
_METADATA = re.compile(r"[\w ’'/()-]{2,40}\s?:\s.{1,160}")
_BULLET = re.compile(r"^\s*(?:[-*+•–]\s+|\d{1,2}[.)]\s+|>\s*)+")
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)|(?<=\S)(\*\*|__|`)|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_BOLD_LINE = re.compile(r"^\s*(\*\*|__)[^*_]+\1\s*[?:]?\s*$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `marked` if wholly bold; `heading` if set as a title."""

    text: str
    marked: bool = False
    heading: bool = False


@dataclass(frozen=True)
class Tag:
    """Who speaks, from which second, and the words that follow on the line."""

    name: str
    seconds: float | None
    rest: str
    is_certain: bool = False


@dataclass
class _Open:
    """A turn that is still being read."""

    tag: Tag
    parts: list[str] = field(default_factory=list)
    marks: list[bool] = field(default_factory=list)

    def closed(self) -> list[Turn]:
        words = "\n\n".join(part for part in self.parts if part)
        marked = bool(self.marks) and all(self.marks)
        return [Turn(self.tag.name, self.tag.seconds, words, marked)] if words else []


def tag_of(line: str) -> Tag | None:
    """Return the speaker tag a line starts with, if it may be one."""
    for pattern in (_BRACKETED, _TIMED):
        if match := pattern.fullmatch(line):
            name = match["name"].strip()
            return Tag(name, _clock(match["time"]), match["rest"].strip(), is_certain=True)
    match = _COLON.fullmatch(line)
    if not match or len(match["name"].split("(")[0].split()) > 4:
        return None
    return Tag(match["name"].strip(), _clock(match["time"]), (match["rest"] or "").strip())


def accepted_speakers(lines: Sequence[str]) -> frozenset[str]:
    """Return the names that tag turns, not the "Key: value" lines of a note."""
    tags = [tag for tag in map(tag_of, lines) if tag]
    certain = {tag.name for tag in tags if tag.is_certain}
    if certain:
        return frozenset(certain)
    counts = Counter(tag.name for tag in tags)
    again = {name for name, n in counts.items() if n >= 2}
    if len(again) >= 2:
        return frozenset(again)
    roles = {name for name in counts if tokens(name) & (INTERVIEWER | INTERVIEWEE)}
    asks = any(tag.rest.endswith("?") for tag in tags if tag.name in roles | again)
    return frozenset(roles | again) if asks and len(roles | again) >= 2 else frozenset()


def markdown_paragraphs(text: str) -> list[Paragraph]:
    """Split Markdown or plain text into paragraphs, one per line, without its marks."""
    result = []
    for line in text.splitlines():
        if not line.strip() or _RULE.match(line):
            continue
        words = _LINK.sub(r"\1", _BULLET.sub("", _HEADING.sub("", line)))
        plain = _EMPHASIS.sub("", words).strip()
        if plain:
            heading = bool(_HEADING.match(line))
            result.append(Paragraph(plain, bool(_BOLD_LINE.match(words)), heading))
    return result


def docx_paragraphs(document: object) -> list[Paragraph]:
    """Return the paragraphs of an opened python-docx document, tables cell by cell at the end."""
    result = []
    for paragraph in document.paragraphs:  # type: ignore[attr-defined]
        words = paragraph.text.strip()
        if words:
            runs = [run for run in paragraph.runs if run.text.strip()]
            style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
            heading = style.startswith(("heading", "titre", "title"))
            result.append(Paragraph(words, bool(runs) and all(r.bold for r in runs), heading))
    for table in document.tables:  # type: ignore[attr-defined]
        for row in table.rows:
            cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
            result += [Paragraph(cell) for cell in cells if cell]
    return result


def to_interview(
    paragraphs: Sequence[Paragraph], file: str, layout: str, encoding: str | None
) -> Interview:
    """Group paragraphs into turns.

    Raises:
        InputError: There is no text.
    """
    if not paragraphs:
        raise InputError("holds no text", where=file, todo="Export the transcript again")
    names = accepted_speakers([p.text for p in paragraphs])
    preamble, turns = _tagged(paragraphs, names) if names else _untagged(paragraphs)
    return Interview(file, layout, encoding, tuple(turns), tuple(preamble))


def _tagged(paragraphs: Sequence[Paragraph], names: frozenset[str]) -> tuple[list[str], list[Turn]]:
    preamble: list[str] = []
    turns: list[Turn] = []
    current: _Open | None = None
    for paragraph in paragraphs:
        tag = tag_of(paragraph.text)
        if tag and tag.name in names:
            turns += current.closed() if current else []
            current = _Open(tag, [tag.rest], [])
        elif current is None or paragraph.heading:
            preamble.append(paragraph.text)
        else:
            current.parts.append(paragraph.text)
            current.marks.append(paragraph.marked)
    return preamble, turns + (current.closed() if current else [])


def _untagged(paragraphs: Sequence[Paragraph]) -> tuple[list[str], list[Turn]]:
    """Headings, bold lines and questions ask; every other paragraph answers."""
    start = 0
    while start < len(paragraphs) - 1 and _is_preamble(paragraphs[start], start):
        start += 1
    turns = [
        Turn(None, None, p.text, marked=p.heading or p.marked or p.text.endswith("?"))
        for p in paragraphs[start:]
    ]
    return [p.text for p in paragraphs[:start]], turns


def _is_preamble(paragraph: Paragraph, position: int) -> bool:
    """The title, and the "Key: value" lines under it; a second heading opens the notes."""
    if paragraph.text.endswith("?"):
        return False
    if paragraph.heading:
        return position == 0
    return bool(_METADATA.fullmatch(paragraph.text))


def _clock(text: str | None) -> float | None:
    if not text:
        return None
    seconds = 0
    for part in re.findall(r"\d+", text.split(",")[0].split(".")[0]):
        seconds = seconds * 60 + int(part)
    return float(seconds)
