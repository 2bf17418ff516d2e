"""Themes as the page shows them, ranked by what they do to the score."""

import dataclasses
from collections.abc import Iterable
from typing import Any

import pandas as pd

from feedback.frames import SCORE_BANDS, SENTIMENTS
from feedback.report.data import ReportData, ThemeChange
from feedback.report.format import plain
from feedback.report.model import Change, Quote, Share, Text, ThemeBand, ThemeView, Vanished
from feedback.report.numbers import number, ratio, text_of
from feedback.report.quotes import quotes_by_theme
from feedback.report.trends import cohort_views, tested, theme_trend
from feedback.report.wordlists import word_lists


def theme_views(data: ReportData, n_commented: int) -> tuple[ThemeView, ...]:
    """Return the themes cited in this batch, as the page ranks them.

    From the one that costs the metric most to the one that brings it most; without impacts by
    share, largest first. Themes that name no subject come after those that do, and themes that
    are part of another after all others.
    """
    counts = _counts(data)
    quotes = quotes_by_theme(data)
    changes = {c.theme_id: c for c in data.previous.themes} if data.previous else {}
    maker = _Maker(data, n_commented, counts)
    views = [
        maker.view(row, quotes.get(row["theme_id"], ()), changes)
        for row in data.frames.themes.sort_values("theme_id").to_dict("records")
        if row["theme_id"] in counts.index
    ]
    sign = -1.0 if data.metrics and data.metrics[0].lower_is_better else 1.0
    return _as_tree(sorted(views, key=lambda view: _order(view, sign)), data.frames.themes)


def _as_tree(views: list[ThemeView], themes: pd.DataFrame) -> tuple[ThemeView, ...]:
    """Return the views with sub-themes last, parents and children pointing at each other.

    A sub-theme of a sub-theme, or of a theme that nobody cites, stands on its own.
    """
    above = {text_of(t): text_of(p) for t, p in themes[["theme_id", "parent_id"]].to_numpy()}
    here = {view.theme_id for view in views}

    def parent(theme: str) -> str:
        over = above.get(theme, "")
        return over if over in here and over != theme and above.get(over, "") not in here else ""

    tops = [view for view in views if not parent(view.theme_id)]
    parts = [view for view in views if parent(view.theme_id)]
    place = {view.theme_id: i for i, view in enumerate((*tops, *parts))}
    children: dict[str, list[int]] = {}
    for part in parts:
        children.setdefault(parent(part.theme_id), []).append(place[part.theme_id])
    return tuple(
        dataclasses.replace(
            view,
            parent=place.get(parent(view.theme_id)),
            children=tuple(children.get(view.theme_id, ())),
        )
        for view in (*tops, *parts)
    )


def vanished_themes(data: ReportData, present: Iterable[str]) -> tuple[Vanished, ...]:
    """Return themes that the previous batch cited and this one does not, largest first."""
    here = set(present)
    gone = [
        Vanished(
            c.theme_id,
            Text(plain(c.name_fr), plain(c.name_en)),
            c.n,
            c.share,
            c.q_value is not None and c.q_value < data.method.false_discovery_rate,
        )
        for c in (data.previous.themes if data.previous else ())
        if c.theme_id not in here and c.n > 0
    ]
    return tuple(sorted(gone, key=lambda v: (-v.share_before, v.theme_id)))


def _order(view: ThemeView, sign: float) -> tuple[bool, int, float, float, str]:
    if view.impact is None:
        return (view.is_generic, 1, 0.0, -(view.share or 0.0), view.theme_id)
    return (view.is_generic, 0, sign * view.impact, -(view.share or 0.0), view.theme_id)


def _counts(data: ReportData) -> pd.DataFrame:
    """Return per cited theme_id: ``n`` responses, and segments by sentiment."""
    cited = data.frames.assignments.merge(
        data.frames.segments[["segment_id", "response_id", "sentiment"]], on="segment_id"
    )
    table = cited.groupby("theme_id")["response_id"].nunique().rename("n").to_frame()
    for sentiment in SENTIMENTS:
        felt = cited[cited["sentiment"] == sentiment].groupby("theme_id").size()
        table[sentiment] = felt.reindex(table.index).fillna(0).astype(int)
    return table


