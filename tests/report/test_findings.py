import dataclasses

from feedback.report import MetricChange, Previous, summarise
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


def test_nothing_is_claimed_when_nothing_is_significant() -> None:
    report = report_of(Plot(n=200, flat=True))
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
