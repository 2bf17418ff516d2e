"""Who asks and who answers in an interview."""

import re
from collections import Counter
from dataclasses import dataclass

from feedback.headers import plain, tokens
from feedback.ingest.model import Interview, Turn
from feedback.ingest.words import BYSTANDER, INTERVIEWEE, INTERVIEWER, ROLE_IS_NAME
from feedback.notices import Notice

_MAX_QUESTION_CHARS = 300
_QUESTION = re.compile(r"[^.!?…\n]*\?")
_ACKNOWLEDGMENT_WORDS = 4


@dataclass(frozen=True)
class Answer:
    """One turn of an interviewee, and the question it answers."""

    speaker: str | None
    seconds: float | None
    question: str | None
    text: str


@dataclass(frozen=True)
class Told:
    """Answers apart from the turns of those who ask or only pass by."""

    answers: tuple[Answer, ...]
    n_other_turns: int
    evidence: str
    notices: tuple[Notice, ...] = ()


def tell_apart(interview: Interview) -> Told:
    """Keep the interviewees' turns, each with the question before it."""
    if not any(turn.speaker for turn in interview.turns):
        return _untagged(interview)
    asking, evidence = interviewers(interview)
    notices = () if asking else (_no_interviewer(),)
    return _collect(interview.turns, asking, evidence, notices)


def interviewers(interview: Interview) -> tuple[frozenset[str], str]:
    """Return the speakers who lead the interview, and what gives them away."""
    names = {turn.speaker for turn in interview.turns if turn.speaker}
    by_role = frozenset(n for n in names if tokens(n) & INTERVIEWER and not tokens(n) & INTERVIEWEE)
    if by_role and by_role != names:
        return by_role, "the speaker's name is an interviewer's role"
    if told := _named_in_preamble(interview, names):
        return frozenset((told,)), "named as interviewer above the transcript"
    return _by_questions(interview.turns)


def _named_in_preamble(interview: Interview, names: set[str]) -> str | None:
    by_words = {plain(name): name for name in names}
    for line in interview.preamble:
        for match in ROLE_IS_NAME.finditer(line):
            told = plain(match["name"]).split()
            for length in range(len(told), 0, -1):
                if found := by_words.get(" ".join(told[:length])):
                    return found
    return None


def _by_questions(turns: tuple[Turn, ...]) -> tuple[frozenset[str], str]:
    asked: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for turn in turns:
        if turn.speaker:
            spoken[turn.speaker] += 1
            asked[turn.speaker] += "?" in turn.text or turn.marked
    total = sum(asked.values())
    ranked = sorted(spoken, key=lambda s: (-asked[s] / spoken[s], -asked[s], s))
    if len(ranked) < 2 or not total:
        return frozenset(), ""
    first, second = ranked[0], ranked[1]
    is_clear = asked[first] / spoken[first] > asked[second] / spoken[second]
    if not is_clear or asked[first] < total / 2:
        return frozenset(), ""
    return frozenset((first,)), f"asks {asked[first]} of the {total} questions"


def _collect(
    turns: tuple[Turn, ...], asking: frozenset[str], evidence: str, notices: tuple[Notice, ...]
) -> Told:
    answers: list[Answer] = []
    question: str | None = None
    n_other = 0
    for turn in turns:
        if turn.speaker and BYSTANDER.search(plain(turn.speaker)):
            n_other += 1
        elif turn.speaker in asking:
            n_other += 1
            question = _next_question(question, turn.text)
        else:
            answers.append(Answer(turn.speaker, turn.seconds, question, turn.text.strip()))
    return Told(tuple(answers), n_other, evidence, notices)


def _next_question(current: str | None, said: str) -> str | None:
    """Return the question now open: "Ok." and the like do not close the one before."""
    words = " ".join(said.split())
    if current and "?" not in words and len(words.split()) <= _ACKNOWLEDGMENT_WORDS:
        return current
    if len(words) <= _MAX_QUESTION_CHARS:
        return words
    asked = [part.strip() for part in _QUESTION.findall(words)]
    return (asked[-1] if asked else words)[-_MAX_QUESTION_CHARS:]


def _untagged(interview: Interview) -> Told:
    answers: list[Answer] = []
    question: str | None = None
    n_other = 0
    for turn in interview.turns:
        if turn.marked:
            n_other += 1
            question = _next_question(None, turn.text)
        else:
            answers.append(Answer(None, turn.seconds, question, turn.text.strip()))
    return Told(tuple(answers), n_other, "headings, bold lines and questions", (_no_speakers(),))


def _no_speakers() -> Notice:
    return Notice(
        "no-speakers",
        "An interview does not say who speaks: questions and headings were taken for the "
        "interviewer's, everything else for answers.",
        "Un entretien ne dit pas qui parle : les questions et les titres ont été attribués à "
        "l’enquêteur, tout le reste aux réponses.",
    )


def _no_interviewer() -> Notice:
    return Notice(
        "no-interviewer",
        "In an interview nobody stands out as the interviewer: every speaker was kept.",
        "Dans un entretien, personne ne se distingue comme enquêteur : tous les propos ont été "
        "gardés.",
    )
