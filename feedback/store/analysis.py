"""From text to index words, the same way for comments and queries.

Accents and ligatures are folded first, so that "équipe" and "equipe" are one word; apostrophes
part words, which leaves the elided article of "l'export" among the function words that are
dropped; the rest is stemmed by the Snowball stemmer of its language (Porter, 2001), words that
it takes for another's form apart (`word_families`).
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from feedback.store.word_families import ROOTS

_WORD = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)")
_LONGEST = 40  # the index drops longer words; a cut one is still found

# Function words, folded. Short on purpose: a word that can carry meaning stays ("pas", "not").
_FRENCH = """
a ai ait as au aux avec avez avons c ca ce ces cet cette ceux chez d dans de des donc du elle
elles en es est et etait ete etes etre eu eux il ils j je jusqu l la le les leur leurs lorsqu
lui m ma mais me mes moi mon n ne nos notre nous on ont ou par pour puisqu qu quand que quel
quelle quels quelles qui s sa se ses si son sont suis sur t ta te tes toi ton tu un une vos
votre vous y
"""
_ENGLISH = """
a am an and are as at be been being but by d did do does for from had has have he her hers him
his i if in into is it its ll m me my of on or our ours re s she so t than that the their
theirs them then there these they this those to us ve was we were what when which who whom
whose will with would you your yours
"""
FUNCTION_WORDS = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer

    stem: Callable[[str], str] = Stemmer.Stemmer(
        {"fr": "french", "en": "english"}[language]
    ).stemWord
    roots = ROOTS[language]
    return lambda word: roots.get(word) or stem(word)


def fold(text: str) -> str:
    """Return `text` in lower case without accents, ligatures and typographic apostrophes."""
    lowered = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("\u2019", "'")
    parted = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in parted if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the folded words of `text`, function words included."""
    return [word[:_LONGEST] for word in _WORD.findall(fold(text))]


def index_words(text: str, language: str | None) -> str:
    """Return what the index holds of a segment: its stems, parted by blanks.

    Words of a language other than French and English stay whole.
    """
    kept = [w for w in words(text) if w not in FUNCTION_WORDS.get(language or "", frozenset())]
    if language not in FUNCTION_WORDS:
        return " ".join(kept)
    stem = _stemmer(language)
    return " ".join(stem(word) for word in kept)


def forms(word: str) -> tuple[str, str, str]:
    """Return a folded word as it stands, as French and as English."""
    return (word, _stemmer("fr")(word), _stemmer("en")(word))


def query_words(text: str, language: str | None) -> dict[str, frozenset[str]]:
    """Return each word of a query, as written, with every form the index may hold it in.

    A word is tried as French, as English and as it stands: "application" finds the comments of
    both languages. Function words of the query's language (where it is unknown: those common to
    both) are dropped unless nothing else is left.
    """
    dropped = FUNCTION_WORDS.get(language or "", FUNCTION_WORDS["fr"] & FUNCTION_WORDS["en"])
    composed = unicodedata.normalize("NFC", text.casefold())
    every = {written: words(written) for written in _WORD.findall(composed)}
    kept = {written: parts for written, parts in every.items() if not dropped.issuperset(parts)}
    return {
        written: frozenset(form for word in parts for form in forms(word))
        for written, parts in (kept or every).items()
    }


def query_language(text: str) -> str | None:
    """Guess the language of a query from accents, elisions and function words.

    Returns:
        ``fr``, ``en``, or None where nothing tells them apart ("export pdf").
    """
    lowered = text.casefold().replace("\u2019", "'")
    found = words(text)
    only = {
        "fr": FUNCTION_WORDS["fr"] - FUNCTION_WORDS["en"],
        "en": FUNCTION_WORDS["en"] - FUNCTION_WORDS["fr"],
    }
    french = sum(word in only["fr"] for word in found)
    french += len(_ELISION.findall(lowered)) + sum(c in "àâçèéêëîïôùûœ" for c in lowered)
    english = sum(word in only["en"] for word in found)
    if french == english:
        return None
    return "fr" if french > english else "en"
