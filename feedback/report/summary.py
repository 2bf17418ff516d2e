"""`summary.json`: the summary for programs. Stable: keys are only ever added.

Holds no times, file names, row numbers or comments, so the same rows give the same bytes.

    schema          1
    batch           name of the batch
    language        of the page, fr or en
    previous        the batch it is compared with, or null
    headline        {fr, en}: the title of the page
    period          [first day, last day] of the answers, or null
    findings        [{kind, fr, en}]: the sentences of the page; kind: page, lead, themes, matrix,
                    bands, trend, histogram, drivers or anomalies
    counts          responses, respondents, commented, fillers, empty, scored, to_reread,
                    themeless (commented, and under no theme)
    languages       [{language, n, share}], most frequent first
    sentiment       {negative, neutral, positive}: {n, share}
    questions       [{question, kind, n, sentiment}], most answered first, of batches that asked
                    several; kind: null, or the source of answers without a question, or others
    mixed, unsure   comments that praise one thing and blame another; whose sentiment was read with
                    a confidence under `sentiment.unsure_below`
    metrics         [{name, label_fr, label_en, scale, unit, value, low, high, n, method, change,
                    trend_test, lower_is_better}], primary first;
                    change: {before, difference, low, high, p_value, significant, q_value} or
                    null; q_value: p_value corrected for all themes, null for a metric
                    trend_test: {first, last, n_batches, p_value, significant, q_value} of the line
                    through the last batches, or null under three
    bands           [{band, n, share}] of the scores on the primary scale given with a
                    comment
    themes          [{theme_id, name_fr, name_en, parent_id, status, n, share, sentiment, metric,
                    impact, q_value, effect, bands, change, trend, trend_test, generic}], as
                    ranked on the page; generic: praise or blame without a subject, which no
                    sentence names;
                    trend: the share in each batch of `batches`;
                    metric and impact: {value, low, high}; effect: down (harms), up (helps)
                    or none
    batches         [{batch, value, low, high, n}] of the primary metric, oldest first; empty
                    without an earlier batch
    vanished        [theme_id] of the previous batch that nobody cites now
    anomalies       {kind: count}
    notices         [code], sorted
    left_out        {reason: rows}
    replaced        {kind: pieces of personal data}
    fingerprint     SHA-256 of the answers by id: id, comment, score and date
    seed, version   of the run
"""

import dataclasses
from typing import Any

from feedback.report.model import Change, MetricView, Report, Share, ThemeView, Trend
from feedback.report.words import LANGUAGES, Words

SCHEMA = 1


def summary_json(report: Report) -> dict[str, Any]:
    """Return the summary as plain JSON values (see the module's docstring)."""
    volume = report.volume
    return {
        "schema": SCHEMA,
        "batch": report.batch,
        "language": report.language,
        "previous": report.previous or None,
        "headline": {code: Words(code).sentence(report.titles.page) for code in LANGUAGES},
        "period": list(report.period) if report.period[0] else None,
        "findings": _findings(report),
        "counts": {
            "responses": volume.n_responses,
            "respondents": volume.n_respondents,
            "commented": volume.n_commented,
            "fillers": volume.n_filler,
            "empty": volume.n_empty,
            "scored": volume.n_scored,
            "to_reread": volume.n_to_reread,
            "themeless": report.n_themeless,
        },
        "languages": [{"language": s.code, "n": s.n, "share": s.share} for s in report.languages],
        "sentiment": _by_code(report.sentiment),
        "questions": [
            {
                "question": asked.question or None,
                "kind": asked.kind or None,
                "n": asked.n,
                "sentiment": _by_code(asked.sentiment),
            }
            for asked in report.questions
        ],
        "mixed": report.n_mixed,
        "unsure": report.n_unsure,
        "metrics": [_metric(metric) for metric in report.metrics],
        "bands": [{"band": s.code, "n": s.n, "share": s.share} for s in report.bands],
        "themes": [_theme(theme, report) for theme in report.themes],
        "batches": [dataclasses.asdict(point) for point in report.batches],
        "vanished": [theme.theme_id for theme in report.vanished],
        "anomalies": {group.kind: group.n for group in report.anomalies},
        "notices": sorted({notice.code for notice in report.notices}),
        "left_out": dict(sorted(report.method.left_out.items())),
        "replaced": dict(sorted(report.method.replaced.items())),
        "fingerprint": report.fingerprint,
        "seed": report.method.seed,
        "version": report.method.version,
    }


def _findings(report: Report) -> list[dict[str, str]]:
    titles = report.titles
    said = [("page", titles.page), *(("lead", sentence) for sentence in titles.lead)]
    said += [("themes", titles.themes)]
    if report.bands and report.themes:
        said += [("matrix", titles.matrix), ("bands", titles.bands)]
    if report.batches:
        said.append(("trend", titles.trend))
    if report.histogram:
        said.append(("histogram", titles.histogram))
    if report.drivers:
        said.append(("drivers", titles.drivers))
    said.append(("anomalies", titles.anomalies))
    words = {code: Words(code) for code in LANGUAGES}
    return [
        {"kind": kind, **{code: words[code].sentence(finding) for code in LANGUAGES}}
        for kind, finding in said
    ]


def _metric(metric: MetricView) -> dict[str, Any]:
    return {
        "name": metric.name,
        "label_fr": metric.label.fr,
        "label_en": metric.label.en,
        "scale": metric.scale,
        "unit": metric.unit,
        "value": metric.value,
        "low": metric.low,
        "high": metric.high,
        "n": metric.n,
        "method": metric.method,
        "change": _change(metric.change),
        "trend_test": _change(metric.trend),
        "lower_is_better": metric.lower_is_better,
    }


def _theme(theme: ThemeView, report: Report) -> dict[str, Any]:
    return {
        "theme_id": theme.theme_id,
        "name_fr": theme.name.fr,
        "name_en": theme.name.en,
        "parent_id": None if theme.parent is None else report.themes[theme.parent].theme_id,
        "status": theme.status,
        "n": theme.n,
        "share": theme.share,
        "sentiment": _by_code(theme.sentiment),
        "metric": _figure(theme.metric, theme.metric_low, theme.metric_high),
        "impact": _figure(theme.impact, theme.impact_low, theme.impact_high),
        "q_value": theme.q_value,
        "effect": theme.effect,
        "bands": [
            {"band": b.band, "n": b.n, "share": b.share, "lift": b.lift, "q_value": b.q_value}
            for b in theme.bands
        ],
        "change": _change(theme.change),
        "trend": list(theme.trend),
        "trend_test": _change(theme.trend_test),
        "generic": theme.is_generic,
    }


def _by_code(shares: tuple[Share, ...]) -> dict[str, dict[str, Any]]:
    return {share.code: {"n": share.n, "share": share.share} for share in shares}


def _figure(value: float | None, low: float | None, high: float | None) -> dict[str, Any] | None:
    return None if value is None else {"value": value, "low": low, "high": high}


def _change(change: Change | Trend | None) -> dict[str, Any] | None:
    return None if change is None else dataclasses.asdict(change)
