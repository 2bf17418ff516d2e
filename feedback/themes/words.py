"""Words that never name a theme, in French and English, and the tokenizer that knows no grammar."""

import re
import sys
from functools import lru_cache

from feedback import nlp

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PLACEHOLDER = re.compile(r"<[^<>\s]{1,40}>|\[[^\[\]\s]{1,40}\]|\S+@\S+|https?://\S+")
_MAY_HOLD_PLACEHOLDER = re.compile(r"[<\[@]|://")
_REMEMBERED = 250_000  # a stage asks for the words of each text four times; 100 bytes a text or so

LANGUAGES = ("fr", "en")

_FR_COMMON = """
alors ainsi aucun aussi autre autres avant avoir beaucoup bref bonjour bonsoir cela cet chose choses
comme comment cordialement coup depuis dès donc dont dommage encore enfin ensuite etc être
faire fait faites fois grâce gros heureusement ici jamais jour jours juste là
lors lorsque lorsqu mal malgré merci mieux même mêmes moins mois niveau non oui parce parfois part
pas personne petit peu peut peux plus plusieurs plutôt point pourquoi pourtant pouvoir presque puis
quand quelque quelques quoi rien sans seul seulement sinon suite super sûr surtout svp tellement
temps toujours tout toute toutes tous très trop truc trucs vais vers veut veux vraiment voilà
vouloir gens an ans ça ca est ai pb bcp tjrs qd car via quel quelle jusque jusqu quant cas façon
manière sorte type exemple problème problèmes souci soucis fin début reste avis
"""
_EN_COMMON = """
actually ago also always amount anybody anyone anything apart ask away back bit can cannot come
could couple day days did didn do does doesn doing don done dear else etc even ever every everybody
everyone everything fact far felt find get getting give given go goes going gone got guys had has
hasn hello hi hope however im isn ive just keep kind know less let like look lot lots made make
makes making many may maybe mean might moment month months much must need needs never new nobody
nothing now often ok okay one only other others overall people person please plus put quite rather
really reason right said say see seem seems shall should simply since so somebody someone something
sometimes soon sort still stuff such sure take tell than thank thanks that there thing things think
thought though thru till time times told too took try trying until us use used using usually very
want wanted was wasn way ways week weeks well went were what whatever when while whole will wish
won would wouldn year years yes yet problem problems issue issues example
"""
_FR_PRAISE = """
adore adorable agréable aime appréciable apprécie beau belle bien bon bonne bonnes bons bravo
chouette cool content contente contents correct correcte excellent excellente excellents
excellentes exceptionnel extra fabuleux fantastique formidable génial géniale géniaux gentil
gentille heureux idéal impeccable incroyable intéressant intéressante joli magnifique meilleur
meilleure merveilleux nickel parfait parfaite parfaitement ravi ravie superbe superbes
recommande remarquable satisfaisant satisfaisante satisfait satisfaite satisfaits sympa
sympathique top parfaits
recommander félicitations continuez continuer
"""
_EN_PRAISE = """
amazing awesome beautiful best better brilliant cool decent delighted enjoy enjoyed enjoying
excellent exceptional fab fabulous fantastic fine fun glad good great happy ideal impressed
incredible interesting love loved lovely loves nice outstanding perfect perfectly pleased pretty
recommend recommended satisfactory satisfied splendid super superb terrific top wonderful wow
worth works congratulations favourite favorite
"""
_FR_BLAME = """
abusé abominable aberrant catastrophe catastrophique décevant décevante décevants déçu déçue déçus
déception déplorable désastreux ennuyeux exécrable fuir grave honte honteux horrible impossible
incompétent incompétents inacceptable inadmissible lamentable mauvais mauvaise mauvaises médiocre
minable moyen moyenne naze nul nulle nuls nulles pénible pire pitoyable pourri pourrie ridicule
scandaleux dégoûté insupportable insatisfait mécontent regrettable triste éviter
"""
_EN_BLAME = """
abysmal annoyed annoying appalling atrocious average awful bad badly disappointed disappointing
disappointment disaster disgraceful disgusted disgusting dreadful dissatisfied fed frustrated
frustrating garbage hate hated hopeless horrendous horrible impossible incompetent junk lousy
mediocre nightmare pathetic poor poorly ridiculous rubbish sad shame shambles shocking terrible
terribly trash unacceptable unhappy upset waste worse worst wrong meh avoid
"""
_NEUTRAL = """
app apps appli applis application applications produit produits product products company
entreprise société boîte job travail boulot work expérience experience outil tool programme program
logiciel software site mise
"""
_IN_PHRASES = """
temps jour jours heure heures mois semaine part point niveau suite mauvais bon nouveau nouvelle
time times day days hour hours week month year part point new type mode cas fin début
"""
_TIMES = """
janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi
mercredi jeudi vendredi samedi dimanche matin matinée midi après-midi soir soirée nuit minuit
journée année années semaines minute minutes seconde secondes hier demain aujourd'hui
january february march april june july august september october november december monday tuesday
wednesday thursday friday saturday sunday morning afternoon evening midnight noon fortnight
weekend second seconds minutes minute today yesterday tomorrow everyday
"""
_ASPECT = """
pratique efficace fiable facile réactif réactive disponible professionnel professionnelle rapide
bienveillant intuitif intuitive utile simple cher chère chers compliqué compliquée difficile lent
lente propre convenient easy efficient fast friendly helpful polite professional quick reliable
smooth smoothly slow difficult inadequate kind pleasant useful useless inutile inutilisable
complet complète complets complètes précis précise ludique
higher lower expensive cheap cheaper rapidement facilement simplement efficacement quickly easily
"""
_VAGUE = """
gars mec type dame dames monsieur madame homme hommes femme femmes fille garçon guy guys chap chaps
lady ladies man men woman women bloke girl boy person personne gentleman adviser
main mains tête œil yeux pied bras hand hands head eye eyes
mot mots ligne lignes numéro numéros liste page pages fois côté word words line lines number numbers
list record records side case detail détail réponse réponses answer answers reply question questions
note notes score scores rating ratings étoile étoiles star stars mark marks review reviews
lendemain veille eve entreprise company companies société business provider customer customers
client clients service services tap clic click idée idea ideas raison reason sujet subject
lieu place places monde world marche option options info use usage besoin need needs
manque lack choix choice fonctionne perte loss bout end date dates version versions
"""
_ACRONYMS = """
api csv crm erp faq gps html kyc pc pdf pin rh rib sav sms sso tv tva ui url usb ux vat vpn xlsx
"""
_PROFANE = """
merde merdique merdes putain con cons connard connards conne connerie conneries salope bordel
enculé foutre foutu foutage gueule chier chiant chiante chiotte bite couille couilles pute niquer
fuck fucking fucked fucker shit shitty bullshit crap crappy bitch bastard bastards damn asshole ass
arse bollocks dick piss pissed cunt wanker wankers
"""
_NEGATOR_WORDS = """
pas jamais ni aucun aucune rien sans not no never none nothing don doesn isn wasn t
"""
_NEGATORS = frozenset(_NEGATOR_WORDS.split())
_MAX_TONE_WORDS = 12
# Praise by what is missing: a theme of it was called "Complaint".
_NO_COMPLAINT = re.compile(
    r"\b(?:no (?:real )?(?:complaint|issue|problem|fault)s?"
    r"|(?:nothing|not (?:anything|much)) to (?:complain about|report|fault)"
    r"|rien à (?:re)?dire|rien à (?:signaler|reprocher)"
    r"|aucune? (?:plainte|reproche|critique|remarque négative|problème|souci)s?)\b",
    re.IGNORECASE,
)

