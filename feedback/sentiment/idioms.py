"""Set phrases that say something else than their words: "pas mal" is praise, "hard to fault" too.

An encoder of this size reads the words ("pas", "mal", "fault") and not the phrase, however many
sentences teach it: after 1,600 more of them "pas mal" was still 0.74 negative. Such phrases are few
and fixed, so the head reads the plain words for them; the person's text stays as it is.
"""

import re

from feedback.sentiment.ease import IN_PLAIN_WORDS
from feedback.sentiment.rare_words import IN_COMMON_WORDS

_END = r"(?=\s*(?:$|[.,;:!?…)\n]|mais\b|but\b|pour\b|for\b|comme\b|et\b|and\b))"
_STOP = r"(?=\s*(?:$|[.,;!?…)\n]))"

_PLAIN = (
    # "ça ne fait pas mal" and "pas mal de bugs" mean their words.
    (rf"(?<!fai[st] )(?<!font )(?<!eu )\bpas (?:trop )?mal(?: du tout)?{_END}", "plutôt bien"),
    (rf"\bpas (?:si )?pire(?: pantoute)?{_END}", "plutôt bien"),
    (
        r"\bpas (?:top|terrible|ouf|folichon\w*|fameu(?:x|se)|jojo|génial\w*|glorieux)\b",
        "plutôt mauvais",
    ),
    (r"\bpas (?:dégueu(?:lasse)?|vilain|dég)\b", "plutôt bon"),
    (
        (
            r"\bon ne (?:peut|pouvait|pourrait) plus (?=[^\W\d_]+(?:$|[ .,;!]))(?!de\b|rien|jamais)"
            r"(?=\w*(?:it|ite|eux|euse|ant|ante|ent|ente|el|elle|al|ale|if|ive|able|ible|ple|é|ée)\b)"
        ),
        "vraiment très ",
    ),
    (
        (
            r"\bon (?:ne )?(?:peut|pouvait|pourrait) (?:pas |difficilement )?"
            r"(?:rêver|faire|espérer|demander|trouver)(?: de)? mieux\b"
        ),
        "c'est parfait",
    ),
    (r"\b(?:je n'ai |il n'y a )?rien à (?:redire|reprocher|dire de mal)\b", "c'est parfait"),
    (
        r"\b(?:peu[tx]|peuvent|pourrait|pourraient) (?:largement |beaucoup )?mieux faire\b",
        "est insuffisant",
    ),
    (r"\blaiss(?:e|ent|ait|aient) (?:\w+ ){0,2}à désirer\b", "est mauvais"),
    (r"\btout (?:est )?à revoir\b", "tout est mauvais"),
    (r"\bmoins bien qu['’ ]avant\b|\bc['’]était mieux avant\b", "c'est devenu mauvais"),
    (
        r"\b(?:de la balle|de la bombe|une tuerie|une dinguerie|du tonnerre|tiguidou)\b",
        "génial",
    ),
    (r"\b(?:un (?:beau|sacré|vrai|immense) )gâchis\b", "un gâchis lamentable"),
    (r"\bc['’]est (?:pas |point )?donné\b(?! que)", "c'est cher"),
    (
        (
            r"(?:\bne (?:venez|allez|prenez|signez|achetez|perdez|souscrivez) (?:surtout )?pas\b"
            r"|\bn['’](?:y allez|allez|achetez|y mettez) (?:surtout )?pas\b|\bpassez votre chemin\b"
            r"|\bfuyez\b|\bà fuir\b|(?<!erreurs )(?<!pièges )(?<!points )\bà éviter\b"
            r"|\bje (?:vous )?(?:l[ea]s? |l['’] ?)?déconseille\b)"
            r"(?: (?:absolument|vivement|fortement|à tout prix|d['’]urgence|chez (?:eux|vous)))?"
        ),
        "c'est très mauvais",
    ),
    (
        rf"^\W*aucun effort(?: (?:à (?:faire|fournir)|demandé|requis|nécessaire))?{_END}",
        "très facile",
    ),
    (r"\bn['’]a (?:demandé|nécessité|exigé) aucun effort\b", "a été très facile"),
    (r"\bsans (?:aucun |le moindre |trop d['’] ?)?effort\b(?! d)", "très facilement"),
    (r"\bsans (?:le moindre )?accrocs?\b|\bun sans[- ]faute\b", "très bien"),
    (r"\birréprochable(?P<s>s?)\b", r"excellent\g<s>"),
    (r"\bnuls? de chez nul\b", "vraiment très mauvais"),
    (r"\bnot half bad\b|\bnot (?:too|so|that|at all) bad\b|\bnot bad at all\b", "quite good"),
    (r"\b(?:things |it )?could (?:be|have been) (?:a lot )?worse\b", "it is acceptable"),
    (
        (
            r"\b(?:can['’]?t|cannot|can not|could ?n['’]?o?t) "
            r"(?P<do>recommend|thank|praise)\b(?P<what>[^.!?;\n]{0,80}?) (?:highly )?enough\b"
        ),
        r"very much \g<do>\g<what>",
    ),
    (r"\b(?:hard|difficult|impossible) to fault\b", "very good"),
    (r"\b(?:can['’]?t|cannot|could ?n[o'’]t) (?:really )?fault\b", "can only praise"),
    (
        (
            r"\b(?:can['’]?t|cannot|could ?n['’]?o?t) (?:\w+ ){0,2}"
            r"(?:be (?:better|happier|more pleased)|complain"
            r"|(?:ask|asked|wish|wished) for (?:an? |any )?(?:more|better))\b"
            r"|\bno complaints\b"
        ),
        "very good",
    ),
    (r"\b(?:nothing to write home about|nothing special)\b", "mediocre"),
    (r"\bleaves? (?:a lot|much|something|plenty) to be desired\b", "is bad"),
    (r"\bcould do better\b|\bmust do better\b", "is not good enough"),
    (
        (
            r"\b(?:second to none|unmatched|unparallell?ed|top[- ]notch|spot on)\b"
            r"|\b(?:the bee['’]s knees|the dog['’]s bollocks)\b"
        ),
        "excellent",
    ),
    (r"\beffortless\b|\bhassle[- ]free\b|\bpainless\b", "very easy"),
    (r"\b(?:effortless|painless)ly\b", "very easily"),
    (r"\bseamless(?P<ly>ly)?\b", r"very smooth\g<ly>"),
    (r"\bspotless\b", "very clean"),
    (
        (
            r"\b(?:(?:stay|keep) (?:well |far )?away from\b(?= (?:them|this|these|it|here))"
            r"|(?:steer|stay) (?:well )?clear\b(?! to)|avoid (?:at all costs?|like the plague)\b)"
            r"|^\W*(?:stay|keep|run) (?:well |far )?away\b(?=\W*$)"
        ),
        "it is awful",
    ),
    (r"\b(?:killed it|nailed it|knocked it out of the park)\b", "did an excellent job"),
    (
        (
            r"\b(?P<it>ça|cela|appli|application|logiciel|site|système|outil)"
            r" (?:plante|bugu?e|buggue|beugue|freeze|lag)\b"
        ),
        r"\g<it> ne marche pas",
    ),
    (r"\bplante (?:sans arrêt|tout le temps|souvent|sans cesse)\b", "ne marche pas"),
    (
        (
            r"(?:\b(?:est|sont|reste|restent)|^\W*) ?(?:encore |largement |vraiment )?"
            rf"à (?:améliorer|optimiser|revoir)\b{_STOP}"
        ),
        "est insuffisant",
    ),
    (rf"(?<!plus )(?<!moins )\btrop justes?\b{_STOP}", "insuffisant"),
    (r"\bdépassée?s?(?= par\b)", "très mécontent"),
    (
        (
            r"(?<!a )(?<!ont )(?<!as )(?<!ai )(?<!avez )(?<!avons )(?<!attentes )(?<!espérances )"
            rf"(?<!objectifs )(?<!prévisions )\bdépassée?s?\b{_STOP}"
        ),
        "beaucoup trop vieux",
    ),
    (
        (
            r"\b(?:(?:vous|ils|elles) )?"
            r"(?:(?:a|ont|avez) (?:largement |bien )?dépassé|dépasse(?:nt)?)"
            r" (?:toutes )?(?:mes|nos|les) (?:attentes|espérances)\b"
        ),
        "c'est vraiment excellent",
    ),
    (
        (
            r"\b(?:je |on |nous )?(?:ne |n['’])?(?:peux|peut|pouvons|pourrais|pourrait|pourrions)"
            r" (?:plus|pas) (?:m['’]|s['’]|nous )?en passer\b"
        ),
        "c'est vraiment très utile",
    ),
    (r"(?<!est )\bindispensables?\b(?! d[e’']| que| qu['’])", "très utile"),
    (
        r"(?<!ne )\b(?:reviendrai|reviendrons|reviendra)\b(?! pas| plus| jamais| vers| sur| à)",
        "reviendrai avec plaisir",
    ),
    (r"^\W*(?:please )?change nothing\W*$", "it is perfect"),
)
_READINGS = tuple(
    (re.compile(phrase, re.IGNORECASE), plain)
    for phrase, plain in (*_PLAIN, *IN_PLAIN_WORDS, *IN_COMMON_WORDS)
)

_BARE_FR = "chers?|chères?|lente?s?|sales?|bruyante?s?|compliquée?s?|onéreux|interminables?|longs?"
_BARE_EN = "expensive|pricey|slow|late|dirty|noisy|loud|rude|overpriced|complicated|crowded|unclear"
_BARE = (
    (re.compile(rf"\W*(?P<word>{_BARE_FR})\W*", re.IGNORECASE), "C'est beaucoup trop {}."),
    (re.compile(rf"\W*(?P<word>{_BARE_EN})\W*", re.IGNORECASE), "It is much too {}."),
)
"""One word as a whole answer judges; within a sentence the rest says how."""


def in_plain_words(text: str) -> str:
    """Return the text with what its set phrases mean in their place."""
    for bare, sentence in _BARE:
        if found := bare.fullmatch(text):
            return sentence.format(found["word"].lower())
    for phrase, plain in _READINGS:
        text = phrase.sub(plain, text)
    return text
