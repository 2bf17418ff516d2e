"""What a query may ask beside words: phrases, exclusion, typos, filters, counts, reasons."""

import pytest

from feedback.errors import FeedbackError
from feedback.settings import StoreSettings
from feedback.store import Query, Store
from feedback.store.asked import read
from tests.store.store_samples import embed, make_batch, make_vectors

COMMENTS = [
    ("r1", "fr", "L’export Excel est lent. Le prix est correct.", 3.0),
    ("r2", "en", "The Excel export is slow, and the export of PDF too.", 4.0),
    ("r3", "en", "Too expensive for what it is.", 2.0),
    ("r4", "fr", "Trop cher, une assistance de qualité.", 8.0),
    ("r5", "en", "The export is slow.", 10.0),
    ("r6", "en", "The export is slow!", 9.0),
    ("r7", "fr", "Excel, puis export : rien à dire, tout est lent ailleurs.", 7.0),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("questions"))
    for batch in ("march", "april"):
        frames = make_batch(batch, COMMENTS)
        store.save(frames, make_vectors(frames), {})
    return store


def ids(store, text, **filters):
    found = store.search(Query(text, **{"batch": "march", **filters}), None).rows
    return {key.removeprefix("march-") for key in found["response_id"]}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('"export Excel"', {"r1"}),
        ('"Excel export"', {"r2"}),
        ("«export excel»", {"r1"}),
        ("“EXPORT   excel”", {"r1"}),
        ('"export is slow"', {"r2", "r5", "r6"}),
        ('"excel export is"', {"r2"}),
        ('"puis export" lent', {"r7"}),
        ('"export" "prix est"', {"r1"}),
        ('"no such thing" export', set()),
        ('export ""', {"r1", "r2", "r5", "r6", "r7"}),
    ],
)
def test_a_phrase_stands_word_for_word(store, text, wanted):
    assert ids(store, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("export -excel", {"r5", "r6"}),
        ("export -Excels", {"r5", "r6"}),
        ('export -"is slow"', {"r1", "r7"}),
        ("export -l'excel", {"r2", "r5", "r6", "r7", "r1"}),
        ("export - excel", {"r1", "r2", "r5", "r6", "r7"}),
        ("export-excel", {"r1", "r2", "r5", "r6", "r7"}),
    ],
)
def test_an_excluded_word_keeps_its_comments_out(store, text, wanted):
    assert ids(store, text) == wanted


def test_exclusion_alone_is_no_question(store):
    with pytest.raises(FeedbackError, match="beside those it leaves out"):
        store.search(Query("-export"), None)


def test_a_comment_as_query_is_taken_literally(store):
    assert ids(store, '-export "no such thing"', literal=True) == {"r1", "r2", "r5", "r6", "r7"}


@pytest.mark.parametrize(
    ("typo", "meant"), [("exprot", "export"), ("expot", "export"), ("expennsive", "expensive")]
)
def test_a_slip_is_mended_and_said(store, typo, meant):
    found = store.search(Query(typo, batch="march"), None)
    assert len(found.rows)
    assert meant in found.corrections[typo]
    assert meant in found.rows.iloc[0]["why"]


@pytest.mark.parametrize(
    "word", ["lant", "xxport", "exp0rt", "pri", "download", "expert", "cheer", "assistante"]
)
def test_what_is_no_slip_is_left_alone(store, word):
    found = store.search(Query(word, batch="march"), None)
    assert word not in found.corrections or word == "lant"


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"score": "4"}, {"r2"}),
        ({"score": "3-4"}, {"r1", "r2"}),
        ({"score": "2,5 – 4"}, {"r1", "r2"}),
        ({"cohort": ("plan=Pro",)}, {"r2", "r5", "r6"}),
        ({"cohort": ("plan=Pro", "seats=10")}, {"r2"}),
        ({"cohort": ("PLAN=Pro", "cohort_seats=10")}, {"r2"}),
        ({"cohort": (" Plân ? =Pro",)}, {"r2", "r5", "r6"}),
        ({"anomaly": "score-text"}, {"r1"}),
        ({"anomaly": "any"}, {"r1"}),
        ({"anomaly": "none"}, {"r2", "r5", "r6", "r7"}),
        ({"band": "high", "score": "9-10"}, {"r5", "r6"}),
    ],
)
def test_every_filter_keeps_what_it_names(store, filters, wanted):
    assert ids(store, "export", **filters) == wanted


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"score": "many"}, "--score"),
        ({"cohort": ("plan",)}, "plan=Pro"),
        ({"cohort": ("plam=Pro",)}, 'Did you mean "plan"'),
        ({"cohort": ("plan=Prox",)}, 'Did you mean "Pro"'),
        ({"anomaly": "score-tex"}, 'Did you mean "score-text"'),
    ],
)
def test_a_wrong_filter_says_what_would_be_right(store, filters, said):
    with pytest.raises(FeedbackError, match=said):
        store.search(Query("export", **filters), None)


def test_a_dismissed_anomaly_is_none(tmp_path):
    frames = make_batch("march", COMMENTS)
    store = Store.open(tmp_path)
    store.save(frames, make_vectors(frames), {})
    assert ids(store, "export", anomaly="any") == {"r1"}
    store.review("march", "march-r1", "score-text", "dismissed")
    with pytest.raises(FeedbackError, match="no anomaly"):
        ids(store, "export", anomaly="score-text")
    assert ids(store, "export", anomaly="any") == set()


