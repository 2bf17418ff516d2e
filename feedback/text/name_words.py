"""What a word is besides somebody's name: a given name, a stop word, a word of a dictionary."""

import re
from functools import lru_cache

from feedback import nlp
from feedback.text.given_names import fold_name, given_names, wide_names

ROLE = (
    r"engineer|technician|agent|advis[eo]r|rep(?:resentative)?|manager|assistant|colleague|driver"
    r"|sales(?:man|woman|person)|operator|clerk|receptionist|nurse|instructor|coach|trainer|waiter"
    r"|waitress|cashier|boss|husband|wife|daughter|son|brother|sister|friend|neighbour|mother"
    r"|father|technicien(?:ne)?|conseill(?:er|[eè]re)|vendeu(?:r|se)|commerciale?|interlocut(?:eur"
    r"|rice)|responsable|directeur|directrice|gérante?|livreu(?:r|se)|chauffeur|hôtesse|collègue"
    r"|mari|femme|fille|fils|frère|sœur|amie?|voisine?|formateur|formatrice|opérateur|opératrice"
    r"|chargée? de client[eè]le|réceptionniste|infirmi(?:er|ère)|médecin"
)
_TITLE_WORDS = """
directeur directrice president presidente maire ministre madame monsieur mademoiselle messieurs
mesdames mister docteur doctor professor professeur maitre miss robot bricolage bonjour bonsoir
merci le la les responsable and et or ou the you je nous vous il elle on
"""
TITLES = frozenset(_TITLE_WORDS.split())
"""What follows "Monsieur" without being a name, folded."""


NAMESAKES = re.compile(
    r"(?:alain afflelou|ben (?:and|&) jerry|betty crocker|calvin klein|cath kidston"
    r"|charles tyrwhitt|christian (?:dior|louboutin)|elizabeth arden|estee lauder|franck provost"
    r"|frank green|gerard darel|harley[ -]davidson|harry potter|jack daniel|jacques dessange"
    r"|jean[ -]louis david|jean[ -]paul gaultier|jimmy choo|jo malone|john (?:deere|lewis)"
    r"|karl lagerfeld|kate spade|laura ashley|leroy merlin|louis (?:pion|vuitton)"
    r"|marc (?:jacobs|orian)|marie claire|marks (?:and|&) spencer|mary kay|max (?:factor|havelaar"
    r"|mara)|michael kors|morgan stanley|oscar mayer|papa john|paul smith|pierre (?:cardin|fabre"
    r"|herme)|ralph lauren|sonia rykiel|ted baker|thierry mugler|thomas cook|tom (?:ford|tailor)"
    r"|tommy hilfiger|vivienne westwood|william hill|yves (?:rocher|saint[ -]laurent)|stanley"
    r" (?:and|cup|tool))\b"
)
"""Companies and brands that are called like a person, folded."""


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return the folded stop words of both languages and the words of greeting and dates."""
    more = (
        "bonjour bonsoir merci hello hi thanks thank please bravo lundi mardi mercredi jeudi "
        "vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday janvier "
        "fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january "
        "february march april may june july august september october november december noel "
        "christmas easter internet wifi bluetooth gps app appli application windows android iphone "
        "ok okay super good great nice best love service client"
    )
    ordinary = frozenset(fold_name(word) for word in nlp.stop_words("fr") | nlp.stop_words("en"))
    return ordinary | frozenset(more.split()) | TITLES


def is_given(word: str) -> bool:
    """Say whether a word is a given name here or elsewhere."""
    folded = fold_name(word)
    return folded in given_names() or folded in wide_names()


def is_word(word: str) -> bool:
    """Say whether a word means something in French or English."""
    lower = word.lower()
    return fold_name(word) in stop_words() or any(
        lower in nlp.dictionary(language) for language in ("fr", "en")
    )
