"""What a survey's question says of its answers: "Que devrions-nous améliorer ?" asks for faults.

An answer such as "les délais" names a thing and feels nothing; only the question tells whether it
is praised or blamed. The question moves the neutral share of an answer and tips the scales; a
feeling that is expressed prevails.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from feedback.nlp import without_accents

SIDE_ODDS = 0.5
"""Logarithm by which the question's side gains, and the other loses, before that: the wording of a
bare topic alone ("les délais" sounds like a complaint) must not decide against the question. At 1
the question overruled what was said: "J'ai tout détesté" read as praise."""

NEUTRAL_MOVED = 0.8
"""Share of an answer's neutral probability that goes to the side the question asks for: enough
that a bare "les délais" (neutral 0.6 to 0.95) takes the question's side, and nothing else does."""

FULL_UNTIL = 12
"""Words up to which an answer is read wholly in the light of its question. A longer one says what
it feels, and its neutral sentences are background: the share falls as 12 over its words."""

_FAULTS = re.compile(
    r"""
    amelior | perfectionn | \bprogres(?:s|\b) | evolu(?:er|tions?\ (?:souhait|attend))
    | \bchang | corrig | faire\ (?:de\ )?mieux | mieux\ faire | \ba\ revoir
    | probleme | difficult | difficile | \bfrein | irrit | frustr | deplu | deplai | \bdec(?:u|ev)
    | insatisf | mecontent | manqu | inconvenient | faible | negatif | obstacle | dysfonction
    | reproch | defaut | plainte | reclam | \bgen(?:e|ant) | regret | resili | quitte
    | (?:\bmoins|\bpas)\ (?:bien\ )?(?:aim|appreci|plu\b|satisf|reussi|utile|fonctionn)
    | suggestion | attentes\ non | \birritants?
    | meriter\ (?:un|votre|la|une) | (?:un|une\ note\ de)\ 10\b | pour\ obtenir\ (?:un|une\ note)
    | rendre\ (?:\w+\ ){1,3}plus\b | (?:ne|n')\ ?(?:\w+\ )?(?:va|marche|fonctionne)\ pas
    | arreter\ de
    | improv | \bbetter\b | \bfix\b | dislik | problem | \bissue | difficult | challeng | annoy
    | pain\ point | disappoint | dissatisf | unsatisf | unhappy | missing | \black | weakness
    | downside | drawback | wrong | complain | concern | obstacle | \bworst | negative
    | stop\ doing | leaving | cancel | \bhate | \bdo\ differently | \bcons?\b
    | (?:give|score|rate)\ us\ (?:an?\ )?(?:10|ten|9|nine)\b | earn\ (?:an?|your)\b
    | make\ (?:\w+\ ){1,4}(?:easier|nicer|smoother|more)\b | for\ a\ (?:10|ten)\b
    | (?:\bleast|\bless|\bnot|n.t)\ (?:\w+\ )?(?:lik|enjoy|apprec|satisf|help|useful|valu|work)
    | (?:like|liked|enjoy|enjoyed|valued?|appreciated?)\ (?:the\ )?least
    """,
    re.VERBOSE,
)
_MERITS = re.compile(
    r"""
    prefer | \baim(?:e|ez|ee|es)\b | appreci | \bplu\b | plait | \bforts?\b | \bforces\b | atout
    | positif | avantage | reussi | bien\ fonctionn | fait\ plaisir | felicit | remerci
    | satisfait\ le\ plus | \bmeilleur | motifs?\ de\ satisfaction
    | qu.est\ ce\ qui\ (?:fonctionne|marche|va)\ bien | (?:devons|faut)\ (?:\w+\ )?garder
    | \blik(?:e|ed|es)\b | enjoy | \blov(?:e|ed)\b | strength | \bbest\b | \bwell\b | positive
    | advantage | benefit | favou?rite | valued?\ (?:the\ )?most | pleased | delight | apprecia
    | most\ (?:useful|helpful|valuable) | impress | \bpros?\b | keep\ doing
    """,
    re.VERBOSE,
)
_NO_MERIT = re.compile(
    r"(?:\bmoins|\bpas)\ (?:bien )?(?:aim|appreci|plu\b)\w*"
    r"|(?:\bleast|\bless|\bnot|n.t) (?:\w+ )?(?:lik|enjoy|apprec|valu)\w*"
    r"|(?:like|liked|enjoy|enjoyed|valued?|appreciated?) (?:the )?least"
    r"|\bwould like\b|\blike us\b|\blike to\b|\baime(?:riez|rais|raient|rait)\b|\bas well\b"
    r"|(?:rendre|etre|be|make|made) (?:\w+ ){0,3}(?:meilleure?s?|better|best)"
    r"|\b(?:meilleur|best)\w* (?:moyen|moment|facon|maniere|horaire|way|time|moment|number|address)"
)
_NO_FAULT = re.compile(  # "Was your issue resolved?" leaves both answers open
    r"\b(?:probleme|reclamation|plainte|difficulte)s?\b[^?]*"
    r"\b(?:resolu|regle|trait[ei]|prise?s? en charge)"
    r"|\b(?:resolution|resoudre|traitement|suivi|prise en charge|gestion)\b[^?]*"
    r"\b(?:probleme|reclamation|plainte|difficulte)s?"
    r"|\b(?:problem|issue|complaint|concern)s?\b[^?]*\b(?:solved|resolved|handled|dealt|fixed)"
    r"|\b(?:solved|resolved|handled|dealt with|fixed|handling|resolution of)\b[^?]*"
    r"\b(?:problem|issue|complaint|concern)s?"
    r"|\b(?:des|les|the|any) change(?:ment)?s\b|\bchangements? (?:depuis|recents?)"
    r"|\b(?:bureau|taux) de change\b|\bexchange rates?\b"
)
_OPPOSITES = (
    (
        r"easy|easi(?!er)|\bease\b|simple(?!r)|smooth|facil|aise",
        r"difficult|difficile|\bhard|complicat|complique|frustrat|penible|effort",
    ),
    (
        r"(?<!un)(?<!dis)(?<!in)satisf|(?<!un)happy|content|pleased|heureu",
        r"dissatisf|unsatisf|insatisf|unhappy|mecontent|\bdec(?:u|ev)|disappoint|malheureu",
    ),
    (
        r"\bbetter|\bimprove|\bmieux|\bamelior",
        r"\bworse|deteriorat|\bpire|empir|degrad|moins\ bien",
    ),
    (
        r"\bworks?\b|\bworking\b|\bgo(?:es|ing)?\b|\bfonctionne|\bmarche|\bva\b",
        r"(?:\bnot|n.t)\ (?:work|go)|\b(?:ne|n')\ ?(?:va|marche|fonctionne)\ (?:pas|moins)",
    ),
)
"""Words of ease and of their contrary: a question that joins both ("easy or hard?") is open."""


