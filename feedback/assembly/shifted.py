"""Joins the rows of a reading with the test for scores that slipped against their texts."""

import pandas as pd

from feedback.anomalies import Shift, find_shift
from feedback.ingest import Reading
from feedback.notices import Notice

_MOST_QUESTIONS = 4
_SCALE = ["scale", "scale_low", "scale_high"]


def shift_notices(reading: Reading) -> tuple[Notice, ...]:
    """Say which open questions have their scores a row off, from the words alone.

    The same test on the same words in `feedback inspect` and in `feedback run`. Row numbers stand
    in these sentences, for a shift is a property of the order of the rows.
    """
    rows = reading.responses["response_id"].map(reading.positions)
    table = reading.responses.assign(_row=rows)[rows.notna()].sort_values("_row", kind="stable")
    questions = table["question"].fillna("")
    found = []
    for question in questions.value_counts().index[:_MOST_QUESTIONS]:
        for scale, answers in table[questions == question].groupby(_SCALE, sort=True):
            shift = _shift_of(answers, _wordless(table, scale))
            found += [_notice(shift)] if shift else []
    return tuple(dict.fromkeys(found))


def _wordless(table: pd.DataFrame, scale: object) -> pd.DataFrame:
    """Return the rows with a score of this scale and no comment: their scores count, too."""
    is_same = table[_SCALE].apply(tuple, axis=1) == scale
    return table[is_same & (table["comment"] == "")]


def _shift_of(answers: pd.DataFrame, wordless: pd.DataFrame) -> Shift | None:
    scored = pd.concat([wordless, answers]).dropna(subset=["score"])
    scores = dict(zip(scored["_row"].astype(int), scored["score"].astype(float), strict=True))
    worded = answers[answers["comment"] != ""]
    return find_shift(list(worded["comment"]), [int(row) for row in worded["_row"]], scores)


def _notice(shift: Shift) -> Notice:
    below = shift.step > 0
    where = f"{shift.first}–{shift.last}"
    own, other = f"{shift.own:.2f}", f"{shift.neighbour:.2f}"
    return Notice(
        "scores-shifted",
        f"The scores look shifted by one row against the texts in rows {where}: the words predict "
        f"the score of the row {'below' if below else 'above'} (correlation {other}) better than "
        f"their own ({own}). Check how the file was joined before you trust its bands.",
        f"Les notes semblent décalées d’une ligne par rapport aux textes, lignes {where} : les "
        f"mots prédisent la note de la ligne {'suivante' if below else 'précédente'} (corrélation "
        f"{other.replace('.', ',')}) mieux que la leur ({own.replace('.', ',')}). Vérifiez "
        "l’export avant de vous fier aux groupes de notes.",
    )
