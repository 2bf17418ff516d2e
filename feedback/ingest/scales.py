"""What the numbers of a score column mean: NPS, CSAT, CES, stars, or plain bounds; and the bands.

Bands: NPS and eNPS 0-6 / 7-8 / 9-10 (Reichheld, 2003). Five points 1-2 / 3 / 4-5, the top-two-box
of CSAT. Seven points 1-3 / 4 / 5-7: 4 is the neutral middle, and CES 2.0 counts 5 to 7 as agreement
(Dixon, Toman and DeLisi, 2013); CSAT on seven points is cut at the same neutral middle. Any other
scale: thirds of its range.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.errors import SettingsError
from feedback.headers import plain, tokens
from feedback.ingest.direction import direction
from feedback.ingest.model import ScaleGuess
from feedback.ingest.words import MERE_SCORE

_NAMED_BOUNDS = {
    "nps": (0.0, 10.0),
    "enps": (0.0, 10.0),
    "csat": (1.0, 5.0),
    "ces": (1.0, 7.0),
    "stars": (1.0, 5.0),
}
_HIGHS = (5.0, 7.0, 10.0, 20.0, 100.0)
_NUMBER = r"(-?[0-9]{1,3})"
_RANGE = re.compile(
    rf"(?:\bde|\bentre|\bfrom|\bbetween|\bscale of|echelle de|\()\s*{_NUMBER}\s*"
    rf"(?:a|et|to|and|-|–)\s*{_NUMBER}\b"
)
_OUT_OF = re.compile(r"(?:\bsur|\bout of|/)\s*(5|7|10|20|100)\b")
_ANCHOR = re.compile(rf"(?<![0-9.,/]){_NUMBER}\s*(?:[-–=:]|\(|est\b|is\b|means\b)\s*[a-z]")
_EMPLOYEE = re.compile(
    r"employe|salarie|place to work|lieu de travail|collaborat|work here|\benps\b"
)
_NPS = re.compile(r"\be?nps\b|promoter|recommend|recommand")
_CES = re.compile(r"\bces\b|\beffort|\beasy\b|\bfacile|facilite\b|\bease\b|\bdifficult")
_CSAT = re.compile(r"\bcsat\b|satisf")
_STARS = re.compile(r"\bstars?\b|\betoiles?\b|\bratings?\b|\bnotes?\b|\breviews?\b")
_SETTING = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(?:-|\.\.|:|à|to)\s*(-?\d+(?:\.\d+)?)\s*")
_COUNTED = re.compile(r"q?\d+")
_FEW = 30
_TEN_IS_NPS = "taken for NPS because 0 to 10 is its scale"


@dataclass(frozen=True)
class ScoreColumn:
    """The parsed values of a score column, as recognition sees them.

    Attributes:
        name: The column.
        question: Its question, or its name again.
        counts: Value → how many rows gave it.
        out_of: Highest possible value → how many cells say so ("8/10").
        labels: Value → the words beside it in the cells ("1 - Très facile").
    """

    name: str
    question: str
    counts: Mapping[float, int]
    out_of: Mapping[float, int]
    labels: Mapping[float, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Rows with a score."""
        return sum(self.counts.values())


def scale_from_setting(column: str, text: str) -> ScaleGuess:
    """Return the scale a person named: ``nps``, ``csat``, … or bounds such as ``1-20``.

    Raises:
        SettingsError: It is neither.
    """
    name = text.strip().lower()
    evidence = f"given as --scale {name}"
    if name in _NAMED_BOUNDS:
        return ScaleGuess(column, name, *_NAMED_BOUNDS[name], evidence)
    kind, _, bounds = name.rpartition(" ") if " " in name else ("other", "", name)
    match = _SETTING.fullmatch(bounds)
    if not match or float(match[1]) == float(match[2]) or kind not in (*_NAMED_BOUNDS, "other"):
        raise SettingsError(
            f'unknown scale "{text}"',
            where="scale",
            todo="Write nps, enps, csat, ces, stars, bounds such as 1-20, or both: csat 1-7 "
            "(7-1 where 1 is the best)",
        )
    low, high = sorted((float(match[1]), float(match[2])))
    return ScaleGuess(column, kind, low, high, evidence, is_reversed=float(match[1]) > low)


def fit_setting(guess: ScaleGuess, column: ScoreColumn) -> ScaleGuess:
    """Widen a named CSAT or CES scale to the seven or ten points that the answers use."""
    if guess.scale not in ("csat", "ces") or guess.evidence.split()[-1] != guess.scale:
        return guess
    low, high, seen = _seen_bounds(column, guess.high)
    widened = ScaleGuess(guess.column, guess.scale, low, high, f"{guess.evidence}; {seen}")
    return replace(directed(widened, column), assumed=False, direction_assumed=False)