def _joined() -> str:
    """Return a pattern of either word of a pair, an "or" within five words, and the other."""
    link = r"\w*\W+(?:[\w'.]+\W+){0,5}?(?:or|ou|and|et|vs|versus)\W+(?:[\w'.]+\W+){0,5}?\w*?"
    slash = r"\w*(?:\ ?\(\w+\))?\ ?/\ ?\w*?"
    both = [pair for good, bad in _OPPOSITES for pair in ((good, bad), (bad, good))]
    return "|".join(f"(?:{a})(?:{link}|{slash})(?:{b})\\w*" for a, b in both)


_OPEN = re.compile(rf"{_joined()}|\bhow\ (?:difficult|hard)\b", re.VERBOSE)
_BARE = re.compile(
    r"^\s*(?:les?\s+|points?\s+)?(?:(?P<more>\+|plus)|(?:[-\u2212\u2013]|moins))\s*$", re.IGNORECASE
)
"""A whole header: "Le +", "Les moins"."""
_YES_NO = re.compile(
    r"^\W*(?:avez|etes|aimez|appreciez|est ce que|le |la |did|do|does|are|is|was|were|have|has"
    r"|would|will|could|can)\b(?! vous (?:le plus|particulierement))"
)


def stance(question: str | None) -> int:
    """Return -1 if a question asks for faults, 1 if it asks for merits, 0 if for neither or both.

    "Did you enjoy it?" leaves both answers open, so it says nothing; "Any problems?" asks for them.
    """
    if not question:
        return 0
    if bare := _BARE.match(question):
        return 1 if bare["more"] else -1
    folded = _OPEN.sub(" ", _folded(question))
    faults = bool(_FAULTS.search(_NO_FAULT.sub(" ", folded)))
    told = _NO_MERIT.sub(" ", folded)
    merits = bool(_MERITS.search(told)) and not _YES_NO.search(folded)
    return int(merits) - int(faults)


def in_the_light_of(
    proba: NDArray[np.float64], stances: NDArray[np.intp], words: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the probabilities (n, 3) tipped, and the neutral share moved, to the question's side.

    Args:
        proba: Shape (n, 3), of answers or of their segments.
        stances: Shape (n,), as `stance` gives them.
        words: Shape (n,), of the whole answer each row belongs to.
    """
    brevity = np.minimum(1.0, FULL_UNTIL / np.maximum(words, 1))
    odds = np.column_stack([-stances, np.zeros_like(stances), stances]) * brevity[:, None]
    moved = proba * np.exp(SIDE_ODDS * odds)
    moved /= moved.sum(axis=1, keepdims=True)
    share = NEUTRAL_MOVED * brevity
    for side, column in ((-1, 0), (1, 2)):
        rows = stances == side
        amount = moved[rows, 1] * share[rows]
        moved[rows, 1] -= amount
        moved[rows, column] += amount
    return np.asarray(np.round(moved, 6), dtype=np.float64)


def stances(questions: Sequence[str | None]) -> NDArray[np.intp]:
    """Return the stance of each question; each distinct one is read once."""
    known = {question: stance(question) for question in {q for q in questions if q}}
    return np.array([known.get(q, 0) if q else 0 for q in questions], dtype=np.intp)


def stance_by_question(questions: Iterable[object]) -> dict[str, int]:
    """Return the `stance` of each distinct question; missing ones are left out."""
    return {question: stance(question) for question in set(questions) if isinstance(question, str)}


def _folded(question: str) -> str:
    """Return the question in lower case without accents; hyphens and apostrophes are spaces."""
    bare = without_accents(question[:500].lower())
    return " ".join(re.sub(r"[-\u2010\u2011_]", " ", bare.replace("\u2019", "'")).split())
