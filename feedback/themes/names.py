"""A French and an English name for every theme: words people used, close to what they meant.

A candidate's score is the sum of how much the theme's texts use it, how heavily class-based TF-IDF
weighs its words, and how near its vector is to the theme's centroid; the French and the English
name are chosen as a pair, so that they say the same. Nothing is drawn at random.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from feedback.themes.discover import Terms
from feedback.themes.graph import centred, unit
from feedback.themes.phrases import Lexicon
from feedback.themes.words import ASPECT, LANGUAGES, OPINION, stop_words
from feedback.types import Embed, FloatArray

N_KEYWORDS = 8
_SHORTLIST = 12
_PAIR_WEIGHT = 0.5  # a pair that says the same in both languages beats two slightly better halves
_BORROWED = 0.5  # cosine from which another theme's phrase may name this one in its language
_MIN_COUNT = 2


@dataclass(frozen=True)
class Candidate:
    """A phrase that may become a name in one language."""

    text: str
    key: tuple[str, ...]
    score: float
    vector: FloatArray


@dataclass(frozen=True)
class Naming:
    """What a theme is called."""

    name_fr: str
    name_en: str
    keywords_fr: list[str]
    keywords_en: list[str]


@dataclass(frozen=True)
class NamingInput:
    """What names are made from.

    Attributes:
        centroids: Shape (n_themes, d), centred.
        terms: Class-based TF-IDF words of every theme.
        lexicons: What the tagged sample taught, by language.
        texts: For every theme and language all its texts in lower case.
        centres: Mean vector per language.
        embed: The encoder.
        taken: Names of known themes, which no new theme may have.
    """

    centroids: FloatArray
    terms: Sequence[Terms]
    lexicons: Mapping[str, Lexicon]
    texts: Sequence[Mapping[str, Sequence[str]]]
    centres: Mapping[str, FloatArray]
    embed: Embed
    taken: Mapping[str, frozenset[str]]


def name_themes(given: NamingInput) -> list[Naming]:
    """Name every theme, the largest first; no two share a name in a language."""
    lists = {language: _candidates(given, language) for language in LANGUAGES}
    used = {language: {name.casefold() for name in given.taken[language]} for language in LANGUAGES}
    namings = []
    for theme in range(len(given.centroids)):
        words = {la: keywords(given.terms[theme], given.lexicons[la], la) for la in LANGUAGES}
        french, english = _pair(theme, lists, used)
        french = french or _borrow(theme, "fr", given, lists, used, english)
        english = english or _borrow(theme, "en", given, lists, used, french)
        spare = next(iter([*words["fr"], *words["en"]]), "")
        names = _complete(french, english, spare, theme, used)
        namings.append(Naming(*names, words["fr"], words["en"]))
    return namings


def keywords(terms: Terms, lexicon: Lexicon, language: str) -> list[str]:
    """Return up to 8 lemmas, the weights of the forms of one lemma added up."""
    weights: dict[str, float] = {}
    for word, weight in terms[language].items():
        lemma = lexicon.lemmas.get(word, word)
        is_known = lexicon.kinds.get(word, "NOUN") in ("NOUN", "ADJ", "VERB", "PROPN", "X")
        if is_known and lemma not in OPINION and word not in stop_words(language):
            weights[lemma] = weights.get(lemma, 0.0) + weight
    ranked = sorted(weights.items(), key=lambda item: (-round(item[1], 9), item[0]))
    return [lemma for lemma, _ in ranked[:N_KEYWORDS]]


def _candidates(given: NamingInput, language: str) -> list[list[Candidate]]:
    """Return the shortlist of every theme in one language, best first."""
    lexicon = given.lexicons[language]
    drafts = [_drafts(given, theme, language) for theme in range(len(given.centroids))]
    forms = sorted({lexicon.form(key) for keys in drafts for key in keys})
    if not forms:
        return [[] for _ in drafts]
    vectors = centred(given.embed(forms), [language] * len(forms), given.centres)
    by_form = dict(zip(forms, vectors, strict=True))
    directions = unit(given.centroids)
    return [
        _ranked(drafts[theme], lexicon, by_form, directions[theme]) for theme in range(len(drafts))
    ]


def _ranked(
    draft: Mapping[tuple[str, ...], float],
    lexicon: Lexicon,
    vectors: Mapping[str, FloatArray],
    direction: FloatArray,
) -> list[Candidate]:
    made = []
    for key, used in draft.items():
        form = lexicon.form(key)
        score = round(used + float(vectors[form] @ direction), 6)
        made.append(Candidate(form, key, score, vectors[form]))
    return sorted(made, key=lambda c: (-c.score, c.text))[:_SHORTLIST]


def _drafts(given: NamingInput, theme: int, language: str) -> dict[tuple[str, ...], float]:
    """Return the theme's phrases with how much its texts use them and their words' weight, 0..2."""
    lexicon = given.lexicons[language]
    counts = lexicon.phrases.get(theme, Counter())
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:40]
    weights = _lemma_weights(given.terms[theme][language], lexicon)
    texts = given.texts[theme].get(language, ())
    if not texts:
        return {}
    drafts = {}
    for key, count in common:
        seen = _mentions(lexicon.form(key), texts)
        if seen < min(_MIN_COUNT, len(texts)) and count < _MIN_COUNT:
            continue
        weight = float(np.mean([weights.get(lemma, 0.0) for lemma in key]))
        usage = (seen / len(texts)) ** 0.5
        drafts[key] = weight + usage + 0.15 * (min(len(key), 3) - 1)
    return drafts


def _mentions(form: str, texts: Sequence[str]) -> int:
    needle = form.lower().replace("’", "'")
    return sum(needle in text for text in texts)


def _lemma_weights(words: Mapping[str, float], lexicon: Lexicon) -> dict[str, float]:
    weights: dict[str, float] = {}
    for word, weight in words.items():
        lemma = lexicon.lemmas.get(word, word)
        weights[lemma] = weights.get(lemma, 0.0) + weight
    top = max(weights.values(), default=1.0)
    return {lemma: weight / top for lemma, weight in weights.items()}


_Lists = Mapping[str, Sequence[Sequence[Candidate]]]
_Used = dict[str, set[str]]


def _free(candidates: Sequence[Candidate], used: set[str]) -> list[Candidate]:
    return [c for c in candidates if sentence_case(c.text).casefold() not in used]


def _pair(theme: int, lists: _Lists, used: _Used) -> tuple[Candidate | None, Candidate | None]:
    """Return the best French and English candidates together; None where there is none."""
    french = _free(lists["fr"][theme], used["fr"])
    english = _free(lists["en"][theme], used["en"])
    if not (french and english):
        return next(iter(french), None), next(iter(english), None)
    together = np.stack([c.vector for c in french]) @ np.stack([c.vector for c in english]).T
    scores = _PAIR_WEIGHT * together + np.array([c.score for c in french])[:, None]
    scores = (scores + np.array([c.score for c in english])).round(6)
    row, column = np.unravel_index(int(scores.argmax()), scores.shape)
    return french[int(row)], english[int(column)]


def _borrow(  # noqa: PLR0913
    theme: int,
    language: str,
    given: NamingInput,
    lists: _Lists,
    used: _Used,
    other: Candidate | None,
) -> Candidate | None:
    """Return the phrase of another theme that says in `language` what this one is about."""
    pool = {c.text: c for own in lists[language] for c in own}
    free = _free([pool[text] for text in sorted(pool)], used[language])
    if not free:
        return None
    about = unit(given.centroids[theme : theme + 1])[0]
    wanted = about if other is None else unit((about + other.vector)[None])[0]
    closeness = (np.stack([c.vector for c in free]) @ wanted).round(6)
    best = int(closeness.argmax())
    return free[best] if closeness[best] >= _BORROWED else None


def _complete(
    french: Candidate | None, english: Candidate | None, spare: str, theme: int, used: _Used
) -> tuple[str, str]:
    """Return both names; a missing one takes the other language's, then a keyword, then a number."""
    texts = {"fr": french.text if french else "", "en": english.text if english else ""}
    fallback = texts["fr"] or texts["en"] or spare
    numbered = {"fr": f"thème {theme + 1}", "en": f"theme {theme + 1}"}
    names = []
    for language in LANGUAGES:
        name = sentence_case(texts[language] or fallback or numbered[language])
        if name.casefold() in used[language]:
            name = _distinct(name, used[language])
        used[language].add(name.casefold())
        names.append(name)
    return names[0], names[1]


def _distinct(name: str, used: set[str]) -> str:
    number = 2
    while f"{name} ({number})".casefold() in used:
        number += 1
    return f"{name} ({number})"


def sentence_case(text: str) -> str:
    """Return the text with a capital first letter and nothing else changed."""
    return text[:1].upper() + text[1:]