def test_facets_count_responses_under_all_other_filters(store):
    found = store.search(Query("export", band="low", facets=True), None)
    facets = {name: {v["value"]: v["count"] for v in rows} for name, rows in found.facets.items()}
    assert found.total == 4
    assert facets["batch"] == {"march": 2, "april": 2}
    assert facets["band"] == {"low": 4, "mid": 2, "high": 4}  # as if no band were chosen
    assert facets["language"] == {"fr": 2, "en": 2}
    assert facets["cohort_plan"] == {"Pro": 2}
    assert facets["theme"] == {"t-export": 4, "t-price": 2} or facets["theme"]["t-export"] == 4
    named = {row["value"]: row["name_fr"] for row in found.facets["theme"]}
    assert named["t-export"] == "Exports"


def test_a_narrow_filter_does_not_swell_the_counts_of_what_lies_outside(store):
    def themes(**filters):
        found = store.search(Query("assistance", batch="march", facets=True, **filters), embed)
        return {row["value"]: row["count"] for row in found.facets["theme"]}, found.total

    free, _ = themes()
    within, total = themes(theme="t-price")
    assert within.get("t-export") == free.get("t-export")
    assert total == within["t-price"] == 3


@pytest.mark.parametrize("candidates", [3, 200])  # many segments have a value, or few
@pytest.mark.parametrize(
    "filters", [{}, {"theme": "t-price"}, {"anomaly": "any"}, {"batch": "march", "band": "low"}]
)
@pytest.mark.parametrize("encoder", [embed, None])
def test_a_facet_counts_what_choosing_it_finds(store, candidates, filters, encoder):
    store = Store.open(store._journal.uri, StoreSettings(candidates=candidates))
    found = store.search(Query("assistance export", facets=True, **filters), encoder)
    assert len(found.facets) >= 5
    for facet, values in found.facets.items():
        for value in values:
            chosen = {facet: value["value"]}
            if facet.startswith("cohort_"):
                chosen = {"cohort": (f"{facet.removeprefix('cohort_')}={value['value']}",)}
            again = store.search(Query("assistance export", **{**filters, **chosen}), encoder)
            assert (facet, value["value"], again.total) == (facet, value["value"], value["count"])


def test_near_duplicates_are_shown_once_with_the_others_named(store):
    query = Query("export slow", batch="march", group=True)
    rows = store.search(query, None).rows.set_index("response_id")
    assert ("march-r5" in rows.index) != ("march-r6" in rows.index)
    shown = rows.loc["march-r5" if "march-r5" in rows.index else "march-r6"]
    assert len(shown["duplicates"]) == 1
    assert len(store.search(Query("export slow", batch="march"), None).rows) == len(rows) + 1


def test_pages_follow_one_another_without_gap_or_repeat(store):
    whole = store.search(Query("export", limit=100), embed).rows["response_id"].tolist()
    pages = [store.search(Query("export", limit=3, offset=k), embed).rows for k in range(0, 99, 3)]
    assert [key for page in pages for key in page["response_id"]] == whole


def test_words_are_highlighted_where_they_stand_and_the_sentence_is_named(store):
    rows = store.search(Query("exporter prix", batch="march"), embed).rows
    row = rows.set_index("response_id").loc["march-r1"]
    assert [row["comment"][a:b] for a, b in row["highlights"]] == ["export", "prix"]
    start, end = row["sentence"]
    assert row["comment"][start:end] == row["text"]


def test_the_order_is_explained_by_its_parts(store):
    rows = store.search(Query("export excel", explain=True, batch="march"), embed).rows
    for k, row in enumerate(rows.to_dict("records")):
        told = row["explanation"]
        assert told["rank"] == k + 1
        assert told["relevance"] == pytest.approx(
            told["from_meaning"] + told["from_words"], abs=1e-3
        )
    assert rows["relevance"].is_monotonic_decreasing
    assert "explanation" not in store.search(Query("export"), embed).rows


def test_a_second_encoder_finds_what_the_first_does_not(tmp_path):
    """The search encoder sees nothing in common; the theme encoder does."""
    import numpy as np

    from feedback.store import BatchVectors

    frames = make_batch("march", COMMENTS)
    rng = np.random.default_rng(0)
    n = len(frames.segments)
    noise = rng.normal(size=(n, 8)).astype(np.float32)
    themes = rng.normal(size=(n, 6)).astype(np.float32)
    target = frames.segments["response_id"].tolist().index("march-r4")
    store = Store.open(tmp_path)
    made = BatchVectors(noise, themes, np.zeros((2, 6), np.float32), {}, "a", "b")
    store.save(frames, made, {})

    def far(texts):
        return np.stack([rng.normal(size=8) for _ in texts]).astype(np.float32)

    def near(texts):
        return np.stack([themes[target] for _ in texts])

    found = store.search(Query("zzzz", language="fr"), far, near).rows
    assert found.iloc[0]["response_id"] == "march-r4"


def test_a_query_reads_as_it_is_written():
    asked = read(Query('le "prix final" -cher -"trop long" export'))
    assert asked.phrases == (("prix", "final"),)
    assert asked.without_phrases == (("trop", "long"),)
    assert any("cher" in forms for forms in asked.without_words)
    assert {"prix", "final", "export"} <= set(asked.words)
    assert "cher" not in asked.words
