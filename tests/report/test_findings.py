import dataclasses

import pytest

from feedback.report import (
    MetricChange,
    Previous,
    Trends,
    TrendTest,
    render_html,
    summarise,
    summary_json,
)
from feedback.report.facts import Facts
from feedback.report.lead import lead
from feedback.report.model import Report
from feedback.report.words import Words
from tests.report.report_story import Plot, build, report_of


def _said(report: Report) -> str:
    titles = report.titles
    words = Words("en")
    return " ".join(
        words.sentence(f) for f in (titles.page, *titles.lead, titles.themes, titles.bands)
    )


def test_the_title_names_the_theme_that_weighs_most() -> None:
    report = report_of(Plot(n=400))
    down = [theme for theme in report.themes if theme.effect == "down"]
    worst = min(down, key=lambda theme: theme.impact or 0)
    assert report.titles.page.code == "title.theme_down"
    assert worst.name.en in Words("en").sentence(report.titles.page)
    assert 2 <= len(report.titles.lead) <= 4


def test_a_mention_that_goes_with_the_score_leads_where_no_theme_does() -> None:
    data = build(Plot(n=200, flat=True))
    shown = summarise(data).titles.lead
    said = [finding.code for finding in shown]
    assert said == ["lead.metric", "lead.mention.down.negative", "lead.group_over"]
    strongest = data.tables["drivers"].sort_values("share").iloc[-1]
    names = data.frames.themes.set_index("theme_id")["name_en"]
    assert names[strongest["theme_id"]] in Words("en").sentence(shown[1])


def test_nothing_is_claimed_when_nothing_is_significant() -> None:
    data = build(Plot(n=200, flat=True))
    data.tables["drivers"]["significant"] = False
    data.tables["cohorts"]["significant"] = False
    report = summarise(data)
    assert {theme.effect for theme in report.themes} == {"none"}
    assert report.titles.page.code == "title.metric"
    assert "lead.none" in [finding.code for finding in report.titles.lead]
    said = _said(report)
    assert not any(theme.name.en in said for theme in report.themes)


def test_a_significant_fall_is_told_with_its_p_value(story: Report) -> None:
    assert story.titles.page.code == "title.down_theme"
    assert "falls by 6 points" in Words("en").sentence(story.titles.page)
    assert "p\u00a0=\u00a00.009" in Words("en").sentence(story.titles.lead[0])


def test_a_change_that_chance_explains_is_not_called_a_fall() -> None:
    data = build(Plot(n=200))
    past = MetricChange("nps", 30.0, -6.0, -14.0, 2.0, 0.14)
    report = summarise(dataclasses.replace(data, previous=Previous("before", (past,))))
    assert report.titles.page.code in ("title.stable", "title.stable_theme")
    assert report.titles.lead[0].code == "lead.metric_same"
    assert "fall" not in _said(report)


def test_without_scores_the_page_leads_with_what_is_cited() -> None:
    report = report_of(Plot(n=300, scored=False))
    assert report.titles.page.code == "title.themes"
    assert report.bands == report.metrics == report.histogram == ()
    assert {theme.effect for theme in report.themes} == {"none"}


def test_every_sentence_can_be_written_in_both_languages(story: Report) -> None:
    plots = (Plot(n=3, themed=False), Plot(n=60, scored=False), Plot(n=0), Plot(n=200, flat=True))
    for report in (story, *map(report_of, plots)):
        for language in ("fr", "en"):
            titles = report.titles
            for finding in (titles.page, *titles.lead, titles.themes, titles.bands):
                sentence = Words(language).sentence(finding)
                assert sentence
                assert "{" not in sentence
                assert "None" not in sentence
                assert "nan" not in sentence


@pytest.mark.parametrize("scored", [True, False])
def test_praise_and_blame_without_a_subject_never_lead(scored: bool) -> None:
    data = build(Plot(n=400, previous=True, scored=scored))
    plain = summarise(data)
    ids = {plain.themes[i].theme_id for i in (*plain.movers.down, *plain.movers.changed)}
    ids |= {max(plain.themes, key=lambda theme: theme.n).theme_id}
    report = summarise(dataclasses.replace(data, generic=ids))
    names = {theme.name.en for theme in report.themes if theme.is_generic}
    assert len(names) == len(ids) > 0
    told = {f["en"] for f in summary_json(report)["findings"]}
    assert not [sentence for sentence in told if any(name in sentence for name in names)]
    moved = (*report.movers.down, *report.movers.up, *report.movers.changed)
    todo = [i for _, places in report.todo for i in places]
    assert not [i for i in (*moved, *todo) if report.themes[i].is_generic]
    tops = [theme.is_generic for _, theme in report.top]
    assert tops == sorted(tops), "they come after the themes that name a subject"
    assert {t["theme_id"] for t in summary_json(report)["themes"] if t["generic"]} == ids


