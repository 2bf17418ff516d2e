import pytest

from feedback.anomalies.named_score import Named, ScoreNamedInText, named_scores
from feedback.anomalies.wording import figure, percent


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Franchement je mets 2/10", [Named(2, 10)]),
        ("I'd say 3 out of 10, no more", [Named(3, 10)]),
        ("Ma note : 7,5 sur 10", [Named(7.5, 10), Named(7.5, None)][:1]),
        ("je donne un 4", [Named(4, None)]),
        ("I give it a 9", [Named(9, None)]),
        ("12/20, peut mieux faire", [Named(12, 20)]),
        ("livré le 2/10", []),
        ("le 12/10/2023", []),
        ("disponible 24/7, 7/7", []),
        ("3 sur 5 appels sont perdus", []),
        ("I'd give 5/5 if it worked", []),
        ("c'était 9/10 avant", []),
        ("je mets 3 jours à répondre", []),
        ("version 4.5/10.2", []),
    ],
)
def test_scores_named_in_a_text(text, named):
    assert named_scores(text) == named


def find(context, responses, score, comment, **columns):
    return ScoreNamedInText().find(context(responses([score], comment=[comment], **columns)))


def test_a_named_score_far_from_the_given_one_is_flagged(context, responses):
    (row,) = find(context, responses, 9, "Je mets 2/10, tout est lent.").itertuples()
    assert row.kind == "score-named-in-text"
    assert row.expected_score == 2
    assert row.severity == pytest.approx(0.85)
    assert row.reason_fr == "Le texte annonce 2 sur 10, la note donnée est 9 sur 10."
    assert row.reason_en == "The text says 2 out of 10, the score given is 9 out of 10."


def test_a_named_score_on_another_scale_is_converted(context, responses):
    assert find(context, responses, 6, "Je mets 12/20").empty
    assert len(find(context, responses, 9, "Je mets 4/20")) == 1


def test_one_named_score_that_agrees_is_enough(context, responses):
    assert find(context, responses, 9, "Service 2/10 mais produit 9/10").empty


def test_a_bare_number_outside_the_scale_is_no_score(context, responses):
    columns = {"scale": "stars", "scale_low": 1.0, "scale_high": 5.0}
    assert find(context, responses, 1, "je mets 40", **columns).empty


def test_figures_are_written_as_each_language_does():
    assert (figure(2.44, "fr"), figure(2.44, "en"), figure(10, "fr")) == ("2,4", "2.4", "10")
    assert (figure(-0.82, "fr", 2), figure(-0.001, "en")) == ("−0,82", "0")
    assert (percent(0.964, "fr"), percent(0.964, "en")) == ("96\u202f%", "96%")
