"""A score that the text names itself ("je mets 2/10") and that is not the one given."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from feedback.anomalies.context import AnomalyContext, Flag, flags_frame, has_text, is_scored
from feedback.anomalies.wording import figure

KIND = "score-named-in-text"

_NUMBER = r"(?P<value>\d{1,3}(?:[.,]\d{1,2})?)"
# "2/10", "2 sur 10", "2 out of 10". A date ("12/10/2023", "le 2/10"), hours ("24/7") and counts of
# something ("3 sur 5 appels") are not scores.
_OF = re.compile(
    rf"(?<![\w/.,-]){_NUMBER}\s?(?:/|sur|out of)\s?(?P<top>5|7|10|20|100)(?![\w/]|[.,]\d|\s?%)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^\s*(?:fois|jours?|appels?|personnes?|clients?|times|days|calls|people|customers|of\b|des\b)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:le|du|au|depuis|dès|avant|après|on|since|until|from|by|before|after)\s*$", re.IGNORECASE
)
# "je mets un 3", "note de 3", "I give it a 3": the scale is the survey's own.
_GIVEN = re.compile(
    r"\b(?:je (?:(?:leur|vous|lui) )?(?:mets?|mettrai|donne|donnerai)"
    r"|(?:ma )?note (?:est )?(?:de|:)"
    r"|i(?:'ll| will)? (?:give|rate)(?: (?:it|you|them|this))?|(?:my )?(?:rating|score) (?:is|of))"
    rf"\s*(?:une? (?:note de )?|an? )?{_NUMBER}"
    r"(?![\w/]|[.,]\d|\s?(?:[%€$/]|sur\b|out of\b|fois\b|jours?\b|mois\b|ans?\b|times\b|days?\b|"
    r"months?\b|years?\b|euros?\b|points?\b))",
    re.IGNORECASE,
)
# A wish or a past score is not the score: "I'd give 5 if it worked", "c'était 9/10 avant".
_UNREAL = re.compile(
    r"\b(?:if|unless|until|used to|was|were|si|s['’]il|jusqu|était|avant|auparavant|sauf|could)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?\n]+(?:\s|$)")


@dataclass(frozen=True)
class Named:
    """A score named in a text: `value` out of `top`; `top` is None where only a number is named."""

    value: float
    top: float | None


def named_scores(text: str) -> list[Named]:
    """Return the scores a text names as its own, in the order of their sentences."""
    found: list[Named] = []
    for sentence in _SENTENCE_END.split(text):
        if not any(c.isdigit() for c in sentence) or _UNREAL.search(sentence):
            continue
        of = (match for match in _OF.finditer(sentence) if _is_score(match, sentence))
        found += [Named(_number(match), float(match["top"])) for match in of]
        found += [Named(_number(match), None) for match in _GIVEN.finditer(sentence)]
    return found


def _number(match: re.Match[str]) -> float:
    return float(match["value"].replace(",", "."))


def _is_score(match: re.Match[str], sentence: str) -> bool:
    value, top = _number(match), float(match["top"])
    if value > top or (value == top == 7):  # 7/7 is a week
        return False
    if _DATED.search(sentence[: match.start()]) and "/" in match[0]:
        return False
    return not _COUNTED.match(sentence[match.end() :])


class ScoreNamedInText:
    """Flags answers whose text names a score clearly apart from the one given.

    A named ``12/20`` is read on the survey's own scale. Where several are named, all must disagree.
    """

    kinds = (KIND,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``score-named-in-text``."""
        frame = context.responses
        digits = frame["comment"].str.contains(r"\d", regex=True).to_numpy(dtype=bool)
        rows = np.flatnonzero(is_scored(frame) & has_text(frame) & digits)
        found = (_flag(frame.iloc[i], context.settings.named_gap) for i in rows)
        return flags_frame([flag for flag in found if flag is not None])


def _flag(row: "pd.Series[Any]", least: float) -> Flag | None:
    low, high, given = float(row["scale_low"]), float(row["scale_high"]), float(row["score"])
    named = [n for n in named_scores(row["comment"]) if n.top is not None or low <= n.value <= high]
    if not named:
        return None
    gaps = [abs(_on_scale(n, high) - given) / (high - low) for n in named]
    if min(gaps) < least:
        return None
    widest = named[int(np.argmax(gaps))]
    severity = float(min(1.0, 0.5 + max(gaps) / 2))
    french, english = (_reason(widest, given, high, language) for language in ("fr", "en"))
    return str(row["response_id"]), KIND, severity, _on_scale(widest, high), french, english


def _on_scale(named: Named, high: float) -> float:
    return named.value if named.top is None else named.value / named.top * high


def _reason(named: Named, given: float, high: float, language: str) -> str:
    value, top = figure(named.value, language), figure(named.top or high, language)
    score, of = figure(given, language), figure(high, language)
    if language == "fr":
        return f"Le texte annonce {value} sur {top}, la note donnée est {score} sur {of}."
    return f"The text says {value} out of {top}, the score given is {score} out of {of}."
