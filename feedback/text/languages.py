"""The language of each response: French, English, or another one when that is clear.

Three kinds of evidence are added up as log-odds of French against English:

* the letters, by lingua's two-language model (0.975 alone on app reviews of 3 to 8 words);
* the words: how often the batch's other comments of certain language use them (naive Bayes with
  shrinkage), so that "Super appli" is French among comments that say "appli" in French;
* the share of French among the certain comments, weak and capped, so that a lone English comment
  in a French file stays English.

Together 0.987 on the same reviews. Only counts over the whole batch are used, so the order of the
rows changes nothing. A third language is called only for texts of some length, without French or
English function words, on which the seven-language model is certain.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from feedback.nlp import stop_words
from feedback.types import FloatArray

if TYPE_CHECKING:
    from lingua import LanguageDetector

CERTAIN = 0.9
"""lingua's probability from which a comment teaches its words (0.8 and 0.95 measured the same)."""

_LETTER_OFFSET = 0.2  # short French is under-called by the two-language model: 0.9752 to 0.9775
_WORD_WEIGHT = 0.5
_WORD_CAP, _WORDS_CAP = 2.0, 3.0
_PSEUDO_COMMENTS = 20.0  # shrinks a word's rates to the pooled one; stable in one-language files
_FUNCTION_WORD = 1.0
_PRIOR_WEIGHT, _PRIOR_CAP = 0.5, 1.5
_STATED = 2.0  # log-odds of the language that the source states for the row

_THIRD_LETTERS = 15
_THIRD_CONFIDENCE = 0.8  # 1 false call in 3,000 French and English reviews before the word gate
_FAR_CONFIDENCE = 0.5
_NEAR_LETTERS = frozenset("àâæçéèêëîïôœùûÿªº")
"""Letters beyond ASCII that French may hold."""
_READ_CHARS = 2_000  # of each comment: more says nothing new about its language
_SEGMENT_CHARS = 30
_WORD = re.compile(r"[^\W\d_]+")
_PLACEHOLDER = re.compile(r"\[[a-z_]{2,12}\]|https?://\S+|\S+@\S+")

# Scripts that neither French nor English uses. Cyrillic and Arabic serve many languages: the code
# is the most widely read one of the script.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)


@dataclass(frozen=True)
class FunctionWords:
    """Function words that only one of the languages uses."""

    fr: frozenset[str]
    en: frozenset[str]


@lru_cache(maxsize=1)
def function_words() -> FunctionWords:
    """Return spaCy's French and English stop words, less those shared with the other five."""
    words = {code: stop_words(code) for code in ("fr", "en", "es", "de", "it", "pt", "nl")}
    others = words["es"] | words["de"] | words["it"] | words["pt"] | words["nl"]
    fr = frozenset(w for w in words["fr"] - words["en"] - others if len(w) > 1)
    return FunctionWords(fr, frozenset(w for w in words["en"] - words["fr"] - others if len(w) > 1))


def release() -> None:
    """Let go of lingua's models, which are needed again only with the next batch."""
    if _detector.cache_info().currsize:
        for third in (False, True):
            _detector(third).unload_language_models()  # type: ignore[no-untyped-call]
        _detector.cache_clear()
    if _far_detector.cache_info().currsize:
        _far_detector().unload_language_models()  # type: ignore[no-untyped-call]
        _far_detector.cache_clear()


@lru_cache(maxsize=2)
def _detector(third: bool) -> "LanguageDetector":
    """Build lingua's detector of two or of seven languages; its models load on first use."""
    from lingua import Language, LanguageDetectorBuilder

    languages = [Language.FRENCH, Language.ENGLISH]
    if third:
        languages += [
            Language.SPANISH,
            Language.GERMAN,
            Language.ITALIAN,
            Language.PORTUGUESE,
            Language.DUTCH,
        ]
    return LanguageDetectorBuilder.from_languages(*languages).build()


