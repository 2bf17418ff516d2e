"""Greetings and closing formulas: they are said with praise and with complaint alike."""

import re

_GREETING = r"""
    bonjour | bonsoir | salut | coucou | (?:cher|ch[eè]re)s?\ (?:madame|monsieur|equipe|équipe)s?
    | (?:mesdames|madame)(?:,?\ (?:et\ )?(?:messieurs|monsieur))? | monsieur
    | hello | hi | hey | good\ (?:morning|afternoon|evening) | dear\ (?:sir|madam|team|all)s?
    (?:\ or\ (?:sir|madam))? | to\ whom\ it\ may\ concern
"""
_FLAGS = re.IGNORECASE | re.VERBOSE
_WHOM = r"(?:\ (?:à\ (?:tous|toutes|vous)|l'équipe|madame|monsieur|all|there|team|everyone))*"
_CLOSING = r"""
    (?:bien\ )?cordialement | (?:très\ )?bien\ à\ vous | sinc[eè]rement | respectueusement
    | salutations(?:\ distinguées)? | (?:(?:très\ )?bonne|belle)\ (?:journée|soirée|continuation)
    | bon\ week-end | (?:en\ vous\ )?remerciant\ (?:par\ avance|d'avance)
    | merci(?:\ (?:d'avance|par\ avance|beaucoup|bien))?(?:\ (?:de|pour)\ votre\ (?:retour|aide
      |réponse|compréhension|attention))?
    | (?:kind|best|warm)(?:est)?\ (?:regards|wishes) | regards
    | (?:yours\ )?(?:sincerely|faithfully)
    | (?:many\ )?thanks(?:\ in\ advance)? | thank\ you(?:\ in\ advance)?
      (?:\ for\ your\ (?:reply|help|answer|time|understanding|attention))?
    | have\ a\ (?:nice|good|great|lovely)\ (?:day|weekend|evening) | cheers
"""
_AT_START = re.compile(rf"^\W*(?:{_GREETING}){_WHOM}\s*[,.!:;\n]+\s*", _FLAGS)
_AT_END = re.compile(rf"(?:(?<=[.!?…])|(?<=\n))\s*(?:{_CLOSING})\s*[,.! ]*$", _FLAGS)
_ONLY = re.compile(rf"^\W*(?:(?:{_GREETING}){_WHOM}|{_CLOSING})[\W]*$", _FLAGS)


def without_courtesy(text: str) -> str:
    """Return `text` without a greeting before it and formulas after it; alone, they stay."""
    rest = text
    for _ in range(3):  # "Merci d'avance. Bonne journée. Cordialement."
        shorter = _AT_END.sub("", _AT_START.sub("", rest)).strip()
        if not shorter or shorter == rest:
            break
        rest = shorter
    return rest


def is_courtesy(text: str) -> bool:
    """Say whether a segment is nothing but a greeting or a closing formula."""
    return bool(_ONLY.match(text[:80])) and len(text) <= 80
