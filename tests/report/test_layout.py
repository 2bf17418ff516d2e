import dataclasses

import numpy as np
import pytest

from feedback.frames import BatchFrames
from feedback.report import place_comments
from tests.report.report_story import Plot, _vectors, build


@pytest.fixture(scope="module")
def frames() -> BatchFrames:
    return build(Plot(n=300)).frames


def test_every_comment_with_a_segment_has_a_place_inside_the_map(frames: BatchFrames) -> None:
    places = place_comments(frames, _vectors(frames))
    assert sorted(places["response_id"]) == sorted(set(frames.segments["response_id"]))
    assert places[["x", "y"]].to_numpy().min() >= 0
    assert places[["x", "y"]].to_numpy().max() <= 1


def test_the_order_of_rows_does_not_move_a_comment(frames: BatchFrames) -> None:
    vectors = _vectors(frames)
    order = np.random.default_rng(1).permutation(len(frames.segments))
    mixed = dataclasses.replace(
        frames,
        segments=frames.segments.iloc[order].reset_index(drop=True),
        assignments=frames.assignments.sample(frac=1, random_state=2).reset_index(drop=True),
    )
    assert place_comments(mixed, vectors[order]).equals(place_comments(frames, vectors))


def test_comments_of_one_theme_stand_nearer_than_those_of_two(frames: BatchFrames) -> None:
    places = place_comments(frames, _vectors(frames)).set_index("response_id")
    owner = frames.segments.set_index("segment_id")["response_id"]
    cited = frames.assignments.assign(response=frames.assignments["segment_id"].map(owner))
    alone = cited.groupby("response").filter(lambda rows: rows["theme_id"].nunique() == 1)
    theme = alone.drop_duplicates("response").set_index("response")["theme_id"]
    where = places.loc[theme.index, ["x", "y"]].to_numpy()
    apart = np.linalg.norm(where[:, None] - where[None], axis=2)
    same = theme.to_numpy()[:, None] == theme.to_numpy()[None]
    assert apart[same].mean() < 0.5 * apart[~same].mean()


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_a_batch_too_small_for_landmarks_still_has_a_map(n: int) -> None:
    frames = build(Plot(n=n, themed=False)).frames
    places = place_comments(frames, _vectors(frames))
    assert len(places) == frames.segments["response_id"].nunique()
    assert np.isfinite(places[["x", "y"]].to_numpy()).all()


def test_languages_do_not_part_the_map(frames: BatchFrames) -> None:
    vectors = _vectors(frames).copy()
    french = (frames.segments["language"] == "fr").to_numpy()
    vectors[french] += 5.0  # as sentence encoders do: the language outweighs the meaning
    places = place_comments(frames, vectors).set_index("response_id")
    spoken = frames.responses.set_index("response_id")["language"]
    x = places["x"]
    gap = abs(x[spoken == "fr"].mean() - x[spoken == "en"].mean())
    assert gap < 0.15
