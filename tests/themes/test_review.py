"""The figures of a review against ones worked out by hand, and the conversation itself."""

import io
import json

import numpy as np
import pandas as pd
import pytest

from feedback import curation
from feedback.cli import theme_review
from feedback.errors import InputError
from feedback.themes import alpha_interval, draw_sample, krippendorff_alpha, theme_scores


def test_a_sample_takes_every_theme_and_forgets_the_order() -> None:
    assigned = pd.Series(["a"] * 90 + ["b"] * 5 + [""] * 5, index=[f"s{i:03d}" for i in range(100)])
    chosen = draw_sample(assigned, 12, 7)
    assert assigned[chosen].value_counts().to_dict() == {"a": 4, "b": 4, "": 4}
    assert draw_sample(assigned.sample(frac=1, random_state=2), 12, 7) == chosen
    assert draw_sample(assigned, 12, 8) != chosen
    assert set(chosen) <= set(draw_sample(assigned, 15, 7))


def test_scores_weigh_the_sample_back_to_the_size_of_the_themes() -> None:
    # Theme a has 90 segments, 3 of 4 right, one belongs to b; theme b has 10, all 2 right.
    found, decided = ["a"] * 4 + ["b"] * 2, ["a", "a", "a", "b", "b", "b"]
    table = theme_scores(found, decided, {"a": 90, "b": 10}, 0.95, 1).set_index("theme_id")
    assert table.loc["a", "precision"] == pytest.approx(0.75)
    assert table.loc["a", "recall"] == 1
    # b: true positives 10, false negatives 90 / 4.
    assert table.loc["b", "recall"] == pytest.approx(10 / 32.5)
    assert table.loc["b", "f1"] == pytest.approx(20 / 42.5)
    assert (table["f1_low"] <= table["f1"]).all()
    assert (table["f1"] <= table["f1_high"]).all()


def test_the_interval_holds_the_true_f1_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(4)
    hits, rounds = 0, 60
    for _ in range(rounds):
        right = random.random(80) < 0.7
        found = ["a"] * 40 + ["b"] * 40
        decided = [f if ok else {"a": "b", "b": "a"}[f] for f, ok in zip(found, right, strict=True)]
        row = theme_scores(found, decided, {"a": 500, "b": 500}, 0.9, 1).iloc[0]
        hits += row["f1_low"] <= 0.7 <= row["f1_high"]
    assert hits / rounds >= 0.8


def test_few_segments_all_right_prove_little() -> None:
    table = theme_scores(["a"] * 3, ["a"] * 3, {"a": 90}, 0.95, 1)
    assert table.loc[0, "f1"] == table.loc[0, "f1_high"] == 1
    assert table.loc[0, "f1_low"] < 0.8
    more = theme_scores(["a"] * 60, ["a"] * 60, {"a": 90}, 0.95, 1)
    assert more.loc[0, "f1_low"] > 0.93


def test_alpha_is_the_one_of_the_textbook() -> None:
    # Krippendorff (2011), section A: two observers, ten units, binary: alpha = 0.095.
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    found = krippendorff_alpha([str(v) for v in first], [str(v) for v in second])
    assert found == pytest.approx(0.095, abs=0.001)
    assert krippendorff_alpha(["a", "b"], ["a", "b"]) == 1
    assert np.isnan(krippendorff_alpha(["a", "a"], ["a", "a"]))


def test_the_interval_of_alpha_contains_it_and_is_no_point_without_disagreement() -> None:
    first, second = ["a", "b", "a", "b"], ["a", "b", "a", "a"]
    low, high = alpha_interval(first, second, 0.95)
    alpha = krippendorff_alpha(first, second)
    assert low < alpha < high <= 1
    low, high = alpha_interval(["a", "b"] * 5, ["a", "b"] * 5, 0.95)
    assert high == 1
    assert 0.3 < low < 0.7
    assert np.isnan(alpha_interval(["a", "a"], ["a", "a"], 0.95)[0])


def test_a_review_that_names_no_theme_of_the_batch_is_refused(workspace, tmp_path) -> None:
    rows = curation.review_sample(workspace, None, 4)
    path = tmp_path / "one.csv"
    curation.save_review(path, [_decided(row, "t-no-such") for row in rows])
    with pytest.raises(InputError, match="t-no-such"):
        curation.review_scores(workspace, path)


