"""What people's reviews teach: from which severity on a kind of flag is worth raising."""

import numpy as np

from feedback.anomalies.context import Reviewed
from feedback.settings import AnomalySettings


def severity_floor(
    reviews: tuple[Reviewed, ...], kind: str, settings: AnomalySettings
) -> float | None:
    """Return the severity from which on people agree with flags of a kind; None: all, or unknown.

    The chance of agreement is fitted as a rising function of severity (isotonic regression; Ayer
    et al., 1955), and the floor is the lowest reviewed severity where it reaches
    `review_precision`. Under `review_min` reviews of the kind nothing is concluded; the floor
    never exceeds the most severe accepted flag, so that what a person confirmed is found again.
    """
    from sklearn.isotonic import isotonic_regression

    mine = sorted((r.severity, r.accepted) for r in reviews if r.kind == kind)
    if len(mine) < settings.review_min:
        return None
    severity, accepted = np.array(mine, dtype=np.float64).T
    levels, index = np.unique(severity, return_inverse=True)
    counts = np.bincount(index)
    agreement = isotonic_regression(np.bincount(index, accepted) / counts, sample_weight=counts)
    enough = np.flatnonzero(agreement >= settings.review_precision)
    if len(enough) == 0:
        confirmed = severity[accepted == 1]
        return float(confirmed.max() if len(confirmed) else severity.max())
    return float(levels[enough[0]]) if enough[0] > 0 else None


def ceiling(
    reviews: tuple[Reviewed, ...], kinds: tuple[str, ...], settings: AnomalySettings
) -> float:
    """Return the share of scored answers that may be flagged, raised where people keep agreeing.

    `flag_share`, and up to twice as much in proportion to the agreement over `review_precision`:
    a reviewer who accepts everything is shown what lies just below.
    """
    mine = [review.accepted for review in reviews if review.kind in kinds]
    if len(mine) < settings.review_min:
        return settings.flag_share
    # One dismissal more than there was: ten accepted of ten are not yet certainty.
    agreed = sum(mine) / (len(mine) + 1)
    surplus = max(0.0, agreed - settings.review_precision) / (1 - settings.review_precision)
    return settings.flag_share * (1 + surplus)