def test_only_themes_without_a_subject_leave_a_page_that_can_be_written() -> None:
    for scored in (True, False):
        data = build(Plot(n=200, scored=scored))
        every = set(data.frames.themes["theme_id"])
        report = summarise(dataclasses.replace(data, generic=every))
        assert "None" not in _said(report)
        assert render_html(report, "fr")


def test_where_lower_is_better_a_fall_is_good() -> None:
    data = build(Plot(n=400, previous=True))
    turned = tuple(dataclasses.replace(m, name="ces", lower_is_better=True) for m in data.metrics)
    assert data.previous is not None
    past = tuple(dataclasses.replace(m, name="ces") for m in data.previous.metrics)
    before = dataclasses.replace(data.previous, metrics=past)
    report = summarise(dataclasses.replace(data, metrics=turned, previous=before))
    usual = summarise(data)
    assert (usual.metrics[0].change_tone, report.metrics[0].change_tone) == ("down", "up")
    flipped = {"up": "down", "down": "up", "none": "none"}
    effects = {theme.theme_id: theme.effect for theme in report.themes}
    assert effects == {theme.theme_id: flipped[theme.effect] for theme in usual.themes}
    assert report.themes[0].effect == "down", "the most harmful theme comes first"
    assert [row.tone for row in report.drivers.rows if row.significant] == ["up"] * 3
    said = Words("en").sentence(report.titles.page)
    assert "The effort (CES) falls" in said or "Effort (CES) falls" in said
    assert "pull" not in _said(report)
    page = render_html(report, "fr")
    assert "Tire vers le bas" not in page
    assert '<b class="up">\u22126,0</b>, recul significatif' in page


def test_an_effect_without_proof_is_not_to_be_fixed(story: Report) -> None:
    for name, places in story.todo:
        if name in ("fix", "keep"):
            assert {story.themes[i].effect for i in places} <= {"down" if name == "fix" else "up"}


def test_the_share_that_goes_with_an_impact_is_of_people_where_they_answer_twice() -> None:
    """An impact leaves out whole people, however many of their answers cite the theme."""
    data = build(Plot(n=400))
    responses = data.frames.responses
    once = summarise(data)
    who = [f"p{i // 2:03d}" for i in range(len(responses))]
    frames = dataclasses.replace(data.frames, responses=responses.assign(respondent_id=who))
    twice = summarise(dataclasses.replace(data, frames=frames))
    (plain,) = [f for f in once.titles.lead if f.code == "lead.down"]
    (by,) = [f for f in twice.titles.lead if f.code == "lead.down.by"]
    assert dict(by.values)["theme"] == dict(plain.values)["theme"]
    theme = next(t for t in twice.themes if t.name == dict(by.values)["theme"].name)
    scores = sum(band.n for band in twice.bands)
    assert dict(by.values)["share"].number == sum(band.n for band in theme.bands) / scores
    for language in ("fr", "en"):
        assert Words(language).sentence(by)


def _with_groups(flat: bool, differences: dict[str, float]) -> Report:
    """Return a report whose plans score otherwise by `differences`, significantly."""
    data = build(Plot(n=200, flat=flat))
    table = data.tables["cohorts"]
    own = table[table["theme_id"] == ""].head(len(differences)).copy()
    own["group"] = list(differences)
    own["difference"] = list(differences.values())
    own["value"] = [20.0 + gap for gap in differences.values()]
    own["significant"] = True
    tables = {**data.tables, "cohorts": own}
    return summarise(dataclasses.replace(data, tables=tables))


def test_a_group_that_scores_otherwise_is_told_and_is_the_title_where_no_theme_weighs() -> None:
    report = _with_groups(True, {"Team": -24.0, "Solo": 30.0})
    words = Words("en")
    assert words.sentence(report.titles.page) == "“Team” (plan) is 24 points below the others (NPS)"
    shown = [words.sentence(finding) for finding in report.titles.lead]
    told = [sentence for sentence in shown if "Team" in sentence]
    assert len(told) == 1
    assert "24 points below the others: NPS −4 against 20" in told[0]
    assert "(formule) est 24" in Words("fr").sentence(report.titles.page).replace("\u00a0", " ")
    assert not [sentence for sentence in shown if "Solo" in sentence], "the worst one is enough"


