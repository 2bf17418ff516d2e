import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from feedback.errors import FrameContractError
from feedback.frames import ANOMALIES, BatchFrames
from feedback.report import Report, ReportData, render_html, summarise, summary_json
from tests.report.report_story import FakeMetric, Plot, build, report_of


def _shuffled(data: ReportData, seed: int = 3) -> ReportData:
    frames = data.frames
    parts = {
        name: getattr(frames, name).sample(frac=1, random_state=seed)
        for name in ("responses", "segments", "assignments", "themes", "theme_bands", "anomalies")
    }
    metrics = data.theme_metrics
    return dataclasses.replace(
        data,
        frames=BatchFrames(batch=frames.batch, **parts),
        theme_metrics=None if metrics is None else metrics.sample(frac=1, random_state=seed),
        notices=data.notices[::-1],
    )


def test_shuffled_rows_give_the_same_bytes() -> None:
    data = build(Plot(n=150, previous=True))
    first, second = summarise(data), summarise(_shuffled(data))
    assert first == second
    assert render_html(first, "fr") == render_html(second, "fr")
    assert json.dumps(summary_json(first)) == json.dumps(summary_json(second))


def test_counts_are_those_of_the_frames(story: Report) -> None:
    responses = build(Plot(n=400, previous=True)).frames.responses
    filled = responses["comment"] != ""
    volume = story.volume
    assert volume.n_responses == 400
    assert volume.n_empty == int((~filled).sum())
    assert volume.n_filler == int(responses["is_filler"].sum())
    assert volume.n_commented + volume.n_filler + volume.n_empty == 400
    assert len(story.comments) == int(filled.sum())
    assert story.left_out == (("empty row", 9), ("has # cells where the header has #", 3))
    assert sum(bar.n for bar in story.histogram) == int(responses["score"].notna().sum())
    assert sum(share.n for share in story.bands) == volume.n_commented


def test_themes_are_ranked_by_impact_and_match_their_frame(story: Report) -> None:
    impacts = [theme.impact for theme in story.themes]
    assert impacts == sorted(impacts)
    bands = build(Plot(n=400, previous=True)).frames.theme_bands
    for theme in story.themes:
        rows = bands[bands["theme_id"] == theme.theme_id].set_index("score_band")
        assert [b.n for b in theme.bands] == rows.loc[["low", "mid", "high"], "n"].tolist()
        assert theme.impact == pytest.approx(rows["impact"].iloc[0], abs=1e-6)


def test_an_effect_needs_both_its_interval_and_its_q_value() -> None:
    data = build(Plot(n=400))
    wide = data.frames.theme_bands.assign(impact_low=-50.0, impact_high=50.0)
    weak = data.frames.theme_bands.assign(q_value=0.2)
    for bands in (wide, weak):
        frames = dataclasses.replace(data.frames, theme_bands=bands)
        report = summarise(dataclasses.replace(data, frames=frames))
        assert {theme.effect for theme in report.themes} == {"none"}


def test_new_and_vanished_themes_are_told_apart(story: Report) -> None:
    assert [theme.name.en for theme in story.themes if theme.is_new] == ["Single sign-on"]
    assert [theme.name.en for theme in story.vanished] == ["The September outage"]
    assert not any(theme.is_new for theme in report_of(Plot(n=400)).themes)


def test_quotes_stand_in_their_comments(story: Report) -> None:
    comments = {comment.response_id: comment.text for comment in story.comments}
    quotes = [q for theme in story.themes for _, qs in theme.quotes for q in qs]
    assert len(quotes) > 20
    for quote in quotes:
        assert quote.text in comments[quote.response_id]
    for theme in story.themes:
        assert {code for code, _ in theme.quotes} <= {"fr", "en"}
        assert all(1 <= len(qs) <= 3 for _, qs in theme.quotes)


