"""How people say that something was easy without the word: "two clicks", "a doddle".

Answers about effort (CES) speak so. The head takes a count of steps for a complaint: "I cancelled
my visit in two clicks" was -0.64, and of 16 such answers 9 were misread. A negation stays where it
stands: "not a doddle" is not very easy.
"""

_FEW_EN = r"(?:(?:an? )?(?:single|one|two|three|[123]|few|couple of|handful of)|a)"
_CLICKS_EN = r"(?: (?:quick|simple|easy|short))? (?:mouse )?(?:clicks?|taps?)\b"
_FEW_FR = r"(?:une?|deux|trois|quelques|[123])(?: (?:petits?|simples?|seul))?"

IN_PLAIN_WORDS = (
    (r"\bdead (?P<how>simple|easy|quick|straightforward)\b", r"very \g<how>"),
    (
        (
            r"(?P<be>\b(?:is|was|were|are|be|been)|['’]s)(?P<no> not| never)?"
            r" (?:just |such )?(?:an? )?(?:absolute |real |complete |total )?"
            r"(?:breeze|doddle|cinch|piece of cake|walk in the park|child['’]s play)\b"
        ),
        r"\g<be>\g<no> very easy",
    ),
    (rf"\b(?:with)?in (?:just |only |under )?{_FEW_EN}{_CLICKS_EN}", "very easily"),
    (
        (
            # "We took two taps", "he needed a few taps": a plumber's.
            r"(?<!\bI )(?<!\bhe )(?<!\bwe )(?<!\bshe )(?<!\bthey )"
            r"\b(?:(?:only|just) )?(?:took|takes)(?: me| us| you)?"
            rf"(?: only| just| all of)? {_FEW_EN}{_CLICKS_EN}"
        ),
        "was very easy",
    ),
    (rf"^\W*(?:just |only )?{_FEW_EN}{_CLICKS_EN}(?= and\b| to\b|,)", "It was very easy"),
    (rf"\ben (?:seulement |juste |à peine |moins de )?{_FEW_FR} clics?\b", "très facilement"),
    (
        rf"\b{_FEW_FR} clics? (?:ont suffi|suffisent|suffit|et c['’]est (?:fait|réglé))\b",
        "c'est très facile",
    ),
    (
        (
            r"(?P<be>\b(?:est|était|été|sont|devient|reste))(?P<no> pas| plus)?"
            r" un (?:vrai |véritable |pur )?jeu d['’]enfants?\b"
        ),
        r"\g<be>\g<no> très facile",
    ),
)
