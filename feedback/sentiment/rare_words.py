"""Rare words of judgement, in common ones that the encoder knows.

Of 67 French adjectives of blame as in "Pitoyable !" 36 were read as anything but blame, of 57
English ones 13. Of 226 adjectives of praise and blame in three sentences each 28 readings fail with
these in plain words, 90 without; the list was made from those that failed, so this is no test.
Words with another everyday meaning are left alone: "brouillon" is a draft, "bidon" a can, English
"dire" French for to say.
"""

from typing import Final

_PLAIN: Final = {
    "très mauvais": (
        "pourri|pourrie|naze|foireux|foireuse|merdique|minable|exécrable|pitoyable|navrant|navrante"
        "|affreux|affreuse|bâclé|bâclée"
    ),
    "mauvais": "médiocre|laborieux|laborieuse|bancal|bancale",
    "vraiment mauvais": "décevant|décevante",
    "scandaleux": "honteux|honteuse",
    "beaucoup trop vieux": "archaïque|vétuste|obsolète",
    "beaucoup trop cher": "exorbitant|exorbitante",
    "impossible à joindre": "injoignable",
    "très désagréable": "hautain|hautaine|impoli|impolie",
    "malhonnête": "mensonger|mensongère|trompeur|trompeuse",
    "vraiment excellent": "bluffant|bluffante|épatant|épatante",
    "très sérieux": "rigoureux|rigoureuse",
    "very bad": "shoddy|shambolic|rotten|appalling|sloppy",
    "bad": "clunky|flaky|messy|cluttered",
    "perfect": "faultless|flawless",
    "fast": "snappy",
}

IN_COMMON_WORDS: Final = tuple(
    (rf"\b(?:{words})s?(?!\w)", plain) for plain, words in _PLAIN.items()
)
"""Patterns in small letters, and what is read in the place of what they match."""
