"""Sentiment of segments and responses through the door."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.errors import ModelError
from feedback.sentiment import Felt, classify
from feedback.settings import SentimentSettings
from tests.sentiment.sentiment_samples import make_responses, make_segments, pole_embed


def felt(responses: pd.DataFrame, folder: Path) -> Felt:
    chosen = SentimentSettings(model=str(folder))
    return classify(responses, make_segments(responses), pole_embed, chosen)


def test_each_pole_is_recognised(head_folder: Path) -> None:
    found = felt(make_responses(["It is good", "It is bad", "It is plain"]), head_folder).responses
    assert list(found["sentiment"]) == ["positive", "negative", "neutral"]
    assert found["polarity"].iloc[0] > 0.5 > -0.5 > found["polarity"].iloc[1]
    assert found["confidence"].between(1 / 3, 1).all()


def test_segments_carry_their_own_sentiment(head_folder: Path) -> None:
    found = felt(make_responses(["The first was good. The second was bad"]), head_folder).segments
    assert list(found["sentiment"]) == ["positive", "negative"]


def test_a_comment_of_one_segment_feels_as_its_segment(head_folder: Path) -> None:
    found = felt(make_responses(["All good here", "So bad"]), head_folder)
    names = ["sentiment", "polarity", "confidence"]
    assert found.responses[names].equals(found.segments[names])


def test_a_comment_of_several_segments_lies_between_its_segments(head_folder: Path) -> None:
    found = felt(make_responses(["It was good. Then very bad. The bad won"]), head_folder)
    pieces = found.segments["polarity"]
    assert pieces.min() < found.responses["polarity"].iloc[0] < pieces.max()
    assert found.responses["polarity"].iloc[0] < 0


def test_fillers_and_empty_comments_have_no_sentiment(head_folder: Path) -> None:
    responses = make_responses(["", "n/a", "good"], ["empty", "nothing", None])
    found = felt(responses, head_folder).responses
    assert found["sentiment"].isna().tolist() == [True, True, False]
    assert found["polarity"].isna().tolist() == [True, True, False]


def test_only_fillers_give_frames_without_sentiment(head_folder: Path) -> None:
    found = felt(make_responses(["", "?"], ["empty", "punctuation"]), head_folder)
    assert found.responses["sentiment"].isna().all()
    assert len(found.segments) == 0


def test_row_order_means_nothing(head_folder: Path) -> None:
    responses = make_responses([f"good {i} bad {'good' * (i % 3)}" for i in range(40)])
    segments = make_segments(responses)
    chosen = SentimentSettings(model=str(head_folder))
    straight = classify(responses, segments, pole_embed, chosen)
    shuffled = classify(
        responses.sample(frac=1, random_state=3),
        segments.sample(frac=1, random_state=4),
        pole_embed,
        chosen,
    )
    pd.testing.assert_frame_equal(straight.responses, shuffled.responses)
    pd.testing.assert_frame_equal(straight.segments, shuffled.segments)


def test_the_frames_given_are_not_changed(head_folder: Path) -> None:
    responses = make_responses(["good", "bad"])
    copy = responses.copy()
    felt(responses, head_folder)
    pd.testing.assert_frame_equal(responses, copy)


def test_another_encoder_is_refused_by_name(head_folder: Path) -> None:
    responses = make_responses(["good"])
    chosen = SentimentSettings(model=str(head_folder))
    with pytest.raises(ModelError, match="reads 8 numbers per text, the encoder gives 5"):
        classify(
            responses,
            make_segments(responses),
            lambda texts: np.zeros((len(texts), 5), dtype=np.float32),
            chosen,
        )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(min_size=1, max_size=40).filter(lambda t: t.strip()), max_size=6))
def test_no_comment_is_left_without_a_number(head_folder: Path, comments: list[str]) -> None:
    found = felt(make_responses(comments), head_folder)
    for frame in (found.responses, found.segments):
        assert not frame[["sentiment", "polarity", "confidence"]].isna().any(axis=None)
        assert frame["polarity"].between(-1, 1).all()