def test_a_response_is_quoted_once_per_theme_and_chosen_quotes_come_first() -> None:
    data = build(Plot(n=200))
    one = data.frames.segments.groupby("response_id").filter(lambda group: len(group) == 2)
    pair = one["segment_id"].iloc[:2].tolist()
    also = data.frames.assignments.iloc[:0]
    also = pd.concat([also, pd.DataFrame({"segment_id": pair, "theme_id": "t05", "strength": 0.1})])
    assignments = pd.concat([data.frames.assignments, also]).drop_duplicates(
        ["segment_id", "theme_id"]
    )
    language = one["language"].iloc[0]
    quotes = pd.DataFrame(
        {"theme_id": "t05", "language": language, "segment_id": pair, "rank": [1, 2]}
    )
    frames = dataclasses.replace(data.frames, assignments=assignments)
    report = summarise(dataclasses.replace(data, frames=frames, quotes=quotes))
    theme = next(theme for theme in report.themes if theme.theme_id == "t05")
    quoted = [quote.response_id for quote in dict(theme.quotes)[language]]
    assert quoted[0] == one["response_id"].iloc[0]
    assert len(quoted) == len(set(quoted)) == 3


def test_quotes_name_their_question_where_the_batch_asked_two() -> None:
    data = build(Plot(n=150))
    asked = ["Que devrions-nous <b>améliorer</b> ?", "What did you like?"]
    responses = data.frames.responses
    one = responses.assign(question=asked[0])
    two = responses.assign(question=[asked[i % 2] for i in range(len(responses))])
    pages = []
    for frame in (one, two):
        frames = dataclasses.replace(data.frames, responses=frame)
        report = summarise(dataclasses.replace(data, frames=frames))
        pages.append(render_html(report, "en"))
    assert "Que devrions-nous" not in pages[0]
    assert "Que devrions-nous &lt;b&gt;améliorer&lt;/b&gt; ?" in pages[1]
    assert "What did you like?" in pages[1]


def test_a_score_of_three_questions_is_one_bar_in_the_histogram() -> None:
    data = build(Plot(n=150))
    responses = data.frames.responses
    again = responses.assign(
        response_id=responses["response_id"] + ".2", respondent_id=responses["response_id"]
    )
    both = pd.concat(
        [responses.assign(respondent_id=responses["response_id"]), again], ignore_index=True
    )
    frames = dataclasses.replace(data.frames, responses=both)
    doubled = summarise(dataclasses.replace(data, frames=frames)).histogram
    assert [bar.n for bar in doubled] == [bar.n for bar in summarise(data).histogram]


def test_several_metrics_are_shown_with_the_primary_one_first() -> None:
    data = build(Plot(n=100))
    others = (
        FakeMetric(
            "csat", "CSAT", "CSAT", "1-5", 72.5, 66.0, 78.0, 180, "percent", "Wilson (1927)"
        ),
        FakeMetric("ces", "CES", "CES", "1-7", 5.42, 5.2, 5.64, 170, "score", "Student's t"),
        FakeMetric(
            "other", "Average score", "Score moyen", "1-20", None, None, None, 0, "score", "-"
        ),
    )
    report = summarise(dataclasses.replace(data, metrics=(*data.metrics, *others)))
    page = render_html(report, "fr")
    assert [metric.name for metric in report.metrics] == ["nps", "csat", "ces", "other"]
    assert "5,42" in page
    assert report.primary is report.metrics[0]
    for metric in report.metrics:
        assert metric.lowest < metric.highest


def test_an_odd_scale_is_binned() -> None:
    data = build(Plot(n=120))
    responses = data.frames.responses
    wide = responses.assign(score=responses["score"] * 9.7, scale="other", scale_high=100.0)
    metric = FakeMetric(
        "other", "Average score", "Score moyen", "0-100", 60.0, 55.0, 65.0, 120, "score", "t"
    )
    frames = dataclasses.replace(data.frames, responses=wide)
    report = summarise(dataclasses.replace(data, frames=frames, metrics=(metric,)))
    assert sum(bar.n for bar in report.histogram) == 120
    assert {round(bar.high - bar.low, 6) for bar in report.histogram} == {10.0}
    assert "–" in render_html(report, "en")


def test_a_broken_frame_is_refused() -> None:
    data = build(Plot(n=20))
    broken = data.frames.responses.drop(columns="comment")
    with pytest.raises(FrameContractError):
        summarise(
            dataclasses.replace(data, frames=dataclasses.replace(data.frames, responses=broken))
        )


