"""Class-based TF-IDF without BERTopic, for the parts of one theme."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from feedback.themes.discover import Terms, relative
from feedback.themes.words import LANGUAGES

_TERMS = 60


def class_terms(bags: Sequence[str], labels: Sequence[int], n: int) -> list[Terms]:
    """Return the words of each of `n` classes, the heaviest at 1, by language.

    The weight of a word is its share of the class's words times log(1 + A / f): A the mean number
    of words per class, f how often the word occurs in all (Grootendorst, 2022).

    Args:
        bags: Content words of every text, each behind its language, see `discover.bag`.
        labels: Class of every text, -1 for none.
        n: Number of classes.
    """
    counts: list[Counter[str]] = [Counter() for _ in range(n)]
    for words, label in zip(bags, labels, strict=True):
        if label >= 0:
            counts[label].update(word for word in words.split() if ":" in word)
    everywhere: Counter[str] = sum(counts, Counter())
    mean = sum(everywhere.values()) / max(n, 1)
    return [_weighed(own, everywhere, mean) for own in counts]


def _weighed(own: Counter[str], everywhere: Counter[str], mean: float) -> Terms:
    total = max(sum(own.values()), 1)
    weights = {
        word: round(count / total * float(np.log1p(mean / everywhere[word])), 9)
        for word, count in own.items()
    }
    found: Terms = {language: {} for language in LANGUAGES}
    for marked, weight in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        language, _, word = marked.partition(":")
        if language in found and len(found[language]) < _TERMS and weight > 0:
            found[language][word] = weight
    return relative(found)
