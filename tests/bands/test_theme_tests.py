"""Themes first, then their bands: the two steps of the test of themes against bands."""

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, false_discovery_control, fisher_exact

from feedback.bands.design import unrelated
from feedback.bands.theme_tests import freeman_halton, theme_p_values, two_step_q_values
from feedback.bands.themes import link_bands
from feedback.frames import SCORE_BANDS

COUNT = st.integers(0, 7)


def by_listing(cited, totals):
    """Freeman and Halton's p in whole numbers: every table with the same margins, one by one."""
    ways = {
        table: np.prod([comb(t, c) for t, c in zip(totals, table, strict=True)], dtype=object)
        for table in product(*(range(t + 1) for t in totals))
        if sum(table) == sum(cited)
    }
    own = ways[tuple(cited)]
    return sum(w for w in ways.values() if w <= own) / sum(ways.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(COUNT, COUNT), min_size=2, max_size=3))
def test_the_exact_test_is_that_of_listing_every_table(pairs):
    cited = [a for a, _ in pairs]
    totals = [a + b for a, b in pairs]
    found = freeman_halton(np.array(cited, float), np.array(totals, float))
    assert found == pytest.approx(by_listing(cited, totals), abs=1e-9)


def test_with_two_bands_it_is_fishers():
    found = freeman_halton(np.array([2.0, 3.0]), np.array([11.0, 7.0]))
    assert found == pytest.approx(fisher_exact([[2, 3], [9, 4]]).pvalue)


def test_large_tables_have_the_chi_squared_test_of_all_bands_at_once():
    cited = np.array([[30.0, 2.0], [15.0, 1.0], [20.0, 0.0]])
    totals = np.array([90.0, 70.0, 200.0])
    p = theme_p_values(cited, totals, 5.0)
    assert p[0] == pytest.approx(chi2_contingency([cited[:, 0], totals - cited[:, 0]]).pvalue)
    assert p[1] == pytest.approx(freeman_halton(cited[:, 1], totals))


def test_an_empty_band_is_left_out_and_a_theme_of_nobody_or_all_has_no_test():
    totals = np.array([90.0, 0.0, 200.0])
    p = theme_p_values(np.array([[30.0, 0, 90], [0, 0, 0], [20, 0, 200]]), totals, 5.0)
    table = [[30, 20], [60, 180]]
    assert p[0] == pytest.approx(chi2_contingency(table, correction=False).pvalue)
    assert np.isnan(p[1:]).all()
    assert np.isnan(theme_p_values(np.array([[3.0]]), np.array([9.0]), 5.0)).all()


def two_steps(bands, themes, level):
    """The procedure as it is written: which bands of which themes are found at a level."""
    chosen = false_discovery_control(themes) <= level
    stricter = level * chosen.sum() / len(themes)
    within = np.stack([false_discovery_control(row) for row in bands])
    return chosen[:, None] & (within <= stricter)


def test_a_q_value_is_the_lowest_level_at_which_both_steps_find_it():
    rng = np.random.default_rng(8)
    for _ in range(50):
        bands, themes = rng.random((6, 3)) ** 4, rng.random(6) ** 4
        q = two_step_q_values(bands, themes)
        for level in (0.01, 0.05, 0.1, 0.3):
            assert ((q <= level) == two_steps(bands, themes, level)).all()


def test_what_has_no_test_is_skipped_and_counts_for_nothing():
    bands = np.array([[0.001, np.nan, 0.001], [np.nan] * 3, [0.5, 0.4, 0.3]])
    q = two_step_q_values(bands, np.array([0.002, np.nan, 0.4]))
    assert q[0, [0, 2]] == pytest.approx([0.004, 0.004])
    assert np.isnan(q[0, 1])
    assert np.isnan(q[1]).all()
    assert np.isnan(two_step_q_values(bands[1:2], np.array([np.nan]))).all()


def test_no_more_than_one_theme_in_twenty_that_is_marked_is_false():
    """A reader sees themes: their share of false ones is what must hold, not that of the bands."""
    rng = np.random.default_rng(12)
    themes, n, false, marked, real = [f"t{k:02d}" for k in range(20)], 600, [], [], []
    for _ in range(100):
        bands = rng.choice(np.array(SCORE_BANDS, dtype=object), n, p=[0.3, 0.25, 0.45])
        chance = np.full((n, 20), 0.15)
        chance[:, :5] = np.where(bands == "low", 0.3, np.where(bands == "mid", 0.2, 0.1))[:, None]
        table = link_bands(bands, rng.random((n, 20)) < chance, themes, 5.0)
        found = set(table.loc[table["q_value"] < 0.05, "theme_id"])
        false.append(len(found - set(themes[:5])) / max(len(found), 1))
        real.append(len(found & set(themes[:5])) / 5)
        marked.append(len(found))
    assert np.mean(false) <= 0.05
    assert np.mean(real) >= 0.97
    assert min(marked) >= 3


@pytest.mark.filterwarnings("error")
def test_any_weights_and_bands_give_a_q_value_wherever_there_is_a_p_value():
    rng = np.random.default_rng(3)
    bands_of = np.array(SCORE_BANDS, dtype=object)
    for _ in range(300):
        n, themes = int(rng.integers(0, 40)), [f"t{k}" for k in range(rng.integers(0, 4))]
        bands = rng.choice(bands_of[: rng.integers(1, 4)], n)
        weights = rng.choice([1e-9, 0.5, 1.0, 3.0, 100.0], n)
        cites = rng.random((n, len(themes))) < rng.random()
        table = link_bands(bands, cites, themes, 5.0, unrelated(weights))
        assert (table["q_value"].isna() == table["p_value"].isna()).all()
        assert table["q_value"].dropna().between(0, 1).all()
        assert not (table["q_value"] < table["p_value"] - 1e-9).any()
