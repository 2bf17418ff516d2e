"""Batch level: what jumped against its own history, a scale that changed, promoters gone silent.

An alert is about the batch, not about one answer: it has no response to point at.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from feedback.anomalies.context import AnomalyContext, Floats
from feedback.anomalies.history import History, batch_scores, count_subjects
from feedback.anomalies.silent import silent_promoters
from feedback.anomalies.wording import figure, percent
from feedback.settings import AnomalySettings

ALERT_COLUMNS = (
    *("kind", "subject", "n", "value", "before", "low", "high"),
    *("p_value", "q_value", "severity", "reason_fr", "reason_en"),
)
JUMPS = {"theme": "theme-jump", "band": "band-jump", "sentiment": "sentiment-jump"}
SCALE_CHANGED = "scale-changed"
SURE = 1e-6
"""A score range that is no longer used must be this unlikely to have been missed by chance."""
_SPREAD_OF_RANGE = 1.128
"""Mean moving range of two normal values over their standard deviation (Shewhart, 1931)."""
_BANDS = {"low": ("basse", "low"), "mid": ("moyenne", "middle"), "high": ("haute", "high")}
_TONES = {
    "negative": ("négatifs", "negative"),
    "neutral": ("neutres", "neutral"),
    "positive": ("positifs", "positive"),
}


def find_alerts(context: AnomalyContext) -> pd.DataFrame:
    """Return what is out of the ordinary in the batch as a whole (`ALERT_COLUMNS`).

    Most severe first. Empty without earlier batches.
    """
    history = context.history
    if not history.batches:
        return no_alerts()
    parts = [
        _jumps(context, history),
        _scale_changes(context.responses, history, context.settings),
        silent_promoters(context.responses, history, context.settings),
    ]
    found = [part for part in parts if not part.empty]
    if not found:
        return no_alerts()
    table = pd.concat(found, ignore_index=True)[list(ALERT_COLUMNS)]
    order = ["severity", "kind", "subject"]
    return table.sort_values(order, ascending=[False, True, True], ignore_index=True)


def no_alerts() -> pd.DataFrame:
    """Return a table of `ALERT_COLUMNS` without rows."""
    texts = dict.fromkeys(("kind", "subject", "reason_fr", "reason_en"), "str")
    kinds = texts | {"n": "int64"}
    return pd.DataFrame(
        {name: pd.Series([], dtype=kinds.get(name, "float64")) for name in ALERT_COLUMNS}
    )


def _jumps(context: AnomalyContext, history: History) -> pd.DataFrame:
    """Hold every theme, band and sentiment against its own history.

    A share is compared by a p' chart (Laney, 2002): the binomial error widened by how much the
    share has swayed between batches before, with the error of the history itself added; the first
    few batches have the binomial error alone. q is Benjamini and Hochberg's over all subjects. A
    jump needs volume (`jump_min_answers` in both, `jump_min_mentions` now or expected) and size
    (`jump_min_change`).
    """
    from scipy.stats import false_discovery_control

    now = count_subjects(context.responses, context.segments, context.assignments)
    judged = []
    for dimension, subject in _subjects(now, history, context):
        trial = _trial(now, history, dimension, subject)
        if trial is not None and _has_volume(trial, context.settings):
            judged.append((dimension, subject, trial))
    if not judged:
        return no_alerts()
    q = false_discovery_control([trial.p_value for *_, trial in judged], method="bh")
    names = context.themes.set_index("theme_id")
    rows = [
        _jump_row(dimension, subject, trial, float(level), names)
        for (dimension, subject, trial), level in zip(judged, q, strict=True)
        if level < context.settings.jump_rate
        and abs(trial.share - trial.before) >= context.settings.jump_min_change
    ]
    return pd.DataFrame(rows, columns=list(ALERT_COLUMNS)) if rows else no_alerts()


def _subjects(
    now: pd.DataFrame, history: History, context: AnomalyContext
) -> Iterable[tuple[str, str]]:
    """Return every (dimension, subject) seen now or before; a theme born now has no history."""
    seen = pd.concat([now, history.counts])[["dimension", "subject"]].drop_duplicates()
    themes = context.themes
    known = set(themes.loc[themes["status"] != "retired", "theme_id"])
    known &= set(history.counts.loc[history.counts["dimension"] == "theme", "subject"])
    pairs = sorted(zip(seen["dimension"], seen["subject"], strict=True))
    return [pair for pair in pairs if pair[0] != "theme" or pair[1] in known]


@dataclass(frozen=True)
class _Trial:
    """A share now, before, the range it was expected in, and the p-value of its being outside."""

    n: int
    total: int
    share: float
    before: float
    n_before: int
    low: float
    high: float
    p_value: float


def _trial(now: pd.DataFrame, history: History, dimension: str, subject: str) -> _Trial | None:
    """Return the comparison of one subject, or None where one side has no answers at all."""
    from scipy.stats import norm

    past = history.counts[history.counts["dimension"] == dimension]
    past = past[past["source"].isin(now["source"])]
    now = now[now["source"].isin(past["source"])]
    k, total = _count(now, dimension, subject)
    totals = (
        _totals(past, ["batch", "source"])
        .groupby("batch")["total"]
        .sum()
        .reindex(history.batches)
        .fillna(0)
    )
    cited = past[past["subject"] == subject].groupby("batch")["n"].sum().reindex(totals.index)
    counts, sizes = cited.fillna(0).to_numpy(float), totals.to_numpy(float)
    counts, sizes = counts[sizes > 0], sizes[sizes > 0]
    if not total or not len(sizes):
        return None
    before = float(counts.sum() / sizes.sum())
    centre = (counts.sum() + 0.5) / (sizes.sum() + 1)  # never 0 or 1: an error is needed
    binomial = np.sqrt(centre * (1 - centre) * (1 / total + 1 / sizes.sum()))
    error = float(binomial * _overdispersion(counts, sizes, centre))
    gap = k / total - before
    p_value = max(float(2 * norm.sf(abs(gap) / error)), _exact(k, total, counts, sizes))
    reach = float(norm.ppf(0.975)) * error
    return _Trial(
        k,
        total,
        k / total,
        before,
        int(sizes.sum()),
        max(0.0, before - reach),
        min(1.0, before + reach),
        p_value,
    )


def _overdispersion(counts: Floats, sizes: Floats, centre: float) -> float:
    """Return how much more the share sways between batches than chance alone (1 or more)."""
    if len(sizes) < 3:
        return 1.0
    z = (counts / sizes - centre) / np.sqrt(centre * (1 - centre) / sizes)
    return max(1.0, float(np.abs(np.diff(z)).mean()) / _SPREAD_OF_RANGE)


def _exact(k: int, total: int, counts: Floats, sizes: Floats) -> float:
    """Return Fisher's exact p: the normal one is too sure of small counts."""
    from scipy.stats import fisher_exact

    before, out_of = int(counts.sum()), int(sizes.sum())
    table = [[k, total - k], [min(before, out_of), max(out_of - before, 0)]]
    return float(fisher_exact(table).pvalue)


