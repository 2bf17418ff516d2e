"""Words of feeling as they are spelt: "decu" is "déçu", "excelent" is "excellent".

The encoder cuts a misspelt word into pieces that say nothing. One wrong letter in a judging word
turned 19 % of the course evaluations that hold one, 17 % of the airline tweets, 12 % of the demo
comments; with the words put right 2, 7 and 1 %. French without its accents lost 1.5 points of
accuracy on insurance reviews, and loses 0.6 then. Of 3,800 texts as they come none turned.

Only what no dictionary knows is put right: by its accents if one French word differs in nothing
else, or if a single word of feeling lies one letter away (Damerau, 1964).
"""

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from feedback import nlp

_FEELING = """
abusé accueillant accueillante accueillants admirable adorable adorables adore agréable agréables
aimable aimables aimerais améliorer apprécie apprécié appréciable arnaque arnaqueurs attentif
attentive bienveillant bienveillante catastrophe catastrophique cauchemar chaleureux clair
compétent compétente compétents compliqué compliquée content contente contents correct correcte
courtois dangereux difficile difficiles déception décevant décevante déconseille dégoûté dégueulasse
déplorable désagréable désagréables désastreux désolant détestable déteste déçu déçue déçus efficace
efficaces ennuyeux ergonomique excellent excellente excellentes excellents exceptionnel
exceptionnelle exécrable facile facilement faciles fantastique fiable fiables fluide formidable
frustrant frustrante fuyez félicitations gentil gentille gentils génial géniale géniaux honte
honteux horrible horribles impeccable impeccables impoli impossible inacceptable inadmissible
inapproprié incompétence incompétent incompétente incompétents incorrect incroyable injoignable
injoignables inquiétant insuffisant insupportable intuitif intuitive inutile inutiles jamais
lamentable lenteur magnifique magnifiques malheureusement malhonnête mauvais mauvaise mauvaises
médiocre meilleur meilleure merveilleux minable mécontent mécontente nickel nulle odieux parfait
parfaite parfaitement parfaits pathétique patient pitoyable plaisir pratique pratiques
professionnel professionnelle professionnels propre pénible rapide rapidement rapides ravie
recommande recommandé recommander regrette remercie respectueux ridicule réactif réactifs réactive
satisfaction satisfait satisfaite satisfaites satisfaits scandaleux simple souriant souriante
super superbe superbes sympa sympas sympathique terrible toujours triste utile utiles vraiment
abysmal amazing annoyed annoying appalling appreciate appreciated atrocious average awesome awful
beautiful better boring brilliant broken cheap cheerful clean comfortable complicated confused
confusing convenient courteous crashes delicious delighted delightful difficult dirty disappointed
disappointing disappointment disaster disgraceful disgusted disgusting dishonest dismissive dreadful
easier easily efficient enjoyable enjoyed excellent exceptional expensive fantastic faultless
flawless friendly frustrated frustrating frustration garbage generous grateful great happier happy
hated helpful hopeless horrendous horrible horrid impeccable impolite impossible impressed
impressive inadequate incompetent inconvenient incredible incredibly intuitive joyful lovely
mediocre misleading never nightmare outdated outstanding overpriced pathetic patient perfect
perfection perfectly phenomenal pleasant pleasantly pleased pleasure pointless polite poorly prompt
promptly quick quickly recommend recommended regret reliable responsive ridiculous rubbish
satisfactory satisfied satisfying seamless shocking simple slower smooth smoothly spotless stressful
stunning superb superior terrible terribly terrific thank thanks thorough unacceptable unbearable
unclear uncomfortable unfortunately unfriendly unhappy unhelpful unpleasant unprofessional
unreliable unresponsive unusable useful useless wasted welcoming wonderful worse worst worthless
"""
# Ordinary words that a misspelt word may as well stand for: "déces", "preasure", "forst", "debue".
_ORDINARY = """
décès pressure first force forte recommence recommencé début satisfaire regrow service services
client clients appeler contrat terrain pratiquer patience dette perte horaire horaires utilise
utiliser simplement
"""
_SHORTEST, _SHORTEST_ACCENTED = 5, 4
_MORE_ENDS = ("", "e", "es", "d", "est", "ment")  # besides those of verbs and plurals: "gratuite"
# Neither a name inside a sentence, nor part of an account, a tag, an address or a placeholder.
_WORD = re.compile(r"(?<![\w@#./\[<-])[^\W\d_]{3,}(?![\w@/\]>]|\.\w)")
_INSIDE = re.compile(r"[\w,;:'’)»\"]\s*$")


