"""What the reader of the score figures must know, in both languages."""

from feedback.bands.intervals import Interval
from feedback.bands.metrics import Metric
from feedback.frames import SCORE_BANDS
from feedback.notices import Notice

FEW_SCORES = 10
"""Under this many scored answers every figure is announced as fragile."""


def about_scores(metrics: tuple[Metric, ...]) -> list[Notice]:
    """Return notices on missing, few, constant or mixed scores."""
    if not metrics:
        return [
            Notice(
                "no-scores",
                "No answer has a score: there are no score figures, and no theme is linked to one.",
                "Aucune réponse n’a de note\u202f: pas d’indicateur, et aucun thème n’est relié "
                "à une note.",
            )
        ]
    primary = metrics[0]
    notes = []
    if len(metrics) > 1:
        notes.append(
            Notice(
                "several-scales",
                f"Several scales were answered; themes are linked to {primary.label}, the one "
                f"with most answers ({primary.n}).",
                f"Plusieurs échelles de note\u202f; les thèmes sont reliés à {primary.label_fr}, "
                f"celle qui a le plus de réponses ({primary.n}).",
            )
        )
    if primary.n < FEW_SCORES:
        notes.append(
            Notice(
                "few-scores",
                f"Only {primary.n} scored answers: every figure is fragile.",
                f"Seulement {primary.n} réponses notées\u202f: tous les chiffres sont fragiles.",
            )
        )
    return notes + _about_spread(primary)


def _about_spread(primary: Metric) -> list[Notice]:
    empty = [band for band in SCORE_BANDS if not primary.counts.get(band)]
    if primary.spread == 0:
        return [
            Notice(
                "constant-score",
                "Every answer has the same score: no theme can be said to move it.",
                "Toutes les réponses ont la même note : aucun thème ne peut la faire bouger.",
            )
        ]
    if not empty:
        return []
    names = {"low": ("low", "basse"), "mid": ("middle", "moyenne"), "high": ("high", "haute")}
    english = " and ".join(names[band][0] for band in empty)
    french = " et ".join(names[band][1] for band in empty)
    return [
        Notice(
            "empty-band",
            f"No answer falls in the {english} score band.",
            f"Aucune réponse ne tombe dans la tranche de note {french}.",
        )
    ]


def about_groups(left_out: int, min_group: int) -> list[Notice]:
    """Return a notice on the groups too small to show."""
    if not left_out:
        return []
    return [
        Notice(
            "small-groups",
            f"Customer groups with scored answers of fewer than {min_group} people are not "
            f"compared ({left_out} left out).",
            f"Les groupes de clients de moins de {min_group} personnes qui notent ne sont pas "
            f"comparés ({left_out} laissé{'s' if left_out > 1 else ''} de côté).",
        )
    ]


def about_response_rate(rate: Interval | None, invitations: int) -> list[Notice]:
    """Return a notice where more people answered than were invited."""
    if rate is not None or invitations <= 0:
        return []
    return [
        Notice(
            "more-answers-than-invitations",
            f"More people answered than the {invitations} said to be invited: there is no "
            "response rate.",
            f"Plus de personnes ont répondu que les {invitations} invitées annoncées\u202f: pas de "
            "taux de réponse.",
        )
    ]
