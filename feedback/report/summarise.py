"""From the frames of a run to the frozen summary that every output is written from."""

import math
import re

import pandas as pd

from feedback.frames import (
    ANOMALIES,
    ASSIGNMENTS,
    RESPONSES,
    SCORE_BANDS,
    SEGMENTS,
    SENTIMENTS,
    THEME_BANDS,
    THEMES,
    BatchFrames,
)
from feedback.report.comments import (
    anomaly_groups,
    comment_views,
    flags_by_response,
    iso,
    n_to_reread,
)
from feedback.report.data import MetricLike, ReportData
from feedback.report.findings import Facts, titles
from feedback.report.format import plain
from feedback.report.model import Bar, Change, MetricView, Report, Share, Text, Volume
from feedback.report.numbers import number, ratio
from feedback.report.themes import theme_views, vanished_themes

MAX_BARS = 21
"""A scale with more steps (0-100) is drawn in ten equal bins."""
_AXIS = {"points": (-100.0, 100.0), "percent": (0.0, 100.0)}


def summarise(data: ReportData) -> Report:
    """Compute everything that the page and `summary.json` say.

    Args:
        data: The finished run; its frames are not changed.

    Raises:
        FrameContractError: A frame breaks its contract.
    """
    _check(data.frames)
    responses = data.frames.responses
    flags = flags_by_response(data.frames.anomalies)
    volume = _volume(responses, n_to_reread(flags))
    metrics = tuple(_metric(metric, data) for metric in data.metrics)
    themes = theme_views(data, volume.n_commented)
    ranks = {theme.theme_id: rank for rank, theme in enumerate(themes)}
    bands = _bands(responses, metrics)
    languages = _languages(responses)
    sentiment = _shares(responses["sentiment"], SENTIMENTS)
    facts = Facts(volume, metrics, themes, bands, sentiment, data.previous is not None, data.method)
    return Report(
        batch=plain(data.frames.batch),
        label=plain(data.label or data.frames.batch),
        language=data.language or _main_language(languages),
        period=_period(responses),
        previous=plain(data.previous.batch) if data.previous else "",
        volume=volume,
        languages=languages,
        sentiment=sentiment,
        metrics=metrics,
        bands=bands,
        histogram=_histogram(responses, metrics),
        themes=themes,
        vanished=vanished_themes(data, ranks),
        anomalies=anomaly_groups(data, ranks, flags),
        comments=comment_views(data, ranks, flags),
        titles=titles(facts),
        notices=tuple(sorted(set(data.notices))),
        left_out=_left_out(data),
        method=data.method,
    )


def _left_out(data: ReportData) -> tuple[tuple[str, int], ...]:
    """Return rows left out by reason, most frequent first; a reason's own figures are put aside."""
    counts: dict[str, int] = {}
    for reason, n in data.method.left_out.items():
        general = plain(re.sub(r"\d[\d,]*", "#", reason))
        counts[general] = counts.get(general, 0) + n
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _check(frames: BatchFrames) -> None:
    for spec, frame in (
        (RESPONSES, frames.responses),
        (SEGMENTS, frames.segments),
        (ASSIGNMENTS, frames.assignments),
        (THEMES, frames.themes),
        (THEME_BANDS, frames.theme_bands),
        (ANOMALIES, frames.anomalies),
    ):
        spec.check(frame)


def _has_words(responses: pd.DataFrame) -> pd.Series:
    return responses["comment"].str.strip() != ""


def _volume(responses: pd.DataFrame, n_flagged: int) -> Volume:
    filled = _has_words(responses)
    n_commented = int((filled & ~responses["is_filler"]).sum())
    return Volume(
        n_responses=len(responses),
        n_commented=n_commented,
        share_commented=ratio(n_commented, len(responses)),
        n_filler=int((filled & responses["is_filler"]).sum()),
        n_empty=int((~filled).sum()),
        n_scored=int(responses["score"].notna().sum()),
        n_to_reread=n_flagged,
    )


def _shares(values: pd.Series, codes: tuple[str, ...]) -> tuple[Share, ...]:
    counts = values.value_counts()
    total = int(sum(counts.get(code, 0) for code in codes))
    return tuple(
        Share(code, int(counts.get(code, 0)), ratio(int(counts.get(code, 0)), total))
        for code in codes
    )


def _languages(responses: pd.DataFrame) -> tuple[Share, ...]:
    """Return the languages of the comments, most frequent first."""
    counts = responses.loc[_has_words(responses), "language"].dropna().value_counts()
    codes = sorted((str(code) for code in counts.index), key=lambda code: (-counts[code], code))
    return _shares(responses.loc[_has_words(responses), "language"], tuple(codes))


