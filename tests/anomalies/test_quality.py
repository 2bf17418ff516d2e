"""Response quality: gibberish, other questions, copied questions, straight lines, languages."""

import numpy as np
import pandas as pd
import pytest

from feedback import nlp
from feedback.anomalies.gibberish import Gibberish
from feedback.anomalies.questions import CopiedQuestion, LanguageMismatch, OffTopic
from feedback.anomalies.straight import StraightLining
from feedback.anomalies.theme_band import ThemeAgainstBand
from feedback.frames import ASSIGNMENTS, SEGMENTS, THEME_BANDS, THEMES

SUBJECTS = ["delivery", "invoice", "support", "login", "price", "mobile", "report", "team"]
VERBS = ["works", "failed", "pleased", "annoyed", "helped", "blocked", "delayed", "improved"]
ENDS = ["yesterday", "again", "quickly", "today", "slowly", "always", "twice", "lately"]


def sentences(n, seed=0):
    rng = np.random.default_rng(seed)
    return [
        f"The {rng.choice(SUBJECTS)} {rng.choice(VERBS)} us {rng.choice(ENDS)}" for _ in range(n)
    ]


def found(detector, context):
    return detector.find(context)["response_id"].tolist()


@pytest.mark.parametrize(
    "typed", ["zxqv wkjrt bvnqx pfghd", "asdkj lkjh", "Qsdlkj mlkj", "sdlfkjsdf", "fghj rtyu cvbn"]
)
def test_random_letters_are_gibberish_in_a_small_batch_too(responses, context, typed):
    frame = responses([9.0] * 20, comment=[typed, *sentences(19)])
    assert found(Gibberish(), context(frame)) == ["r00000"]


def test_what_is_no_word_is_no_gibberish_in_a_small_batch(responses, context):
    """Names, codes, abbreviations, errors of typing, words of Quebec, other languages."""
    said = """Kowalczyk Zoltan|XKRTZ WQPLM|xkrtz-4471 wqplm|wqplm.example/xkrtz|iphone macbook
    slt bjr|jsp tkt|mdr ptdr|rdv svp|servise rapidde|recpetion symapthique|delivry slwo|pantoute
    quétaine guedille|ben tiguidou|icitte magasinage|muy buena atencion|goed geregeld|sehr gut
    zeer tevreden|bardzo dobrze|kiitos paljon|molto bene grazie|inshallah hamdoulilah|netflix
    doctolib blablacar|whatsapp spotify|[name] [email]|xylophon rhythm|nichts"""
    comments = [one.strip() for line in said.splitlines() for one in line.split("|")]
    frame = responses([9.0] * len(comments), comment=comments)
    assert found(Gibberish(), context(frame)) == []


def test_a_strange_word_that_two_people_write_is_a_word(responses, context):
    frame = responses([9.0] * 12, comment=["zxqvk bvnqx", "zxqvk pfghd", *sentences(10)])
    assert found(Gibberish(), context(frame)) == []


def test_random_letters_are_gibberish_and_rare_words_are_none(responses, context):
    words = sorted(nlp.stop_words("en"))
    many = [" ".join(words[k : k + 4]) for k in range(0, len(words) - 4, 2)] + sentences(80)
    rare = ["Contactless payment", "FROID FROID FROID", "tarifs dégressifs"]
    frame = responses([9.0] * (len(many) + 4), comment=["zxqv wkjrt bvnqx pfghd", *rare, *many])
    assert found(Gibberish(), context(frame)) == ["r00000"]


def two_questions(responses, n=60):
    """Answers to two questions whose vectors tell them apart, one of each swapped."""
    rng = np.random.default_rng(1)
    frame = responses(
        [9.0] * (2 * n),
        question=["What do you like?"] * n + ["What should we mend?"] * n,
        comment=[f"{text} and number {i}" for i, text in enumerate(sentences(2 * n))],
    )
    side = np.repeat([1.0, -1.0], n)
    side[[5, n + 7]] *= -1
    features = rng.normal(0, 0.4, (2 * n, 8)).astype(np.float32)
    features[:, 0] += 2 * side
    return frame, features


def test_an_answer_to_the_other_question_is_found(responses, context):
    frame, features = two_questions(responses, 120)
    assert found(OffTopic(), context(frame, features)) == ["r00005", "r00127"]


def test_questions_that_are_answered_alike_have_no_wrong_answers(responses, context):
    frame, features = two_questions(responses, 120)
    features[:, 0] = np.random.default_rng(2).normal(size=len(features))
    assert found(OffTopic(), context(frame, features)) == []


