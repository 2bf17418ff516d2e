"""From the frames of a run to the frozen summary that every output is written from."""

import hashlib
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
from feedback.report.comments import comment_views, iso, landmarks
from feedback.report.data import MetricLike, ReportData
from feedback.report.drivers import drivers
from feedback.report.facts import Facts
from feedback.report.findings import movers, titles
from feedback.report.flagged import (
    alerts,
    anomaly_groups,
    flags_by_response,
    n_against_score,
    n_to_reread,
)
from feedback.report.format import plain
from feedback.report.model import (
    Change,
    MetricView,
    Report,
    Share,
    Text,
    ThemeView,
    Volume,
    WordList,
)
from feedback.report.numbers import number, ratio
from feedback.report.questions import sentiment_by_question
from feedback.report.scores import has_words, histogram, languages_of, score_bands, shares_of
from feedback.report.themes import theme_views, vanished_themes
from feedback.report.trends import cohort_views, dimensions, points, tested
from feedback.report.wordlists import priorities, word_lists
from feedback.votes import n_people

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
    volume = _volume(responses, data.frames.anomalies)
    themes = theme_views(data, volume.n_commented)
    facts = _facts(data, volume, themes)
    ranks = {theme.theme_id: rank for rank, theme in enumerate(themes)}
    languages = languages_of(responses)
    filters = dimensions(responses)
    comments = comment_views(data, ranks, flags, filters)
    return Report(
        batch=plain(data.frames.batch),
        label=plain(data.label or data.frames.batch),
        language=data.language or _main_language(languages),
        period=_period(responses),
        previous=plain(data.previous.batch) if data.previous else "",
        volume=volume,
        languages=languages,
        sentiment=facts.sentiment,
        metrics=facts.metrics,
        bands=facts.bands,
        histogram=facts.histogram,
        themes=themes,
        vanished=vanished_themes(data, ranks),
        anomalies=anomaly_groups(data, ranks, flags),
        comments=comments,
        titles=titles(facts),
        notices=tuple(sorted(set(data.notices))),
        left_out=_left_out(data),
        method=data.method,
        movers=movers(facts),
        batches=facts.batches,
        landmarks=landmarks(comments, themes),
        dimensions=filters,
        cohorts=facts.cohorts,
        drivers=facts.drivers,
        alerts=alerts(data),
        fingerprint=_fingerprint(responses),
        n_themeless=sum(bool(c.sentiment) and not c.themes for c in comments),
        n_mixed=sum(comment.is_mixed for comment in comments),
        n_unsure=sum(comment.is_unsure for comment in comments),
        band_words=facts.band_words,
        priorities=priorities(data, themes),
        questions=facts.questions,
    )


def _facts(data: ReportData, volume: Volume, themes: tuple[ThemeView, ...]) -> Facts:
    """Compute what the titles and the sentences at the top are chosen from."""
    responses = data.frames.responses
    metrics = tuple(_metric(metric, data) for metric in data.metrics)
    return Facts(
        volume=volume,
        metrics=metrics,
        themes=tuple(theme for theme in themes if theme.parent is None),
        bands=score_bands(responses, metrics),
        sentiment=shares_of(responses["sentiment"], SENTIMENTS),
        questions=sentiment_by_question(responses),
        has_previous=data.previous is not None,
        method=data.method,
        histogram=histogram(responses, metrics),
        batches=points(data, metrics[0] if metrics else None, volume.n_commented),
        drivers=drivers(data),
        band_words=_band_words(data),
        cohorts=cohort_views(data).get("", ()),
    )


def _band_words(data: ReportData) -> tuple[tuple[str, tuple[WordList, ...]], ...]:
    """Return the words of each score band that has some, the lowest band first."""
    lists = word_lists(data, "band")
    return tuple((band, lists[band]) for band in SCORE_BANDS if band in lists)


def _fingerprint(responses: pd.DataFrame) -> str:
    """Return the hash of what was analysed: every answer by id, whatever their order."""
    kept = responses.sort_values("response_id")[["response_id", "comment", "score", "date"]]
    text = kept.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


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


def _volume(responses: pd.DataFrame, anomalies: pd.DataFrame) -> Volume:
    flags = flags_by_response(anomalies)
    filled = has_words(responses)
    n_commented = int((filled & ~responses["is_filler"]).sum())
    return Volume(
        n_responses=len(responses),
        n_respondents=n_people(responses),
        n_commented=n_commented,
        share_commented=ratio(n_commented, len(responses)),
        n_filler=int((filled & responses["is_filler"]).sum()),
        n_empty=int((~filled).sum()),
        n_scored=int(responses["score"].notna().sum()),
        n_to_reread=n_to_reread(flags),
        n_of_several_kinds=n_to_reread(flags, kinds=2),
        n_against_score=n_against_score(anomalies),
    )


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
        lower_is_better=metric.lower_is_better,
        trend=tested(data.trends.metrics.get(metric.name), 1 - data.method.confidence),
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
