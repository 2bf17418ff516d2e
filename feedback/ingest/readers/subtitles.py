"""vtt, srt, and what Whisper writes as tsv and txt: timed cues to turns.

Where no cue says who speaks, sentences are put together again and every question is a turn of its
own, so that the answer under it can be told from it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from feedback.errors import InputError
from feedback.ingest.model import Interview, Turn
from feedback.ingest.readers.transcript import accepted_speakers, tag_of

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_WHISPER_LINE = re.compile(rf"\[{_CLOCK}\s*-->\s*[\d:.,]+\]\s*(.*)")
_SRT_TIME = re.compile(
    r"^\d{1,3}:\d{2}:\d{2},\d{1,3}\s*-->\s*\d{1,3}:\d{2}:\d{2},\d{1,3}", re.MULTILINE
)
_WHISPER_TSV = re.compile(r"start\tend\t(?:speaker\t)?text\s*\n\d")
_SENTENCE_END = re.compile(r"[.!?…][\"'»”)]*$")
_NOTE = re.compile(r"^NOTE\s(.+?)(?:\r?\n\s*\r?\n|\Z)", re.MULTILINE | re.DOTALL)
_PARAGRAPH_CHARS = 700


@dataclass(frozen=True)
class Cue:
    """A line of a recording: start in seconds, who says it if tagged, and the words."""

    seconds: float
    speaker: str | None
    text: str


def kind_of(text: str) -> str | None:
    """Return ``vtt``, ``srt``, ``whisper-tsv`` or ``whisper-txt`` by the text itself, else None."""
    start = text.lstrip()[:2000]
    if start.startswith("WEBVTT"):
        return "vtt"
    if _WHISPER_TSV.match(start):
        return "whisper-tsv"
    if _WHISPER_LINE.match(start):
        return "whisper-txt"
    return "srt" if _SRT_TIME.search(start) else None


def read_subtitles(text: str, kind: str, file: str, encoding: str) -> Interview:
    """Read a timed transcript of a known kind.

    Raises:
        InputError: It holds no cue, or its times are not written as its kind asks.
    """
    readers = {"whisper-tsv": _whisper_tsv, "whisper-txt": _whisper_txt}
    cues = readers[kind](text) if kind in readers else _webvtt(text, kind, file)
    cues = [Cue(c.seconds, c.speaker, " ".join(c.text.split())) for c in cues if c.text.strip()]
    if not cues:
        raise InputError("holds no spoken line", where=file, todo="Export the transcript again")
    cues = _with_tags(cues)
    spoken = any(cue.speaker for cue in cues)
    turns = _by_speaker(cues) if spoken else _by_question(cues)
    preamble = tuple(" ".join(note.split()) for note in _NOTE.findall(text))
    return Interview(file, kind, encoding, tuple(turns), preamble)


def _webvtt(text: str, kind: str, file: str) -> list[Cue]:
    from webvtt import WebVTT
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        captions = WebVTT.from_buffer(
            (f"{line}\n" for line in text.splitlines()), format="srt" if kind == "srt" else "vtt"
        )
        return [Cue(_time(c.start), c.voice or None, c.text.replace("\n", " ")) for c in captions]
    except (MalformedCaptionError, MalformedFileError, ValueError, IndexError) as error:
        raise InputError(
            f"is not a valid {kind} file", where=file, todo="Export the transcript again"
        ) from error


def _whisper_tsv(text: str) -> list[Cue]:
    lines = text.splitlines()
    tagged = "speaker" in lines[0].split("\t")
    cues = []
    for line in lines[1:]:
        cells = line.split("\t", 3 if tagged else 2)
        if len(cells) == (4 if tagged else 3) and cells[0].isdigit():
            cues.append(Cue(int(cells[0]) / 1000, cells[2] if tagged else None, cells[-1]))
    return cues


def _whisper_txt(text: str) -> list[Cue]:
    cues: list[Cue] = []
    for line in text.splitlines():
        match = _WHISPER_LINE.match(line.strip())
        if match:
            cues.append(Cue(_seconds(match), None, match[5]))
        elif cues and line.strip():
            cues[-1] = Cue(cues[-1].seconds, None, f"{cues[-1].text} {line.strip()}")
    return cues


def _seconds(match: re.Match[str]) -> float:
    hours, minutes, seconds, part = (match[i] or "0" for i in range(1, 5))
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return round(whole + float(f"0.{part}"), 3)


def _time(written: str) -> float:
    match = re.fullmatch(_CLOCK, written.strip())
    return _seconds(match) if match else 0.0


def _with_tags(cues: Sequence[Cue]) -> list[Cue]:
    """Take "Name: words" for a speaker where the name comes back, as meeting tools write it."""
    if any(cue.speaker for cue in cues):
        return list(cues)
    names = accepted_speakers([cue.text for cue in cues])
    tagged, current = [], None
    for cue in cues:
        tag = tag_of(cue.text)
        if tag and tag.name in names:
            current = tag.name
            tagged.append(Cue(cue.seconds, current, tag.rest))
        else:
            tagged.append(Cue(cue.seconds, current, cue.text))
    return [cue for cue in tagged if cue.text]


def _by_speaker(cues: Sequence[Cue]) -> list[Turn]:
    turns = []
    for speaker, group in groupby(cues, key=lambda cue: cue.speaker):
        said = list(group)
        turns.append(Turn(speaker, said[0].seconds, " ".join(cue.text for cue in said)))
    return turns


def _by_question(cues: Sequence[Cue]) -> list[Turn]:
    turns: list[Turn] = []
    answer: list[Cue] = []
    for sentence in _sentences(cues):
        if sentence.text.rstrip("\"'»”) ").endswith("?"):
            turns += _paragraph(answer)
            answer = []
            turns.append(Turn(None, sentence.seconds, sentence.text, marked=True))
            continue
        answer.append(sentence)
        if sum(len(cue.text) for cue in answer) > _PARAGRAPH_CHARS:
            turns += _paragraph(answer)
            answer = []
    return turns + _paragraph(answer)


def _paragraph(sentences: Sequence[Cue]) -> list[Turn]:
    if not sentences:
        return []
    return [Turn(None, sentences[0].seconds, " ".join(cue.text for cue in sentences))]


def _sentences(cues: Sequence[Cue]) -> list[Cue]:
    result: list[Cue] = []
    is_open = False
    for cue in cues:
        if is_open:
            result[-1] = Cue(result[-1].seconds, None, f"{result[-1].text} {cue.text}")
        else:
            result.append(cue)
        is_open = not _SENTENCE_END.search(cue.text)
    return result