@lru_cache(maxsize=1)
def _far_detector() -> "LanguageDetector":
    """Build lingua's detector of the languages with letters of their own, on trigrams alone.

    Which of them it is may be wrong on a few words; that it is not French is what counts.
    """
    from lingua import Language, LanguageDetectorBuilder

    near = ("FRENCH", "ENGLISH", "SPANISH", "GERMAN", "ITALIAN", "PORTUGUESE", "DUTCH")
    far = """POLISH TURKISH CZECH SLOVAK DANISH SWEDISH BOKMAL FINNISH HUNGARIAN ROMANIAN ESTONIAN
    LATVIAN LITHUANIAN CROATIAN SLOVENE ICELANDIC VIETNAMESE CATALAN ALBANIAN"""
    languages = [getattr(Language, name) for name in (*near, *far.split())]
    builder = LanguageDetectorBuilder.from_languages(*languages)
    return builder.with_low_accuracy_mode().build()


def french_probability(texts: Sequence[str]) -> FloatArray:
    """Return lingua's probability of French against English, shape (n_texts,); 0.5 if wordless."""
    from lingua import Language

    if not texts:
        return np.zeros(0, dtype=np.float32)
    answers = _detector(False).compute_language_confidence_values_in_parallel(list(texts))
    return np.array(
        [next((a.value for a in given if a.language == Language.FRENCH), 0.5) for given in answers],
        dtype=np.float32,
    )


def detect(texts: Sequence[str], stated: Sequence[str | None] | None = None) -> list[str]:
    """Return an ISO 639-1 code per text: ``fr``, ``en``, or another language that is clear.

    Args:
        texts: The comments of one batch, in any order.
        stated: The language the source gives for each row, where it does: evidence, no verdict.

    Texts without letters take the language of most of the batch (French in a tie).
    """
    plain = [_PLACEHOLDER.sub(" ", text[:_READ_CHARS]) for text in texts]
    stated = stated or [None] * len(plain)
    words = [frozenset(_WORD.findall(text.lower())) for text in plain]
    third = _third_languages(plain, words)
    evidence = _Evidence.of(plain, words, third)
    majority = "fr" if evidence.french_share() >= 0.5 else "en"
    codes = []
    for text_words, odds, other, given in zip(words, evidence.log_odds, third, stated, strict=True):
        if other or not text_words:
            codes.append(other or majority)
        else:
            total = odds + {"fr": _STATED, "en": -_STATED}.get(given or "", 0.0)
            codes.append("fr" if total > 0 else "en")
    return codes


@dataclass(frozen=True)
class _Evidence:
    """What the letters, the words and the batch say of each text, as log-odds of French."""

    log_odds: list[float]
    n_french: int
    n_english: int

    @classmethod
    def of(
        cls, texts: Sequence[str], words: Sequence[frozenset[str]], third: Sequence[str | None]
    ) -> "_Evidence":
        french = np.clip(french_probability(texts).astype(float), 0.001, 0.999)
        is_taught = [bool(w) and not t for w, t in zip(words, third, strict=True)]
        labels = [
            (1 if p > CERTAIN else -1 if p < 1 - CERTAIN else 0) * taught
            for p, taught in zip(french, is_taught, strict=True)
        ]
        counts = _WordCounts(words, labels)
        prior = counts.prior()
        log_odds = [
            math.log(p / (1 - p)) + _LETTER_OFFSET + _WORD_WEIGHT * counts.odds(w, label) + prior
            for p, w, label in zip(french, words, labels, strict=True)
        ]
        return cls(log_odds, counts.n_french, counts.n_english)

    def french_share(self) -> float:
        """Return the share of French among the certain texts, 0.5 when there is none."""
        return (self.n_french + 1) / (self.n_french + self.n_english + 2)


class _WordCounts:
    """In how many French and English comments of the batch each word stands."""

    def __init__(self, words: Sequence[frozenset[str]], labels: Sequence[int]) -> None:
        self._french: Counter[str] = Counter()
        self._english: Counter[str] = Counter()
        for text_words, label in zip(words, labels, strict=True):
            if label:
                (self._french if label > 0 else self._english).update(text_words)
        self.n_french = sum(label > 0 for label in labels)
        self.n_english = sum(label < 0 for label in labels)
        self._function = function_words()

    def prior(self) -> float:
        """Return the capped log-odds of French in the batch."""
        odds = math.log((self.n_french + 2) / (self.n_english + 2))
        return max(-_PRIOR_CAP, min(_PRIOR_CAP, _PRIOR_WEIGHT * odds))

    def odds(self, words: frozenset[str], label: int) -> float:
        """Return what the words of one comment say, its own counts left out."""
        # fsum: the sum of a set must not depend on the order of its iteration.
        total = math.fsum(self._word_odds(word, label) for word in words)
        return max(-_WORDS_CAP, min(_WORDS_CAP, total))

    def _word_odds(self, word: str, label: int) -> float:
        french = self._french[word] - (label > 0)
        english = self._english[word] - (label < 0)
        pooled = (french + english + 0.01) / (self.n_french + self.n_english + 1)
        pseudo = _PSEUDO_COMMENTS * pooled
        rate_fr = (french + pseudo) / (self.n_french + _PSEUDO_COMMENTS)
        rate_en = (english + pseudo) / (self.n_english + _PSEUDO_COMMENTS)
        odds = math.log(rate_fr / rate_en)
        odds += _FUNCTION_WORD * ((word in self._function.fr) - (word in self._function.en))
        return max(-_WORD_CAP, min(_WORD_CAP, odds))


