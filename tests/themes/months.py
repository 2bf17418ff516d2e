"""Small months of a survey, as csv files."""

import csv
from collections.abc import Callable
from pathlib import Path

SUBJECTS = {
    "fr": [
        "La facture arrive en double avec un montant faux",
        "Le support répond trop lentement à nos questions",
        "L’export Excel perd les colonnes et les dates",
        "Le mot de passe est refusé à chaque connexion",
    ],
    "en": [
        "The invoice comes twice with a wrong amount",
        "Support takes too long to answer our questions",
        "The Excel export loses columns and dates",
        "The password is refused at every login",
    ],
}
TURNS = {
    "fr": ["ce mois-ci", "depuis lundi", "chez nous à Lyon", "pour toute l’équipe", "encore"],
    "en": ["this month", "since Monday", "in our Leeds office", "for the whole team", "again"],
}


def month(path: Path, name: str, ending: Callable[[str, int], str] = lambda *_: "") -> Path:
    """Write forty answers on four subjects in two languages; ids begin with `name`.

    `ending` gives more words for an answer of a language with the turn of a number.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "score", "comment"])
        for language, subjects in SUBJECTS.items():
            for s, subject in enumerate(subjects):
                for t, turn in enumerate(TURNS[language]):
                    row = f"{name}-{language}{s}{t}"
                    writer.writerow(
                        [row, (s * 3 + t) % 11, f"{subject} {turn}{ending(language, t)}."]
                    )
    return path
