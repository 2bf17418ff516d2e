import dataclasses

import numpy as np
import pytest

from feedback.bands import Metric, ThemeCounts, metric_trend, theme_trends
from feedback.bands.trends import MOST_BATCHES
from feedback.settings import BandSettings

SETTINGS = BandSettings()


def _nps(high: int, low: int, n: int = 200) -> Metric:
    counts = {"high": high, "mid": n - high - low, "low": low}
    return Metric(
        name="nps",
        label="NPS",
        label_fr="NPS",
        scale="0-10",
        value=100 * (high - low) / n,
        low=None,
        high=None,
        n=n,
        unit="points",
        method="",
        counts=counts,
        effective={band: float(k) for band, k in counts.items()},
    )


def _batches(shares: dict[str, list[float]], n: int = 250) -> list[ThemeCounts]:
    length = len(next(iter(shares.values())))
    return [
        ThemeCounts(n, {t: round(line[i] * n) for t, line in shares.items() if line[i]})
        for i in range(length)
    ]


def test_a_slow_fall_is_a_trend_though_no_step_is_significant() -> None:
    falling = [_nps(110 - 6 * i, 30 + 6 * i) for i in range(6)]
    trend = metric_trend(falling)
    assert trend is not None
    assert trend.p_value < 0.001
    assert trend.slope == pytest.approx(-6, abs=0.2)
    assert trend.is_steady
    assert (trend.first, trend.last, trend.n_batches) == (40, 10, 6)


def test_one_odd_month_is_no_trend() -> None:
    odd = [_nps(100, 40)] * 5 + [_nps(70, 70)]
    trend = metric_trend(odd)
    assert trend is not None
    assert trend.p_value > 0.05


def test_a_trend_is_of_the_last_batches_on_one_scale() -> None:
    once = [_nps(110, 30)] * 10 + [_nps(110 - 6 * i, 30 + 6 * i) for i in range(MOST_BATCHES)]
    trend = metric_trend(once)
    assert trend is not None
    assert (trend.first, trend.n_batches) == (40, MOST_BATCHES)
    other = dataclasses.replace(_nps(100, 40), scale="0-100")
    assert metric_trend([other, other, _nps(100, 40), _nps(90, 50)]) is None
    assert metric_trend([None, _nps(100, 40), _nps(90, 50)]) is None
    assert metric_trend([]) is None


def test_a_metric_without_spread_has_no_trend_to_test() -> None:
    constant = _stars(5.0, 0.0)
    assert metric_trend([constant, constant, constant]) is None


def _stars(value: float, spread: float, n: int = 50) -> Metric:
    return Metric(
        name="stars",
        label="",
        label_fr="",
        scale="1-5",
        value=value,
        low=None,
        high=None,
        n=n,
        unit="score",
        method="",
        mean=value,
        spread=spread,
        effective={"high": float(n)},
    )


def test_a_theme_that_grows_slowly_is_found_and_the_others_are_not() -> None:
    shares = {"grows": [0.08, 0.1, 0.12, 0.14, 0.17], "stays": [0.2, 0.21, 0.19, 0.2, 0.2]}
    table = theme_trends(_batches(shares), SETTINGS).set_index("theme_id")
    assert table.loc["grows", "q_value"] < 0.05
    assert table.loc["grows", "slope"] == pytest.approx(0.022, abs=0.003)
    assert table.loc["stays", "q_value"] > 0.3


def test_a_theme_counts_from_its_first_batch_and_needs_three() -> None:
    shares = {
        "late": [0.0, 0.0, 0.1, 0.1, 0.1],
        "newest": [0.0, 0.0, 0.0, 0.1, 0.2],
        "rare": [0.004] * 5,
        "all": [1.0] * 5,
    }
    table = theme_trends(_batches(shares), SETTINGS).set_index("theme_id")
    assert list(table.index) == ["late"]
    assert table.loc["late", "n_batches"] == 3
    assert table.loc["late", "p_value"] == pytest.approx(1.0)


def test_shares_that_sway_anyway_need_a_clearer_trend() -> None:
    calm = {f"t{i}": [0.1] * 5 for i in range(6)}
    wild = {f"t{i}": [0.05, 0.16, 0.06, 0.15, 0.08] for i in range(6)}
    grows = {"grows": [0.08, 0.1, 0.12, 0.14, 0.17]}
    p_values = [
        theme_trends(_batches({**grows, **rest}), SETTINGS).set_index("theme_id")["p_value"][
            "grows"
        ]
        for rest in (calm, wild)
    ]
    assert p_values[0] < 0.001 < 0.02 < p_values[1]


def test_no_trend_is_found_where_there_is_none() -> None:
    rng = np.random.default_rng(7)
    told = 0
    for _ in range(200):
        counts = [
            ThemeCounts(250, {f"t{i}": int(rng.binomial(250, 0.05 + 0.02 * i)) for i in range(8)})
            for _ in range(4)
        ]
        told += bool((theme_trends(counts, SETTINGS)["q_value"] < 0.05).any())
    assert told / 200 < 0.08


def test_nothing_to_test_gives_an_empty_table() -> None:
    for batches in ([], [ThemeCounts(0, {})] * 4, _batches({"a": [0.1, 0.2]})):
        assert theme_trends(batches, SETTINGS).empty
