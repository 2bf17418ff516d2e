"""Which capitalised words can only be somebody's name: no word, no form of one, place or brand."""

from feedback import nlp
from feedback.text.given_names import brands, fold_name, places, surnames
from feedback.text.name_words import is_word

# The ends of verbs and plurals and what the base form has instead.
_ENDINGS = (
    ("ies", "y"),
    *(
        (end, base)
        for end in ("ait", "aient", "ent", "era", "ez", "ons", "é", "ée", "és", "ées")
        for base in ("er", "ir", "re")
    ),
    *((end, base) for end in ("e", "es", "a", "it") for base in ("er", "ir", "re")),
    *((end, base) for end in ("ed", "ing", "s", "es", "ly", "er") for base in ("", "e")),
)


def is_unknown(word: str, vocabulary: frozenset[str]) -> bool:
    """Say whether a word is no word, place or brand, and not in lower case in the batch.

    Args:
        word: A capitalised word.
        vocabulary: Words that comments of the batch write in lower case, folded.
    """
    folded = fold_name(word)
    if folded in brands():
        return False
    if folded in surnames():
        return True
    plain = is_word(word) or folded in places() or folded in vocabulary
    return not (plain or folded.rstrip("s") in vocabulary or is_form(word.lower()))


def is_form(word: str) -> bool:
    """Say whether a word is a form of one in a dictionary: "raccroche", "activities"."""
    return any(
        word.endswith(end) and word[: -len(end)] + base in nlp.dictionary(language)
        for end, base in _ENDINGS
        for language in ("fr", "en")
    )
