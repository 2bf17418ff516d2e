import numpy as np
import pytest

from feedback.errors import SettingsError
from feedback.settings import ThemeSettings
from feedback.themes import graph, nearest, space
from feedback.themes.granularity import clear_partition, coverage, modularity, wanted_themes
from feedback.themes.leiden import LeidenClusterer, centroids_of, leiden, neighbourhood


def blobs(n_groups: int, size: int, spread: float = 0.05) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(4)
    centres = np.eye(32, dtype=np.float32)[:n_groups]
    labels = np.repeat(np.arange(n_groups), size)
    rows = centres[labels] + rng.normal(0, spread, (len(labels), 32)).astype(np.float32)
    return graph.unit(rows.astype(np.float32)), labels


def test_centring_takes_the_language_away() -> None:
    rows, _ = blobs(3, 40)
    languages = np.array(["fr", "en"] * 60)
    shifted = rows + 3 * np.eye(32, dtype=np.float32)[20] * (languages == "fr")[:, None]
    centres = graph.language_centres(shifted, languages, {})
    centred = graph.centred(shifted, languages, centres)
    gap = centred[languages == "fr"].mean(axis=0) - centred[languages == "en"].mean(axis=0)
    assert np.linalg.norm(gap) < 0.4


def test_known_centres_are_kept_and_new_languages_added() -> None:
    rows, _ = blobs(2, 10)
    known = {"": rows[0], "fr": rows[1]}
    languages = np.array(["fr", "en"] * 10)
    centres = graph.language_centres(rows, languages, known)
    np.testing.assert_array_equal(centres["fr"], rows[1])
    assert set(centres) == {"", "fr", "en"}


def test_three_rows_of_a_language_are_not_centred_on_themselves() -> None:
    rows, _ = blobs(2, 30)
    languages = np.array(["en"] * 57 + ["fr"] * 3)
    centres = graph.language_centres(rows, languages, {})
    own = rows[languages == "fr"].mean(axis=0)
    drawn = np.linalg.norm(centres["fr"] - centres[""])
    assert drawn < 0.5 * np.linalg.norm(own - centres[""])


def test_neighbours_are_exact_within_one_language() -> None:
    rng = np.random.default_rng(1)
    rows = graph.unit(rng.normal(size=(300, 16)).astype(np.float32))
    found = graph.neighbours(rows, np.array(["en"] * 300), 5)
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -9)
    crowding = np.sort(cosines, axis=1)[:, -5:].mean(axis=1)
    scores = 2 * cosines - crowding[:, None] - crowding
    best = np.argsort(-scores, axis=1)[:, :5]
    shared = [len(set(a) & set(b)) for a, b in zip(found, best, strict=True)]
    assert np.mean(shared) > 4.9
    assert not (found == np.arange(300)[:, None]).any()


def test_more_neighbours_than_rows_are_no_error() -> None:
    rows, _ = blobs(1, 3)
    assert graph.neighbours(rows, np.array(["fr", "en", "en"]), 10).shape == (3, 2)


def test_the_graph_is_symmetric_and_light_edges_are_dropped() -> None:
    rows, _ = blobs(3, 20)
    nearest = graph.neighbours(rows, np.array(["en"] * 60), 6)
    weights = graph.shared_neighbour_graph(nearest, 0.2)
    assert abs(weights - weights.T).max() < 1e-6
    assert weights.data.min() >= 0.2
    assert weights.diagonal().sum() == 0


def test_a_sentence_leans_towards_its_comment_and_a_lone_one_does_not() -> None:
    rows = np.eye(3, dtype=np.float32)
    leaning = graph.with_context(rows, np.array([0, 0, 1]), 0.5)
    assert leaning[0] @ leaning[1] > 0.3
    np.testing.assert_allclose(leaning[2], np.eye(3)[2])


@pytest.mark.parametrize("granularity", ["few", "balanced", "many"])
def test_groups_that_are_all_too_small_are_no_theme(granularity: str) -> None:
    """Two pairs of left-over comments ended a run: no community was large enough, twice."""
    rows = np.repeat(np.eye(2, dtype=np.float32), 2, axis=0)
    languages = np.array(["fr"] * len(rows))
    settings = ThemeSettings(granularity=granularity)
    found = LeidenClusterer(languages, np.ones(len(rows), np.int64), settings, 1).fit(rows)
    assert (found.labels_ == -1).all()


@pytest.mark.parametrize("n_groups", [2, 5, 9])
def test_planted_groups_are_found(n_groups: int) -> None:
    rows, labels = blobs(n_groups, 30)
    clusterer = LeidenClusterer(
        np.array(["en"] * len(rows)), np.ones(len(rows), np.int64), ThemeSettings(), 1
    ).fit(rows)
    assert len({(a, b) for a, b in zip(clusterer.labels_, labels, strict=True)}) == n_groups
    np.testing.assert_array_equal(clusterer.predict(rows), clusterer.labels_)


@pytest.mark.parametrize(("n", "dimensions"), [(70, 16), (400, 8)])
def test_few_and_many_differ_on_a_continuum(n: int, dimensions: int) -> None:
    rng = np.random.default_rng(0)
    rows = graph.unit(rng.normal(size=(n, dimensions)).astype(np.float32))
    counts = [
        LeidenClusterer(
            np.array(["en"] * n), np.ones(n, np.int64), ThemeSettings(granularity=size), 1
        )
        .fit(rows)
        .labels_.max()
        for size in ("few", "balanced", "many")
    ]
    assert counts[0] < counts[1] < counts[2]


