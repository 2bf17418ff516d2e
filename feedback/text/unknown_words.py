"""Which capitalised words can only be somebody's name: no word, no form of one, place or brand."""

from feedback import nlp
from feedback.text.given_names import brands, fold_name, places, surnames
from feedback.text.name_words import is_word


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
    return not (plain or folded.rstrip("s") in vocabulary or nlp.is_form(word.lower()))
