"""Answers of one person are not so many people's."""

import numpy as np
import pandas as pd
import pytest

from benchmarks import bands as worlds
from feedback.bands.changes import ThemeCounts, count_themes, theme_change
from feedback.bands.design import Design, counted, design_of, unrelated
from feedback.bands.themes import link_bands
from feedback.frames import SCORE_BANDS
from feedback.settings import BandSettings
from tests.bands.test_link import run

BANDS = np.array(SCORE_BANDS, dtype=object)


def test_the_effect_by_hand():
    """Two people, two answers each, one cites twice: both answers say what one person says."""
    cites = np.array([[1, 1], [1, 0], [0, 1], [0, 0]], dtype=bool)
    design = Design(np.ones(4), np.array([0, 0, 1, 1]))
    assert design.effects(cites).tolist() == [2.0, 1.0]


def test_one_answer_a_person_changes_nothing():
    rng = np.random.default_rng(1)
    cites, bands = rng.random((80, 3)) < 0.3, rng.choice(BANDS, 80)
    alone = Design(np.ones(80), rng.permutation(80))
    assert alone.effects(cites, bands).tolist() == [1.0] * 3
    pd.testing.assert_frame_equal(
        link_bands(bands, cites, ["a", "b", "c"], 5.0, alone),
        link_bands(bands, cites, ["a", "b", "c"], 5.0),
    )


def test_answers_that_are_unlike_each_other_gain_nothing():
    cites = np.tile([[True], [False]], (20, 1))  # each cites it once in two answers
    assert Design(np.ones(40), np.repeat(np.arange(20), 2)).effects(cites).tolist() == [1.0]


def test_everything_said_twice_is_worth_what_was_said_once():
    rng = np.random.default_rng(2)
    cites, bands = rng.random((120, 4)) < 0.3, rng.choice(BANDS, 120)
    themes = ["a", "b", "c", "d"]
    people = np.repeat(np.arange(120), 2)
    doubled = link_bands(
        bands[people], cites[people], themes, 5.0, Design(np.ones(240), people)
    ).drop(columns="n")
    pd.testing.assert_frame_equal(
        doubled, link_bands(bands, cites, themes, 5.0).drop(columns="n"), rtol=1e-9
    )
    now = ThemeCounts(240, {"a": 60}, {"a": 2.0})
    before, settings = ThemeCounts(300, {"a": 30}), BandSettings()
    once = theme_change(ThemeCounts(120, {"a": 30}), before, settings)
    columns = ["change", "low", "high", "p_value"]
    pd.testing.assert_frame_equal(
        theme_change(now, before, settings)[columns], once[columns], rtol=1e-9
    )


def test_the_respondent_is_who_answers(responses, frames):
    who = ["p1", "p1", "p2", "p2", None, None]
    frame = responses([9, 9, 2, 2, 5, 5], respondent_id=who)
    assert len(set(counted(frame).people)) == 4
    assert design_of(frame).weights.tolist() == [1.0] * 6
    counts = count_themes(*frames(frame, {"t": [0, 1], "u": [0]})[:3])
    assert counts.by_theme == {"t": 2, "u": 1}
    assert set(counts.effects) == {"t"}
    assert counts.effects["t"] > 1.4


def test_a_share_told_by_people_who_answer_twice_is_less_sure(responses, frames):
    scores = [float(s) for s in np.random.default_rng(3).integers(0, 11, 60)]
    twice = np.repeat(np.arange(60), 2)
    frame = responses(
        [scores[i] for i in twice], respondent_id=[f"p{i:02d}" for i in twice], language="en"
    )
    cited = {"t": [i for i in range(120) if twice[i] % 4 == 0]}
    alone = run(frames(frame.assign(respondent_id=None), cited)).theme_metrics.iloc[0]
    found = run(frames(frame, cited)).theme_metrics.iloc[0]
    assert alone["design_effect"] == 1
    assert found["design_effect"] == pytest.approx(2.0)
    assert found["share"] == alone["share"]
    assert found["q_value"] > alone["q_value"]


def test_no_more_false_discoveries_when_people_answer_three_questions():
    """Scores have nothing to do with themes, but who cites a theme once often does so again."""
    rng = np.random.default_rng(4)
    themes, rounds = [f"t{k:02d}" for k in range(12)], 150
    people = np.repeat(np.arange(250), 3)
    designs = {"naive": unrelated(np.ones(750)), "ours": Design(np.ones(750), people)}
    alarms = dict.fromkeys(designs, 0)
    for _ in range(rounds):
        bands = rng.choice(BANDS, 250, p=[0.3, 0.25, 0.45])[people]
        cites = rng.random((750, 12)) < rng.beta(0.28, 2.05, (250, 12))[people]
        for name, design in designs.items():
            table = link_bands(bands, cites, themes, 5.0, design)
            alarms[name] += bool((table["q_value"] < 0.05).any())
    assert alarms["ours"] / rounds <= 0.08  # 5 % promised, two standard errors allowed
    assert alarms["naive"] / rounds >= 0.15  # otherwise this world would show nothing


def test_the_worlds_of_the_benchmark_run(monkeypatch):
    """The table is no part of CI; that its code still runs is."""
    for name, rounds in (("SHUFFLES", 1), ("MANY", 2)):
        monkeypatch.setattr(worlds, name, rounds)
    rows = list(worlds._discoveries())
    assert len({row.test for row in rows}) == len(rows) >= 8
    assert all(0 <= row.reached <= 1 for row in rows)


def test_who_answers_two_questions_is_one_promoter(responses, frames):
    """Shares by band are of scores: a person speaks of what any of the answers does."""
    who = [f"p{i // 2:02d}" for i in range(40)]
    scores = [10 if i < 20 else 0 for i in range(40)]
    comments = ["Something was said here"] * 38 + ["", ""]
    frame = responses(scores, respondent_id=who, comment=comments)
    cited = {"t": [0, 2, 3, 4, 21], "u": [5]}
    table = run(frames(frame, cited)).theme_bands.set_index(["theme_id", "score_band"])
    assert table["n"].to_dict()["t", "high"] == 3
    assert table["share"].to_dict()["t", "high"] == pytest.approx(3 / 10)
    assert table["share"].to_dict()["t", "low"] == pytest.approx(1 / 9)  # one said nothing
    assert table["n"].to_dict()["u", "high"] == 1