def recognise_scale(column: ScoreColumn) -> ScaleGuess:
    """Recognise a column's scale, and its good end, from its words and the distribution."""
    return directed(kind_and_bounds(column), column)


def directed(guess: ScaleGuess, column: ScoreColumn) -> ScaleGuess:
    """Return the guess with its good end, as far as the question or the cells tell."""
    end = direction(guess.scale, column.question, column.labels)
    is_news = end.is_reversed or end.assumed
    return replace(
        guess,
        evidence=f"{guess.evidence}; {end.evidence}" if is_news else guess.evidence,
        assumed=guess.assumed or end.assumed,
        direction_assumed=end.assumed,
        is_reversed=end.is_reversed,
    )


def scale_of_part(guess: ScaleGuess, part: ScoreColumn, high: float, rows: str) -> ScaleGuess:
    """Return the scale of some rows of a column that mixes two.

    Args:
        guess: What the column as a whole was taken for.
        part: The values of the rows.
        high: The highest value possible there.
        rows: How the rows are told.
    """
    low = _low(part, high)
    kind = guess.scale
    if kind in ("nps", "enps") and high != 10.0:
        kind = "other"
    if (low, high) == (1.0, 5.0) and kind not in ("csat", "ces"):
        kind = "stars"
    elif kind == "stars" and high != 5.0:
        kind = "nps" if (low, high) == (0.0, 10.0) else "other"
    evidence = f"two scales in one column: answers to {high:g} where {rows}"
    return replace(guess, scale=kind, low=low, high=high, evidence=evidence, rows=rows)


def kind_and_bounds(column: ScoreColumn) -> ScaleGuess:
    """Recognise a column's scale as if it rose; `assumed` where nothing names it."""
    words = f"{plain(column.name)} {plain(column.question)}"
    kind, why = _kind(words, tokens(column.name))
    stated = _stated_bounds(column)
    if stated:
        low, high, seen = stated
        return _named(
            column, kind or _kind_by_bounds(low, high), (low, high), f"{why}{seen}", False
        )
    if kind in ("nps", "enps"):
        return _nps(column, kind, why)
    low, high, seen = _seen_bounds(column, 5.0)
    if kind:
        vague = column.total < _FEW or (kind == "ces" and high == 5.0)
        return _named(column, kind, (low, high), f"{why}{seen}", vague)
    if (low, high) == (0.0, 10.0):
        kind, reason = "nps", _TEN_IS_NPS
    elif (low, high) == (1.0, 5.0):
        kind, reason = "stars", "taken for stars because nothing names the scale"
    else:
        kind, reason = "other", "nothing names the scale"
    return _named(column, kind, (low, high), f"{seen}; {reason}", True)


def _kind(words: str, names: frozenset[str]) -> tuple[str, str]:
    if _NPS.search(words):
        kind = "enps" if _EMPLOYEE.search(words) or "enps" in names else "nps"
        return kind, f"named or asked as {'eNPS' if kind == 'enps' else 'NPS'}; "
    for kind, pattern, label in (
        ("ces", _CES, "CES"),
        ("csat", _CSAT, "CSAT"),
        ("stars", _STARS, "stars or a rating"),
    ):
        if pattern.search(words):
            return kind, f"named or asked as {label}; "
    return "", ""


def _kind_by_bounds(low: float, high: float) -> str:
    return "stars" if (low, high) == (1.0, 5.0) else "other"


def _named(
    column: ScoreColumn, kind: str, bounds: tuple[float, float], evidence: str, assumed: bool
) -> ScaleGuess:
    low, high = bounds
    if kind in ("stars", "other") and (low, high) == (0.0, 10.0) and _is_mere_header(column):
        return ScaleGuess(column.name, "nps", low, high, f"{evidence}; {_TEN_IS_NPS}", True)
    if kind == "stars" and (low, high) not in ((1.0, 5.0), (0.0, 5.0)):
        kind = "other"
    return ScaleGuess(column.name, kind, low, high, evidence, assumed)


def _is_mere_header(column: ScoreColumn) -> bool:
    """Say whether the words tell of a score and of nothing scored: "Note (0-10)", "Score"."""
    words = tokens(_unaccented(f"{column.name} {column.question}"))
    return all(word in MERE_SCORE or _COUNTED.fullmatch(word) for word in words)


