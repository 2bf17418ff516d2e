"""Which columns hold the date, the id, and the groups of customers."""

import re
from collections import Counter

import pandas as pd

from feedback.headers import plain
from feedback.ingest.dates import parse_date
from feedback.ingest.ids import counts_rows
from feedback.ingest.model import ColumnGuess
from feedback.ingest.profile import Profile
from feedback.ingest.recognise_scores import ScoreRole
from feedback.ingest.scores import is_missing
from feedback.ingest.words import (
    BAND,
    COHORT,
    COHORT_NEVER,
    DATE,
    DATE_FIRST,
    DATE_LAST,
    ID,
    ID_NEVER,
    ID_PERSON,
    ID_RESPONSE,
    PERSON,
    PERSON_NAME,
    PRODUCT_BANDS,
    RESPONDENT,
    RESPONDENT_ID,
    RESPONDENT_LINK,
    STAFF,
    TITLE,
)

MAX_COHORTS = 8
_CODE = re.compile(r"(?=[^\W_]*\d)[\w./-]{2,16}")
_MAX_VALUES = 20
_MAX_NAMED_VALUES = 150
# Twelve pulse surveys a year; an employee with more rows is whom the customers speak of.
_ANSWERS_OF_STAFF = 12


def find_date(profiles: list[Profile]) -> ColumnGuess | None:
    """Return the date of the answer: a publication or submission date before any other."""
    ranked = []
    for profile in profiles:
        named = profile.words & DATE or "date" in profile.asked
        share = profile.date_share
        if share < 0.6 and not (share == 0 and _bare_dates(profile)):
            continue
        rank = 2 * bool(named) + bool(profile.words & DATE_FIRST) - bool(profile.words & DATE_LAST)
        why = f"{100 * share:.0f} % of the values are dates" if share else "day numbers"
        ranked.append((rank, -profile.position, profile.name, why))
    if not ranked:
        return None
    _, _, name, why = max(ranked)
    return ColumnGuess("date", name, why)


def _bare_dates(profile: Profile) -> bool:
    """Say whether a column named as dates holds day numbers, 20240816 or seconds since 1970."""
    if not profile.words & {"date", "dates", "heure", "timestamp", "horodateur"}:
        return False
    return bool(profile.present) and all(
        parse_date(value, day_first=True, bare_numbers=True) for value in profile.present
    )


def find_id(profiles: list[Profile]) -> ColumnGuess | None:
    """Return the column that names the response, else the respondent."""
    rows = max((profile.filled for profile in profiles), default=0)
    ranked = []
    for profile in profiles:
        words = profile.words
        is_person = words <= RESPONDENT | ID_RESPONSE and _are_codes(profile)
        if not (words & ID or is_person) or words & ID_NEVER or not profile.filled:
            continue
        if profile.filled < 0.9 * rows or profile.mean_words > 4 or profile.is_categorical:
            continue
        rank = 2 * bool(words & ID_RESPONSE) + bool(words & ID_PERSON) + (len(words) == 1)
        rank -= bool(words & STAFF)  # beside "ID", an employee's number is the respondent
        unique = profile.n_unique == profile.filled
        ranked.append((unique, rank, -profile.position, profile.name))
    if not ranked:
        return None
    unique, _, _, name = max(ranked)
    why = "the name says id; every value is different" if unique else "the name says id"
    return ColumnGuess("id", name, why)


def find_respondent(profiles: list[Profile]) -> ColumnGuess | None:
    """Return the column that names who answered, beside one that names the response, if any.

    The same person comes back over months, so its values may repeat. Its name must say person and
    number and nothing else: "numéro de téléphone du client" names nobody's account.
    """
    rows = max((profile.filled for profile in profiles), default=0)
    ranked = []
    for profile in profiles:
        words = profile.words
        if not words & RESPONDENT or words - RESPONDENT - RESPONDENT_ID - RESPONDENT_LINK:
            continue
        named = bool(words & RESPONDENT_ID)
        if not (named or _hold_codes(profile)) or profile.mean_words > 4:
            continue
        few = profile.is_categorical and profile.n_unique <= _MAX_VALUES
        is_staff = bool(words & STAFF)
        serves = is_staff and profile.filled > _ANSWERS_OF_STAFF * profile.n_unique
        if few or serves or profile.filled < 0.5 * rows:
            continue
        ranked.append((not is_staff, named, profile.filled, -profile.position, profile))
    if not ranked:
        return None
    best = max(ranked, key=lambda item: item[:4])[4]
    why = f"the name says who answered; {best.n_unique} different values in {best.filled} rows"
    return ColumnGuess("respondent", best.name, why)