def test_a_group_comes_after_the_theme_that_weighs() -> None:
    report = _with_groups(False, {"Team": -24.0})
    assert report.titles.page.code == "title.theme_down"
    codes = [finding.code for finding in report.titles.lead]
    assert codes.index("lead.down") + 1 == codes.index("lead.group_under")


def test_where_lower_is_better_the_group_above_the_others_is_the_worst() -> None:
    report = _with_groups(True, {"Team": -24.0, "Solo": 30.0})
    facts = Facts(
        report.volume,
        (dataclasses.replace(report.metrics[0], lower_is_better=True),),
        *(report.themes, report.bands, report.sentiment, False, report.method),
        cohorts=report.cohorts,
    )
    assert [group.group for group in facts.groups_apart()] == ["Solo", "Team"]


def _over_months(metric: TrendTest | None, themes: dict[str, TrendTest], p_value: float) -> Report:
    """Return a report whose metric changed by -6 since the batch before, with `p_value`."""
    data = build(Plot(n=400, previous=True))
    past = MetricChange("nps", 30.0, -6.0, -14.0, 2.0, p_value)
    still = dataclasses.replace(data.previous or Previous(""), metrics=(past,))
    trends = Trends({} if metric is None else {"nps": metric}, themes)
    return summarise(dataclasses.replace(data, previous=still, trends=trends))


def test_a_fall_over_months_is_told_where_no_month_alone_is_significant() -> None:
    report = _over_months(TrendTest(42.0, 24.0, 5, 0.004, steady=True), {}, 0.14)
    english, french = Words("en"), Words("fr")
    assert english.sentence(report.titles.page).startswith("The NPS falls by 18 points over 5 bat")
    assert "recule de 18 points en 5 lots" in french.sentence(report.titles.page).replace(
        "\u00a0", " "
    )
    first = english.sentence(report.titles.lead[0]).replace("\u00a0", " ")
    assert "its fall from 42 over 5 batches is significant (p = 0.004)" in first
    assert english.sentence(report.titles.trend).startswith("The NPS falls over 5 batches: 42 at")


@pytest.mark.parametrize(
    ("trend", "p_value"),
    [
        (TrendTest(42.0, 24.0, 5, 0.2, steady=True), 0.14),
        (TrendTest(42.0, 44.0, 5, 0.004, steady=False), 0.14),
        (TrendTest(42.0, 24.0, 5, 0.004, steady=True), 0.001),
    ],
    ids=["chance", "the ends say otherwise", "the last month says it"],
)
def test_no_trend_is_told_without_need(trend: TrendTest, p_value: float) -> None:
    report = _over_months(trend, {}, p_value)
    assert "5 batches" not in _said(report)


def test_a_theme_that_grows_over_months_is_told_unless_the_last_month_says_it() -> None:
    data = build(Plot(n=400, previous=True))
    plain = summarise(data)
    moved = {plain.themes[i].theme_id for i in plain.movers.changed}
    calm = next(t for t in plain.themes if t.theme_id not in moved and not t.is_new)
    up = TrendTest(0.08, 0.17, 5, 0.001, steady=True, q_value=0.01)
    report = _over_months(None, dict.fromkeys((*moved, calm.theme_id), up), 0.14)
    page = render_html(report, "en").replace("\u00a0", " ")
    assert moved
    assert page.count("Over 5 batches: 8% at first, 17% now (q = 0.01)") == len(moved) + 1
    facts = Facts(
        *(report.volume, report.metrics, report.themes, report.bands, report.sentiment),
        *(True, report.method),
    )
    told = [Words("en").sentence(f) for f in lead(facts) if f.code.startswith("lead.trend")]
    assert [sentence.replace("\u00a0", " ") for sentence in told] == [
        f"“{calm.name.en}” rises over 5 batches, from 8% to 17% of comments (q = 0.01)."
    ]
    theme = next(t for t in summary_json(report)["themes"] if t["theme_id"] == calm.theme_id)
    assert theme["trend_test"]["n_batches"] == 5
