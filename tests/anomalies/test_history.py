"""A batch held against the ones before it: jumps, scales, respondents, reviews."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from feedback.anomalies import AnomalyContext, Reviewed, flag, history_of
from feedback.anomalies.alerts import find_alerts
from feedback.anomalies.learned import ceiling, severity_floor
from feedback.anomalies.respondents import ScoreDrop
from feedback.frames import ANOMALIES, ASSIGNMENTS, THEME_BANDS, THEMES, BatchFrames
from feedback.settings import AnomalySettings

SETTINGS = AnomalySettings()


def segments_of(responses):
    ids = responses["response_id"]
    return pd.DataFrame(
        {
            "segment_id": ids + ".0",
            "response_id": ids,
            "start": 0,
            "end": 5,
            "text": "Words",
            "language": "en",
            "sentiment": responses["sentiment"],
            "polarity": 0.0,
            "confidence": 1.0,
        }
    )


def make_batch(responses, name, n=200, cited=20, low=60, **columns):
    """A batch in which `cited` answers cite the theme and `low` are detractors."""
    scores = np.where(np.arange(n) < low, 3.0, 9.0)
    tones = np.where(np.arange(n) < low, "negative", "positive")
    frame = responses(scores.tolist(), sentiment=tones, batch=name, **columns)
    segments = segments_of(frame)
    told = pd.DataFrame(
        {"segment_id": segments["segment_id"][:cited], "theme_id": "t", "strength": 0.9}
    )
    themes = pd.DataFrame(
        [("t", "Panne", "Outage", [], [], None, "active", "b", "b", cited, cited)],
        columns=THEMES.names(),
    )
    empty = THEME_BANDS.empty(), ANOMALIES.empty()
    return BatchFrames(name, frame, segments, ASSIGNMENTS.check(told), themes, *empty)


def context_of(batch, earlier, **changes):
    return AnomalyContext(
        responses=batch.responses,
        segments=batch.segments,
        assignments=batch.assignments,
        themes=batch.themes,
        theme_bands=batch.theme_bands,
        features=np.zeros((len(batch.responses), 4), np.float32),
        history=history_of(earlier),
        **{"settings": SETTINGS, "seed": 1} | changes,
    )


def alerts(responses, earlier, **now):
    past = [make_batch(responses, f"b{i}", **change) for i, change in enumerate(earlier)]
    return find_alerts(context_of(make_batch(responses, "now", **now), past))


def test_a_theme_that_doubles_is_an_alert_with_its_figures(responses):
    table = alerts(responses, [{}, {}, {}, {}], cited=60)
    (row,) = table.to_dict("records")
    assert (row["kind"], row["subject"], row["n"]) == ("theme-jump", "t", 60)
    assert (row["value"], row["before"]) == (0.3, 0.1)
    assert row["low"] < 0.1 < row["high"] < 0.3
    assert row["reason_en"].startswith('Theme "Outage": 30% of 200 answers, against 10% so far')
    assert "\u202f" in row["reason_fr"]


def test_a_theme_that_vanishes_is_an_alert_that_says_so(responses):
    """Also where it was the only one, so that nobody cites any theme now."""
    table = alerts(responses, [{}, {}, {}], cited=0)
    (row,) = table.to_dict("records")
    assert (row["kind"], row["subject"], row["n"], row["value"]) == ("theme-jump", "t", 0, 0.0)
    assert row["reason_en"] == (
        'Theme "Outage": nothing any more in 200 answers, against 10% so far.'
    )
    assert row["reason_fr"] == (
        "Thème « Panne »\u202f: plus rien dans 200 réponses, contre 10\u202f% jusqu’ici."
    )


def test_a_theme_that_nobody_cited_for_a_batch_counts_that_batch(responses):
    (row,) = alerts(responses, [{}, {"cited": 0}], cited=60).to_dict("records")
    assert row["before"] == pytest.approx(20 / 400)


def test_more_detractors_are_an_alert_on_bands_and_sentiment(responses):
    kinds = alerts(responses, [{}, {}], low=120)["kind"].unique()
    assert set(kinds) == {"band-jump", "sentiment-jump"}


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ([], {"cited": 60}),  # nothing to compare with
        ([{}, {}], {"cited": 24}),  # within chance
        ([{"n": 20, "cited": 2, "low": 6}], {"n": 20, "cited": 8, "low": 6}),  # no volume
        ([{"cited": 10}, {"cited": 60}, {"cited": 12}, {"cited": 55}], {"cited": 60}),  # it sways
    ],
)
def test_what_is_usual_or_small_is_no_alert(responses, earlier, now):
    table = alerts(responses, earlier, **now)
    assert "theme-jump" not in set(table["kind"])


def test_interviews_added_to_a_survey_are_no_jump(responses):
    past = [make_batch(responses, f"b{i}") for i in range(3)]
    survey = make_batch(responses, "now")
    extra = make_batch(responses, "now", n=100, cited=90, low=90, source="interview")
    renamed = [
        getattr(extra, name).replace({"^r": "i"}, regex=True)
        for name in ("responses", "segments", "assignments")
    ]
    both = [
        pd.concat([getattr(survey, name), part], ignore_index=True)
        for name, part in zip(("responses", "segments", "assignments"), renamed, strict=True)
    ]
    joined = replace(survey, responses=both[0], segments=both[1], assignments=both[2])
    assert find_alerts(context_of(joined, past)).empty


def test_false_alerts_are_rare(responses):
    rng = np.random.default_rng(4)
    found = 0
    for _ in range(30):
        sizes = [
            {"cited": int(rng.binomial(200, 0.15)), "low": int(rng.binomial(200, 0.3))}
            for _ in range(5)
        ]
        found += not alerts(responses, sizes[:4], **sizes[4]).empty
    assert found <= 1


def test_another_scale_is_an_alert(responses):
    past = [make_batch(responses, "b0", question="Q")]
    now = make_batch(responses, "now", question="Q", scale_high=5.0)
    now = replace(now, responses=now.responses.assign(score=now.responses["score"].clip(upper=5)))
    (row,) = find_alerts(context_of(now, past)).query("kind == 'scale-changed'").to_dict("records")
    assert (row["value"], row["before"]) == (5.0, 10.0)
    assert "from 0 to 5" in row["reason_en"]


def test_a_top_nobody_uses_any_more_is_an_alert(responses):
    past = [make_batch(responses, "b0")]
    now = make_batch(responses, "now")
    squeezed = now.responses.assign(score=now.responses["score"].clip(upper=5))
    table = find_alerts(context_of(replace(now, responses=squeezed), past))
    (row,) = table[table["kind"] == "scale-changed"].to_dict("records")
    assert "None of 200 scores is over 5" in row["reason_en"]


def test_a_promoter_of_a_panel_who_stays_away_is_named(responses):
    people = [f"p{i:03d}" for i in range(200)]
    past = [make_batch(responses, f"b{i}", respondent_id=people) for i in range(2)]
    now = make_batch(responses, "now", respondent_id=people)
    away = now.responses["respondent_id"].isin(["p003", "p150"])  # a detractor and a promoter
    table = find_alerts(context_of(replace(now, responses=now.responses[~away]), past))
    silent = table[table["kind"] == "promoter-gone-silent"]
    assert silent["subject"].tolist() == ["p150"]
    others = now.responses.assign(respondent_id=[f"q{i}" for i in range(200)])
    assert find_alerts(context_of(replace(now, responses=others), past)).empty


def drop(responses, before, now, **columns):
    past = make_batch(responses, "b0", n=1, cited=0, low=0, respondent_id=["ann"], **columns)
    past = replace(past, responses=past.responses.assign(score=before))
    batch = make_batch(responses, "now", n=1, cited=0, low=0, respondent_id=["ann"], **columns)
    batch = replace(batch, responses=batch.responses.assign(score=now))
    return ScoreDrop().find(context_of(batch, [past]))


def test_a_drop_of_three_is_flagged_and_one_of_two_is_not(responses):
    (row,) = drop(responses, 9.0, 6.0).to_dict("records")
    assert row["severity"] == pytest.approx(0.3)
    assert row["reason_en"] == "This respondent gave 9 before and gives 6 now."
    assert drop(responses, 9.0, 7.0).empty
    assert drop(responses, 6.0, 9.0).empty


def test_two_stars_of_five_are_a_drop(responses):
    stars = {"scale": "stars", "scale_low": 1.0, "scale_high": 5.0}
    assert len(drop(responses, 5.0, 3.0, **stars)) == 1
    assert drop(responses, 5.0, 4.0, **stars).empty


def test_a_later_date_in_the_same_batch_counts(responses, context):
    dates = pd.to_datetime(["2026-01-05", "2026-01-01", "2026-01-05"]).astype("datetime64[s]")
    frame = responses([2.0, 9.0, 2.0], respondent_id=["ann"] * 3, date=pd.Series(dates))
    found = ScoreDrop().find(context(frame))
    assert found["response_id"].tolist() == ["r00000"]


def reviewed(pairs, kind="gibberish"):
    return tuple(Reviewed(kind, severity, accepted) for severity, accepted in pairs)


def test_reviews_raise_the_floor_to_where_people_agree():
    pairs = [(0.3 + k / 100, False) for k in range(8)] + [(0.6 + k / 100, True) for k in range(8)]
    assert severity_floor(reviewed(pairs), "gibberish", SETTINGS) == pytest.approx(0.6)
    assert severity_floor(reviewed(pairs[:4]), "gibberish", SETTINGS) is None
    assert severity_floor(reviewed(pairs), "off-topic", SETTINGS) is None
    assert severity_floor(reviewed(pairs[8:] * 2), "gibberish", SETTINGS) is None


def test_agreement_widens_the_share_that_is_flagged():
    kinds = ("praise-low-score",)
    yes = reviewed([(0.8, True)] * 20, kinds[0])
    no = reviewed([(0.8, False)] * 20, kinds[0])
    assert SETTINGS.flag_share < ceiling(yes, kinds, SETTINGS) <= 2 * SETTINGS.flag_share
    assert ceiling(no, kinds, SETTINGS) == SETTINGS.flag_share
    assert ceiling(yes[:3], kinds, SETTINGS) == SETTINGS.flag_share


def test_dismissed_flags_are_withheld_with_their_severity_and_accepted_ones_stay(planted):
    first = flag(planted.context)
    gone, kept = (
        (row.response_id, row.kind) for row in first.anomalies.head(2).itertuples(index=False)
    )
    severe = float(first.anomalies["severity"].max())
    wrong = reviewed([(severe + 0.01, False)] * 12, kept[1])
    judged = replace(
        planted.context,
        dismissed=frozenset({gone}),
        accepted=frozenset({kept}),
        reviews=wrong,
    )
    second = flag(judged)
    assert list(zip(second.withheld["response_id"], second.withheld["kind"], strict=True)) == [gone]
    assert second.withheld["severity"].iloc[0] == first.anomalies["severity"].iloc[0]
    found = set(zip(second.anomalies["response_id"], second.anomalies["kind"], strict=True))
    assert kept in found
    assert gone not in found
    assert len(found) < len(first.anomalies) - 1


def test_no_history_is_no_alert_and_an_empty_past_is_a_history(planted):
    assert flag(planted.context).alerts.empty
    assert history_of([]).batches == ()
