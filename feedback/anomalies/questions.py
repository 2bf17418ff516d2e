"""Answers to another question, the question copied, and a language nobody else writes in."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.anomalies.context import AnomalyContext, Bools, Flag, flags_frame, has_text
from feedback.anomalies.duplicates import fold
from feedback.anomalies.expected import expected_scores, text_rank
from feedback.anomalies.wording import language_name, percent

OFF_TOPIC, COPIED, LANGUAGE = "off-topic", "copied-question", "language-mismatch"

MIN_ANSWERS = 40
"""Answers a question needs before others are told from them."""
MIN_AUC = 0.9
"""Two questions whose answers cannot be told apart this well have no wrong answers."""
MAX_OWN, MIN_OTHER = 0.01, 0.25
"""Conformal p-values: as strange as 1 % of the own question's answers, usual for the other's."""
MAX_QUESTIONS = 6
_COPIED_SHARE = 0.8
_MIN_QUESTION_WORDS = 4
_MIN_WORDS = 6
_MAIN_SHARE, _STRAY_SHARE = 0.9, 0.02


class OffTopic:
    """Flags an answer that is unlike those to its question and like those to another one.

    For each pair of questions the text vectors predict, out of fold, which of the two was asked;
    an answer is flagged where its conformal p-value is small under its own question and large
    under the other (Vovk, Gammerman & Shafer, 2005).
    """

    kinds = (OFF_TOPIC,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``off-topic``."""
        frame = context.responses
        usable = has_text(frame) & ~frame["is_filler"].to_numpy(dtype=bool)
        usable &= _is_long(frame["comment"])
        questions = frame["question"].where(usable).value_counts()
        names = sorted(questions[questions >= MIN_ANSWERS].index)[:MAX_QUESTIONS]
        rows = {str(q): np.flatnonzero(usable & (frame["question"] == q).to_numpy()) for q in names}
        flags: dict[str, Flag] = {}
        for k, one in enumerate(rows):
            for other in list(rows)[k + 1 :]:
                for i, severity in _swapped(context, rows[one], rows[other]):
                    response_id = str(frame["response_id"].iloc[i])
                    flags.setdefault(response_id, _off_topic(response_id, severity))
        return flags_frame(list(flags.values()))


def _swapped(
    context: AnomalyContext, first: NDArray[np.intp], second: NDArray[np.intp]
) -> list[tuple[int, float]]:
    """Return the rows that answer the other of two questions, with their severity."""
    from sklearn.metrics import roc_auc_score

    rows = np.concatenate([first, second])
    sign = np.concatenate([np.ones(len(first)), -np.ones(len(second))])
    texts = context.responses["comment"].iloc[rows].tolist()
    ranks = text_rank(texts, context.seed)
    if len(np.unique(ranks)) < MIN_ANSWERS:
        return []
    leaning = expected_scores(context.features[rows], sign, ranks, context.settings.folds)
    if roc_auc_score(sign > 0, leaning) < MIN_AUC:
        return []
    found = []
    for side in (1.0, -1.0):
        mine, others = np.sort(side * leaning[sign == side]), np.sort(side * leaning[sign != side])
        for i in np.flatnonzero(sign == side):
            value = side * leaning[i]
            own = np.searchsorted(mine, value, side="right") / len(mine)
            other = 1 - np.searchsorted(others, value, side="left") / len(others)
            if own <= MAX_OWN and value < 0 and other >= MIN_OTHER:
                found.append((int(rows[i]), float(min(0.9, 0.4 + 0.5 * other))))
    return found


def _off_topic(response_id: str, severity: float) -> Flag:
    return (
        response_id,
        OFF_TOPIC,
        severity,
        None,
        "Ce texte ne ressemble pas aux réponses à sa question, mais à celles d’une autre.",
        "This text is unlike the answers to its question, and like those to another one.",
    )


class CopiedQuestion:
    """Flags a comment that is mostly the question itself, with a few words of its own at most.

    The bare question is a non-answer already, and flagged as such.
    """

    kinds = (COPIED,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``copied-question``."""
        frame = context.responses
        rows = np.flatnonzero(has_text(frame) & ~frame["is_filler"].to_numpy(dtype=bool))
        folded = {q: fold(q).split() for q in frame["question"].dropna().unique()}
        flags = []
        for i in rows:
            asked = folded.get(frame["question"].iloc[i], [])
            share = _copied_share(fold(frame["comment"].iloc[i]).split(), asked)
            if share >= _COPIED_SHARE:
                flags.append(_copied(str(frame["response_id"].iloc[i]), share))
        return flags_frame(flags)


def _copied_share(words: list[str], asked: list[str]) -> float:
    """Return which part of the comment's words is one run of the question's, 0 to 1."""
    from difflib import SequenceMatcher

    if len(asked) < _MIN_QUESTION_WORDS or not words or len(words) > 3 * len(asked):
        return 0.0
    if len(set(words) & set(asked)) < _COPIED_SHARE * len(set(words)):
        return 0.0
    run = SequenceMatcher(None, words, asked, autojunk=False).find_longest_match().size
    return run / len(words) if run >= _MIN_QUESTION_WORDS else 0.0


def _copied(response_id: str, share: float) -> Flag:
    return (
        response_id,
        COPIED,
        0.3,
        None,
        f"{percent(share, 'fr')} de ce commentaire est la question recopiée.",
        f"{percent(share, 'en')} of this comment is the question copied.",
    )


class LanguageMismatch:
    """Flags a comment in a language that hardly anybody else answers in.

    Only where one or two languages make up nine tenths of a question's comments and the stray one
    no more than 2 %; comments of fewer than six words are left alone: their language is a guess.
    """

    kinds = (LANGUAGE,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``language-mismatch``."""
        frame = context.responses
        speaking = has_text(frame) & ~frame["is_filler"].to_numpy(dtype=bool)
        known = speaking & frame["language"].notna().to_numpy(dtype=bool)
        flags: list[Flag] = []
        for _, part in frame[known].groupby("question", dropna=False, sort=True):
            shares = part["language"].value_counts(normalize=True)
            if len(part) < MIN_ANSWERS or float(shares.head(2).sum()) < _MAIN_SHARE:
                continue
            stray = set(shares[shares <= _STRAY_SHARE].index) - set(shares.head(1).index)
            odd = part[part["language"].isin(stray).to_numpy() & _is_long(part["comment"])]
            main = str(shares.index[0])
            pairs = zip(odd["response_id"], odd["language"], strict=True)
            flags += [_language(str(response), str(code), main) for response, code in pairs]
        return flags_frame(flags)


def _is_long(comments: pd.Series) -> Bools:
    return np.array([len(str(comment).split()) >= _MIN_WORDS for comment in comments], dtype=bool)


def _language(response_id: str, code: str, main: str) -> Flag:
    own, others = ([language_name(c, shown) for shown in ("fr", "en")] for c in (code, main))
    french = f"Écrit en {own[0]}, alors que presque tous répondent en {others[0]}."
    english = f"Written in {own[1]}, although nearly everybody answers in {others[1]}."
    return response_id, LANGUAGE, 0.2, None, french, english