def test_the_question_with_a_word_more_is_copied(responses, context):
    question = "What could we do to improve our service for you?"
    comments = [
        "What could we do to improve our service for you hmm",
        "Improve the service for us, what else could you do",
        "Nothing",
    ]
    frame = responses([9.0] * 3, comment=comments, question=question)
    assert found(CopiedQuestion(), context(frame)) == ["r00000"]


def test_a_lone_language_is_flagged_and_a_second_one_is_not(responses, context):
    comments = [f"{text} for sure" for text in sentences(100)]
    languages = ["en"] * 69 + ["fr"] * 30 + ["de"]
    frame = responses([9.0] * 100, comment=comments, language=languages)
    assert found(LanguageMismatch(), context(frame)) == ["r00099"]
    told = LanguageMismatch().find(context(frame)).iloc[0]
    assert told["reason_fr"] == "Écrit en allemand, alors que presque tous répondent en anglais."
    assert told["reason_en"] == "Written in German, although nearly everybody answers in English."
    rare = frame.assign(language=frame["language"].replace("de", "xx"))
    assert "“xx”" in LanguageMismatch().find(context(rare)).iloc[0]["reason_en"]
    short = frame.assign(comment="Ganz gut so")
    assert found(LanguageMismatch(), context(short)) == []


def test_the_same_words_to_three_questions_are_a_straight_line(responses, context):
    frame = responses(
        [9.0] * 6,
        respondent_id=["x", "x", "x", "y", "y", "y"],
        question=["a", "b", "c"] * 2,
        comment=["Fine.", "fine", "FINE!", "Fine.", "fine", "Slow"],
    )
    assert found(StraightLining(), context(frame)) == ["r00000", "r00001", "r00002"]


def test_one_number_for_all_is_a_straight_line_unless_most_do_it(responses, context):
    people = 12
    ids = np.repeat([f"p{i:02d}" for i in range(people)], 4)
    rng = np.random.default_rng(3)
    scores = rng.integers(0, 11, 4 * people).astype(float)
    scores[:4] = 7.0
    frame = responses(
        scores.tolist(), respondent_id=ids, question=["a", "b", "c", "d"] * people, comment=""
    )
    assert found(StraightLining(), context(frame)) == [f"r{i:05d}" for i in range(4)]
    same = frame.assign(score=np.repeat(rng.integers(0, 11, people), 4).astype(float))
    assert found(StraightLining(), context(same)) == []


@pytest.fixture
def lopsided(responses, context):
    """A theme cited by 27 detractors and 3 promoters, of whom one blames it."""
    scores = [2.0] * 27 + [9.0] * 3 + [9.0] * 20
    frame = responses(scores)
    ids = frame["response_id"]
    tones = ["negative"] * 28 + ["positive"] * 22
    segments = pd.DataFrame(
        {
            "segment_id": ids + ".0",
            "response_id": ids,
            "start": 0,
            "end": 5,
            "text": "Words",
            "language": "en",
            "sentiment": tones,
            "polarity": 0.0,
            "confidence": 1.0,
        }
    )
    told = pd.DataFrame({"segment_id": ids[:30] + ".0", "theme_id": "outage", "strength": 0.9})
    bands = pd.DataFrame(
        [
            ("outage", b, n, 0.5, 1.0, 0.1, 0.1, 0.0, 0.0, 0.0)
            for b, n in (("low", 27), ("mid", 0), ("high", 3))
        ],
        columns=THEME_BANDS.names(),
    )
    themes = pd.DataFrame(
        [("outage", "Panne", "Outage", [], [], None, "active", "b", "b", 30, 30)],
        columns=THEMES.names(),
    )
    return context(frame).__class__(
        **{
            **context(frame).__dict__,
            "segments": SEGMENTS.check(segments),
            "assignments": ASSIGNMENTS.check(told),
            "theme_bands": THEME_BANDS.check(bands),
            "themes": THEMES.check(themes),
        }
    )


def test_promoters_on_a_theme_of_detractors_are_flagged(lopsided):
    flags = ThemeAgainstBand().find(lopsided)
    assert flags["response_id"].tolist() == ["r00027", "r00028", "r00029"]
    blames, praises = flags.iloc[0], flags.iloc[1]
    assert blames["severity"] == pytest.approx(praises["severity"] + 0.3)
    assert "90% of the scores are in the low band, and the text is negative" in blames["reason_en"]
    assert "« Panne »" in blames["reason_fr"]
