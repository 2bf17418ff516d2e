"""Rare words and sayings of judgement, in common words that the encoder knows.

Of 67 French adjectives of blame as in "Pitoyable !" 36 were read as anything but blame, of 57
English ones 13. Of 699 short answers of
rare words, sayings and nouns, the half of which customers do use, 28 % were misread and 15 % the
opposite way; with these in plain words 6 and 2 %. The lists were made from those that failed, so
this is no test; of 7,200 longer labelled texts 12 come out differently, 7 better and one worse.
Words with another everyday meaning are left alone: "brouillon" is a draft, "bidon" a can, English
"dire" French for to say.
"""

from typing import Final

_WORDS: Final = {
    "très mauvais": (
        "pourrie?|naze|foireux|foireuse|merdique|minable|exécrable|pitoyable|navrante?"
        "|affreux|affreuse|bâclée?|à côté de la plaque|à la ramasse|à bout de souffle"
    ),
    "mauvais": "médiocre|laborieux|laborieuse|bancale?",
    "vraiment mauvais": "décevante?|mouais",
    "de très mauvaise qualité": "de la (?:camelote|daube|merde)",
    "insuffisant": "(?:largement |encore |tout à fait )?perfectible",
    "catastrophe": "cata",
    "scandaleux": "honteux|honteuse|gabegie|fumisterie|mascarade|supercherie",
    "inacceptable": "rédhibitoire",
    "beaucoup trop vieux": "archaïque|vétuste|obsolète",
    "beaucoup trop cher": (
        "exorbitante?|(?:bien |un peu |trop )?ch(?:er|ère)s? pour ce que c['’]est"
    ),
    "beaucoup trop compliqué": "tarabiscotée?|alambiquée?|kafkaïen|kafkaïenne|ubuesque",
    "vraiment pénible": (
        "fastidieux|fastidieuse|rébarbatif|rébarbative|soporifique|énergivore|répétitif|répétitive"
        "|épuisante?|éreintante?|stressante?|anxiogène|étouffante?|corvée|prise de tête"
        "|(?:un )?(?:vrai )?(?:calvaire|casse-tête)|(?:une )?(?:vraie )?plaie"
    ),
    "prend beaucoup trop de temps": "chronophage",
    "pas clair du tout": "opaque",
    "une grande déception": "amertume|lassitude",
    "très mécontent": (
        "(?:j['’]en ai |en avoir )?ras[- ](?:le[- ]bol|la[- ]casquette)"
        "|(?:je )?(?:n['’])?en peux plus|(?:y['’ ]?en a|j['’]en ai) (?:vraiment )?marre"
        r"|j['’]en ai (?:vraiment )?assez(?= de| d['’]|\W*$)"
    ),
    "très mal traité": (
        "traitée?s? comme (?:un (?:simple )?numéro|des numéros|du bétail|un chien)"
        "|livrée?s? à (?:soi|moi|nous|eux)-?mêmes?"
        r"|laissée?s? pour compte|(?:renvoyée?|baladée?|trimballée?)s? d[e’'] ?\w+ (?:en|à) \w+"
        "|(?:prise?s? )?pour (?:un pigeon|des pigeons|une vache à lait|des vaches à lait)"
        "|on (?:me|nous) (?:balade|trimballe)"
    ),
    "promesses non tenues": "promesses? en l['’]air",
    "n'importe quoi": "on marche sur la tête|on tourne en rond",
    "impossible à joindre": "injoignable",
    "très désagréable": "hautaine?|impolie?|condescendante?",
    "malhonnête": "mensonger|mensongère|trompeur|trompeuse",
    "problèmes pénibles": "couac|ratés|loupés",
    "beaucoup trop lent": "(?:(?:des|ces|ses|les) )?lenteurs",
    "très fatigant": "surcharge de travail",
    "vraiment excellent": "bluffante?|épatante?|imbattable|hors pair",
    "vraiment impressionné": "bluffée?",
    "très sérieux": "rigoureux|rigoureuse",
    "grand et agréable": "spacieux|spacieuse",
    "en toute confiance": "les yeux fermés",
    "très bien": "comme sur des roulettes",
    "très facilement": "les doigts dans le nez",
    "très attentif": "à l['’]écoute(?! de (?:la |l['’])?(?:musique|radio))",
    "très réussi": "aboutie?",
    "facile et agréable": "fluide",
    "explique très bien": "pédagogue",
    "moyen": "passable",
    "ni bon ni mauvais": "mitigée?",
    "ni satisfait ni mécontent": "moyennement satisfaite?",
    "je n'ai pas encore d'avis": (
        "(?:encore |un peu |bien )?trop tôt pour"
        " (?:(?:le |me |se |nous )?(?:juger|prononcer|dire|savoir))"
        "|pas (?:encore )?assez de recul|manque de recul"
    ),
    "very bad": "shoddy|shambolic|rotten|appalling|sloppy",
    "bad": (
        "clunky|flaky|messy|cluttered|shabby|crummy|slapdash|tatty|naff|inept|sub-?par|below par"
        "|cobbled together|past its best|on its last legs|lacklustre|lackluster"
    ),
    "too complicated": "cumbersome|fiddly|finicky|convoluted|counter-?intuitive",
    "very rude": "curt|surly|snooty|patroni[sz]ing|condescending|offhand",
    "not reliable": "erratic",
    "a scam": r"cash grab|snake oil|a con(?= |\W*$)(?! call)|bait and switch",
    "cheated": "nickel(?:l?ed)? and dimed|taken for a ride|strung along",
    "very annoying": "like pulling teeth|a (?:real )?(?:grind|slog|chore|headache)",
    "very unhappy": "at (?:my|our) wit['’]?s['’]? end",
    "treated badly": "kept in the dark|passed from pillar to post|fobbed off|stonewalled",
    "waited far too long": "waited forever",
    "perfect": "faultless|flawless|tick(?:s|ed)? (?:all|every) (?:of )?(?:the|my|our)? ?box(?:es)?",
    "fast": "snappy",
    "very good value": "a (?:real |total |absolute )?(?:bargain|steal)",
    "a great choice": "a no[- ]brainer",
    "we are very happy": "never looked back",
    "it is perfect": (
        "what more could (?:you|i|we|one|anyone) (?:want|ask for|wish for)"
        "|don['’]?t change (?:a thing|anything)"
    ),
    "were extremely helpful": "bent over backwards",
    "good and cheap": "cheap and cheerful",
    "excellent": "first[- ]rate|scrumptious",
    "works very well": "does (?:exactly )?what it says on the tin",
    "very happy": "over the moon|chuffed",
    "far better than expected": "above and beyond",
    "very easy": "a breeze",
    "very helpful": "accommodating|obliging",
    "well done": "hats off",
    "average": "middling",
    "sometimes good, sometimes bad": "hit[- ](?:and|or)[- ]miss",
    "I have no opinion yet": (
        "(?:it['’ i]*s )?(?:still |far |a bit )?too (?:early|soon) to (?:say|tell|judge|know)"
    ),
}

IN_COMMON_WORDS: Final = tuple(
    (rf"\b(?:{words})s?(?!\w)", plain) for plain, words in _WORDS.items()
)
"""Patterns in small letters, and what is read in the place of what they match."""