def test_summary_json_is_plain_and_complete(story: Report) -> None:
    summary = summary_json(story)
    text = json.dumps(summary, allow_nan=False)
    assert json.loads(text) == summary
    assert summary["counts"]["responses"] == 400
    assert [t["theme_id"] for t in summary["themes"]] == [t.theme_id for t in story.themes]
    assert summary["metrics"][0]["value"] == story.metrics[0].value
    assert sum(summary["anomalies"].values()) == len(build(Plot(n=400)).frames.anomalies)
    assert summary["notices"] == sorted(summary["notices"])
    assert not any(comment.text in text for comment in story.comments if len(comment.text) > 20)


def test_themes_without_tests_or_impacts_are_shown_without_figures() -> None:
    data = build(Plot(n=100))
    bare = data.frames.theme_bands.assign(
        q_value=np.nan,
        p_value=np.nan,
        lift=np.nan,
        impact=np.nan,
        impact_low=np.nan,
        impact_high=np.nan,
    )
    frames = dataclasses.replace(data.frames, theme_bands=bare)
    page = render_html(summarise(dataclasses.replace(data, frames=frames)), "en")
    assert "nan" not in page.split("<script")[0].lower().replace("financial", "")


def _with_anomalies(data: ReportData, rows: list[tuple[str, str, float | None, str]]) -> Report:
    """Summarise with flags given as (response, kind, expected score, reason) and no others."""
    frame = pd.DataFrame(
        [(response, kind, 0.5, expected, why, why) for response, kind, expected, why in rows],
        columns=ANOMALIES.names(),
    ).astype({"severity": "float64", "expected_score": "float64"})
    frames = dataclasses.replace(data.frames, anomalies=frame)
    return summarise(dataclasses.replace(data, frames=frames))


def _saying(data: ReportData, texts: dict[int, str]) -> ReportData:
    responses = data.frames.responses.copy()
    for row, text in texts.items():
        responses.loc[responses.index[row], "comment"] = text
    segments = data.frames.segments.iloc[:0]
    assignments = data.frames.assignments.iloc[:0]
    frames = dataclasses.replace(
        data.frames, responses=responses, segments=segments, assignments=assignments
    )
    return dataclasses.replace(data, frames=frames)


def test_a_text_that_several_repeat_is_one_card() -> None:
    texts = dict(enumerate(("Box wás wet!", "box was wet", "Box was late", "Box was wet", "...")))
    data = _saying(build(Plot(n=60)), texts)
    ids = data.frames.responses["response_id"].tolist()
    report = _with_anomalies(data, [(i, "near-duplicate", None, "same") for i in ids[:5]])
    (group,) = report.anomalies
    assert group.n == 5
    assert sorted(view.n for view in group.shown) == [1, 1, 3]
    assert group.n_hidden == 0
    assert "3 responses in these words" in render_html(report, "en")
    assert "3 réponses dans ces termes" in render_html(report, "fr")


def test_each_score_that_contradicts_its_text_is_a_card() -> None:
    data = _saying(build(Plot(n=60)), dict.fromkeys(range(3), "Never again, all was broken"))
    ids = data.frames.responses["response_id"].tolist()
    flags = [(i, "complaint-high-score", k or None, "odd") for k, i in enumerate(ids[:3])]
    report = _with_anomalies(data, [*flags, (ids[0], "near-duplicate", None, "same")])
    shown = next(g for g in report.anomalies if g.kind == "complaint-high-score").shown
    assert [view.n for view in shown] == [1, 1, 1]
    assert report.volume.n_against_score == report.volume.n_to_reread == 3
    assert "3 contradict their own score" in render_html(report, "en")


def test_contradictions_stand_first_even_where_no_score_is_expected() -> None:
    data = _saying(build(Plot(n=60)), {0: "Never again, all was broken"})
    ids = data.frames.responses["response_id"].tolist()
    copies = [(i, "near-duplicate", None, "same") for i in ids[1:9]]
    report = _with_anomalies(data, [*copies, (ids[0], "complaint-high-score", None, "odd")])
    assert [group.kind for group in report.anomalies] == ["complaint-high-score", "near-duplicate"]
