"""NPS, eNPS, CSAT, CES, stars: what each is, with its interval.

Every metric is the mean of one number per answer (`answer_values`): +100, 0 or -100 for a net
score, 100 or 0 for a share of satisfied, the score itself for a mean. Impact and breakdowns rest
on that, so that a theme's impact is in the metric's own unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.bands import intervals
from feedback.bands.intervals import Difference, Interval
from feedback.bands.weights import clean_weights, effective_n
from feedback.frames import SCALES, SCORE_BANDS, WEIGHT
from feedback.votes import one_vote_each

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Family = Literal["net", "top", "mean"]

FAMILIES: dict[str, Family] = {
    "nps": "net",
    "enps": "net",
    "csat": "top",
    "ces": "mean",
    "stars": "mean",
    "other": "mean",
}
LABELS = {
    "nps": ("NPS", "NPS"),
    "enps": ("eNPS", "eNPS"),
    "csat": ("CSAT", "CSAT"),
    "ces": ("CES", "CES"),
    "stars": ("Average rating", "Note moyenne"),
    "other": ("Average score", "Score moyen"),
}
UNITS = {"net": "points", "top": "percent", "mean": "score"}
METHODS = {
    "net": "adjusted Wald (Rocks 2016)",
    "top": "Wilson (1927)",
    "mean": "Student's t",
}
_BOUNDS = {"nps": (0, 10), "enps": (0, 10), "csat": (1, 5), "ces": (1, 7), "stars": (1, 5)}


@dataclass(frozen=True)
class Metric:
    """One headline figure of one scale.

    - **NPS** = % scores 9-10 minus % scores 0-6 (Reichheld, 2003, "The one number you need to
      grow"), -100 to 100; **eNPS** the same asked of employees. Adjusted Wald interval.
    - **CSAT** = % in the top two boxes (4-5 of 1-5, 6-7 of 1-7). Wilson's interval.
    - **CES** = mean agreement that it was easy, 1-7, with Student's interval; `top_box` is the
      share above the middle of the scale (5-7 of 1-7; Dixon, Toman & DeLisi, 2013). Asked the old
      way, as effort (1 = very low; Dixon, Freeman & Toman, 2010), low is good: `lower_is_better`
      is set and `top_box` is the share under the middle.
    - **stars** and **other** = mean with Student's interval.

    Attributes:
        name: The scale's name (``nps``, ``enps``, ``csat``, ``ces``, ``stars``, ``other``).
        label: What a reader calls it, in English.
        label_fr: The same in French.
        scale: Its bounds, as ``0-10``.
        value: The figure, in `unit`; None without an answer.
        low: Lower end of the interval; None where none can be given.
        high: Upper end of the interval.
        n: Scored answers behind it.
        unit: ``points`` (-100 to 100), ``percent`` (0 to 100) or ``score`` (the scale's own).
        method: Where the interval comes from.
        counts: Answers per score band, each counted once whatever its weight.
        mean: Mean score, on the scale.
        spread: Standard deviation of the scores (n - 1); None under two answers.
        top: Answers in the top boxes, where the metric has them; weighted as `effective`.
        top_box: Their share in percent with Wilson's interval (CSAT and CES).
        confidence: Level of every interval here.
        effective: Answers per score band in plain answers' worth: `counts`, or with weights their
            weighted shares of the effective number (Kish, 1965).
        lower_is_better: The low scores are in the high band.
    """

    name: str
    label: str
    label_fr: str
    scale: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    unit: str
    method: str
    counts: dict[str, int] = field(default_factory=dict)
    mean: float | None = None
    spread: float | None = None
    top: float | None = None
    top_box: Interval | None = None
    confidence: float = 0.95
    effective: dict[str, float] = field(default_factory=dict)
    lower_is_better: bool = False

    @property
    def family(self) -> Family:
        """Return which formula the metric follows."""
        return FAMILIES[self.name]

    @property
    def n_effective(self) -> float:
        """Return how many plain answers the weighted ones are worth; `n` without weights."""
        return sum(self.effective.values())


def scored(responses: pd.DataFrame) -> pd.DataFrame:
    """Return the answers with a score, a scale and a band, sorted by response_id, weights clean."""
    kept = responses[["score", "scale", "score_band"]].notna().all(axis=1)
    answers = responses[kept].sort_values("response_id")
    return answers.assign(**{WEIGHT: clean_weights(answers)})


def split_by_scale(answers: pd.DataFrame) -> dict[tuple[str, float, float], pd.DataFrame]:
    """Return the scored answers by (scale, low, high), in the order of `SCALES`."""
    if answers.empty:
        return {}
    bounds = [_bounds(group) for _, group in answers.groupby("scale")]
    low = answers["scale"].map({name: ends[0] for name, ends in bounds})
    high = answers["scale"].map({name: ends[1] for name, ends in bounds})
    keys = [
        answers["scale"],
        answers["scale_low"].fillna(low).astype(float),
        answers["scale_high"].fillna(high).astype(float),
    ]
    groups = cast("Iterable[tuple[tuple[str, float, float], pd.DataFrame]]", answers.groupby(keys))
    parts = {(str(k[0]), float(k[1]), float(k[2])): group for k, group in groups}
    return dict(sorted(parts.items(), key=lambda item: (SCALES.index(item[0][0]), item[0][1:])))


def _bounds(group: pd.DataFrame) -> tuple[str, tuple[float, float]]:
    """Return the scale's usual bounds, or for an unusual scale the lowest and highest score."""
    name = str(group["scale"].iloc[0])
    seen = (float(group["score"].min()), float(group["score"].max()))
    return name, _BOUNDS.get(name, seen)


def top_threshold(name: str, low: float, high: float) -> float:
    """Return the lowest score that counts as satisfied (CSAT) or easy (CES).

    CSAT: the two highest steps, the highest alone on scales of three steps or fewer, and the top
    fifth on scales finer than eleven steps. CES: anything above the middle.
    """
    if name == "ces":
        return float(np.nextafter((low + high) / 2, np.inf))
    steps = high - low + 1
    if steps <= 3:
        return high
    return high - 1 if steps <= 11 else low + 0.8 * (high - low)


def is_reversed(answers: pd.DataFrame) -> bool:
    """Return whether low scores are the good ones: the high band lies under the low one."""
    means = answers["score"].groupby(answers["score_band"]).mean()
    ends = [means[band] for band in SCORE_BANDS if band in means.index]
    return len(ends) > 1 and bool(ends[0] > ends[-1])


def is_top(scores: Floats, name: str, bounds: tuple[float, float], *, low_is_good: bool) -> Bools:
    """Return which scores count as satisfied (CSAT) or easy (CES), shape (n,)."""
    if low_is_good:
        return np.asarray(bounds[0] + bounds[1] - scores >= top_threshold(name, *bounds))
    return np.asarray(scores >= top_threshold(name, *bounds))


def answer_values(answers: pd.DataFrame, name: str, bounds: tuple[float, float]) -> Floats:
    """Return one number per answer whose (weighted) mean is the metric, shape (n,)."""
    if FAMILIES[name] == "net":
        worth = {"high": 100.0, "mid": 0.0, "low": -100.0}
        return np.array([worth[band] for band in answers["score_band"]], dtype=np.float64)
    scores = answers["score"].to_numpy(dtype=np.float64)
    if FAMILIES[name] == "top":
        good = is_top(scores, name, bounds, low_is_good=is_reversed(answers))
        return np.where(good, 100.0, 0.0)
    return scores


def measure(
    answers: pd.DataFrame,
    name: str,
    bounds: tuple[float, float],
    confidence: float,
    *,
    low_is_good: bool | None = None,
) -> Metric:
    """Return the metric of scored answers that share one scale; no answers give a value of None.

    A score that a respondent gave once counts once, however many open answers carry it
    (`feedback.votes`); `n` counts such scores. A part of a batch gets its direction from the whole
    (`low_is_good`); None: read it from these answers.
    """
    answers = one_vote_each(answers)
    scores = answers["score"].to_numpy(dtype=np.float64)
    weights = clean_weights(answers)
    n = len(scores)
    turned = is_reversed(answers) if low_is_good is None else low_is_good
    tally = answers["score_band"].value_counts()
    counts = {band: int(tally.get(band, 0)) for band in SCORE_BANDS}
    effective = {
        band: _worth((answers["score_band"] == band).to_numpy(), weights) for band in SCORE_BANDS
    }
    has_top = name in ("csat", "ces") and n > 0
    good = is_top(scores, name, bounds, low_is_good=turned)
    top = _worth(good, weights) if has_top else None
    total = effective_n(weights)
    figure = _figure(name, effective, top, (scores, weights), confidence) if n else None
    family = FAMILIES[name]
    if figure and family == "mean":
        figure = figure.within(bounds)
    return Metric(
        name=name,
        label=LABELS[name][0],
        label_fr=LABELS[name][1],
        scale=f"{bounds[0]:g}-{bounds[1]:g}",
        value=figure.value if figure else None,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        n=n,
        unit=UNITS[family],
        method=METHODS[family],
        counts=counts,
        mean=intervals.mean(scores, confidence, weights).value if n else None,
        spread=intervals.weighted_moments(scores, weights)[2] if n > 1 else None,
        top=top,
        top_box=intervals.proportion(top, total, confidence) if top is not None else None,
        confidence=confidence,
        effective=effective,
        lower_is_better=turned,
    )


def _worth(chosen: Bools, weights: Floats) -> float:
    """Return how many plain answers the chosen ones are worth; their count without weights."""
    if not len(weights):
        return 0.0
    if np.ptp(weights) == 0:
        return float(chosen.sum())
    return float(weights[chosen].sum() / weights.sum() * effective_n(weights))


def _figure(
    name: str,
    effective: dict[str, float],
    top: float | None,
    sample: tuple[Floats, Floats],
    confidence: float,
) -> Interval:
    family = FAMILIES[name]
    total = effective_n(sample[1])
    if family == "net":
        return intervals.net_score(effective["high"], effective["low"], total, confidence)
    if family == "top" and top is not None:
        return intervals.proportion(top, total, confidence)
    return intervals.mean(sample[0], confidence, sample[1])


def metrics_of(answers: pd.DataFrame, confidence: float) -> tuple[Metric, ...]:
    """Return one metric per scale present among scored answers, most answers first."""
    parts = split_by_scale(answers)
    found = [measure(group, key[0], key[1:], confidence) for key, group in parts.items()]
    return tuple(sorted(found, key=lambda metric: -metric.n))  # stable: ties keep the scales' order


def metric_difference(a: Metric, b: Metric) -> Difference | None:
    """Compare the same metric of two independent batches: `a` (now) minus `b` (before).

    None where they are not the same metric on the same scale, where one has no answers, or where
    neither has any spread (`intervals.mean_difference`). The level is that of `a`.
    """
    if (a.name, a.scale) != (b.name, b.scale) or not a.n or not b.n:
        return None
    if a.family == "net":
        return intervals.net_score_difference(_net(a), _net(b), a.confidence)
    if a.family == "top":
        first, second = ((m.top or 0.0, m.n_effective) for m in (a, b))
        return intervals.proportion_difference(first, second, a.confidence)
    return intervals.mean_difference(_moments(a), _moments(b), a.confidence)


def variance_of(metric: Metric) -> float:
    """Return the variance of a metric's value, in its unit squared; 0 where nothing can be said.

    Net scores as Rocks (2016) adjusts them, shares as Agresti & Coull (1998): four answers are
    added, two of them satisfied, so that 20 satisfied of 20 are no certainty.
    """
    if metric.family == "net":
        return 100.0**2 * intervals.net_score_parts(*_net(metric))[1]
    if metric.family == "top":
        n = metric.n_effective + 4
        share = ((metric.top or 0.0) + 2) / n
        return 100.0**2 * share * (1 - share) / n
    return (metric.spread or 0.0) ** 2 / metric.n_effective if metric.n_effective else 0.0


def _net(metric: Metric) -> tuple[float, float, float]:
    return metric.effective["high"], metric.effective["low"], metric.n_effective


def _moments(metric: Metric) -> tuple[float, float, float]:
    return metric.mean or 0.0, metric.spread or 0.0, metric.n_effective