def _third_languages(texts: Sequence[str], words: Sequence[frozenset[str]]) -> list[str | None]:
    """Return a code for each text that is clearly neither French nor English, None for the rest.

    First by script; then, of texts with letters that French has not (ł, ş, å), by the languages
    that have them; then by the seven languages closest to hand.
    """
    codes: list[str | None] = [_script_language(text) for text in texts]
    function = function_words()
    doubtful = [
        place
        for place, (code, text_words) in enumerate(zip(codes, words, strict=True))
        if code is None
        and sum(map(len, text_words)) >= _THIRD_LETTERS
        and max(len(text_words & function.fr), len(text_words & function.en)) < 2
    ]
    far = [place for place in doubtful if _has_far_letters(texts[place])]
    _ask(codes, texts, far, _far_detector, _FAR_CONFIDENCE)
    near = [place for place in doubtful if codes[place] is None]
    _ask(codes, texts, near, lambda: _detector(True), _THIRD_CONFIDENCE)
    return codes


def _has_far_letters(text: str) -> bool:
    if text.isascii():
        return False
    return any(c.isalpha() and not c.isascii() and c not in _NEAR_LETTERS for c in text.lower())


def _ask(
    codes: list[str | None],
    texts: Sequence[str],
    places: Sequence[int],
    detector: "Callable[[], LanguageDetector]",
    confidence: float,
) -> None:
    """Write the detector's confident answers for some texts into `codes`."""
    if not places:
        return
    answers = detector().compute_language_confidence_values_in_parallel(
        [texts[place] for place in places]
    )
    for place, given in zip(places, answers, strict=True):
        codes[place] = _confident_other(given, confidence)


def _confident_other(given: Sequence[object], confidence: float) -> str | None:
    """Return the code of the best guess when it is certain and not French or English."""
    best = given[0] if given else None
    if best is None or best.value < confidence:  # type: ignore[attr-defined]
        return None
    code = str(best.language.iso_code_639_1.name).lower()  # type: ignore[attr-defined]
    return None if code in ("fr", "en") else code


def _script_language(text: str) -> str | None:
    """Return the language of a text most of whose letters are of a foreign script."""
    if text.isascii():
        return None
    n_letters = sum(char.isalpha() for char in text)
    for code, pattern in _SCRIPTS:
        found = len(pattern.findall(text))
        # Japanese mixes two scripts: a fifth of kana is enough.
        if found and found >= n_letters * (0.2 if code == "ja" else 0.5):
            return code
    return None


def segment_languages(texts: Sequence[str], inherited: Sequence[str]) -> list[str]:
    """Return the language of each segment: its response's, unless it clearly is the other one.

    A segment leaves its response only when it is long, holds at least two function words of the
    other language and more than of its own, and lingua is certain.
    """
    codes = list(inherited)
    function = function_words()
    asked = []
    for place, (text, code) in enumerate(zip(texts, codes, strict=True)):
        if len(text) < _SEGMENT_CHARS or code not in ("fr", "en"):
            continue
        words = frozenset(_WORD.findall(text.lower()))
        own, other = words & function.fr, words & function.en
        if code == "en":
            own, other = other, own
        if len(other) >= 2 and len(other) > len(own):
            asked.append(place)
    french = french_probability([texts[place] for place in asked])
    for place, p in zip(asked, french, strict=True):
        if max(p, 1 - p) > CERTAIN:
            codes[place] = "fr" if p > 0.5 else "en"
    return codes