class _Maker:
    """Builds theme views from the frames of one run."""

    def __init__(self, data: ReportData, n_commented: int, counts: pd.DataFrame) -> None:
        self._method = data.method
        self._n_commented = n_commented
        self._counts = counts.to_dict("index")
        self._bands = {str(k): g for k, g in data.frames.theme_bands.groupby("theme_id")}
        table = data.theme_metrics
        self._metrics = {} if table is None else table.set_index("theme_id").to_dict("index")
        self._batch = data.frames.batch
        self._data = data
        self._cohorts = cohort_views(data)
        self._has_previous = data.previous is not None
        self._turned = bool(data.metrics) and data.metrics[0].lower_is_better
        self._words = word_lists(data, "theme")

    def view(
        self,
        row: dict[Any, Any],
        quotes: tuple[tuple[str, tuple[Quote, ...]], ...],
        changes: dict[str, ThemeChange],
    ) -> ThemeView:
        """Return one row of `themes` as a view."""
        theme_id = text_of(row["theme_id"])
        counted, measured = self._counts[theme_id], self._metrics.get(theme_id, {})
        bands, impact = self._band_views(theme_id)
        share = number(measured.get("share"))
        n = int(counted["n"])
        share = ratio(n, self._n_commented) if share is None else share
        q_values = [band.q_value for band in bands if band.q_value is not None]
        q_value = min(q_values) if q_values else None
        return ThemeView(
            theme_id=theme_id,
            name=Text(plain(text_of(row["name_fr"])), plain(text_of(row["name_en"]))),
            keywords_fr=_keywords(row["keywords_fr"]),
            keywords_en=_keywords(row["keywords_en"]),
            status=text_of(row["status"]),
            is_new=self._has_previous and row["first_batch"] == self._batch,
            n=n,
            share=share,
            sentiment=self._sentiment(counted, measured),
            metric=number(measured.get("value")),
            metric_low=number(measured.get("low")),
            metric_high=number(measured.get("high")),
            impact=impact[0],
            impact_low=impact[1],
            impact_high=impact[2],
            q_value=q_value,
            effect=self._effect(impact, q_value),
            bands=bands,
            change=self._change(changes.get(theme_id)),
            quotes=quotes,
            trend=theme_trend(self._data, theme_id, share),
            cohorts=self._cohorts.get(theme_id, ()),
            is_generic=theme_id in self._data.generic,
            words=self._words.get(theme_id, ()),
            trend_test=tested(
                self._data.trends.themes.get(theme_id), self._method.false_discovery_rate
            ),
        )

    def _band_views(
        self, theme_id: str
    ) -> tuple[tuple[ThemeBand, ...], tuple[float | None, float | None, float | None]]:
        table = self._bands.get(theme_id)
        if table is None:
            return (), (None, None, None)
        rows = {text_of(r["score_band"]): r for r in table.to_dict("records")}
        views = [self._band_view(band, rows[band]) for band in SCORE_BANDS if band in rows]
        first = table.iloc[0]
        impact = tuple(number(first[c]) for c in ("impact", "impact_low", "impact_high"))
        return tuple(views), (impact[0], impact[1], impact[2])

    def _band_view(self, band: str, row: dict[Any, Any]) -> ThemeBand:
        q_value = number(row["q_value"])
        return ThemeBand(
            band=band,
            n=int(number(row["n"]) or 0),
            share=number(row["share"]),
            lift=number(row["lift"]),
            q_value=q_value,
            significant=q_value is not None and q_value < self._method.false_discovery_rate,
        )

    def _effect(
        self, impact: tuple[float | None, float | None, float | None], q_value: float | None
    ) -> str:
        _, low, high = impact
        if q_value is None or q_value >= self._method.false_discovery_rate:
            return "none"
        if high is not None and high < 0:
            return "up" if self._turned else "down"
        if low is not None and low > 0:
            return "down" if self._turned else "up"
        return "none"

    def _sentiment(self, counted: dict[Any, Any], measured: dict[Any, Any]) -> tuple[Share, ...]:
        """Return the theme's sentiment as measured beside the bands, else counted on segments."""
        counts = {code: int(counted[code]) for code in SENTIMENTS}
        shares = {code: number(measured.get(code)) for code in SENTIMENTS}
        if None in shares.values():
            shares = {code: ratio(counts[code], sum(counts.values())) for code in SENTIMENTS}
        return tuple(Share(code, counts[code], shares[code]) for code in SENTIMENTS)

    def _change(self, change: ThemeChange | None) -> Change | None:
        if change is None:
            return None
        significant = (
            change.q_value is not None and change.q_value < self._method.false_discovery_rate
        )
        return Change(
            before=change.share,
            difference=change.difference,
            low=change.low,
            high=change.high,
            p_value=change.p_value,
            significant=significant,
            q_value=change.q_value,
        )


def _keywords(words: object) -> tuple[str, ...]:
    return tuple(plain(str(word)) for word in words) if isinstance(words, Iterable) else ()