def _main_language(languages: tuple[Share, ...]) -> str:
    known = [share.code for share in languages if share.code in ("fr", "en")]
    return known[0] if known else "en"


def _period(responses: pd.DataFrame) -> tuple[str, str]:
    dates = responses["date"].dropna()
    return (iso(dates.min()), iso(dates.max())) if len(dates) else ("", "")


def _metric(metric: MetricLike, data: ReportData) -> MetricView:
    change = _change(metric, data)
    lowest, highest = _window(metric, change)
    return MetricView(
        name=metric.name,
        label=Text(metric.label_fr, metric.label),
        scale=metric.scale,
        unit=metric.unit,
        method=metric.method,
        value=number(metric.value),
        low=number(metric.low),
        high=number(metric.high),
        n=metric.n,
        lowest=lowest,
        highest=highest,
        change=change,
    )


def _window(metric: MetricLike, change: Change | None) -> tuple[float, float]:
    """Return the part of the scale to draw: wide enough for context, near enough to see."""
    lowest, highest = _AXIS.get(metric.unit) or _ends(metric)
    marks = [metric.value, metric.low, metric.high, change.before if change else None]
    known = [mark for mark in marks if mark is not None]
    if not known or highest <= lowest:
        return lowest, max(highest, lowest + 1)
    step = (highest - lowest) / 20 if metric.unit in _AXIS else 0.5
    first = math.floor(min(known) / step - 0.5) * step
    last = math.ceil(max(known) / step + 0.5) * step
    return max(first, lowest), min(last, highest)


def _ends(metric: MetricLike) -> tuple[float, float]:
    """Return the bounds written in a metric's scale (``0-10``)."""
    low, _, high = metric.scale.rpartition("-")
    try:
        return float(low), float(high)
    except ValueError:
        return 0.0, max(metric.high or 0.0, metric.value or 0.0, 1.0)


def _change(metric: MetricLike, data: ReportData) -> Change | None:
    known = data.previous.metrics if data.previous else ()
    for past in known:
        if past.name == metric.name:
            level = 1 - data.method.confidence
            significant = past.p_value < level
            return Change(
                past.value, past.difference, past.low, past.high, past.p_value, significant
            )
    return None


def _of_primary(responses: pd.DataFrame, metrics: tuple[MetricView, ...]) -> pd.DataFrame:
    """Return the scored answers on the primary metric's scale and bounds."""
    if not metrics:
        return responses.iloc[:0]
    primary = metrics[0]
    mine = responses[(responses["scale"] == primary.name) & responses["score_band"].notna()]
    if primary.unit != "score" and primary.name in ("nps", "enps"):
        return mine
    low, _, high = primary.scale.rpartition("-")
    right = [
        mine[column].isna() | (mine[column].map(lambda v: f"{v:g}") == end)
        for column, end in (("scale_low", low), ("scale_high", high))
    ]
    return mine[right[0] & right[1]]


def _bands(responses: pd.DataFrame, metrics: tuple[MetricView, ...]) -> tuple[Share, ...]:
    """Return the commented, scored answers of the primary scale by score band.

    These are the answers whose shares stand in `theme_bands`.
    """
    answers = _of_primary(responses, metrics)
    speaking = answers[_has_words(answers) & ~answers["is_filler"]]
    return _shares(speaking["score_band"], SCORE_BANDS) if len(answers) else ()


def _histogram(responses: pd.DataFrame, metrics: tuple[MetricView, ...]) -> tuple[Bar, ...]:
    """Return the answers of the primary scale by score and score band."""
    answers = _of_primary(responses, metrics)
    if answers.empty:
        return ()
    low, high = _scale_ends(metrics[0], answers)
    scores = answers["score"].astype(float)
    whole = bool((scores % 1 == 0).all()) and high - low < MAX_BARS
    width = 1.0 if whole else (high - low) / 10
    last = round((high - low) / width) - (0 if whole else 1)
    bins = ((scores - low) // width).clip(0, last).astype(int)
    counts = answers.groupby([bins, answers["score_band"]]).size()
    bars = []
    for position in range(last + 1):
        left = low + position * width
        right = left if whole else left + width
        found = [band for band in SCORE_BANDS if (position, band) in counts.index]
        bars += [Bar(left, right, int(counts[position, band]), band) for band in found]
        if not found:
            bars.append(Bar(left, right, 0, ""))
    return tuple(bars)


def _scale_ends(metric: MetricView, answers: pd.DataFrame) -> tuple[float, float]:
    low, _, high = metric.scale.rpartition("-")
    scores = answers["score"]
    try:
        ends = float(low), float(high)
    except ValueError:
        ends = float(scores.min()), float(scores.max())
    first, last = min(ends[0], float(scores.min())), max(ends[1], float(scores.max()))
    return (first, last) if last > first else (first, first + 1)
