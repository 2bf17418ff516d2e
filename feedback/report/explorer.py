"""The comments as compact JSON for the page's own search, safe inside a script element."""

import json
from typing import Any

from markupsafe import Markup

from feedback.report.model import CommentView, Report
from feedback.report.words import Words

_UNSAFE = str.maketrans({c: f"\\u{ord(c):04x}" for c in ("<", ">", "&", "\u2028", "\u2029")})
_SENTIMENTS = ("negative", "neutral", "positive")
_BANDS = ("low", "mid", "high")


def explorer_json(report: Report, words: Words) -> Markup:
    """Return the explorer's data: a row per comment, and the words it needs.

    A row is ``[id, text, cut, language, score, high, band, sentiment, themes, date, flags, cohorts,
    x, y, doubt]``; band, sentiment, language, themes, flags and cohorts are positions in the lists
    beside the rows, -1 where there is none; x and y are thousandths of the map, -1 off it; doubt
    adds up 1 for mixed and 2 for unsure. The first ``own`` languages have an entry of their own in
    the filter, the others share one.
    """
    languages = [share.code for share in report.languages]
    kinds = [group.kind for group in report.anomalies]
    scale = report.metrics[0].name if report.metrics else ""
    document = {
        "rows": [
            [
                comment.response_id,
                comment.text,
                int(comment.is_cut),
                _position(languages, comment.language),
                words.format.score(comment.score) if comment.score is not None else "",
                words.format.score(comment.scale_high) if comment.scale_high is not None else "",
                _position(_BANDS, comment.band),
                _position(_SENTIMENTS, comment.sentiment),
                list(comment.themes),
                comment.date,
                [kinds.index(kind) for kind in comment.flags if kind in kinds],
                [
                    _position(dimension.groups, group)
                    for dimension, group in zip(report.dimensions, comment.cohorts, strict=False)
                ],
                *_place(comment),
                comment.is_mixed + 2 * comment.is_unsure,
            ]
            for comment in report.comments
        ],
        "dates": {d: words.format.date(d) for d in sorted({c.date for c in report.comments}) if d},
        "themes": [[theme.theme_id, words.pick(theme.name)] for theme in report.themes],
        "languages": languages,
        "own": sum(share.code != "other" for share in report.main_languages),
        "languageNames": [words.language_name(code) for code in languages],
        "bands": list(_BANDS),
        "bandNames": [words.bands(scale, band) for band in _BANDS],
        "sentiments": list(_SENTIMENTS),
        "sentimentNames": [words(f"sentiment.{code}") for code in _SENTIMENTS],
        "kinds": kinds,
        "kindNames": [words.label("kind", kind) for kind in kinds],
        "cohorts": [[dimension.name, list(dimension.groups)] for dimension in report.dimensions],
        "map": [[m.theme, round(m.x * 1000), round(m.y * 1000)] for m in report.landmarks],
        "words": _strings(words),
    }
    return script_json(document)


def script_json(document: Any) -> Markup:
    """Write JSON that no HTML parser can mistake for markup (``<``, ``>``, ``&`` as escapes)."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(_UNSAFE))  # noqa: S704 - every markup character is escaped


def _strings(words: Words) -> dict[str, str]:
    """Return the explorer's strings; ``{n}`` and the like are filled in by the script."""
    keys = {
        "count": "explorer.count",
        "nothing": "explorer.nothing",
        "one": "explorer.one",
        "unknown": "explorer.unknown",
        "link": "comment.link",
        "score": "comment.score",
        "scoreOf": "comment.score_of",
        "cut": "comment.cut",
        "mixed": "sentiment.mixed",
        "unsure": "sentiment.unsure",
        "filterMixed": "explorer.mixed",
        "filterUnsure": "explorer.unsure",
        "otherLanguages": "language.other",
        "noTheme": "explorer.no_theme",
        "open": "map.open",
    }
    return {name: words.pattern(key) for name, key in keys.items()}


def _place(comment: CommentView) -> tuple[int, int]:
    x, y = comment.place or (-0.001, -0.001)
    return round(x * 1000), round(y * 1000)


def _position(codes: tuple[str, ...] | list[str], code: str) -> int:
    return codes.index(code) if code in codes else -1