def test_wanted_themes_grow_slowly() -> None:
    assert 5 <= wanted_themes(200, "balanced") <= 14
    assert 8 <= wanted_themes(900, "balanced") <= 20
    assert 25 <= wanted_themes(11_000, "balanced") <= 60
    with pytest.raises(SettingsError, match="granularity"):
        wanted_themes(100, "some")


def test_modularity_of_two_separate_pairs_is_a_half() -> None:
    from scipy import sparse

    pairs = sparse.csr_matrix(
        np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dtype=float)
    )
    assert modularity(pairs, np.array([0, 0, 1, 1])) == pytest.approx(0.5)
    assert leiden(pairs, 1.0, 1).tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])


def test_the_length_of_a_centroid_is_its_cohesion() -> None:
    rows, labels = blobs(2, 20)
    centroids = centroids_of(rows, labels)
    cosines = (rows * graph.unit(centroids)[labels]).sum(axis=1)
    assert np.linalg.norm(centroids[0]) == pytest.approx(cosines[labels == 0].mean(), abs=1e-4)


def test_cells_find_most_of_the_exact_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, _ = blobs(30, 130, 0.3)
    rows = np.random.default_rng(2).permutation(rows).astype(np.float32)
    everyone = np.arange(len(rows))
    exact, cosines = nearest.most_similar(rows, everyone, 10)
    monkeypatch.setattr(nearest, "EXACT", 100)
    monkeypatch.setattr(nearest, "_CELL", 130)
    found, close = nearest.most_similar(rows, everyone, 10)
    hits = [len(set(a) & set(b)) / 10 for a, b in zip(exact, found, strict=True)]
    assert np.mean(hits) >= 0.95
    assert (found != everyone[:, None]).all()
    assert np.mean(close) == pytest.approx(np.mean(cosines), abs=0.01)
    again, _ = nearest.most_similar(rows, everyone, 10)
    np.testing.assert_array_equal(found, again)


def test_a_space_is_left_alone_unless_it_is_the_one_it_was_learnt_in() -> None:
    known = space.shipped()
    assert known is not None
    rows = np.random.default_rng(1).normal(size=(5, len(known.mean))).astype(np.float32)
    assert space.spread(rows, None) is rows
    assert space.spread(rows, -known.mean) is rows
    assert space.spread(rows[:, :64], np.ones(64, np.float32)).shape == (5, 64)
    moved = space.spread(graph.unit(rows), known.mean)
    np.testing.assert_allclose(np.linalg.norm(moved, axis=1), 1, rtol=1e-5)


def test_what_varies_within_comments_counts_for_less() -> None:
    random = np.random.default_rng(3)
    comments = np.repeat(np.arange(200), 4).astype(np.float32)
    rows = random.normal(0, 0.1, (800, 8)).astype(np.float32)
    rows[:, 0] += random.normal(0, 1, 800)  # mood changes within a comment
    rows[:, 1] += np.repeat(random.normal(0, 1, 200), 4)  # the subject does not
    learnt = space.learn([(rows, comments, np.ones(8, np.float32))])
    assert learnt.map[0, 0] < 0.6 * learnt.map[1, 1]


def test_the_finest_clear_cut_groups_are_found() -> None:
    from scipy import sparse

    blocks = sparse.block_diag([np.ones((6, 6)) - np.eye(6)] * 4, format="csr")
    rows = np.arange(24)

    def partition(resolution: float) -> np.ndarray:
        return rows // 12 if resolution <= 1 else rows // 6 if resolution <= 10 else rows // 2

    assert clear_partition(partition, blocks).tolist() == (rows // 6).tolist()


def test_what_runs_together_has_no_clear_partition() -> None:
    rng = np.random.default_rng(3)
    rows = graph.unit(rng.normal(size=(400, 16)).astype(np.float32))
    nearest = graph.neighbours(rows, np.array(["en"] * 400), 10)
    cloud = graph.shared_neighbour_graph(nearest, 1 / 15)
    assert clear_partition(lambda at: leiden(cloud, at, 1), cloud) is None


def test_coverage_is_the_share_of_weight_inside() -> None:
    from scipy import sparse

    pairs = sparse.csr_matrix(np.array([[0, 3, 1], [3, 0, 0], [1, 0, 0]], dtype=np.float32))
    assert coverage(pairs, np.array([0, 0, 1])) == pytest.approx(0.75)
    assert coverage(sparse.csr_matrix((2, 2)), np.array([0, 1])) == 0.0


@pytest.mark.parametrize(("french", "groups"), [(7, [1000]), (20, [20, 980])])
def test_a_handful_of_misread_texts_is_no_language_of_its_own(french: int, groups: list) -> None:
    languages = np.array(["fr"] * french + ["en"] * (1000 - french))
    found = graph.language_groups(languages, 1000 // 100)
    assert sorted(len(group) for group in found) == groups


def test_of_five_texts_that_many_wrote_none_has_all_others_for_neighbours() -> None:
    assert neighbourhood(5, 15) == 1
    assert neighbourhood(30, 15) == 7
    assert neighbourhood(2, 15) == 1
    assert neighbourhood(1_000, 15) == 15
