"""Plain sentences through the bundled e5 and the shipped head."""

import pytest

from feedback.sentiment import classify
from feedback.settings import EncoderSettings, SentimentSettings
from tests.sentiment.sentiment_samples import make_responses, make_segments

PLAIN = {
    "Le service est excellent et l'équipe est adorable, je recommande !": "positive",
    "Je suis très content de cet achat.": "positive",
    "C'est une honte, rien ne marche et personne ne répond.": "negative",
    "Très déçue, la qualité est lamentable.": "negative",
    "À quelle heure ouvre le magasin de Nantes le samedi ?": "neutral",
    "I love it, everything works and the staff are wonderful!": "positive",
    "Great quality and quick delivery, very happy.": "positive",
    "Terrible. It broke after one day and I want my money back.": "negative",
    "The worst customer service I have ever had.": "negative",
    "What time does the shop in Bristol open on Saturdays?": "neutral",
}


@pytest.mark.slow
def test_plain_sentences_are_read_rightly() -> None:
    from feedback.encoders import load_encoder

    responses = make_responses(list(PLAIN))
    encoder = load_encoder("e5", EncoderSettings())
    found = classify(responses, make_segments(responses), encoder.encode, SentimentSettings())
    told = dict(zip(found.responses["comment"], found.responses["sentiment"], strict=True))
    assert told == PLAIN


@pytest.mark.slow
def test_odd_texts_get_a_number_from_the_real_encoder() -> None:
    from feedback.encoders import load_encoder

    odd = [
        "8",
        "👍👍",
        "Ich bin sehr zufrieden.",
        "word " * 10_000,
        "é" * 300,
        "[person]",
        "a\ufffdb",
    ]
    responses = make_responses(odd)
    encoder = load_encoder("e5", EncoderSettings())
    found = classify(responses, make_segments(responses), encoder.encode, SentimentSettings())
    names = ["sentiment", "polarity", "confidence"]
    assert not found.responses[names].isna().any(axis=None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "side"),
    [("Que devrions-nous améliorer ?", "negative"), ("What did you like most?", "positive")],
)
def test_bare_topics_take_the_side_of_their_question(question: str, side: str) -> None:
    from feedback.encoders import load_encoder

    topics = ["staff", "everything", "cleanliness", "la qualité", "l’équipe", "les délais"]
    responses = make_responses(topics).assign(question=question)
    encoder = load_encoder("e5", EncoderSettings())
    found = classify(responses, make_segments(responses), encoder.encode, SentimentSettings())
    assert set(found.responses["sentiment"]) == {side}
    assert set(found.segments["sentiment"]) == {side}
