"""What people write when they have nothing to say, one pattern a line, by kind.

The patterns match a whole comment, folded to lower case without accents or punctuation. `LEAD`
and `TAIL` may stand around each: "euh non rien, désolé".
"""

import re

_FR_THINGS = (
    "(?:commentaire|remarque|suggestion|observation|precision|amelioration|proposition|reponse"
    "|information|chose|critique constructive)s?"
)
_EN_THINGS = (
    "(?:comment|suggestion|remark|idea|thought|input|recommendation|improvement|observation"
    "|opinions to share|feedback|point)s?"
)
_FR_MORE = "(?:particulier|special|specifique|supplementaire|complementaire|precis)e?s?"
_FR_SAY = (
    "(?:signaler|dire|ajouter|rajouter|declarer|rapporter|proposer|mentionner|commenter|preciser"
    "|remarquer|noter|suggerer|faire|formuler|donner|apporter)"
)
_EN_SAY = "(?:add|say|report|note|mention|comment|declare|suggest|share|improve)"
_EN_SAID = "(?:stated|mentioned|said|answer|comment|response|question|reply|explained)"

LEAD = "(?:(?:bah?|ben|euh|bof|well|hmm*|non|no|nan|nope|oh|sorry|desole) )?"
TAIL = (
    "(?: (?:merci|thanks|thank you|svp|pour (?:le|l) (?:moment|instant)|pour ma part|pour moi"
    "|de mon cote|a ce (?:jour|stade)|actuellement|en particulier|desole|sorry|(?:at|for) (?:this"
    "|the) (?:time|moment|point)|at present|right now|for now|for me|as of now|so far|yet|really"
    "|from me|here|that i can think of|off the top of my head))*"
)

_BY_KIND = {
    "test": r"""
        tests?|testing(?: testing)?|test(?: \d+)+
        (?:ceci est un|this is a|just a) test
        (?:bla ?)+|(?:blah ?)+|lorem ipsum.*|foo(?: ?bar)?|toto
    """,
    "yes_no": r"""
        oui|ouais|si|non|nan
        yes|yep|yeah|no|nope
    """,
    "no_opinion": r"""
        (?:je )?(?:ne |n )?(?:sais|sait) pas(?: (?:trop|du tout|vraiment|quoi dire))*
        j sais pas|jsp|chais? pas|nspp?|je (?:ne )?sais (?:trop )?pas
        sans (?:avis|opinion|reponse)
        (?:je n ai )?(?:pas|aucune?)(?: d)? (?:avis|opinion|idee|preference)
        (?:je )?ne (?:se|me) prononce pas|difficile a dire
        (?:i )?(?:really |honestly )?(?:don t|do not|dont) (?:really )?know(?: what to say)?
        dunno|idk|unsure|undecided|hard to say|can t say|cannot say
        (?:i m |i am |im )?not (?:really |too )?sure
        (?:i have |i ve )?no (?:strong |real )?(?:idea|opinion|preference|clue|view)s?
    """,
    "nothing": rf"""
        ras|neant|nada|sans objet|so|na|nc|n a|nr|aucune?s?
        nil|null|none|nan|none at all|rien de rien
        (?:je n (?:ai|vois) |j ai |je ne vois |il n y a |y a )?(?:vraiment |absolument )*{{rien}}
        pas (?:specialement|particulierement|vraiment|grand chose)(?: (?:a|de) {_FR_SAY})?
        (?:je n ai )?(?:pas|aucune?s?){{fr_things}}(?: {_FR_MORE})?(?: a {_FR_SAY})?
        not applicable|does not apply|doesn t apply
        (?:i (?:have|ve|have got|ve got) |there s |there is )?(?:absolutely )?{{nothing}}
        (?:i (?:(?:don t|do not|dont) )?have )?(?:no|any|not any){{en_things}}
        (?:i )?(?:can t|cant|cannot|can not|couldn t) think of {{anything}}
        not that i can think of|not really|not particularly|not especially
    """.format(
        rien=(
            "rien(?: (?:du tout|d autre|de plus|vraiment|de (?:tres )?(?:special|particulier"
            "|specifique|plus|nouveau)))*"
            f"(?: (?:a|de) {_FR_SAY})?(?: de (?:plus|special|particulier))?"
        ),
        nothing=(
            "nothing(?: (?:really|else|more|further|at all|in particular|particular|specific"
            "|as such|additional|comes to mind|springs to mind|i can think of))*"
            f"(?: to {_EN_SAY})?(?: (?:on|about) (?:this|that|it))?"
        ),
        fr_things=f"(?: (?:d|de|autre)s?)* (?:autres? )?{_FR_THINGS}",
        en_things=(
            f"(?: (?:other|further|more|additional|specific|particular|real))* {_EN_THINGS}"
        ),
        anything="(?:anything|any|one)(?: (?:else|specific|in particular))*",
    ),
    "see_above": rf"""
        idem|pareil|ibid
        (?:meme|mm) (?:reponse|chose|remarque|commentaire)s?{{as_before}}
        (?:(?:cf|voir|comme|idem|lire|vu|cfr|se referer a) )+{{before}}
        (?:je l ai )?deja (?:dit|repondu|explique|mentionne|evoque|note|indique|signale)e?s?{{when}}
        (?:please )?(?:see|as|same as|refer to|read|like|per|as per|cf){{above}}(?: {_EN_SAID}s?)?
        ditto|same(?: (?:answer|reason|response|comment|again))?|same thing as (?:above|before)
        (?:as )?(?:i )?(?:already|previously) {{said}}(?: (?:above|before|earlier))?
        (?:stated|mentioned|answered|said) (?:above|before|previously)
    """.format(
        as_before=(
            "(?: (?:que )?(?:precedemment|plus haut|ci dessus|avant|precedente?"
            "|(?:a )?la (?:question|reponse) precedente))?"
        ),
        before=(
            "(?:plus haut|ci dessus|precedemment|avant|(?:au |a |aux )?(?:ma |mes |la |le |les "
            "|mon )?(?:reponse|commentaire|question|remarque)s?"
            " (?:precedente?s?|ci dessus|plus haut|d avant|1))"
        ),
        when="(?: (?:plus haut|ci dessus|avant|precedemment|auparavant))?",
        above="(?: (?:the|my|in))* (?:above|before|previous(?:ly)?|prior|earlier|last)",
        said="(?:answered|stated|mentioned|said|explained|covered)",
    ),
    # What people text back to a survey by SMS to be left alone.
    "opt_out": r"""
        stop(?: sms| \d{5})?|unsubscribe(?: me)?
        desabonne(?:r|ment|z moi)?|desinscription
    """,
}


def _compiled(lines: str) -> re.Pattern[str]:
    patterns = "|".join(line.strip() for line in lines.splitlines() if line.strip())
    return re.compile(f"{LEAD}(?:{patterns}){TAIL}")


PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, _compiled(lines)) for kind, lines in _BY_KIND.items()
)
"""Kind and compiled pattern, in the order in which they are tried."""
