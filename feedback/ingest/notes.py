"""The sentences of this room for the report, in both languages, without file names or rows."""

from collections.abc import Sequence

from feedback.ingest.model import ScaleGuess
from feedback.notices import Notice


def of_scale(guess: ScaleGuess) -> list[Notice]:
    """Return what a reader must know of how a score was read."""
    said = [scale_reversed(guess)] if guess.is_reversed else []
    if guess.direction_assumed and not guess.is_reversed:
        said.append(direction_assumed(guess))
    elif guess.assumed and not guess.is_reversed:
        said.append(scale_assumed(guess))
    return said


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


def scale_reversed(guess: ScaleGuess) -> Notice:
    """Low numbers are the good ones: said by the file, or assumed."""
    best, worst = f"{guess.low:g}", f"{guess.high:g}"
    en = "nothing says so beyond doubt" if guess.direction_assumed else "the file says so"
    fr = "rien ne le dit avec certitude" if guess.direction_assumed else "le fichier le dit"
    return Notice(
        "scale-reversed",
        f"On the score “{guess.column}”, {best} was read as the best answer and {worst} as the "
        f"worst: {en}. Scores are shown as given, their bands are turned round "
        f"(--scale {best}-{worst} reads it the other way).",
        f"Pour la note « {guess.column} », {best} a été lu comme la meilleure réponse et {worst} "
        f"comme la pire : {fr}. Les notes sont montrées telles quelles, leurs groupes sont "
        f"inversés (--scale {best}-{worst} pour la lire dans l’autre sens).",
    )


def direction_assumed(guess: ScaleGuess) -> Notice:
    """Nothing says which end of a CES is the good one."""
    best, worst = f"{guess.high:g}", f"{guess.low:g}"
    return Notice(
        "direction-assumed",
        f"Nothing says which end of the score “{guess.column}” is the good one: {best} was taken "
        f"for easy (--scale {best}-{worst} turns it round).",
        f"Rien ne dit quel bout de la note « {guess.column} » est le bon : {best} a été pris pour "
        f"facile (--scale {best}-{worst} l’inverse).",
    )


def scales_mixed(column: str, parts: Sequence[ScaleGuess]) -> Notice:
    """One column holds the answers of two scales."""
    en = "; ".join(f"{p.low:g} to {p.high:g} where {p.rows}" for p in parts)
    fr = "; ".join(f"{p.low:g} à {p.high:g} pour {p.rows}" for p in parts)
    return Notice(
        "scales-mixed",
        f"The score “{column}” mixes two scales, by its answers: {en}. Each row was read on its "
        "own scale.",
        f"La note « {column} » mélange deux échelles, d’après ses réponses : {fr}. Chaque ligne a "
        "été lue sur la sienne.",
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


def ids_repeated(column: str, n_rows: int) -> Notice:
    """Rows that differ share the id of an answer."""
    return Notice(
        "ids-repeated",
        f"{n_rows} rows share their id in “{column}” with another row that says otherwise, as an "
        "answer sent twice or corrected does: each counts as an answer. If the last one is meant "
        "to replace the first, take the first out of the file.",
        f"{n_rows} lignes partagent leur identifiant dans « {column} » avec une autre ligne qui "
        "dit autre chose, comme une réponse envoyée deux fois ou corrigée : chacune compte comme "
        "une réponse. Si la dernière doit remplacer la première, retirez celle-ci du fichier.",
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
        (
            "{n} score lies outside its scale and was not used.",
            "{n} scores lie outside their scale and were not used.",
        ),
        (
            "{n} note est hors de son échelle et n’a pas été utilisée.",
            "{n} notes sont hors de leur échelle et n’ont pas été utilisées.",
        ),
    ),
    "scores-not-read": (
        (
            "{n} cell of score columns holds no score that can be read.",
            "{n} cells of score columns hold no score that can be read.",
        ),
        (
            "{n} cellule de colonnes de notes ne contient pas de note lisible.",
            "{n} cellules de colonnes de notes ne contiennent pas de note lisible.",
        ),
    ),
    "dates-not-read": (
        ("{n} date could not be read.", "{n} dates could not be read."),
        ("{n} date n’a pas pu être lue.", "{n} dates n’ont pas pu être lues."),
    ),
    "cells-too-long": (
        (
            "{n} cell was too long to be an answer and was left out.",
            "{n} cells were too long to be answers and were left out.",
        ),
        (
            "{n} cellule, trop longue pour être une réponse, a été laissée de côté.",
            "{n} cellules, trop longues pour être des réponses, ont été laissées de côté.",
        ),
    ),
    "rows-left-out": (
        (
            "{n} row was left out (listed with its reason in manifest.json).",
            "{n} rows were left out (listed with their reasons in manifest.json).",
        ),
        (
            "{n} ligne a été laissée de côté (listée avec sa raison dans manifest.json).",
            "{n} lignes ont été laissées de côté (listées avec leurs raisons dans manifest.json).",
        ),
    ),
    "files-skipped": (
        (
            "{n} file of a folder holds no feedback that can be read (listed in manifest.json).",
            "{n} files of a folder hold no feedback that can be read (listed in manifest.json).",
        ),
        (
            "{n} fichier d’un dossier ne contient pas de retours lisibles (manifest.json).",
            "{n} fichiers d’un dossier ne contiennent pas de retours lisibles (manifest.json).",
        ),
    ),
    "labels-not-comments": (
        (
            "{n} answer is a label that the source writes for each score, not words of people.",
            "{n} answers are labels that the source writes for each score, not words of people.",
        ),
        (
            "{n} réponse est un libellé que la source écrit pour chaque note, pas les gens.",
            "{n} réponses sont des libellés que la source écrit pour chaque note, pas les gens.",
        ),
    ),
}


def counted(code: str, n: int) -> Notice:
    """Return the notice of a known code with its number."""
    en, fr = (forms[n != 1].format(n=n) for forms in _COUNTED[code])
    return Notice(code, en, fr)
