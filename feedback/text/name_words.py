"""What a word is besides somebody's name: a given name, a stop word, a word of a dictionary."""

import re
from functools import lru_cache

from feedback import nlp
from feedback.text.given_names import fold_name, given_names, plain_names, wide_names

ROLE = (
    r"engineer|technician|agent|advis[eo]r|rep(?:resentative)?|manager|assistant|colleague|driver"
    r"|sales(?:man|woman|person)|operator|clerk|receptionist|nurse|instructor|coach|trainer|waiter"
    r"|waitress|cashier|boss|husband|wife|daughter|son|brother|sister|friend|neighbour|mother"
    r"|father|technicien(?:ne)?|conseill(?:er|[eè]re)|vendeu(?:r|se)|commerciale?|interlocut(?:eur"
    r"|rice)|responsable|directeur|directrice|gérante?|livreu(?:r|se)|chauffeur|hôtesse|collègue"
    r"|mari|femme|fille|fils|frère|sœur|amie?|voisine?|formateur|formatrice|opérateur|opératrice"
    r"|chargée? de client[eè]le|réceptionniste|infirmi(?:er|ère)|médecin"
)
CIVIL = (
    r"m\.(?: et mme)?|mr(?:\.? (?:and|&) mrs)?|mrs|ms|miss|mme|mlle|monsieur|madame|mademoiselle"
    r"|mister"
    r"|dr|doctor|docteur|prof|professeure?|professor|ma[iî]tre"
)
"""Civilities as a pattern without case, after which a name stands."""
_TEAM = (
    r"(?:accueil|sav|support|service|standard|guichet|comptoir|magasin|agence|compta\w*|équipe"
    r"|facturation|caisse|atelier|help ?desk|billing|sales|store|shop|reception|team|accounts?"
    r"|customer|checkout|claims?|complaints?|dispatch|helpline|kitchen|bar|spa|gym|pharmacy"
    r"|clinic|depot"
    r"|switchboard|chat|phones?|admin|hr|it|finance|onboarding|training|retention|livraison|chat"
    r"|bar"
    r"|cuisine|réception|rayon|dépôt|hotline|formation|relation client|direction|secrétariat"
    r"|boutique|"
    r"customer|front desk|till|counter|warehouse|branch|office|technical|tech|returns)"
)
AT_TEAM = re.compile(
    rf",? (?:(?:du|de la|de l['’]|au|à la|à l['’]|des) ?{_TEAM}"
    rf"|(?:from|in|at|on) (?:(?:the|your) )?(?:\w{{2,20}} )?{_TEAM})\b"
)
"""Where somebody works, after a name: "from accounts", "du service facturation"."""
_TITLE_WORDS = """
directeur directrice president presidente maire ministre madame monsieur mademoiselle messieurs
mesdames mister docteur doctor professor professeur maitre miss robot bricolage bonjour bonsoir
merci le la les responsable and et or ou the you je nous vous il elle on tout
"""
TITLES = frozenset(_TITLE_WORDS.split())
"""What follows "Monsieur" without being a name, folded."""


NAMESAKES = re.compile(
    r"(?:(?:l.)?olivier assurances?|agnes b|alain afflelou|alain ducasse|alexander mcqueen"
    r"|aloe vera|assurances? (?:l.)?olivier|austin reed|ben (?:and|&) jerry|ben sherman"
    r"|ben'?s original|betty crocker|bobbi brown|calvin klein|captain morgan|cath kidston"
    r"|charles (?:schwab|de gaulle)|charles tyrwhitt|charlotte tilbury"
    r"|christian (?:dior|louboutin)|claudie pierlot|daniel (?:wellington|hechter)"
    r"|dorothy perkins|dr\.? (?:martens|oetker|oz|pepper|hauschka)|edward jones"
    r"|elizabeth arden|ella'?s kitchen|ellis brigham|estee lauder|franck provost|frank green"
    r"|fred (?:perry|meyer|olsen)|george at asda|georges pompidou|gerard darel|happy meal"
    r"|harley[ -]davidson|harry potter|harvey (?:nichols|norman)|hugo boss"
    r"|jack (?:and|&) jones|jack (?:wills|wolfskin)|jack daniel'?s?|jacques dessange"
    r"|jean delatour|jean[ -]louis david|jean[ -]paul gaultier|jeanne d'arc|jim beam"
    r"|jimmy choo|jo malone|joe browns|john (?:deere|lewis)|john lobb|johnnie walker"
    r"|julien d'orcel|karl lagerfeld|kate moss|kate spade|king charles|laura ashley"
    r"|leroy merlin|louis (?:pion|vuitton)|madame figaro|marc (?:jacobs|orian)|marie blachere"
    r"|marie claire|marie curie|marks (?:and|&) spencer|mary kay|mary poppins"
    r"|max (?:factor|havelaar|mara)|michael kors|miss (?:selfridge|universe|france|dior)"
    r"|monsieur (?:meuble|store|cuisine)|morgan stanley"
    r"|mr\.? (?:clean|bean|muscle|kipling|propre|minute|porter|price)|nicolas feuillatte"
    r"|oliver bonas|oscar mayer|papa john|paul (?:et|&|and) joe|paul bocuse|paul smith"
    r"|peter (?:jones|pan)|philippe starck|pierre (?:cardin|fabre|herme)"
    r"|pierre (?:et|&) vacances|ralph lauren|ray[ -]ban|robert (?:dyas|half|walters)|rose gold"
    r"|sam'?s club|santa claus|sergent major|sonia rykiel|stanley (?:and|cup|tool)"
    r"|stella mccartney|steve madden|taylor swift|ted baker|thierry mugler|thomas cook"
    r"|thomas sabo|tim hortons?|tom (?:ford|tailor)|tommy hilfiger|trader joe'?s?"
    r"|uncle ben'?s?|valentine'?s day|victoria'?s secret|vivienne westwood|william hill"
    r"|yves (?:rocher|saint[ -]laurent)"
    r")\b"
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


def is_called(word: str) -> bool:
    """Say whether a word in any case is a given name and no word: not "lean", which is both."""
    folded = fold_name(word)
    if any(folded in plain_names(language) for language in ("fr", "en")):
        return True
    return (folded in given_names() or folded in wide_names()) and not is_word(word)


def is_word(word: str) -> bool:
    """Say whether a word means something in French or English."""
    return fold_name(word) in stop_words() or nlp.is_base_form(word.lower())
