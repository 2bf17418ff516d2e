"""Every decision can be taken back: exactly where the batch is as it was, else by its meaning."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from feedback.settings import ThemeSettings
from feedback.themes import (
    Coded,
    Edit,
    ThemeResult,
    apply_edits,
    digest,
    find_subthemes,
    patch_between,
    restored,
    split_off,
    turned_round,
)
from tests.themes import synthetic


@pytest.fixture
def coded(first_month: pd.DataFrame, first_result: ThemeResult) -> Coded:
    """The first month, with the themes of invoices and of support in one."""
    request = synthetic.request(first_month)
    found = synthetic.theme_of(first_month, first_result.assignments)
    one, two = (found[first_month["subject"] == s].mode().iloc[0] for s in ("invoice", "support"))
    whole = Coded(
        first_result.themes,
        first_result.assignments,
        first_result.centroids,
        first_result.centres,
        request.segments,
        request.vectors,
    )
    merged = apply_edits(whole, [Edit("merge", one, target=two)], synthetic.embed)
    living = (merged.themes["status"] != "retired").to_numpy()
    return replace(
        merged,
        themes=merged.themes[living].reset_index(drop=True),
        centroids=merged.centroids[living],
    )


def edits(coded: Coded) -> list[Edit]:
    first, second = coded.themes["theme_id"].iloc[:2]
    wide = coded.themes["theme_id"][coded.themes["n_segments"].idxmax()]
    return [
        Edit("rename", first, value="Un autre nom", language="fr"),
        Edit("merge", first, target=second),
        Edit("retire", first),
        Edit("pin", first),
        Edit("split", wide, value="the invoice|the support team"),
    ]


@pytest.mark.parametrize("number", range(5))
def test_a_patch_gives_back_the_batch_as_it_was(coded: Coded, number: int) -> None:
    after = apply_edits(coded, [edits(coded)[number]], synthetic.embed)
    patch = patch_between(coded, after)
    assert digest(after) == patch["after"] != digest(coded)
    before = restored(after, patch)
    pd.testing.assert_frame_equal(before.themes, coded.themes)
    pd.testing.assert_frame_equal(before.assignments, coded.assignments)
    np.testing.assert_array_equal(before.centroids, coded.centroids)


def test_a_patch_passes_over_what_was_erased_since(coded: Coded) -> None:
    first, second = coded.themes["theme_id"].iloc[:2]
    after = apply_edits(coded, [Edit("merge", first, target=second)], synthetic.embed)
    patch = patch_between(coded, after)
    gone = next(iter(patch["moved"]))
    smaller = replace(
        after,
        segments=after.segments[after.segments["segment_id"] != gone].reset_index(drop=True),
        assignments=after.assignments[after.assignments["segment_id"] != gone],
    )
    back = restored(smaller, patch)
    assert gone not in set(back.assignments["segment_id"])
    assert back.themes.set_index("theme_id")["n_segments"][first] == len(patch["moved"]) - 1


@pytest.mark.parametrize("number", range(5))
def test_without_a_fitting_patch_a_decision_is_turned_round(coded: Coded, number: int) -> None:
    edit = edits(coded)[number]
    after = apply_edits(coded, [edit], synthetic.embed)
    before = turned_round(after, edit, patch_between(coded, after), synthetic.embed)
    columns = ["theme_id", "name_fr", "name_en", "status"]
    wanted = coded.themes.sort_values("theme_id")[columns].reset_index(drop=True)
    found = before.themes.sort_values("theme_id")[columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, wanted)
    if edit.kind != "retire":  # where its texts went is known to the patch alone
        old = coded.assignments.set_index("segment_id")["theme_id"]
        new = before.assignments.set_index("segment_id")["theme_id"]
        assert (old == new).mean() >= 0.95


def two_subjects(coded: Coded) -> Coded:
    """Return the batch with its two largest themes as one."""
    first, second = coded.themes["theme_id"].iloc[:2]
    return apply_edits(coded, [Edit("merge", second, target=first)], synthetic.embed)


def test_a_theme_of_two_subjects_divides_into_them(coded: Coded) -> None:
    both = two_subjects(coded)
    first, second = coded.themes["theme_id"].iloc[:2]
    found = find_subthemes(both, replace(ThemeSettings(), context=0), 1, synthetic.embed, first)
    assert set(found.table["parent_id"]) == {first}
    assert len(found.table) >= 2
    was = coded.assignments.set_index("segment_id")["theme_id"]
    true = found.members["segment_id"].map(was)
    for _, own in true.groupby(found.members["theme_id"]):
        assert own.value_counts(normalize=True).iloc[0] >= 0.9
    assert set(true) == {first, second}


def test_sub_themes_do_not_hang_on_the_order_of_the_rows(coded: Coded) -> None:
    both = two_subjects(coded)
    order = np.random.default_rng(3).permutation(len(both.segments))
    assert both.vectors is not None
    other = replace(
        both,
        segments=both.segments.iloc[order].reset_index(drop=True),
        vectors=both.vectors[order],
    )
    one, two = (find_subthemes(c, ThemeSettings(), 1, synthetic.embed) for c in (both, other))
    pd.testing.assert_frame_equal(one.table, two.table)
    pd.testing.assert_frame_equal(one.members, two.members)


def test_a_sub_theme_can_be_split_off_and_taken_back(coded: Coded) -> None:
    both = two_subjects(coded)
    first = coded.themes["theme_id"].iloc[0]
    found = find_subthemes(both, ThemeSettings(), 1, synthetic.embed, first)
    asked = found.table.iloc[0]
    edit = split_off(found, str(asked["name_en"]))
    after = apply_edits(both, [edit], synthetic.embed)
    sizes = after.themes.set_index("theme_id")["n_segments"]
    assert sizes[asked["theme_id"]] == pytest.approx(asked["n_segments"], abs=2)
    assert sizes[first] + sizes[asked["theme_id"]] == len(found.members)
    assert after.themes.set_index("theme_id").loc[asked["theme_id"], "name_en"] == asked["name_en"]
    assert digest(restored(after, patch_between(both, after))) == digest(both)