def test_a_review_in_the_terminal(workspace, feedback, monkeypatch, tmp_path) -> None:
    out = tmp_path / "one.csv"
    monkeypatch.setattr("sys.stdin", io.StringIO("\n-\nnonsense\n1\ns\nq\n"))
    call = ("themes", "review", "--n", 8, "--out", out, "--workspace", workspace.root, "--json")
    shown = feedback(*call)
    assert shown.status == 0, shown.err
    rows = curation.load_review(out)
    assert [bool(row.decided) for row in rows[:4]] == [True, True, True, False]
    assert rows[0].decided == (rows[0].theme_id or "-")
    assert rows[1].decided == "-"
    assert rows[2].decided == curation.themes_to_choose(workspace, None)[0][0]
    found = json.loads(shown.out[shown.out.index("{") :])
    assert found["n"] == 3
    told = feedback("themes", "review", "--scores", out, "--workspace", workspace.root).out
    n_right = sum(row.decided == (row.theme_id or "-") for row in rows if row.decided)
    assert told.startswith(f"3 segments reviewed, {n_right} of 3 agreed with.\n")
    again = feedback("themes", "review", "--scores", out, "--workspace", workspace.root, "--json")
    assert json.loads(again.out) == found


@pytest.mark.parametrize(
    ("typed", "decided"), [("2", "t-hours"), ("opening  HOURS", "t-hours"), ("prices", None)]
)
def test_a_theme_is_chosen_by_its_number_or_its_name(typed, decided, monkeypatch) -> None:
    choices = [("t-price", "Price"), ("t-hours", "Opening hours")]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    answer = theme_review._ask(curation.Reviewed("b", "s", "x", "t-price", "Price"), choices)
    assert (answer and answer.decided) == decided


def test_two_reviewers(workspace, feedback, tmp_path) -> None:
    rows = curation.review_sample(workspace, None, 12)
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    curation.save_review(one, [_decided(row, row.theme_id) for row in rows])
    curation.save_review(two, [_decided(row, row.theme_id) for row in rows])
    call = ("themes", "review", "--agreement", one, two, "--workspace", workspace.root, "--json")
    assert json.loads(feedback(*call).out)["alpha"] == 1
    empty = tmp_path / "empty.csv"
    curation.save_review(empty, rows)
    shown = feedback("themes", "review", "--scores", empty, "--workspace", workspace.root)
    assert (shown.status, "nothing is reviewed" in shown.err) == (1, True)


def test_two_reviewers_see_where_they_differ(workspace, feedback, tmp_path) -> None:
    rows = curation.review_sample(workspace, None, 12)
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    curation.save_review(one, [_decided(row, row.theme_id or "-") for row in rows])
    theme = next(row for row in rows if row.theme_id)
    taken = [row.segment_id for row in rows if row.theme_id == theme.theme_id]
    others = ("-" if row.segment_id in taken else row.theme_id or "-" for row in rows)
    curation.save_review(two, [_decided(*pair) for pair in zip(rows, others, strict=True)])
    call = ("themes", "review", "--agreement", one, two, "--workspace", workspace.root)
    found = json.loads(feedback(*call, "--json").out)
    (pair,) = found["differ"]
    assert (pair["first"], pair["second"], pair["n"]) == (theme.theme, "", len(taken))
    assert sorted(pair["segments"]) == sorted(taken)
    assert found["agreed"] == pytest.approx(1 - len(taken) / len(rows))
    shown = feedback(*call).out
    assert f"{len(rows) - len(taken)} of them alike" in shown
    assert "no theme" in shown


@pytest.mark.parametrize(
    ("n", "agreed", "said"),
    [
        (1, 1.0, "1 segment reviewed, 1 of 1 agreed with."),
        (19, 18 / 19, "19 segments reviewed, 18 of 19 agreed with."),
        (20, 0.9, "20 segments reviewed, 90% agreed with."),
    ],
)
def test_few_segments_are_counted_and_many_are_a_share(n, agreed, said, capsys) -> None:
    theme_review.show_scores({"n": n, "agreed": agreed, "themes": []})
    assert capsys.readouterr().out.splitlines()[0] == said


def _decided(row: curation.Reviewed, decided: str) -> curation.Reviewed:
    from dataclasses import replace

    return replace(row, decided=decided or "-")
