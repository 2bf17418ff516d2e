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
"""Fewer comments do not show what words look like: a dictionary does, less well."""
_BELOW_DICTIONARY = 8.0
_BELOW_ALONE = 10.0
"""The same for the words of a dictionary, of a comment and of one long word. Of thirteen comments
typed at random nine are flagged (three lie 6.6 to 7.6 under, one is too short to judge), of 60 that
are none one: "sgbd mysql" (10.0). Answers in other languages, typing errors, words of Quebec and
names of products lie at most 7.4 under; abbreviations ("mdr ptdr") to 13, but are too short. These
texts set the thresholds, so expect somewhat less on others."""
_MIN_ALONE = 9
_SAMPLE = 10  # every tenth word of the dictionaries: all 300,000 take five seconds
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

    In a small batch the words of the dictionaries stand for the batch's own. Capitals and digits,
    which names and codes have, then speak against it.
    """

    kinds = (KIND,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``gibberish``."""
        frame = context.responses
        speaking = ~frame["is_filler"].to_numpy(dtype=bool)
        rows = np.flatnonzero(speaking & frame["comment"].str.strip().ne("").to_numpy())
        words = {int(i): _words(frame["comment"].iloc[i]) for i in rows}
        spread = Counter(word for mine in words.values() for word in set(mine))
        if len(rows) < MIN_COMMENTS:
            return _of_few(frame, words, spread)
        model = _Letters(spread)
        usual = np.array([model.mean_log(word) for word, n in spread.items() if n > 1])
        if len(usual) < MIN_COMMENTS:
            return _of_few(frame, words, spread)
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


def _of_few(frame: pd.DataFrame, words: dict[int, list[str]], spread: Counter[str]) -> pd.DataFrame:
    """Return the flags of a batch too small to show what words look like."""
    flags, known = [], _function_words()
    for i, mine in words.items():
        comment = str(frame["comment"].iloc[i])
        if any(spread[word] > 1 or word in known for word in mine) or not _is_typed(comment, mine):
            continue
        if _in_dictionary(comment):
            continue
        depth = _depth_in_dictionary(" ".join(mine))
        if depth > (_BELOW_DICTIONARY if len(mine) > 1 else _BELOW_ALONE):
            flags.append(_flag(str(frame["response_id"].iloc[i]), depth))
    return flags_frame(flags)


def _is_typed(comment: str, words: list[str]) -> bool:
    """Return whether small letters are all there is, and enough of them: no name, code or address.

    A capital may begin the comment.
    """
    told = comment.strip()
    plain = not any(c.isupper() or c.isdigit() or c in "@/[" for c in told[1:]) and told[:1] != "@"
    alone = len(words) == 1 and len(words[0]) >= _MIN_ALONE and words[0].isascii()
    return plain and (alone or _could_be_typed(words))


def _depth_in_dictionary(text: str) -> float:
    """Return how many robust deviations a text lies under the median word of the dictionaries."""
    model, centre, scale = _dictionary_letters()
    return (centre - model.mean_log(text)) / scale


@lru_cache(maxsize=1)
def _dictionary_letters() -> tuple["_Letters", float, float]:
    """Return the letters of the dictionaries of both languages, and their median and deviation."""
    both = sorted(nlp.dictionary("fr") | nlp.dictionary("en"))[::_SAMPLE]
    plain = sorted({word for entry in both for word in _words(entry) if len(word) >= MIN_WORD})
    model = _Letters(Counter(dict.fromkeys(plain, 2)))
    usual = np.array([model.mean_log(word) for word in plain])
    centre = float(np.median(usual)) if len(usual) else 0.0
    scale = 1.4826 * float(np.median(np.abs(usual - centre))) if len(usual) else np.inf
    return model, centre, max(scale, 1e-6)


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
