"""A new subject: in this batch and not in the one before, wherever the known themes put it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from feedback.themes import Codebook, Seed, ThemeRequest, ThemeResult, find_themes
from feedback.themes.batch import prepare
from feedback.themes.emerging import Pool
from tests.themes import synthetic
from tests.themes.conftest import FIRST


def _emerging(result: ThemeResult) -> pd.DataFrame:
    return result.themes[result.themes["status"] == "emerging"]


def _without(result: ThemeResult, theme_ids: set[str]) -> Codebook:
    """Return the codebook of a batch as if some themes of it were not known."""
    book = result.codebook(Codebook())
    known = ~book.themes["theme_id"].isin(theme_ids).to_numpy()
    return replace(
        book, themes=book.themes[known].reset_index(drop=True), centroids=book.centroids[known]
    )


def _generous(book: Codebook) -> Codebook:
    """Return a codebook whose themes take any text that is the least like them."""
    return replace(book, centroids=book.centroids * 0.3)


def test_a_subject_that_known_themes_have_taken_still_emerges(first_result: ThemeResult) -> None:
    """Where themes are wide, nothing of a new subject is left over."""
    book = _generous(first_result.codebook(Codebook()))
    frame = synthetic.comments((*FIRST, "login"), "t", 14)
    result = find_themes(synthetic.request(frame, "m2", book))
    (found,) = _emerging(result)["theme_id"]
    themes = synthetic.theme_of(frame, result.assignments)
    assert set(themes[frame["subject"] == "login"]) == {found}
    assert found not in set(themes[frame["subject"] != "login"])


def test_a_subject_spoken_of_before_is_not_new_even_if_no_theme_knows_it() -> None:
    months = [synthetic.comments((*FIRST, "login"), prefix, 14) for prefix in "ab"]
    first = find_themes(synthetic.request(months[0], "m1"))
    themes = synthetic.theme_of(months[0], first.assignments)
    book = _without(first, set(themes[months[0]["subject"] == "login"]))
    assert _emerging(find_themes(synthetic.request(months[1], "m2", book))).empty


@pytest.mark.parametrize("seed", range(5))
def test_of_one_month_cut_in_two_the_second_half_is_not_new(seed: int) -> None:
    whole = synthetic.comments((*FIRST, "login"), "a", 24)
    first = np.random.default_rng(seed).permutation(len(whole)) < len(whole) // 2
    halves = [whole[rows].reset_index(drop=True) for rows in (first, ~first)]
    book = find_themes(synthetic.request(halves[0], "m1")).codebook(Codebook())
    assert _emerging(find_themes(synthetic.request(halves[1], "m2", book))).empty


def test_one_long_comment_is_no_new_subject(first_result: ThemeResult) -> None:
    long = synthetic.comments(("login",), "l", 16).assign(response_id="l0000")
    frame = pd.concat([synthetic.comments(FIRST, "s", 14), long], ignore_index=True)
    book = first_result.codebook(Codebook())
    assert _emerging(find_themes(synthetic.request(frame, "m2", book))).empty


def test_a_theme_that_nobody_spoke_of_for_a_month_comes_back_under_its_id() -> None:
    book, ids = Codebook(), []
    for name, subjects in (("m1", (*FIRST, "login")), ("m2", FIRST), ("m3", (*FIRST, "login"))):
        frame = synthetic.comments(subjects, name[-1], 14)
        result = find_themes(synthetic.request(frame, name, book))
        book = result.codebook(book)
        themes = synthetic.theme_of(frame, result.assignments)
        ids.append(set(themes[frame["subject"] == "login"]))
        assert _emerging(result).empty
    assert ids[2]
    assert ids[2] <= ids[0]


def test_what_goes_to_an_imported_theme_founds_no_other(first_result: ThemeResult) -> None:
    seed = Seed("t-login", "Connexion", "Login", examples=("le mot de passe", "the password"))
    book = replace(first_result.codebook(Codebook()), seeds=(seed,))
    frame = synthetic.comments((*FIRST, "login"), "t", 14)
    result = find_themes(synthetic.request(frame, "m2", book))
    assert _emerging(result).empty
    themes = synthetic.theme_of(frame, result.assignments)
    assert set(themes[frame["subject"] == "login"]) == {"t-login"}


def test_the_answers_of_two_batches_are_never_one(first_result: ThemeResult) -> None:
    """Survey tools number their rows from 1 in every file."""
    frame = synthetic.comments(FIRST, "f", 14)
    frame["response_id"] = [str(i) for i in range(len(frame))]
    book = first_result.codebook(Codebook())
    book = replace(book, earlier=replace(book.earlier, segments=frame, vectors=_vectors(frame)))
    pool = Pool.of(prepare(synthetic.request(frame, "m2", book)))
    assert pool is not None
    assert pool.sizes().tolist() == [len(frame), len(frame)]


def test_kinds_of_source_that_only_one_batch_has_are_left_out(first_result: ThemeResult) -> None:
    book = first_result.codebook(Codebook())
    assert book.earlier is not None
    n_before = len(book.earlier.segments)
    frame = synthetic.comments(FIRST, "s", 4)

    def pool(now: list[str], before: list[str]) -> Pool | None:
        own = replace(book, earlier=replace(book.earlier, sources=np.array(before * n_before)))
        request = synthetic.request(frame, "m2", own)
        responses = request.responses.assign(source=now * (len(frame) // len(now)))
        return Pool.of(prepare(replace(request, responses=responses)))

    half = pool(["nps", "interview"], ["nps"])
    assert half is not None
    assert half.sizes().tolist() == [
        len(frame) // 2,
        book.earlier.segments["response_id"].nunique(),
    ]
    assert pool(["interview"], ["nps"]) is None


def _vectors(frame: pd.DataFrame) -> np.ndarray:
    request: ThemeRequest = synthetic.request(frame)
    return request.vectors
