from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from feedback.themes import Codebook, Seed, ThemeRequest, ThemeResult, emerging, find_themes
from feedback.themes.continuity import Known, heirs_of, match, thresholds
from feedback.themes.discover import discover
from feedback.themes.emerging import others_cosine
from feedback.themes.graph import IntArray
from feedback.themes.texts import Texts
from feedback.types import FloatArray
from tests.themes import synthetic
from tests.themes.conftest import FIRST


def test_themes_keep_their_ids_over_three_months_and_a_new_one_emerges(
    first_result: ThemeResult,
) -> None:
    book = first_result.codebook(Codebook())
    second = synthetic.comments(FIRST, "s", 14)
    result = find_themes(synthetic.request(second, "m2", book))
    assert set(result.themes["theme_id"]) == set(first_result.themes["theme_id"])
    assert set(result.history["event"]) <= {"continued", "absent"}
    third = synthetic.comments((*FIRST, "login"), "t", 16)
    last = find_themes(synthetic.request(third, "m3", result.codebook(book)))
    emerging = last.themes[last.themes["status"] == "emerging"]
    assert len(emerging) == 1
    assert emerging["first_batch"].tolist() == ["m3"]
    found = synthetic.theme_of(third, last.assignments)
    assert set(found[third["subject"] == "login"]) == set(emerging["theme_id"])
    for subject in FIRST:
        assert found[third["subject"] == subject].value_counts(normalize=True).iloc[0] > 0.85
    assert set(first_result.themes["theme_id"]) < set(last.themes["theme_id"])


def test_the_same_month_again_keeps_every_segment(
    first_month: pd.DataFrame, first_result: ThemeResult
) -> None:
    book = first_result.codebook(Codebook())
    again = find_themes(synthetic.request(first_month, "m1 again", book))
    before = synthetic.theme_of(first_month, first_result.assignments)
    after = synthetic.theme_of(first_month, again.assignments)
    assert (before == after).all()
    assert again.themes["name_fr"].tolist() == first_result.themes["name_fr"].tolist()


def test_a_theme_nobody_mentions_is_absent_but_stays(first_result: ThemeResult) -> None:
    book = first_result.codebook(Codebook())
    frame = synthetic.comments(("invoice", "support"), "v", 14)
    result = find_themes(synthetic.request(frame, "m2", book))
    absent = result.history[result.history["event"] == "absent"]["theme_id"]
    rows = result.themes.set_index("theme_id").loc[absent]
    assert len(rows) >= 2
    assert set(rows["last_batch"]) == {"m1"}
    assert set(rows["n_segments"]) == {0}


def test_a_small_batch_is_still_coded_by_a_known_codebook(first_result: ThemeResult) -> None:
    frame = synthetic.comments(("invoice",), "w", 4)
    book = first_result.codebook(Codebook())
    result = find_themes(synthetic.request(frame, "m2", book))
    assert len(result.assignments) == 4
    assert not result.notices


def test_imported_themes_are_coded_by_name_and_examples() -> None:
    seeds = (
        Seed("t-00000001", "Facture", "Invoice", ("the bill is wrong",)),
        Seed("t-00000002", "Support", "Support"),
    )
    frame = synthetic.comments(("invoice", "support"), "x", 20)
    result = find_themes(synthetic.request(frame, "m1", Codebook(seeds=seeds)))
    found = synthetic.theme_of(frame, result.assignments)
    assert (found[frame["subject"] == "invoice"] == "t-00000001").mean() > 0.9
    assert (found[frame["subject"] == "support"] == "t-00000002").mean() > 0.9
    assert set(result.themes["first_batch"]) == {"m1"}


def test_texts_far_from_the_words_of_a_code_are_coded_and_what_has_no_code_is_found() -> None:
    def embed(texts: Sequence[str]) -> FloatArray:
        return synthetic.embed(texts) + synthetic.blur(texts, 0.2)

    seeds = (
        Seed("t-00000001", "Facture", "Invoice", ("the bill is wrong",)),
        Seed("t-00000002", "Support", "Support", ("the support team",)),
    )
    frame = synthetic.comments(("invoice", "support", "login"), "x", 20)
    asked = synthetic.request(frame, "m1", Codebook(seeds=seeds))
    result = find_themes(replace(asked, vectors=embed(list(frame["text"])), embed=embed))
    found = synthetic.theme_of(frame, result.assignments)
    assert (found[frame["subject"] == "invoice"] == "t-00000001").mean() > 0.85
    assert (found[frame["subject"] == "support"] == "t-00000002").mean() > 0.85
    new = set(result.themes.loc[result.themes["status"] == "emerging", "theme_id"])
    assert found[frame["subject"] == "login"].isin(new).mean() > 0.85


