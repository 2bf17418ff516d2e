"""Figures in a sentence, as French and English write them."""

NARROW = "\u202f"
"""Narrow no-break space, before « ; : ! ? % » in French."""


def figure(value: float, language: str, digits: int = 1) -> str:
    """Return a number with at most `digits` decimals: ``2,4`` in French, ``2.4`` in English."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text.replace("-", "−")
    return text.replace(".", ",") if language == "fr" else text


LANGUAGES = {
    "ar": ("arabe", "Arabic"),
    "de": ("allemand", "German"),
    "en": ("anglais", "English"),
    "es": ("espagnol", "Spanish"),
    "fr": ("français", "French"),
    "it": ("italien", "Italian"),
    "nl": ("néerlandais", "Dutch"),
    "pl": ("polonais", "Polish"),
    "pt": ("portugais", "Portuguese"),
    "ro": ("roumain", "Romanian"),
    "ru": ("russe", "Russian"),
    "tr": ("turc", "Turkish"),
}
"""Names of the languages that French and English surveys are most often answered in."""


def language_name(code: str, language: str) -> str:
    """Return the name of a language in French or English; its code in quotes where not known."""
    if code in LANGUAGES:
        return LANGUAGES[code][0 if language == "fr" else 1]
    return f"« {code} »" if language == "fr" else f"“{code}”"


def percent(share: float, language: str) -> str:
    """Return a share (0 to 1) in percent: ``96 %`` with its narrow space, or ``96%``.

    What is more than nothing and rounds to it is ``< 1 %``.
    """
    told = "<\u00a01" if 0 < share < 0.005 else figure(100 * share, language, 0)
    return f"{told}{NARROW + '%' if language == 'fr' else '%'}"
