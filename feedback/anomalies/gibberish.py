"""Letters that are no words, measured against the letters of the batch itself."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

import numpy as np
import pandas as pd

from feedback import nlp
from feedback.anomalies.context import AnomalyContext, Flag, flags_frame

KIND = "gibberish"

MIN_COMMENTS = 150
"""Fewer comments do not show what words look like."""
MIN_LETTERS = 8
MIN_WORD = 3
_BELOW = 4.5
"""Robust standard deviations under the median word. See `benchmarks/anomalies.py`."""
_WORD = re.compile(r"[^\W\d_]+")
_PLACEHOLDER = re.compile(r"\[[a-z_]{2,12}\]")


class Gibberish:
    """Flags comments whose words look like no other comment's.

    A model of letter triples (Witten & Bell, 1991, smoothing) is made from the batch's own words;
    a comment is flagged if none of its words is seen elsewhere, is a function word of French or
    English or stands in a dictionary of either (short answers in the survey's other language have
    letters of their own: "family ticket") and its mean log probability per letter lies far under
    that of words that are. On 18,000 real comments that was so 3 times without the dictionary, two
    of them in a third language; of ten typed at random nine were found. What is recognised as a
    non-answer (keyboard rows, one letter again and again) is not flagged twice.
    """

    kinds = (KIND,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``gibberish``."""
        frame = context.responses
        speaking = ~frame["is_filler"].to_numpy(dtype=bool)
        rows = np.flatnonzero(speaking & frame["comment"].str.strip().ne("").to_numpy())
        if len(rows) < MIN_COMMENTS:
            return flags_frame([])
        words = {int(i): _words(frame["comment"].iloc[i]) for i in rows}
        spread = Counter(word for mine in words.values() for word in set(mine))
        model = _Letters(spread)
        usual = np.array([model.mean_log(word) for word, n in spread.items() if n > 1])
        if len(usual) < MIN_COMMENTS:
            return flags_frame([])
        centre = float(np.median(usual))
        scale = 1.4826 * float(np.median(np.abs(usual - centre)))
        flags, known = [], _function_words()
        for i, mine in words.items():
            if any(spread[word] > 1 or word in known for word in mine) or not _could_be_typed(mine):
                continue
            depth = (centre - model.mean_log(" ".join(mine))) / max(scale, 1e-6)
            if depth > _BELOW and not _in_dictionary(frame["comment"].iloc[i]):
                flags.append(_flag(str(frame["response_id"].iloc[i]), depth))
        return flags_frame(flags)


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    """Return the commonest words of French and English, without accents; short ones are left out.

    Three random letters hardly ever are one of them; two often are.
    """
    both = nlp.stop_words("en") | nlp.stop_words("fr")
    return frozenset(plain for word in both for plain in _words(word) if len(plain) > 3)


def _in_dictionary(comment: str) -> bool:
    words = (word for word in _WORD.findall(comment.lower()) if len(word) > 3)
    return any(nlp.is_base_form(word) or nlp.is_form(word) for word in words)


def _could_be_typed(words: list[str]) -> bool:
    """Return whether there is enough to judge: two words of plain letters or more.

    One unknown word may be a name, and another script another language.
    """
    longer = [word for word in words if len(word) >= MIN_WORD]
    enough = len(longer) >= 2 and sum(map(len, longer)) >= MIN_LETTERS
    return enough and all(word.isascii() for word in words)


class _Letters:
    """Letter triples of the words that more than one comment holds."""

    def __init__(self, spread: Counter[str]) -> None:
        self._triples: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        for word, n in spread.items():
            if n < 2:
                continue
            padded = f"^{word}$"
            for k in range(len(padded) - 2):
                triple = padded[k : k + 3]
                self._kinds[triple[:2]] += triple not in self._triples
                self._triples[triple] += n
                self._pairs[triple[:2]] += n

    def mean_log(self, text: str) -> float:
        """Return the mean natural log probability of the letters of a text."""
        logs: list[float] = []
        for word in text.split():
            padded = f"^{word}$"
            logs += [self._log(padded[k : k + 3]) for k in range(len(padded) - 2)]
        return float(np.mean(logs)) if logs else 0.0

    def _log(self, triple: str) -> float:
        pair, kinds = self._pairs[triple[:2]], self._kinds[triple[:2]]
        if not pair:
            return float(np.log(1 / 2000))
        chance = (self._triples[triple] + kinds / 30) / (pair + kinds)
        return float(np.log(chance))


def _words(comment: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", _PLACEHOLDER.sub(" ", comment).casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def _flag(response_id: str, depth: float) -> Flag:
    return (
        response_id,
        KIND,
        float(min(0.9, 0.4 + depth / 40)),
        None,
        "Aucun mot de ce commentaire n’est connu et ses lettres se suivent comme au hasard.",
        "No word of this comment is known, and its letters follow each other as if at random.",
    )