def is_counter(profile: Profile) -> bool:
    """Say whether a column of ids counts the rows, and its name says of nobody that it is theirs.

    "ID" from 1 to 110 is a counter, "N° client" from 1 to 110 are customers.
    """
    return not profile.words & RESPONDENT and counts_rows(profile.counts)


def _are_codes(profile: Profile) -> bool:
    """Say whether a column holds a different code in every row: "G0007", and no names of people."""
    return profile.n_unique == profile.filled and _hold_codes(profile)


def _hold_codes(profile: Profile) -> bool:
    """Say whether a column holds codes such as "G0007", and no names of people."""
    if not profile.words or not profile.filled:
        return False
    return all(_CODE.fullmatch(value.strip()) for value in profile.sample)


def find_cohorts(
    frame: pd.DataFrame, profiles: list[Profile], scores: list[ScoreRole]
) -> tuple[ColumnGuess, ...]:
    """Return at most eight columns of few values by which customers can be grouped."""
    ranked = []
    for profile in profiles:
        named = bool(profile.words & COHORT) and len(profile.words) <= 6
        if not _is_group(profile, named, len(frame)) or _restates(frame, profile, scores):
            continue
        plural = "" if profile.n_unique == 1 else "s"
        why = f"{profile.n_unique} value{plural}" + (", named like a group of customers" * named)
        ranked.append((not named, profile.position, ColumnGuess("cohort", profile.name, why)))
    chosen = sorted(ranked, key=lambda item: item[:2])[:MAX_COHORTS]
    return tuple(guess for _, _, guess in sorted(chosen, key=lambda item: item[1]))


def _is_group(profile: Profile, named: bool, n_rows: int) -> bool:
    words = profile.words
    if words & COHORT_NEVER or words & TITLE or profile.is_sentiment_label:
        return False
    if words & PERSON_NAME and (len(words) == 1 or words & PERSON):
        return False
    if profile.number_share >= 0.5 or profile.date_share >= 0.5 or profile.mean_chars > 40:
        return False
    if profile.filled < (0.05 if named else 0.3) * n_rows:
        return False
    if named:
        limit = max(min(_MAX_NAMED_VALUES, profile.filled / 4), 3)
        return 1 <= profile.n_unique <= limit
    return 2 <= profile.n_unique <= min(_MAX_VALUES, profile.filled / 3)


def _restates(frame: pd.DataFrame, profile: Profile, scores: list[ScoreRole]) -> bool:
    """Say whether a column only repeats a score in bands (NPS category, "good", "bad" …)."""
    if all(plain(v[:40]) in PRODUCT_BANDS for v in profile.counts if not is_missing(v)):
        return True
    looks_it = bool(profile.words & BAND) or profile.filled >= 200
    if not looks_it or profile.n_unique < 2:
        return False
    return any(_follows(frame[profile.name], frame[score.name]) for score in scores[:2])


def _follows(labels: pd.Series, scores: pd.Series) -> bool:
    """Say whether one label goes with each score, in 99 % of at least 30 rows."""
    both = zip(scores.tolist(), labels.tolist(), strict=True)
    pairs = Counter((score, label) for score, label in both if score and label)
    total = sum(pairs.values())
    best: Counter[str] = Counter()
    by_label: Counter[str] = Counter()
    for (score, label), n in pairs.items():
        best[score] = max(best[score], n)
        by_label[label] += n
    if total < 30 or max(by_label.values()) >= 0.95 * total:
        return False
    return sum(best.values()) >= 0.99 * total
