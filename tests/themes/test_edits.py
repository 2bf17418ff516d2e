from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from feedback import frames
from feedback.errors import CodebookError
from feedback.themes import Codebook, Coded, Edit, ThemeResult, apply_edits, find_themes
from tests.themes import synthetic


@pytest.fixture
def coded(first_month: pd.DataFrame, first_result: ThemeResult) -> Coded:
    request = synthetic.request(first_month)
    return Coded(
        first_result.themes,
        first_result.assignments,
        first_result.centroids,
        first_result.centres,
        request.segments,
        request.vectors,
    )


def subject_theme(first_month: pd.DataFrame, coded: Coded, subject: str) -> str:
    found = synthetic.theme_of(first_month, coded.assignments)
    return str(found[first_month["subject"] == subject].mode().iloc[0])


def test_a_new_name_stays_and_leaves_the_frame_before_alone(coded: Coded) -> None:
    identity = coded.themes["theme_id"].iloc[0]
    before = coded.themes.copy()
    edit = Edit("rename", identity, value="Factures en retard", language="fr")
    after = apply_edits(coded, [edit], synthetic.embed)
    assert after.themes["name_fr"].iloc[0] == "Factures en retard"
    assert after.themes["name_en"].iloc[0] == before["name_en"].iloc[0]
    pd.testing.assert_frame_equal(coded.themes, before)


def test_a_theme_can_be_named_instead_of_its_id(coded: Coded) -> None:
    name = coded.themes["name_en"].iloc[1]
    after = apply_edits(coded, [Edit("pin", name.upper())], synthetic.embed)
    assert after.themes["status"].iloc[1] == "pinned"


def test_a_merge_moves_every_segment(first_month: pd.DataFrame, coded: Coded) -> None:
    source = subject_theme(first_month, coded, "invoice")
    target = subject_theme(first_month, coded, "support")
    after = apply_edits(coded, [Edit("merge", source, target=target)], synthetic.embed)
    assert source not in set(after.assignments["theme_id"])
    sizes = after.themes.set_index("theme_id")["n_segments"]
    assert sizes[target] == 24
    assert sizes[source] == 0
    frames.THEMES.check(after.themes)


def test_a_merge_holds_in_the_next_month(
    first_month: pd.DataFrame, first_result: ThemeResult, coded: Coded
) -> None:
    source = subject_theme(first_month, coded, "invoice")
    target = subject_theme(first_month, coded, "support")
    edits = (Edit("merge", source, target=target),)
    after = apply_edits(coded, edits, synthetic.embed)
    book = Codebook(after.themes, after.centroids, edits, dict(after.centres))
    frame = synthetic.comments(("invoice", "support"), "n", 14)
    result = find_themes(synthetic.request(frame, "m2", book))
    assert set(result.assignments["theme_id"]) == {target}
    assert "emerging" not in set(result.themes["status"])


def test_a_split_makes_two_themes_of_one(first_month: pd.DataFrame, coded: Coded) -> None:
    source = subject_theme(first_month, coded, "invoice")
    target = subject_theme(first_month, coded, "support")
    merged = apply_edits(coded, [Edit("merge", source, target=target)], synthetic.embed)
    edit = Edit("split", target, value="the invoice | the support team")
    after = apply_edits(merged, [edit], synthetic.embed)
    assert target not in set(after.themes["theme_id"])
    new = after.themes[~after.themes["theme_id"].isin(coded.themes["theme_id"])]
    assert new["n_segments"].tolist() == [12, 12]
    assert len(after.centroids) == len(after.themes)


def test_segments_of_a_retired_theme_go_to_the_next_or_to_none(
    first_month: pd.DataFrame, coded: Coded
) -> None:
    source = subject_theme(first_month, coded, "invoice")
    after = apply_edits(coded, [Edit("retire", source)], synthetic.embed)
    assert source not in set(after.assignments["theme_id"])
    assert after.themes.set_index("theme_id")["status"][source] == "retired"
    frames.ASSIGNMENTS.check(after.assignments)


