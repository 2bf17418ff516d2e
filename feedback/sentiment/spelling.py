"""Words of feeling as they are spelt: "decu" is "déçu", "excelent" is "excellent".

The encoder cuts a misspelt word into pieces that say nothing. One wrong letter in a judging word
turned 19 % of the course evaluations that hold one, 17 % of the airline tweets, 12 % of the demo
comments; with the words put right 2, 7 and 1 %. French without its accents lost 1.5 points of
accuracy on insurance reviews, and loses 0.6 then. Of 3,800 texts as they come none turned.

Only what no dictionary knows is put right: by its accents if one French word differs in nothing
else, or if a single word of feeling lies one letter away (Damerau, 1964).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

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
_ENDS = (
    *(("ies", "y"), ("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", "")),
    *(("ing", "e"), ("ly", ""), ("er", ""), ("er", "e"), ("est", ""), ("ment", "")),
    *(
        (end, base)
        for end in ("e", "es", "a", "ait", "aient", "ent", "era", "ez", "ons", "é", "ée", "és")
        for base in ("er", "ir", "re")
    ),
    ("e", ""),
)
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
    plain = _plain(word)
    near = {target for form in (plain, *_without_one(plain)) for target in _near().get(form, ())}
    alike = [target for target in near if _is_one_apart(plain, _plain(target))]
    closest = [target for target in alike if _is_one_apart(word, target)]  # "recommande", no accent
    found = closest if len(closest) == 1 and len(set(map(_plain, alike))) == 1 else alike
    return found[0] if len(found) == 1 and found[0] in _feeling() else None


def _is_known(word: str) -> bool:
    return _is_word(word) or any(
        word.endswith(end) and _is_word(word[: -len(end)] + base) for end, base in _ENDS
    )


def _is_word(word: str) -> bool:
    lists = (nlp.dictionary, nlp.stop_words)  # one set of all would be 30 MB more
    return word in _ours() or any(word in words(la) for la in ("fr", "en") for words in lists)


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
            plain = _plain(word)
            if plain != word:
                told[plain] = "" if plain in told else word
        found |= told
    return found


@lru_cache(maxsize=1)
def _near() -> dict[str, set[str]]:
    """Return words of feeling and ordinary ones by themselves without any one of their letters."""
    found: dict[str, set[str]] = {}
    for word in _ours().union(nlp.stop_words("fr"), nlp.stop_words("en")):
        if len(word) >= _SHORTEST - 1 and word.isalpha():
            for form in (_plain(word), *_without_one(_plain(word))):
                found.setdefault(form, set()).add(word)
    return found


def _is_one_apart(one: str, other: str) -> bool:
    """Say whether two words differ by one letter more, less or other, or by two in turned order."""
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return len(long) - len(short) == 1 and short in _without_one(long)
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) < 2:
        return True
    first, last = places[0], places[-1]
    is_pair = len(places) == 2 and last == first + 1
    return is_pair and (one[first], one[last]) == (other[last], other[first])


def _without_one(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
