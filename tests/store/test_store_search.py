import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.errors import FeedbackError
from feedback.frames import BatchFrames
from feedback.store import BatchVectors, Query, Store
from feedback.store.analysis import fold, index_words, query_language, query_words
from feedback.store.centring import centre, measure, pool
from feedback.store.index import index_of
from feedback.store.journal import Journal
from tests.store.store_samples import COMMENTS, embed, make_batch, make_vectors


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("search"))
    for batch in ("march", "april"):
        frames = make_batch(batch, COMMENTS if batch == "march" else COMMENTS[:5])
        store.save(frames, make_vectors(frames), {})
    return store


def ids(store, text, with_embed=None, **filters):
    found = store.search(Query(text, **{"batch": "march", **filters}), with_embed)
    return [key.removeprefix("march-") for key in found.rows["response_id"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("export", "r1"),
        ("exports", "r1"),
        ("l'export", "r1"),
        ("l’EXPORT", "r1"),
        ("equipe", "r6"),
        ("équipes", "r6"),
        ("ECOUTE", "r6"),
        ("qualite", "r4"),
        ("spreadsheets", "r2"),
        ("downloading", "r2"),
        ("exportación", "r8"),
    ],
)
def test_words_are_found_whatever_their_accents_endings_and_articles(store, text, wanted):
    assert wanted in ids(store, text)


def test_a_french_query_finds_english_comments_by_meaning(store):
    found = store.search(Query("prix", batch="march", why_language="fr"), embed).rows
    why = dict(zip(found["response_id"], found["why"], strict=True))
    assert why["march-r1"].startswith("mots : prix")
    assert why["march-r3"] == "sens"


@pytest.mark.parametrize("text", ["export", "expensive", "prix download"])
def test_an_answer_that_holds_a_word_is_near_by_words(store, text):
    assert store.search(Query(text, batch="march"), embed).nearest == "words"


def test_an_answer_without_a_word_of_the_query_is_near_by_meaning_alone(store):
    only_english = Query("télécharger", batch="march", language="en")
    assert store.search(only_english, embed).nearest == "meaning"


def test_a_query_of_which_nobody_speaks_is_far(store):
    found = store.search(Query("zoologie", batch="march"), embed)
    assert found.nearest == "far"
    assert store.search(Query("zoologie", batch="march"), None).total == 0


def test_what_a_narrow_filter_leaves_is_shown_whole(store):
    far = store.search(Query("assistance", batch="march", anomaly="any"), embed).rows
    assert far["response_id"].tolist() == ["march-r1"]
    assert far["why"].tolist() == ["the filter alone"]


def test_answers_without_a_theme_can_be_asked_for(store):
    assert ids(store, "support", theme="none") == ["r5"]
    assert ids(store, "export", theme="none") == []
    assert ids(store, "export") == ["r1"]


def test_two_letters_have_no_meaning(tmp_path):
    store = Store.open(tmp_path)
    frames = make_batch("may", [*COMMENTS, ("r9", "en", "ok", 5.0), ("r10", "zh", "太贵", 2.0)])
    store.save(frames, make_vectors(frames), {})
    every = store.search(Query("zoology", batch="may", language="en", limit=50), embed).rows
    assert "may-r9" not in set(every["response_id"])
    assert store.search(Query("ok"), embed).rows["response_id"].tolist()[:1] == ["may-r9"]
    index = index_of(Journal(str(tmp_path)).snapshot())
    says = dict(zip(index.segments["text"].to_pylist(), index.says_something, strict=True))
    assert (says["ok"], says["太贵"]) == (False, True)


def searched(folder, comments, query):
    store = Store.open(folder)
    frames = make_batch("may", comments)
    store.save(frames, make_vectors(frames), {})
    return store.search(Query(query, batch="may", limit=50), embed).rows["response_id"].tolist()


def test_a_sentence_comes_before_a_word_that_lies_as_near(tmp_path):
    long = "Whatever browser it is, I cannot download the files of our March invoices any more"
    found = searched(
        tmp_path,
        [*COMMENTS, ("a", "en", "Download", 4.0), ("b", "en", long, 4.0)],
        "télécharger",
    )
    assert found.index("may-b") < found.index("may-a")


def test_a_comment_that_speaks_of_it_throughout_comes_first(tmp_path):
    said = "You can download it all. "
    comments = [
        ("a", "en", said + "The price is far too expensive.", 4.0),
        ("b", "en", said + "I download them every month.", 4.0),
    ]
    found = searched(tmp_path, [*COMMENTS, *comments], "télécharger")
    assert found.index("may-b") < found.index("may-a")


