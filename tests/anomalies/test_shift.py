import random

import pytest

from feedback.anomalies import find_shift
from feedback.anomalies.shift import MIN_ROWS

GOOD = [
    "great",
    "helpful",
    "quick",
    "friendly",
    "clear",
    "lovely",
    "smooth",
    "perfect",
    "reliable",
    "excellent",
]
BAD = [
    "slow",
    "rude",
    "broken",
    "late",
    "useless",
    "confusing",
    "expensive",
    "awful",
    "unreliable",
    "missing",
]
THINGS = [
    "delivery",
    "invoice",
    "support",
    "app",
    "website",
    "price",
    "advisor",
    "parcel",
    "account",
    "refund",
]


def answers(n: int, seed: int = 1) -> tuple[list[str], list[float]]:
    """Texts whose words tell their score, with noise: a fifth are about nothing."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    texts, scores = [], []
    for _ in range(n):
        score = chance.choice([0, 2, 3, 5, 7, 8, 9, 10])
        words = GOOD if score > 6 else BAD
        if chance.random() < 0.2:
            words = THINGS
        texts.append(" ".join(["the", chance.choice(THINGS), "was", *chance.sample(words, 3)]))
        scores.append(float(score))
    return texts, scores


def shifted(scores: list[float], step: int, start: int = 0) -> dict[int, float]:
    """Positions → scores, of which those from `start` on slipped by `step` rows."""
    slipped = {i + step: s for i, s in enumerate(scores) if i + step >= start > i - 1 or i >= start}
    return {**{i: s for i, s in enumerate(scores) if i < start}, **slipped}


@pytest.mark.parametrize("step", [-1, 1])
def test_scores_a_row_off_are_found_with_their_direction(step: int) -> None:
    texts, scores = answers(400)
    found = find_shift(texts, range(400), shifted(scores, step))
    assert found is not None
    assert found.step == step
    assert found.n > 350
    assert found.neighbour > 0.5 > abs(found.own) + 0.2


def test_a_row_lost_half_way_is_found_from_there_on() -> None:
    texts, scores = answers(600)
    found = find_shift(texts, range(600), shifted(scores, 1, 300))
    assert found is not None
    assert abs(found.first - 300) < 30
    assert found.last > 560


@pytest.mark.parametrize("seed", range(8))
def test_whole_rows_raise_no_alarm(seed: int) -> None:
    texts, scores = answers(300, seed)
    assert find_shift(texts, range(300), dict(enumerate(scores))) is None


def test_a_file_sorted_by_score_raises_no_alarm() -> None:
    texts, scores = answers(400)
    order = sorted(range(400), key=lambda i: scores[i])
    in_order = {place: scores[i] for place, i in enumerate(order)}
    assert find_shift([texts[i] for i in order], range(400), in_order) is None


def test_neighbours_are_rows_of_the_file_not_of_the_list() -> None:
    texts, scores = answers(400)
    rows = [2 * i for i in range(400)]
    slipped = {2 * i + 2: score for i, score in enumerate(scores)}
    assert find_shift(texts, rows, slipped) is None


def test_the_order_in_which_rows_are_given_changes_nothing() -> None:
    texts, scores = answers(200)
    slipped = shifted(scores, 1)
    rows = list(range(200))
    assert find_shift(texts, rows, slipped) == find_shift(texts[::-1], rows[::-1], slipped)


def test_too_few_or_wordless_answers_are_no_ground() -> None:
    texts, scores = answers(MIN_ROWS - 1)
    assert find_shift(texts, range(len(texts)), shifted(scores, 1)) is None
    assert find_shift(["👍"] * 300, range(300), dict.fromkeys(range(300), 5.0)) is None
    assert find_shift([], [], {}) is None


def test_a_long_file_is_judged_by_blocks_and_joined() -> None:
    texts, scores = answers(3_400)
    found = find_shift(texts, range(3_400), shifted(scores, 1))
    assert found is not None
    assert found.n > 3_000
    assert found.last > 3_300
