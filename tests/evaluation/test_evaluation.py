import json

import pandas as pd
import pytest

from feedback.errors import InputError
from feedback.evaluation.table import sentiment_labels
from feedback.evaluation.themes import language_mix, strongest_theme


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (["negative", "neutral", "positive"], ["negative", "neutral", "positive"]),
        (["-1", "0", "1"], ["negative", "neutral", "positive"]),
        (["-1.0", "0.0", "1.0"], ["negative", "neutral", "positive"]),
        (["0", "1", "2"], ["negative", "neutral", "positive"]),
        (["Négatif", "neutre", " Positif "], ["negative", "neutral", "positive"]),
        (["-1", "1", "1"], ["negative", "positive", "positive"]),
    ],
)
def test_every_spelling_of_the_contract_is_understood(labels, names):
    assert list(sentiment_labels(pd.Series(labels), "f.csv")) == names


@pytest.mark.parametrize("labels", [["good", "bad"], ["positive", "positive"], ["0", "1", "1"]])
def test_labels_that_cannot_be_used_are_an_error(labels):
    with pytest.raises(InputError, match=r"f\.csv"):
        sentiment_labels(pd.Series(labels), "f.csv")


def test_language_mix_by_hand():
    # Six rows half and half (mix 1), eight rows French only (mix 0), a small theme left out.
    assigned = pd.Series(["a"] * 6 + ["b"] * 8 + ["c"] * 2 + [""] * 3)
    languages = pd.Series(["fr", "en"] * 3 + ["fr"] * 8 + ["fr", "en"] + ["fr"] * 3)
    assert language_mix(assigned, languages) == pytest.approx(6 / 14)


def test_each_response_counts_with_its_strongest_theme():
    responses = pd.DataFrame({"response_id": ["r1", "r2", "r3"]})
    segments = pd.DataFrame({"segment_id": ["s1", "s2", "s3"], "response_id": ["r1", "r1", "r2"]})
    assignments = pd.DataFrame(
        {
            "segment_id": ["s1", "s2", "s3"],
            "theme_id": ["x", "y", "x"],
            "strength": [0.2, 0.9, 0.5],
        }
    )
    assert list(strongest_theme(responses, segments, assignments)) == ["y", "x", ""]


def test_evaluate_sentiment_gives_the_keys_of_the_contract(feedback, tmp_path):
    path = tmp_path / "labelled.csv"
    rows = [
        ("I love it, great support!", "positive"),
        ("Génial, merci beaucoup", "positive"),
        ("Terrible, it crashes every day", "negative"),
        ("Une catastrophe, je résilie", "negative"),
        ("We use it on Tuesdays", "neutral"),
        ("Nous avons douze utilisateurs", "neutral"),
    ]
    pd.DataFrame(rows, columns=["text", "label"]).to_csv(path, index=False)
    called = feedback(
        *("evaluate", "sentiment", path, "--text", "text", "--label", "label", "--json"),
        *("--workspace", tmp_path),
    )
    found = json.loads(called.out)
    contract = {"n", "macro_f1", "accuracy", "per_class", "texts_per_second"}
    assert set(found) == contract | {"calibration_error", "sure_share", "sure_accuracy"}
    assert found["n"] == 6
    assert found["accuracy"] >= 4 / 6


def test_evaluate_anomalies_finds_flipped_scores(feedback, tmp_path):
    praise = ["Excellent service", "I love this tool", "Great support team", "Very happy with it"]
    blame = ["Awful service", "I hate this tool", "Terrible support", "Very unhappy with it"]
    rows = [(f"{praise[i % 4]}, case {i}", 9 + i % 2, 0) for i in range(80)]
    rows += [(f"{blame[i % 4]}, case {i}", i % 3, 0) for i in range(80)]
    rows += [("Excellent service, thank you all", 0, 1), ("Terrible support, I am leaving", 10, 1)]
    path = tmp_path / "flagged.csv"
    pd.DataFrame(rows, columns=["text", "score", "flag"]).to_csv(path, index=False)
    called = feedback(
        *("evaluate", "anomalies", path, "--text", "text", "--score", "score", "--flag", "flag"),
        *("--json", "--workspace", tmp_path),
    )
    found = json.loads(called.out)
    assert (found["n"], found["n_flagged"]) == (162, 2)
    assert found["auc"] > 0.95
