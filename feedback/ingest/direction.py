"""Which end of a scale is the good one: read from the words at its ends.

Most scales rise. Those that do not are German marks (1 is the best), ranks, and effort: the first
CES asked how much effort an answer took (5 is the worst; Dixon, Freeman and Toman, 2010), CES 2.0
whether it was made easy (7 is the best; Dixon, Toman and DeLisi, 2013).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from feedback.headers import plain

_TO = r"(?=\s*(?:[,;./)\]?]|\d|\b(?:a|to|et|and|jusqu)\s+\d|$))"
_NUMBER_LABEL = re.compile(
    r"(?<![0-9.,/])(\d{1,3})\s*(?:[-=:(\"«]+|\b(?:est|is|means?|signifie|etant|being|for|pour"
    rf"|correspond a)\b|\s)\s*([a-z][a-z' ]{{2,60}}?){_TO}"
)
_LABEL_NUMBER = re.compile(r"([a-z][a-z' ]{2,60}?)\s*[(=:-]\s*(\d{1,3})\s*(?=[),;.]|$)")
_EFFORT = re.compile(r"\beffort")
_EASY = re.compile(r"\b(?:easy|easily|ease|facile|facilement|facilite|simple|simplement)\b")
_HARD = re.compile(r"\b(?:difficult|difficile|hard|complique|complicated)\b")
_LITTLE = re.compile(
    r"\b(?:no|not|none|zero|aucun|little|low|lowest|peu|faible|mini\w*|pas|sans)\b"
)
_GOOD = re.compile(
    r"\b(?:best|excellent\w*|good|great|perfect|parfait\w*|meilleure?s?|tres bien|bien|bon(?:ne)?|"
    r"(?:un|in)?satisf\w+|satisfied|happy|easy|easily|facile\w*|simple|agree|d'? ?accord|"
    r"(?:un)?likely|probable|probably|yes|oui|top|always|toujours|certain\w*|definitely|"
    r"sans hesit\w+|outstanding|superb\w*)\b"
)
_BAD = re.compile(
    r"\b(?:worst|pire|bad|poor|terrible|awful|mauvais\w*|mediocre|nul(?:le)?|horrible|unhappy|"
    r"dissatisf\w+|insatisf\w+|unsatisf\w+|mecontent\w*|difficult|difficile\w*|hard|complique\w*|"
    r"disagree|desaccord|unlikely|improbable|never|jamais|lowest|decevant\w*|moins|least|worse|"
    r"insuffisant\w*|insufficient)\b"
)
_NOT = re.compile(r"\b(?:not|pas|peu|hardly|aucunement|non|no)\b")
_ONLY_NOT = re.compile(r"\b(?:not at all|pas du tout|aucunement)\b")


@dataclass(frozen=True)
class Direction:
    """Whether low numbers are the good ones, and what says so; `assumed` when nothing does."""

    is_reversed: bool
    evidence: str = ""
    assumed: bool = False


def direction(kind: str, question: str, labels: Mapping[float, str]) -> Direction:
    """Tell which end of a scale is the good one.

    Args:
        kind: One of `frames.SCALES`, or "" where nothing names it.
        question: The question, or the column's name.
        labels: Value → the words beside it in the cells ("1 - Très facile").
    """
    if found := _by_ends({**_ends_of(question), **_own(labels)}):
        return found
    if kind != "ces":
        return Direction(False)
    asked = plain(question)
    is_question = "?" in question or len(asked.split()) >= 5
    if is_question and _EASY.search(asked):
        return Direction(False, "the question asks for ease: high is good")
    if is_question and _HARD.search(asked):
        return Direction(True, "the question asks how hard it was: low is good", True)
    if is_question and _EFFORT.search(asked):
        return Direction(True, "the question asks for effort: low is good", True)
    return Direction(False, "the end that is good is not named: high was taken for easy", True)


def _own(labels: Mapping[float, str]) -> dict[float, str]:
    return {value: _unaccented(label) for value, label in labels.items() if label}


def _ends_of(question: str) -> dict[float, str]:
    text = _unaccented(question)
    found = {float(label[1]): label[0] for label in _LABEL_NUMBER.findall(text)}
    after = {float(number): label for number, label in _NUMBER_LABEL.findall(text)}
    # "easy (1) to hard (7)" and "1 (easy) to 7 (hard)" look alike: take the reading that names two.
    return max((after, found), key=lambda ends: sum(tone(label) != 0 for label in ends.values()))


def _by_ends(labels: Mapping[float, str]) -> Direction | None:
    tones = {value: tone(label) for value, label in sorted(labels.items()) if tone(label)}
    if len(tones) < 1 or len(labels) < 2:
        return _by_one_end(labels, tones)
    first, last = min(tones), max(tones)
    if tones[first] == tones[last]:
        return None
    says = f"{first:g} is “{labels[first].strip()}”, {last:g} “{labels[last].strip()}”"
    return Direction(tones[first] > tones[last], says)


def _by_one_end(labels: Mapping[float, str], tones: Mapping[float, int]) -> Direction | None:
    """Believe a single end only where it stands at 0 or 1: "1 = best"."""
    for value, sign in tones.items():
        if value <= 1:
            return Direction(sign > 0, f"{value:g} is “{labels[value].strip()}”")
    return None


def tone(label: str) -> int:
    """Return 1 for the words of a good end, -1 for a bad one, 0 where they do not tell."""
    text = _unaccented(label)
    if _EFFORT.search(text):
        return 1 if _LITTLE.search(text) else -1
    negated = bool(_NOT.search(text))
    if _BAD.search(text):
        return 1 if negated else -1
    if _GOOD.search(text):
        return -1 if negated else 1
    return -1 if _ONLY_NOT.search(text) else 0


def _unaccented(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore")
    return folded.decode().lower()
