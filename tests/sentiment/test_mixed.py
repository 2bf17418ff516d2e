"""Praise and blame in one answer."""

from pathlib import Path

import numpy as np

from feedback.sentiment import classify, mixed_responses
from feedback.settings import SentimentSettings
from tests.sentiment.sentiment_samples import make_responses, make_segments, pole_embed


def test_an_answer_with_both_sides_is_mixed(head_folder: Path) -> None:
    responses = make_responses(["So good. So bad", "So good. Also good", "So plain. So bad"])
    chosen = SentimentSettings(model=str(head_folder))
    felt = classify(responses, make_segments(responses), pole_embed, chosen)
    assert mixed_responses(felt.segments) == {"r000"}


def test_its_polarity_is_the_mean_of_its_segments_by_confidence(head_folder: Path) -> None:
    responses = make_responses(["So good. So bad. It was bad again"])
    chosen = SentimentSettings(model=str(head_folder))
    felt = classify(responses, make_segments(responses), pole_embed, chosen)
    pieces = felt.segments
    mean = np.average(pieces["polarity"], weights=pieces["confidence"])
    assert abs(felt.responses["polarity"].iloc[0] - mean) < 1e-5