def _count(table: pd.DataFrame, dimension: str, subject: str) -> tuple[int, int]:
    mine = table[table["dimension"] == dimension]
    if mine.empty:
        return 0, 0
    found = mine.loc[mine["subject"] == subject, "n"]
    return int(found.sum()), int(_totals(mine, ["source"])["total"].sum())


def _totals(counts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return each source's answers once: `total` is repeated with every subject."""
    return counts.groupby(keys)["total"].max().reset_index()


def _has_volume(trial: _Trial, settings: AnomalySettings) -> bool:
    enough = min(trial.total, trial.n_before) >= settings.jump_min_answers
    mentions = max(trial.n, trial.before * trial.total)
    return bool(enough and mentions >= settings.jump_min_mentions)


def _jump_row(
    dimension: str, subject: str, trial: _Trial, q_value: float, names: pd.DataFrame
) -> tuple[object, ...]:
    size = abs(trial.share - trial.before) / max(trial.share, trial.before)
    french, english = _jump_reasons(dimension, subject, trial, names)
    return (
        *(JUMPS[dimension], subject, trial.n, trial.share, trial.before, trial.low, trial.high),
        *(trial.p_value, q_value, float(min(1.0, 0.3 + 0.7 * size)), french, english),
    )


def _jump_reasons(
    dimension: str, subject: str, trial: _Trial, names: pd.DataFrame
) -> tuple[str, str]:
    """Say the share now, before, and what was expected; that a subject has vanished, in words."""
    what = {"fr": _named(dimension, subject, names, "fr")}
    what["en"] = _named(dimension, subject, names, "en")
    shares = {
        language: [percent(s, language) for s in (trial.share, trial.before)]
        for language in ("fr", "en")
    }
    ends = {
        language: [percent(s, language) for s in (trial.low, trial.high)]
        for language in ("fr", "en")
    }
    if not trial.n:
        french = f"{what['fr']}\u202f: plus rien dans {trial.total} réponses, contre "
        english = f"{what['en']}: nothing any more in {trial.total} answers, against "
        return f"{french}{shares['fr'][1]} jusqu’ici.", f"{english}{shares['en'][1]} so far."
    french = (
        f"{what['fr']}\u202f: {shares['fr'][0]} des {trial.total} réponses, contre "
        f"{shares['fr'][1]} jusqu’ici (attendu entre {ends['fr'][0]} et {ends['fr'][1]})."
    )
    english = (
        f"{what['en']}: {shares['en'][0]} of {trial.total} answers, against {shares['en'][1]} "
        f"so far (expected between {ends['en'][0]} and {ends['en'][1]})."
    )
    return french, english


def _named(dimension: str, subject: str, names: pd.DataFrame, language: str) -> str:
    french = language == "fr"
    if dimension == "theme":
        name = names[f"name_{language}"][subject]
        return f"Thème « {name} »" if french else f'Theme "{name}"'
    if dimension == "band":
        band = _BANDS[subject][0 if french else 1]
        return f"Tranche de note {band}" if french else f"The {band} score band"
    tone = _TONES[subject][0 if french else 1]
    return f"Commentaires {tone}" if french else f"{tone.capitalize()} comments"


def _scale_changes(
    responses: pd.DataFrame, history: History, settings: AnomalySettings
) -> pd.DataFrame:
    """Say which question is answered on another scale than in the batches before."""
    now = batch_scores(responses)
    rows = []
    for question, mine in now.groupby("question", sort=True):
        past = history.scores[history.scores["question"] == question]
        # A batch of another survey says nothing about this question's scale.
        if past.empty or mine["n"].sum() < settings.jump_min_answers:
            continue
        row = _new_bounds(mine, past) or _unused_range(mine, past)
        if row is not None:
            rows.append(row)
    return pd.DataFrame(rows, columns=list(ALERT_COLUMNS)) if rows else no_alerts()


def _main_scale(table: pd.DataFrame) -> tuple[str, float, float]:
    keys = ["scale", "low", "high"]
    sizes = table.groupby(keys)["n"].sum().sort_values(ascending=False, kind="stable")
    name, low, high = sizes.index[0]
    return str(name), float(low), float(high)


def _new_bounds(now: pd.DataFrame, past: pd.DataFrame) -> tuple[object, ...] | None:
    last = past[past["batch"] == past["batch"].iloc[-1]]
    (_, low, high), (_, old_low, old_high) = _main_scale(now), _main_scale(last)
    if (low, high) == (old_low, old_high):
        return None
    french = (
        f"L’échelle va de {figure(low, 'fr')} à {figure(high, 'fr')}, celle du lot précédent de "
        f"{figure(old_low, 'fr')} à {figure(old_high, 'fr')}\u202f: les notes ne se comparent pas."
    )
    english = (
        f"The scale runs from {figure(low, 'en')} to {figure(high, 'en')}, that of the batch "
        f"before from {figure(old_low, 'en')} to {figure(old_high, 'en')}: the scores do not "
        "compare."
    )
    return _scale_row(int(now["n"].sum()), high, old_high, 0.0, french, english)


def _unused_range(now: pd.DataFrame, past: pd.DataFrame) -> tuple[object, ...] | None:
    """Find a top of the scale that nobody uses any more although many did."""
    name, low, high = _main_scale(now)
    same = past[(past["scale"] == name) & (past["low"] == low) & (past["high"] == high)]
    if same.empty:
        return None
    n, most = int(now["n"].sum()), float(now["score"].max())
    above = float(same.loc[same["score"] > most, "n"].sum() / same["n"].sum())
    chance = (1 - above) ** n
    if most > low + 0.7 * (high - low) or chance >= SURE:
        return None
    french = (
        f"Aucune des {n} notes ne dépasse {figure(most, 'fr')} sur {figure(high, 'fr')}, alors que "
        f"{percent(above, 'fr')} le faisaient\u202f: l’échelle a-t-elle changé\u202f?"
    )
    english = (
        f"None of {n} scores is over {figure(most, 'en')} out of {figure(high, 'en')}, although "
        f"{percent(above, 'en')} were: has the scale changed?"
    )
    return _scale_row(n, most, high, chance, french, english)


def _scale_row(
    n: int, value: float, before: float, p_value: float, french: str, english: str
) -> tuple[object, ...]:
    nan = float("nan")
    return (SCALE_CHANGED, "", n, value, before, nan, nan, p_value, nan, 0.9, french, english)