def test_a_comment_is_as_near_as_the_mean_of_its_segments(tmp_path):
    store = Store.open(tmp_path)
    frames = make_batch("may", COMMENTS)
    store.save(frames, make_vectors(frames), {})
    index = index_of(Journal(str(tmp_path)).snapshot())
    matrix, vector = index.space.matrix, index.space.matrix[0]
    found = index.of_comments(matrix @ vector)
    for response in set(index.owner.tolist()):
        mean = matrix[index.owner == response].mean(axis=0)
        assert found[response] == pytest.approx(mean @ vector / np.linalg.norm(mean), abs=1e-5)
    assert found[[k for k in range(len(found)) if k not in index.owner]].tolist() == [0.0]  # RAS


def test_the_reason_names_the_words_as_they_were_asked(store):
    rows = store.search(Query("Équipes réponse", batch="march"), None).rows
    assert rows.iloc[0]["why"] == "words: réponse, équipes"


def test_a_response_is_listed_once_with_its_best_segment(store):
    rows = store.search(Query("prix correct", batch="march"), embed).rows
    assert rows["response_id"].is_unique
    best = rows.set_index("response_id").loc["march-r1"]
    assert best["segment_id"] == "march-r1.001"
    assert best["comment"] == "L’export est lent. Le prix est correct."
    assert best["theme_id"] == "t-price"


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"theme": "t-price"}, {"r1", "r3", "r4"}),
        ({"theme": "Prix"}, {"r1", "r3", "r4"}),
        ({"theme": "price", "band": "low"}, {"r1", "r3"}),
        ({"theme": "price", "band": "low", "sentiment": "negative"}, {"r1", "r3"}),
        ({"theme": "price", "language": "FR"}, {"r1", "r4"}),
        ({"theme": "price", "since": "2024-03-03"}, {"r3", "r4"}),
        ({"theme": "price", "until": "2024-03-03"}, {"r1", "r3"}),
        ({"theme": "price", "batch": "april"}, {"april-r1", "april-r3", "april-r4"}),
        ({"theme": "price", "limit": 1}, 1),
    ],
)
def test_filters_leave_only_what_they_name(store, filters, wanted):
    found = ids(store, "prix cher expensive lent", embed, **filters)
    assert (set(found) == wanted) if isinstance(wanted, set) else (len(found) == wanted)


def test_a_filter_is_applied_before_ranking_not_after(tmp_path):
    comments = [(f"r{i:04d}", "en", "The export is slow", 2.0) for i in range(600)]
    comments.append(("wanted", "en", "Among many other things the export was once fine", 9.0))
    frames = make_batch("many", comments)
    store = Store.open(tmp_path)
    store.save(frames, make_vectors(frames), {})
    rows = store.search(Query("export slow", band="high"), embed).rows
    assert rows["response_id"].tolist() == ["many-wanted"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (Query("  "), "holds no word"),
        (Query("?!…"), "holds no word"),
        (Query("export", theme="pricee"), 'Did you mean "price"|Did you mean "Price"'),
        (Query("export", batch="marhc"), 'Did you mean "march"'),
        (Query("export", band="lowest"), 'Did you mean "low"'),
        (Query("export", sentiment="neg"), 'no sentiment "neg"'),
        (Query("export", since="yesterday"), "--since"),
    ],
)
def test_a_wrong_query_says_what_would_be_right(store, query, said):
    with pytest.raises(FeedbackError, match=said) as refusal:
        store.search(query, None)
    assert "\n" not in str(refusal.value)


