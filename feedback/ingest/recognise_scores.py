"""Which columns hold scores, which is the headline, and which one an open question explains."""

import re
from collections import Counter
from dataclasses import dataclass

from feedback.headers import tokens
from feedback.ingest.model import ColumnGuess
from feedback.ingest.profile import Profile
from feedback.ingest.recognise_text import is_follow_up
from feedback.ingest.scales import ScoreColumn, kind_and_bounds, parsed_column, states_bounds
from feedback.ingest.scores import label_of
from feedback.ingest.words import SCORE, SCORE_NEVER, SCORE_OVERALL, SCORE_QUESTION

_READABLE, _READABLE_IF_NAMED = 0.6, 0.3
"""A column named as a score may turn to words half-way: its numbers are kept, the rest listed."""
_MAX_QUESTION_CHARS = 400
_FEW_ROWS = 10
_MATRIX_ITEMS = 3
_METRIC_RANK = {"nps": 60, "enps": 58, "csat": 50, "ces": 45, "stars": 20, "other": 10}
_METRICS = ("nps", "enps", "csat", "ces")


@dataclass(frozen=True)
class ScoreRole:
    """A score column, its values summed up, and how much it looks like the one that counts."""

    guess: ColumnGuess
    column: ScoreColumn
    rank: int
    is_metric: bool

    @property
    def name(self) -> str:
        """The column."""
        return self.guess.name

    @classmethod
    def of(cls, profile: Profile, guess: ColumnGuess, rank: int) -> "ScoreRole":
        """Sum up a profile's scores."""
        triples = [
            (score.value, score.out_of, profile.counts[cell])
            for cell, score in profile.scores.items()
        ]
        labels = {score.value: label_of(cell) for cell, score in sorted(profile.scores.items())}
        column = parsed_column(profile.name, profile.question, triples, labels)
        scale = kind_and_bounds(column)
        is_metric = scale.scale in _METRICS and not scale.assumed
        return cls(guess, column, rank + _METRIC_RANK[scale.scale], is_metric)


def find_scores(profiles: list[Profile]) -> list[ScoreRole]:
    """Return the score columns, the likeliest headline first."""
    stems = Counter(_stem(profile.name) for profile in profiles)
    roles = [
        role
        for profile in profiles
        if (role := _named(profile))
        # Items of a matrix ("polarization_1" … "_20") rate statements, not the company.
        and (profile.words & SCORE or stems[_stem(profile.name)] < _MATRIX_ITEMS)
    ]
    if not roles:
        roles = _by_values(profiles)
    return sorted(roles, key=lambda role: -role.rank)


def _stem(name: str) -> str:
    return re.sub(r"[_\s.]*\d+\W*$", "", name)


def _named(profile: Profile) -> ScoreRole | None:
    least = _READABLE_IF_NAMED if profile.words & SCORE else _READABLE
    if profile.score_share < least or _never(profile):
        return None
    n_values = len({score.value for score in profile.scores.values()})
    if n_values < 3 and profile.filled >= _FEW_ROWS:
        return None
    stated = any(score.out_of for score in profile.scores.values())
    named = profile.words & SCORE
    asked = profile.question != profile.name or len(profile.asked.split()) >= 4
    if named:
        why = f'the name says "{min(named)}"'
    elif asked and _asks_for_score(profile):
        why = "the question asks for a score"
    elif stated:
        why = "the cells are written as scores"
    else:
        return None
    overall = 15 * bool(profile.words & SCORE_OVERALL and len(profile.words) <= 4)
    # "score" alone is the score; "seat width rating" is one of several.
    alone = 4 * (len(profile.words) == 1) - min(3, len(profile.words))
    return ScoreRole.of(profile, ColumnGuess("score", profile.name, why), overall + alone)


def _asks_for_score(profile: Profile) -> bool:
    """Say whether a question, not a page of instructions, asks for a number on a scale."""
    if len(profile.question) > _MAX_QUESTION_CHARS:
        return False
    return bool(SCORE_QUESTION.search(profile.asked)) or states_bounds(profile.question)


def _never(profile: Profile) -> bool:
    words = profile.words if profile.question == profile.name else tokens(profile.name)
    if len(words) > 6:
        # A question holds many words by chance.
        words = frozenset()
    return bool(words & SCORE_NEVER) or profile.date_share >= 0.5


def _by_values(profiles: list[Profile]) -> list[ScoreRole]:
    """Accept an unnamed column only if it alone uses a usual scale from end to end."""
    found = []
    for profile in profiles:
        if profile.number_share < 0.9 or _never(profile) or not profile.score_share:
            continue
        values = sorted({score.value for score in profile.scores.values()})
        whole = all(value.is_integer() for value in values)
        if whole and len(values) >= 4 and values[0] in (0, 1) and values[-1] in (5, 7, 10):
            why = f"the only column of whole numbers from {values[0]:g} to {values[-1]:g}"
            found.append(ScoreRole.of(profile, ColumnGuess("score", profile.name, why), 0))
    return found if len(found) == 1 else []


def headlines_of(scores: list[ScoreRole]) -> list[str]:
    """Return the score that stands for the whole answer, in every wave of a file that holds more.

    Empty when several different scores could.
    """
    first = [score for score in scores if score.rank == scores[0].rank]
    if len(first) > 1 and not scores[0].is_metric:
        return []
    return [score.name for score in first]


def score_before(
    by_position: dict[int, Profile], position: int, scores: list[ScoreRole], texts: set[str]
) -> str | None:
    """Return the score column an open question follows, as surveys ask: number, then "why?".

    Columns without a value, and open questions that ask for the reason of the same score, may
    stand between.
    """
    names = {score.name for score in scores}
    for earlier in range(position - 1, -1, -1):
        profile = by_position[earlier]
        if profile.name in names:
            return profile.name
        is_sibling = profile.name in texts and is_follow_up(by_position[position])
        if profile.filled and not is_sibling:
            return None
    return None