def spelt(text: str) -> str:
    """Return a text with its misspelt words of feeling put right; the rest stays as it is."""
    if not (nlp.dictionary("fr") and nlp.dictionary("en")):  # pipelines of another make
        return text
    return _WORD.sub(_put_right, text)


def _put_right(match: re.Match[str]) -> str:
    word = match[0]
    if not (word.islower() or word.isupper()):
        before = match.string[max(0, match.start() - 3) : match.start()]
        if not word.istitle() or _INSIDE.search(before):
            return word
    right = _right(word.lower())
    if right is None:
        return word
    return right.upper() if word.isupper() else right.capitalize() if word.istitle() else right


@lru_cache(maxsize=50_000)
def _right(word: str) -> str | None:
    """Return how a word in lower case is spelt, None if it is known or nothing is like it."""
    if _is_known(word):
        return None
    with_accents = _accented().get(word) if len(word) >= _SHORTEST_ACCENTED else None
    if with_accents is not None:
        return with_accents or None
    if len(word) < _SHORTEST:
        return None
    alike = _alike(word)
    closest = [target for target in alike if OSA.distance(word, target) <= 1]
    is_one = len({nlp.without_accents(target) for target in alike}) == 1
    found = closest if len(closest) == 1 and is_one else alike  # "recommande", not "recommandé"
    return found[0] if len(found) == 1 and found[0] in _feeling() else None


def _is_known(word: str) -> bool:
    stems = (word.removesuffix(end) for end in _MORE_ENDS)
    return any(map(_is_word, stems)) or nlp.is_form(word)


def _is_word(word: str) -> bool:
    lists = (nlp.dictionary, nlp.stop_words)  # one set of all would be 30 MB more
    return word in _ours() or any(word in words(la) for la in ("fr", "en") for words in lists)


def _alike(word: str) -> list[str]:
    """Return the words of feeling and the ordinary ones one letter away, accents aside."""
    targets, plain = _targets()
    found = process.extract(
        nlp.without_accents(word), plain, scorer=OSA.distance, score_cutoff=1, limit=None
    )
    return [targets[place] for _, _, place in found]


@lru_cache(maxsize=1)
def _feeling() -> frozenset[str]:
    return frozenset(_FEELING.split())


@lru_cache(maxsize=1)
def _ours() -> frozenset[str]:
    return _feeling().union(_ORDINARY.split())


@lru_cache(maxsize=1)
def _accented() -> dict[str, str]:
    """Return French words by how they are written without accents, "" where two are written so.

    A word of feeling stands before others.
    """
    found: dict[str, str] = {}
    for words in (nlp.dictionary("fr") | nlp.stop_words("fr"), _feeling()):
        told: dict[str, str] = {}
        for word in words:
            plain = nlp.without_accents(word)
            if plain != word:
                told[plain] = "" if plain in told else word
        found |= told
    return found


@lru_cache(maxsize=1)
def _targets() -> tuple[list[str], list[str]]:
    """Return words of feeling and ordinary ones, and the same without accents."""
    every = _ours().union(nlp.stop_words("fr"), nlp.stop_words("en"))
    words = sorted(word for word in every if len(word) >= _SHORTEST - 1 and word.isalpha())
    return words, [nlp.without_accents(word) for word in words]