def _stated_bounds(column: ScoreColumn) -> tuple[float, float, str] | None:
    question = _unaccented(column.question)
    if match := _RANGE.search(question):
        low, high = sorted((float(match[1]), float(match[2])))
        if high - low >= 2:
            return low, high, f"the question says {low:g} to {high:g}"
    anchors = sorted({float(number) for number in _ANCHOR.findall(question)})
    if len(anchors) >= 2 and anchors[-1] - anchors[0] >= 2:
        return anchors[0], anchors[-1], f"the question says {anchors[0]:g} to {anchors[-1]:g}"
    if column.out_of and sum(column.out_of.values()) >= 0.5 * column.total:
        high = max(column.out_of, key=lambda value: (column.out_of[value], value))
        return _low(column, high), high, f"the cells say out of {high:g}"
    if match := _OUT_OF.search(question):
        high = float(match[1])
        return _low(column, high), high, f"the question says out of {high:g}"
    return None


def states_bounds(question: str) -> bool:
    """Say whether a question tells the ends of its scale ("10 - agree, 1 - disagree")."""
    return _stated_bounds(ScoreColumn("", question, {}, {})) is not None


def _unaccented(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def _low(column: ScoreColumn, high: float) -> float:
    zeros = sum(n for value, n in column.counts.items() if 0 <= value < 1)
    enough = max(1, 0.002 * column.total) if high >= 10 else max(1, 0.01 * column.total)
    return 0.0 if zeros >= enough or high > 10 else 1.0


def _seen_bounds(column: ScoreColumn, default_high: float) -> tuple[float, float, str]:
    """Return the smallest usual scale that holds the answers, but for a few stray ones."""
    values = sorted(column.counts)
    stray = 0.005 * column.total if column.total >= 200 else 0
    if sum(n for v, n in column.counts.items() if 0 <= v <= 10) >= 0.9 * column.total:
        values = [v for v in values if v <= 10]
    top = max((v for v in values if column.counts[v] > stray), default=default_high)
    high = next((h for h in _HIGHS if top <= h), 100.0)
    low = _low(column, high)
    return low, high, f"answers from {values[0] if values else low:g} to {top:g}"


def _nps(column: ScoreColumn, kind: str, why: str) -> ScaleGuess:
    low, high, seen = _seen_bounds(column, 10.0)
    if high == 5.0 and column.total >= _FEW:
        # Nobody of thirty or more gives 6 to 10: five points under a borrowed name.
        return ScaleGuess(column.name, "other", low, high, f"{why}{seen}, not to 10", True)
    ones = column.counts.get(1.0, 0)
    if column.total >= 200 and ones >= 5 and low == 1.0:
        return ScaleGuess(column.name, kind, 1.0, 10.0, f"{why}answers from 1 to 10, never 0")
    return ScaleGuess(column.name, kind, 0.0, 10.0, f"{why}{seen}")


def bands(scores: pd.Series, scale: ScaleGuess) -> NDArray[np.object_]:
    """Return ``low``, ``mid``, ``high`` or None for each score (see the head of this module)."""
    values = scores.to_numpy(dtype="float64")
    if scale.is_reversed:
        values = scale.low + scale.high - values
    to_mid, to_high = _cuts(scale)
    result = np.full(len(values), None, dtype=object)
    result[values < to_mid] = "low"
    result[(values >= to_mid) & (values < to_high)] = "mid"
    result[values >= to_high] = "high"
    return result


def _cuts(scale: ScaleGuess) -> tuple[float, float]:
    if scale.scale in ("nps", "enps"):
        return 7.0, 9.0
    if scale.high == 5.0 and scale.low in (0.0, 1.0):
        return 3.0, 4.0
    if (scale.low, scale.high) == (1.0, 7.0):
        return 4.0, 5.0
    third = (scale.high - scale.low) / 3
    # A score on the cut belongs to the lower third: 1-4, 5-7, 8-10.
    return float(np.nextafter(scale.low + third, np.inf)), float(
        np.nextafter(scale.low + 2 * third, np.inf)
    )


def parsed_column(
    name: str,
    question: str,
    pairs: Sequence[tuple[float, float | None, int]],
    labels: Mapping[float, str] | None = None,
) -> ScoreColumn:
    """Return the summary of a score column from (value, out of, count) triples."""
    counts: dict[float, int] = {}
    out_of: dict[float, int] = {}
    for value, maximum, n in pairs:
        counts[value] = counts.get(value, 0) + n
        if maximum is not None:
            out_of[maximum] = out_of.get(maximum, 0) + n
    return ScoreColumn(name, question, counts, out_of, labels or {})
