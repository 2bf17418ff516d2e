"""Which columns hold answers in the respondents' own words."""

import re

from feedback.headers import plain
from feedback.ingest.model import ColumnGuess
from feedback.ingest.profile import Profile
from feedback.ingest.words import (
    FOLLOW_UP,
    TEXT_NEVER,
    TEXT_STRONG,
    TEXT_WEAK,
    TITLE,
    TITLE_NEVER,
)

# Measured on the development corpora: prose has 0.25 to 0.5 function words, lists of names and of
# disciplines under 0.2; long lists of wishes come down to 0.16.
_FLUENT, _FLUENT_WORDS = 0.22, 2.5
_FEW_ANSWERS = 20
_LABEL_WORDS, _CHOICE_WORDS = 3.0, 5.0
_WORDY, _WORDY_WORDS = 0.12, 6.5
_OTHER_LANGUAGE_WORDS = 14.0
_WHY = re.compile(r"\b(why|pourquoi|reasons?|raisons?|expliquez|explain)\b")
_INVITES = re.compile(
    r"\b(improve|ameliorer|better|mieux|suggest\w*|anything else|autre chose|tell us|dites nous|"
    r"what (could|should|would|did|do) (we|you)|que (pourrions|pouvons|devrions) nous|"
    r"qu (est ce|avez vous)|(like|liked|aime\w*) (most|least|best|le plus|le moins)|missing|"
    r"manque)\b"
)
_OPEN = re.compile(r"open ended response|reponse ouverte|other please specify|autre veuillez")
_CODE = re.compile(
    r"(?:g\d+\s?)?q(?:id|uestion)?\s?\d+[a-z]?(?:\s(?:text|other|autre|comment|sq\d+|\d+))*"
)
_LETTER = re.compile(r"[^\W\d_]{2}")
_IDENTIFIER = re.compile(r"\S*[\d_./@:-]\S*|\S{24,}")


def find_texts(profiles: list[Profile]) -> list[ColumnGuess]:
    """Return the open questions, in the file's order; empty when there is none."""
    rated = [(profile, *_rate(profile)) for profile in profiles]
    found = [(profile, level, why) for profile, level, why in rated if level > 0]
    best = max((level for _, level, _ in found), default=0)
    # Beside a column that says it holds comments, prose under another name is a description,
    # unless its header is a question.
    kept = [(profile, why) for profile, level, why in found if level >= 2 or best < 2]
    if best < 2:
        kept = _longest(kept)
    return [
        ColumnGuess("text", profile.name, why, question_of(profile, len(kept)))
        for profile, why in kept
    ]


def _longest(found: list[tuple[Profile, str]]) -> list[tuple[Profile, str]]:
    """Among unnamed prose keep the column with most words, and weakly named ones."""
    if not found:
        return []
    top = max(found, key=lambda pair: (pair[0].mean_words * pair[0].filled, -pair[0].position))
    return [pair for pair in found if pair is top or pair[0].words & TEXT_WEAK]


def find_title(profiles: list[Profile], *, joined: bool) -> ColumnGuess | None:
    """Return the column with the headline of a review.

    Args:
        profiles: The columns that hold no text.
        joined: Whether it is read before the body, or only where that is empty.
    """
    for profile in profiles:
        named = profile.words & TITLE and not profile.words & TITLE_NEVER
        if named and not profile.is_categorical and _has_words(profile):
            before = 'read before the text, as "Title. Text"; ' if joined else ""
            why = f"{before}alone where the text is empty"
            return ColumnGuess("title", profile.name, why)
    return None


def question_of(profile: Profile, n_texts: int) -> str | None:
    """Return the question to show with the answers, None where the name tells nothing."""
    asked = " ".join(profile.question.split())
    if asked != profile.name or "?" in asked or len(asked.split()) >= 4:
        return asked
    return asked if n_texts > 1 else None


def _rate(profile: Profile) -> tuple[int, str]:
    """Return 3 for a named comment, 2 for an open question, 1 for prose, 0 for anything else."""
    if not profile.filled or not _is_wordy(profile):
        return 0, ""
    prose = _prose(profile)
    named = profile.words & TEXT_STRONG
    vetoed = profile.words & TEXT_NEVER or profile.words & TITLE
    question = "?" in profile.question or len(profile.asked.split()) >= 5
    if _OPEN.search(profile.asked) or (question and FOLLOW_UP.search(profile.asked)):
        is_why = bool(_WHY.search(profile.asked)) and not _is_labels(profile)
        return (3, f"an open question; {prose or 'short answers'}") if prose or is_why else (0, "")
    chosen = profile.is_categorical and profile.mean_words < _CHOICE_WORDS
    if question and _INVITES.search(profile.asked) and not chosen:
        return 2, f"the header invites words; {prose or 'short answers'}"
    if question and prose:
        return 2, f"the header asks a question; {prose}"
    if vetoed and not (named and prose and profile.mean_words >= _WORDY_WORDS):
        return 0, ""
    # Under twenty answers, three times "RAS" make no category.
    if named and (not _is_labels(profile) or profile.filled < _FEW_ANSWERS):
        return 3, f'the name says "{min(named)}"; {prose or "short answers"}'
    if prose and _CODE.fullmatch(plain(profile.name)):
        return 2, f"named by a question's code; {prose}"
    if prose and profile.words & TEXT_WEAK:
        return 2, f"named like an answer; {prose}"
    return (1, prose) if prose else (0, "")


def _is_labels(profile: Profile) -> bool:
    """Say whether values that come back are labels, not the same sentence written again."""
    return profile.is_categorical and profile.mean_words < _LABEL_WORDS


def _is_wordy(profile: Profile) -> bool:
    if profile.number_share >= 0.5 or profile.date_share >= 0.5 or profile.is_sentiment_label:
        return False
    if not _has_words(profile) or _is_checkbox(profile):
        return False
    ids = sum(bool(_IDENTIFIER.fullmatch(value.strip())) for value in profile.sample)
    return ids < 0.7 * len(profile.sample)


def _is_checkbox(profile: Profile) -> bool:
    """Say whether the only value is the label of a box that respondents ticked."""
    return profile.n_unique == 1 and plain(next(iter(profile.counts))) in profile.asked


def _has_words(profile: Profile) -> bool:
    return sum(bool(_LETTER.search(value)) for value in profile.sample) >= 0.5 * len(profile.sample)


def _prose(profile: Profile) -> str:
    """Return why the values are prose, "" if they are not."""
    if profile.is_categorical:
        return ""
    words, share = profile.mean_words, profile.function_word_share
    fluent = words >= _FLUENT_WORDS and share >= _FLUENT
    wordy = words >= _WORDY_WORDS and share >= _WORDY
    if not fluent and not wordy and words < _OTHER_LANGUAGE_WORDS:
        return ""
    return (
        f"{profile.n_unique} different values of {words:.0f} words on average, "
        f"{100 * share:.0f} % of them function words"
    )


def is_follow_up(profile: Profile) -> bool:
    """Say whether the header asks for the reason of the answer before it."""
    return bool(FOLLOW_UP.search(plain(profile.question)))