def test_a_retired_theme_does_not_emerge_again(first_month: pd.DataFrame, coded: Coded) -> None:
    source = subject_theme(first_month, coded, "invoice")
    edits = (Edit("retire", source),)
    after = apply_edits(coded, edits, synthetic.embed)
    book = Codebook(after.themes, after.centroids, edits, dict(after.centres))
    frame = synthetic.comments(("invoice", "support", "report"), "n", 14)
    result = find_themes(synthetic.request(frame, "m2", book))
    assert source not in set(result.assignments["theme_id"])
    assert "emerging" not in set(result.themes["status"])


def test_vectors_are_encoded_when_they_are_not_at_hand(
    first_month: pd.DataFrame, coded: Coded
) -> None:
    source = subject_theme(first_month, coded, "invoice")
    edits = [Edit("retire", source)]
    without = apply_edits(replace(coded, vectors=None), edits, synthetic.embed)
    with_them = apply_edits(coded, edits, synthetic.embed)
    pd.testing.assert_frame_equal(without.assignments, with_them.assignments)


def test_edits_are_replayed_on_a_first_month(
    first_month: pd.DataFrame, first_result: ThemeResult
) -> None:
    identity = first_result.themes["theme_id"].iloc[0]
    log = (Edit("rename", identity, value="Chosen"), Edit("pin", "t-nobody"))
    again = find_themes(synthetic.request(first_month, book=Codebook(edits=log)))
    assert again.themes.set_index("theme_id")["name_en"][identity] == "Chosen"


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Edit("pin", "t-00000000"), "no theme"),
        (Edit("rename", "{0}", value="  "), "missing"),
        (Edit.renaming("{0}", "", "Billing"), "missing"),
        (Edit.renaming("{0}", "Facturation", " "), "missing"),
        (Edit("rename", "{0}", value="x", language="de"), "neither"),
        (Edit("merge", "{0}", target="{0}"), "itself"),
        (Edit("merge", "{0}", target="t-nobody"), "no theme"),
        (Edit("split", "{0}", value="only one"), "two different"),
        (Edit("split", "{0}", value="same|Same"), "two different"),
    ],
)
def test_edits_that_make_no_sense_are_refused(coded: Coded, edit: Edit, says: str) -> None:
    first = coded.themes["theme_id"].iloc[0]
    target = edit.target.format(first) if edit.target else None
    asked = replace(edit, theme_id=edit.theme_id.format(first), target=target)
    with pytest.raises(CodebookError, match=says):
        apply_edits(coded, [asked], synthetic.embed)


def test_a_taken_name_is_refused(coded: Coded) -> None:
    first, second = coded.themes["theme_id"].iloc[:2]
    taken = coded.themes["name_en"].iloc[1].upper()
    with pytest.raises(CodebookError, match="already called"):
        apply_edits(coded, [Edit("rename", first, value=taken, language="en")], synthetic.embed)
    assert second


def test_a_circle_of_merges_is_refused(coded: Coded) -> None:
    first, second = coded.themes["theme_id"].iloc[:2]
    edits = [Edit("merge", first, target=second), Edit("merge", second, target=first)]
    with pytest.raises(CodebookError, match="circle"):
        apply_edits(coded, edits, synthetic.embed)


def test_a_wrong_name_is_answered_with_close_ones(coded: Coded) -> None:
    name = coded.themes["name_en"].iloc[0]
    with pytest.raises(CodebookError, match=f"mean {name!r}"):
        apply_edits(coded, [Edit("pin", name[:-1] + "zz")], synthetic.embed)


def test_centroids_stay_aligned_after_every_kind_of_edit(coded: Coded) -> None:
    first, second = coded.themes["theme_id"].iloc[:2]
    edits = [Edit("merge", first, target=second), Edit("pin", second)]
    after = apply_edits(coded, edits, synthetic.embed)
    assert np.isfinite(after.centroids).all()
    assert len(after.centroids) == len(after.themes)