@given(st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_no_text_breaks_a_query(store, text):
    for query in (Query(text), Query("export", theme=text), Query("export", language=text)):
        try:
            json.dumps(store.search(query, embed).to_dicts(), allow_nan=False)
        except FeedbackError:
            continue


@pytest.mark.parametrize("text", ["'; DROP TABLE segments; --", "%' OR '1'='1", '"odd quote'])
def test_quotes_in_a_query_are_words_and_no_commands(store, text):
    store.search(Query(text + " export"), embed)
    store.search(Query("export", language=text), embed)
    assert "r1" in ids(store, f"export {text}")


def test_results_can_be_printed_as_json(store):
    found = store.search(Query("export"), embed).to_dicts()
    assert list(found[0])[:10] == [
        *("response_id", "segment_id", "comment", "language", "score", "score_band"),
        *("sentiment", "theme_id", "date", "why"),
    ]
    assert found[0]["date"] == "2024-03-01"
    json.dumps(found, allow_nan=False)


def test_shuffled_rows_give_the_same_answers(tmp_path):
    frames = make_batch()
    vectors = make_vectors(frames)
    order = np.random.default_rng(3).permutation(len(frames.segments))
    shuffled = BatchFrames(
        **{
            **vars(frames),
            "segments": frames.segments.iloc[order].reset_index(drop=True),
            "responses": frames.responses.iloc[::-1].reset_index(drop=True),
            "assignments": frames.assignments.iloc[::-1].reset_index(drop=True),
        }
    )
    mixed = BatchVectors(
        vectors.search[order], vectors.themes[order], vectors.centroids, {}, "tiny", "tiny"
    )
    answers = []
    for place, (f, v) in {"a": (frames, vectors), "b": (shuffled, mixed)}.items():
        store = Store.open(tmp_path / place)
        store.save(f, v, {})
        answers.append(store.search(Query("export prix support"), embed).rows)
    pd.testing.assert_frame_equal(*answers)


def test_a_store_of_empty_batches_answers_nothing(tmp_path):
    frames = make_batch("empty", [("r1", "fr", "RAS", float("nan"))])
    store = Store.open(tmp_path)
    assert store.search(Query("export"), embed).rows.empty
    store.save(frames, make_vectors(frames), {})
    assert store.search(Query("export"), embed).to_dicts() == []


def test_an_encoder_that_does_not_fit_is_named(store):
    with pytest.raises(FeedbackError, match="gives 3 numbers, the store holds 8"):
        store.search(Query("export"), lambda texts: np.ones((len(texts), 3), np.float32))


def test_function_words_are_dropped_unless_alone():
    assert set(query_words("the price of it", "en")) == {"price"}
    assert set(query_words("on", "en")) == {"on"}
    assert index_words("L’export n'est pas à jour", "fr") == "export pas jour"
    assert index_words("Œuvres complètes", None) == "oeuvres completes"
    assert fold("ÉQUIPE d’Œuvre") == "equipe d'oeuvre"


@pytest.mark.parametrize(
    ("query", "comment", "language", "holds"),
    [
        ("Excel", "An excellent tool", "en", False),
        ("excellence", "An excellent tool", "en", True),
        ("maintenance", "Ça marche maintenant", "fr", False),
        ("maintenance", "Des maintenances le lundi", "fr", True),
        ("devis", "Cela devait arriver", "fr", False),
        ("devis", "Le devis est faux", "fr", True),
        ("import", "C'est très important", "fr", False),
        ("importer", "Les imports échouent", "fr", True),
        ("important", "La plus importante des raisons", "fr", True),
        ("quit", "It is quite slow", "en", False),
        ("format", "La formation était courte", "fr", False),
    ],
)
def test_a_word_finds_its_forms_and_no_other_word(query, comment, language, holds):
    index = set(index_words(comment, language).split())
    found = any(index & forms for forms in query_words(query, None).values())
    assert found == holds


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("l'export", "fr"),
        ("problèmes", "fr"),
        ("le prix de la licence", "fr"),
        ("what do they say about the price", "en"),
        ("export pdf", None),
    ],
)
def test_the_language_of_a_query_is_guessed_only_where_it_shows(text, language):
    assert query_language(text) == language


def test_centring_takes_the_language_away_and_keeps_the_meaning():
    rng = np.random.default_rng(0)
    meaning = rng.normal(size=(40, 16)).astype(np.float32)
    offsets = {"fr": rng.normal(size=16) * 6, "en": rng.normal(size=16) * 6}
    languages = ["fr", "en"] * 20
    raw = meaning.copy()
    raw[1::2] = meaning[::2]  # each English text means what the French one before it means
    raw += np.stack([offsets[language] for language in languages]).astype(np.float32)

    def is_nearest(rows):
        return np.mean([(rows[1::2] @ row).argmax() == i for i, row in enumerate(rows[::2])])

    means = pool(measure(raw, languages))
    centred = centre(raw / np.linalg.norm(raw, axis=1, keepdims=True), languages, {})
    unit_means = pool(measure(centred, languages))
    assert is_nearest(centre(raw, languages, unit_means)) > 0.9
    assert means["fr"].shape == (16,)


def test_one_text_alone_in_its_language_keeps_a_direction():
    vector = np.array([[3.0, 4.0]], dtype=np.float32)
    means = pool(measure(vector / 5, ["fr"]))
    assert np.allclose(np.linalg.norm(centre(vector, ["fr"], means)), 1)
