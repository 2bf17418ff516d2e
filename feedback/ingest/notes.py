"""The sentences of this room for the report, in both languages, without file names or rows."""

from feedback.ingest.model import ScaleGuess
from feedback.notices import Notice


def scale_assumed(guess: ScaleGuess) -> Notice:
    """Nothing in the file names the scale of a score."""
    bounds_en, bounds_fr = f"{guess.low:g} to {guess.high:g}", f"{guess.low:g} à {guess.high:g}"
    names_fr = {"stars": "étoiles", "other": "échelle simple"}
    names_en = {"stars": "stars", "other": "a plain scale"}
    name_en = names_en.get(guess.scale, guess.scale.upper())
    name_fr = names_fr.get(guess.scale, guess.scale.upper())
    return Notice(
        "scale-assumed",
        f"The score “{guess.column}” was read as {name_en}, {bounds_en}: its answers suggest it, "
        "nothing in the file says it (--scale overrides).",
        f"La note « {guess.column} » a été lue comme {name_fr}, de {bounds_fr} : ses réponses le "
        "suggèrent, rien dans le fichier ne le dit (--scale pour en décider).",
    )


def date_order_assumed(column: str, day_first: bool) -> Notice:
    """No date of a column tells day from month."""
    return Notice(
        "date-order-assumed",
        f"The dates of “{column}” were read {'day' if day_first else 'month'} first: none of them "
        "tells.",
        f"Les dates de « {column} » ont été lues {'jour' if day_first else 'mois'} d’abord : "
        "aucune ne permet d’en décider.",
    )


def no_score() -> Notice:
    """A file has no score."""
    return Notice(
        "no-score",
        "A file holds no score: its answers count for themes, not for bands.",
        "Un fichier ne contient pas de note : ses réponses comptent pour les thèmes, pas pour les "
        "groupes de notes.",
    )


def several_scores() -> Notice:
    """Several scores, none of which stands for the whole answer."""
    return Notice(
        "score-unclear",
        "A file holds several scores and none stands out: answers that follow no score have none "
        "(--score names one).",
        "Un fichier contient plusieurs notes dont aucune ne se distingue : les réponses qui n’en "
        "suivent aucune n’en ont pas (--score en désigne une).",
    )


_COUNTED = {
    "scores-outside-scale": (
        "{n} scores lie outside their scale and were not used.",
        "{n} notes sont hors de leur échelle et n’ont pas été utilisées.",
    ),
    "scores-not-read": (
        "{n} cells of score columns hold no score that can be read.",
        "{n} cellules de colonnes de notes ne contiennent pas de note lisible.",
    ),
    "dates-not-read": (
        "{n} dates could not be read.",
        "{n} dates n’ont pas pu être lues.",
    ),
    "cells-too-long": (
        "{n} cells were too long to be answers and were left out.",
        "{n} cellules, trop longues pour être des réponses, ont été laissées de côté.",
    ),
    "rows-left-out": (
        "{n} rows were left out (listed with their reasons in manifest.json).",
        "{n} lignes ont été laissées de côté (listées avec leurs raisons dans manifest.json).",
    ),
    "files-skipped": (
        "{n} files of a folder hold no feedback that can be read (listed in manifest.json).",
        "{n} fichiers d’un dossier ne contiennent pas de retours lisibles (voir manifest.json).",
    ),
    "labels-not-comments": (
        "{n} answers are labels that the source writes for each score, not words of respondents.",
        "{n} réponses sont des libellés écrits par la source pour chaque note, non par les gens.",
    ),
}


def counted(code: str, n: int) -> Notice:
    """Return the notice of a known code with its number."""
    en, fr = _COUNTED[code]
    return Notice(code, en.format(n=n), fr.format(n=n))