PRAISE = frozenset((_FR_PRAISE + _EN_PRAISE).split())
BLAME = frozenset((_FR_BLAME + _EN_BLAME).split())
PROFANE = frozenset(_PROFANE.split())
NEUTRAL = frozenset(_NEUTRAL.split())
"""Words for whatever is judged: "great app" has no more subject than "great"."""
IN_PHRASES = frozenset(_IN_PHRASES.split())
"""Words that say nothing alone, but belong to names ("temps de réponse")."""
ASPECT = frozenset(_ASPECT.split())
"""Judgements that say what is judged: they carry a subject, but do not name one."""
_JUDGES = {
    "Price": "cher chère chers expensive cheap cheaper",
    "Speed": "rapide lent lente rapidement fast quick quickly slow slowly",
    "Ease of use": "facile simple intuitif intuitive compliqué compliquée difficile easy easily"
    " convenient difficult facilement simplement",
    "Reliability": "fiable reliable",
    "Availability": "disponible",
    "Usefulness": "utile inutile pratique useful useless inutilisable",
}
JUDGES = {word: judged for judged, words in _JUDGES.items() for word in words.split()}
"""What such a word judges, by its English name in the glossary: "cher" speaks of the price."""
OPINION = PRAISE | BLAME | PROFANE
VAGUE = frozenset(_VAGUE.split())
"""Nouns that say too little to be a whole name: people, hands, words, marks, the firm itself."""
ACRONYMS = frozenset(_ACRONYMS.split())
"""Always written in capitals, however people type them."""


