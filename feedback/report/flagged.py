"""Anomalies and alerts as the page shows them, grouped by kind."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from feedback.nlp import without_accents
from feedback.report.comments import comment_view, themes_by_response
from feedback.report.data import ReportData
from feedback.report.format import plain
from feedback.report.model import Alert, AnomalyGroup, AnomalyView, Text
from feedback.report.numbers import number, text_of

SHOWN = 6
"""Anomalies of one kind shown at once."""
FOLDED = 60
"""Further ones behind a fold; the rest is counted and stands in anomalies.csv."""
QUIET_KINDS = frozenset({"non-answer"})
"""Kinds that are counted apart: nobody needs to re-read "nothing to add"."""

AGAINST_SCORE = frozenset({"complaint-high-score", "praise-low-score", "score-named-in-text"})
"""Kinds that say the score is not the one meant; in a small batch they expect no other figure."""


def flags_by_response(anomalies: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the kinds of anomaly of each flagged response, sorted."""
    found: dict[str, set[str]] = {}
    for response, kind in zip(anomalies["response_id"], anomalies["kind"], strict=True):
        found.setdefault(response, set()).add(kind)
    return {response: tuple(sorted(kinds)) for response, kinds in found.items()}


def anomaly_groups(
    data: ReportData, ranks: Mapping[str, int], flags: Mapping[str, tuple[str, ...]]
) -> tuple[AnomalyGroup, ...]:
    """Return the anomalies by kind: those about the score first, quiet kinds last.

    What several answers say word for word, for one reason, is one card.
    """
    anomalies = data.frames.anomalies
    if anomalies.empty:
        return ()
    rows = data.frames.responses.set_index("response_id", drop=False)
    themes = themes_by_response(data, ranks)

    def view(anomaly: Mapping[Any, Any], n: int) -> AnomalyView:
        response = text_of(anomaly["response_id"])
        row = rows.loc[response].to_dict()
        return AnomalyView(
            severity=number(anomaly["severity"]) or 0.0,
            expected=number(anomaly["expected_score"]),
            reason=Text(plain(text_of(anomaly["reason_fr"])), plain(text_of(anomaly["reason_en"]))),
            comment=comment_view(row, themes.get(response, ()), flags.get(response, ()), data),
            n=n,
        )

    ordered = anomalies.sort_values(["severity", "response_id"], ascending=[False, True])
    ordered = ordered[ordered["response_id"].isin(rows.index)]
    groups = []
    for kind, group in ordered.groupby("kind"):
        cards = _cards(group, rows["comment"])[: SHOWN + FOLDED]
        views = [view(record, n) for record, n in cards]
        n_hidden = len(group) - sum(n for _, n in cards)
        shown, more = tuple(views[:SHOWN]), tuple(views[SHOWN:])
        groups.append(AnomalyGroup(str(kind), len(group), shown, more, n_hidden))
    return tuple(sorted(groups, key=_group_order))


def _cards(group: pd.DataFrame, comments: pd.Series) -> list[tuple[dict[Any, Any], int]]:
    """Return the first anomaly of each reason and text, and how many share both.

    Letter case, accents and punctuation make no other text. A score that contradicts its text is a
    card of its own: somebody decides about each.
    """
    ids = group["response_id"]
    own = ids.where(group["kind"].isin(AGAINST_SCORE), "")
    said = [_folded(text_of(comments[response])) for response in ids]
    keys = list(zip(own, group["reason_en"], said, strict=True))
    sizes = Counter(keys)
    first = dict(zip(reversed(keys), reversed(group.to_dict("records")), strict=True))
    return [(first[key], n) for key, n in sizes.items()]


def _folded(text: str) -> str:
    bare = without_accents(text.casefold())
    return " ".join(re.findall(r"\w+", bare)) or text


def n_against_score(anomalies: pd.DataFrame) -> int:
    """Return how many responses have a score that is not the one their text leads to expect."""
    return int(anomalies.loc[anomalies["kind"].isin(AGAINST_SCORE), "response_id"].nunique())


def _group_order(group: AnomalyGroup) -> tuple[bool, bool, int, str]:
    expects = any(view.expected is not None for view in group.shown)
    about_score = group.kind in AGAINST_SCORE or expects
    return (group.kind in QUIET_KINDS, not about_score, -group.n, group.kind)


def n_to_reread(flags: Mapping[str, Sequence[str]], kinds: int = 1) -> int:
    """Return how many responses carry flags of so many kinds worth re-reading, or more."""
    return sum(len(set(found) - QUIET_KINDS) >= kinds for found in flags.values())


def alerts(data: ReportData) -> tuple[Alert, ...]:
    """Return what concerns the batch as a whole, most severe first."""
    table = data.tables.get("alerts")
    found = [
        Alert(
            text_of(row["kind"]),
            number(row["severity"]) or 0.0,
            Text(plain(text_of(row["reason_fr"])), plain(text_of(row["reason_en"]))),
        )
        for row in (table.to_dict("records") if table is not None else ())
    ]
    return tuple(sorted(found, key=lambda alert: (-alert.severity, alert.kind, alert.reason.en)))