def test_an_emerging_theme_is_active_when_it_comes_again(first_result: ThemeResult) -> None:
    book = first_result.codebook(Codebook())
    third = synthetic.comments((*FIRST, "login"), "t", 16)
    last = find_themes(synthetic.request(third, "m2", book))
    fourth = find_themes(synthetic.request(third, "m3", last.codebook(book)))
    assert "emerging" in set(last.themes["status"])
    assert set(fourth.themes["status"]) == {"active"}


def test_texts_of_a_merged_theme_go_to_its_target() -> None:
    themes = pd.DataFrame(
        {
            "theme_id": ["a", "b", "c"],
            "status": ["retired", "active", "retired"],
            "parent_id": ["b", None, None],
        }
    )
    assert heirs_of(themes).tolist() == [1, 1, -1]


def test_a_circle_of_merges_ends() -> None:
    themes = pd.DataFrame(
        {"theme_id": ["a", "b"], "status": ["retired"] * 2, "parent_id": ["b", "a"]}
    )
    assert len(heirs_of(themes)) == 2


def test_a_theme_of_another_encoder_matches_nothing() -> None:
    known = Known(
        pd.DataFrame({"theme_id": ["a", "b"]}),
        np.array([[0.0, 0.0], [0.5, 0.0]], np.float32),
        np.arange(2),
    )
    rows = np.array([[-1.0, 0.0], [1.0, 0.0]], dtype=np.float32)
    assert match(rows, known, thresholds(known)).tolist() == [-1, 1]


def test_a_crowded_theme_asks_for_more_than_a_lonely_one() -> None:
    centroids = np.array([[0.5, 0.0, 0.0], [0.45, 0.2, 0.0], [0.0, 0.0, 0.5]], np.float32)
    limits = thresholds(Known(pd.DataFrame({"theme_id": list("abc")}), centroids, np.arange(3)))
    assert limits[0] > limits[2]


def test_a_row_does_not_vouch_for_itself() -> None:
    assert others_cosine(np.eye(4, dtype=np.float32)).max() < 0.01


def test_seeds_do_not_override_known_themes(first_result: ThemeResult) -> None:
    book = first_result.codebook(Codebook())
    known = book.themes["theme_id"].iloc[0]
    twice = replace(book, seeds=(Seed(known, "Autre", "Other"),))
    frame = synthetic.comments(("invoice",), "y", 6)
    themes = find_themes(synthetic.request(frame, "m2", twice)).themes
    assert themes["theme_id"].is_unique


@pytest.mark.parametrize(("kind", "is_looked_at"), [("interview", False), ("nps", True)])
def test_only_kinds_of_source_seen_before_are_searched_for_new_subjects(
    kind: str, is_looked_at: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_kinds(frame: pd.DataFrame, batch: str, book: Codebook) -> ThemeRequest:
        request = synthetic.request(frame, batch, book)
        is_login = request.responses["response_id"].str.startswith("l")
        kinds = np.where(is_login, kind, "nps")
        return replace(request, responses=request.responses.assign(source=kinds))

    first = synthetic.comments(FIRST, "a")
    book = find_themes(of_kinds(first, "m1", Codebook())).codebook(Codebook())
    searched: list[str] = []

    def watched(texts: Texts, chosen: IntArray, *rest: object) -> object:
        searched.extend(texts.texts[i] for i in chosen)
        return discover(texts, chosen, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(emerging, "discover", watched)
    logins = synthetic.comments(("login",), "l", 16)
    second = pd.concat([synthetic.comments(FIRST, "s", 14), logins], ignore_index=True)
    result = find_themes(of_kinds(second, "m2", book))
    assert bool(set(logins["text"]) & set(searched)) is is_looked_at
    assert ("emerging" in set(result.themes["status"])) is is_looked_at


def test_a_new_comment_that_many_write_alike_is_a_new_subject(first_result: ThemeResult) -> None:
    frame = synthetic.segments([("login", "the password is refused", "en")] * 40, "w")
    result = find_themes(synthetic.request(frame, "m2", first_result.codebook(Codebook())))
    assert result.themes.loc[result.themes["status"] == "emerging", "n_segments"].tolist() == [40]