@lru_cache(maxsize=8)
def stop_words(language: str) -> frozenset[str]:
    """Return function words and words too common to mean anything, lower case."""
    common = _FR_COMMON if language == "fr" else _EN_COMMON
    return nlp.stop_words(language) | frozenset(common.split())


@lru_cache(maxsize=1)
def without_subject() -> frozenset[str]:
    """Return the words of both languages that carry no subject: stop words and opinions."""
    return stop_words("fr") | stop_words("en") | OPINION


@lru_cache(maxsize=1)
def unfit_for_names() -> frozenset[str]:
    """Return the words of both languages that no name may hold."""
    return without_subject() | ASPECT | frozenset(_TIMES.split())


def without_placeholders(text: str) -> str:
    """Return the text without what stands in for personal data, addresses and links."""
    if not _MAY_HOLD_PLACEHOLDER.search(text):  # the search for addresses is 10 times slower
        return text
    return _PLACEHOLDER.sub(" ", text)


@lru_cache(maxsize=_REMEMBERED)
def tokens(text: str) -> tuple[str, ...]:
    """Return the lower-case words of a text, digits and punctuation left out."""
    words = _TOKEN.findall(without_placeholders(text).replace("’", "'").lower())
    return tuple(map(sys.intern, words))


@lru_cache(maxsize=_REMEMBERED)
def content_words(text: str) -> tuple[str, ...]:
    """Return the words that can carry a subject: no stop words, opinions or single letters."""
    unwanted = without_subject()
    return tuple(word for word in tokens(text) if len(word) > 1 and word not in unwanted)


def tone_without_subject(text: str) -> str | None:
    """Return ``praise`` or ``blame`` for a text that only judges ("super, merci"), else None.

    A negation up to three words before a judgement turns it round; "no complaints" is praise. Words
    such as "quick" or "cher" say what is judged, so a text with one has a subject; words such as
    "app" name nothing.
    """
    text = _NO_COMPLAINT.sub(" great ", text)
    words = tokens(text)
    subject = [word for word in content_words(text) if word not in NEUTRAL]
    if not words or len(words) > _MAX_TONE_WORDS or subject:
        return None
    balance = 0
    for place, word in enumerate(words):
        sign = (word in PRAISE) - (word in BLAME or word in PROFANE)
        if sign and not _NEGATORS.isdisjoint(words[max(place - 3, 0) : place]):
            sign = -sign
        balance += sign
    if not any(word in OPINION for word in words):
        return None
    return "blame" if balance < 0 else "praise"
