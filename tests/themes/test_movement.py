"""Shares are normalised by volume; an alert needs significance and volume."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from feedback import frames
from feedback.assembly.movement import COLUMNS, movement
from feedback.errors import SettingsError
from feedback.frames import BatchFrames
from feedback.settings import Settings


def batch(name: str, cited: dict[str, int], total: int, date: str) -> BatchFrames:
    """Return a batch of `total` answers; the first ones of each theme cite it."""
    ids = [f"{name}{i:04d}" for i in range(total)]
    responses = frames.RESPONSES.empty().reindex(range(total))
    responses["response_id"], responses["comment"] = ids, "words"
    responses["batch"], responses["source"] = name, "nps"
    responses["date"] = pd.Series([pd.Timestamp(date)] * total).astype("datetime64[s]")
    responses["is_filler"] = False
    segments = frames.SEGMENTS.empty().reindex(range(total))
    segments["segment_id"], segments["response_id"] = [f"{i}.000" for i in ids], ids
    pairs = [(f"{ids[i]}.000", theme, 0.5) for theme, n in cited.items() for i in range(n)]
    assignments = pd.DataFrame(pairs, columns=["segment_id", "theme_id", "strength"])
    themes = frames.THEMES.empty().reindex(range(len(cited)))
    themes["theme_id"] = themes["name_fr"] = themes["name_en"] = list(cited)
    themes["status"] = "active"
    return BatchFrames(
        name,
        responses,
        segments,
        assignments,
        themes,
        frames.THEME_BANDS.empty(),
        frames.ANOMALIES.empty(),
    )


def test_twice_the_volume_moves_nothing_and_a_jump_is_an_alert() -> None:
    months = [
        batch("m1", {"steady": 30, "jump": 5}, 100, "2026-01-15"),
        batch("m2", {"steady": 60, "jump": 60}, 200, "2026-02-15"),
    ]
    found = movement(months, Settings()).set_index(["period", "theme_id"])
    assert found.loc[("m1", "steady"), "change"] != found.loc[("m1", "steady"), "change"]
    steady, jump = found.loc[("m2", "steady")], found.loc[("m2", "jump")]
    assert steady["change"] == pytest.approx(0)
    assert not steady["alert"]
    assert jump["change"] == pytest.approx(0.25)
    assert jump["change_low"] < 0.25 < jump["change_high"]
    assert jump["alert"]


def test_a_sure_move_of_few_answers_is_no_alert() -> None:
    months = [
        batch("m1", {"rare": 1, "other": 9}, 20, "2026-01-15"),
        batch("m2", {"rare": 19, "other": 9}, 20, "2026-02-15"),
    ]
    found = movement(months, Settings())
    rare = found[(found["theme_id"] == "rare") & (found["period"] == "m2")].iloc[0]
    assert rare["q_value"] < 0.001
    assert not rare["alert"]
    themes = replace(Settings().themes, alert_answers=20)
    again = movement(months, replace(Settings(), themes=themes))
    assert again[again["theme_id"] == "rare"]["alert"].tolist() == [False, True]


def test_chance_moves_of_many_themes_are_corrected_for() -> None:
    random = np.random.default_rng(5)
    alerts = 0
    for _ in range(20):
        months = [
            batch(n, {f"t{k}": int(random.binomial(120, 0.15)) for k in range(25)}, 120, d)
            for n, d in (("m1", "2026-01-15"), ("m2", "2026-02-15"))
        ]
        alerts += int(movement(months, Settings())["alert"].any())
    assert alerts <= 4  # of 20 families at 5 %; uncorrected it is most of them


def test_periods_follow_the_dates_and_not_the_batches() -> None:
    months = [
        batch("a", {"x": 10}, 40, "2026-01-15"),
        batch("b", {"x": 10}, 40, "2026-01-20"),
        batch("c", {"x": 30}, 40, "2026-02-02"),
    ]
    found = movement(months, Settings(), "month")
    assert found["period"].tolist() == ["2026-01", "2026-02"]
    assert found["total"].tolist() == [80, 40]
    assert found["previous"].tolist()[1] == "2026-01"
    assert movement(months, Settings(), "quarter")["total"].tolist() == [120]


def test_answers_of_one_id_count_once_only_where_they_say_the_same() -> None:
    spring = batch("spring", {"x": 10}, 40, "2026-01-15")
    autumn = batch("autumn", {"x": 30}, 40, "2026-01-20")
    numbered = [f"r{i}" for i in range(40)]  # a survey tool numbers the rows of each file
    months = []
    for one, said in ((spring, "words"), (autumn, "other words")):
        rows = one.responses.assign(response_id=numbered, comment=said)
        segments = one.segments.assign(response_id=numbered, segment_id=numbered)
        cited = one.assignments["segment_id"].str.extract(r"(\d{4})\.")[0].astype(int)
        assignments = one.assignments.assign(segment_id=[numbered[i] for i in cited])
        months.append(replace(one, responses=rows, segments=segments, assignments=assignments))
    found = movement(months, Settings(), "month")
    assert (found["n"].tolist(), found["total"].tolist()) == ([40], [80])
    again = replace(months[1], batch="overlapping")
    found = movement([*months, again], Settings(), "month")
    assert (found["n"].tolist(), found["total"].tolist()) == ([40], [80])


def test_an_unknown_period_and_no_batch() -> None:
    with pytest.raises(SettingsError, match="no period"):
        movement([], Settings(), "day")
    assert list(movement([], Settings()).columns) == list(COLUMNS)
