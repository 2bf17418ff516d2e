"""The order of the room: clean, language, personal data, non-answers, segments."""

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from feedback.frames import RESPONSES_PREPARED, RESPONSES_READ, SEGMENTS_PREPARED
from feedback.notices import Notice
from feedback.progress import SILENT, Progress
from feedback.settings import TextSettings
from feedback.text import languages as language_of
from feedback.text import personal
from feedback.text.clean import clean
from feedback.text.fillers import filler_kind
from feedback.text.people import are_people, pseudonym
from feedback.text.segments import segment
from feedback.text.spans import Span


@dataclass(frozen=True)
class Prepared:
    """Responses ready for analysis and their segments.

    Attributes:
        responses: `RESPONSES_PREPARED`, sorted by response_id: cleaned, redacted comments.
        segments: `SEGMENTS_PREPARED` of the comments that say something, in reading order.
        replaced: Pieces of personal data replaced, by kind.
        notices: What the reader of the report must know.
        suggested: Personal data found and left where it is: `response_id`, `kind`, and `start`
            and `end` (character offsets into the comment).
    """

    responses: pd.DataFrame
    segments: pd.DataFrame
    replaced: dict[str, int] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    suggested: tuple[dict[str, object], ...] = ()


def prepare(
    responses: pd.DataFrame, settings: TextSettings, progress: Progress = SILENT
) -> Prepared:
    """Clean and redact the comments, name their language, and cut them into segments.

    Args:
        responses: `RESPONSES_READ`, in any order; not changed.
        settings: Whether to redact, and the shortest segment.
        progress: Told of four stages.

    Raises:
        FrameContractError: `responses` breaks its contract.
    """
    frame = RESPONSES_READ.check(responses).copy()
    notices: list[Notice] = []
    if settings.redact:
        frame, n_ids = _without_telling_ids(frame)
        notices += _id_notices(n_ids)
    frame = frame.sort_values("response_id", kind="stable").reset_index(drop=True)
    frame["comment"], frame["language"] = _read_comments(frame, progress)
    replaced: dict[str, int] = {}
    suggested: tuple[dict[str, object], ...] = ()
    if settings.redact:
        frame, replaced = _redacted(frame, progress)
    elif settings.suggest:
        suggested = _suggested(frame, progress)
    kinds = [
        filler_kind(comment, question)
        for comment, question in zip(frame["comment"], _texts(frame["question"]), strict=True)
    ]
    frame["is_filler"] = pd.Series([kind is not None for kind in kinds], dtype=bool)
    frame["filler_kind"] = pd.Series(kinds, dtype="str")
    segments = _segments(frame, settings, progress)
    notices += [*_language_notices(frame), *_replaced_notices(replaced)]
    notices += _suggested_notices(suggested)
    return Prepared(
        responses=RESPONSES_PREPARED.check(frame),
        segments=SEGMENTS_PREPARED.check(segments),
        replaced=replaced,
        notices=tuple(notices),
        suggested=suggested,
    )


def _texts(values: pd.Series) -> list[str | None]:
    """Return the values with None where one is missing."""
    return [value if isinstance(value, str) else None for value in values]


def _read_comments(frame: pd.DataFrame, progress: Progress) -> tuple[pd.Series, pd.Series]:
    """Return the cleaned comments and their languages."""
    with progress.stage("Clean comments", len(frame)) as advance:
        comments = [clean(comment) for comment in frame["comment"]]
        advance(len(frame))
    with progress.stage("Recognise languages", len(frame)) as advance:
        codes = language_of.detect(comments, _texts(frame["language"]))
        advance(len(frame))
    return pd.Series(comments, dtype="str"), pd.Series(codes, dtype="str")


def _redacted(frame: pd.DataFrame, progress: Progress) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the frame with placeholders for personal data, and how many by kind.

    Comments, what interviewers said, and the values of cohorts.
    """
    with progress.stage("Replace personal data", len(frame)) as advance:
        comments = personal.redact(list(frame["comment"]), list(frame["language"]))
        frame = frame.assign(comment=pd.Series(comments.texts, dtype="str"))
        frame, in_questions = _redacted_questions(frame)
        frame, in_cohorts = _redacted_cohorts(frame)
        advance(len(frame))
    counts = Counter(comments.counts) + in_questions + in_cohorts
    return frame, dict(sorted(counts.items()))


def _redacted_questions(frame: pd.DataFrame) -> tuple[pd.DataFrame, Counter[str]]:
    """Redact what interviewers said; the questions of a survey are the company's own words."""
    asked = frame.loc[frame["source"] == "interview", ["question", "language"]].dropna()
    asked = asked.drop_duplicates("question").sort_values("question")
    if asked.empty:
        return frame, Counter()
    redacted = personal.redact(list(asked["question"]), list(asked["language"]))
    new = dict(zip(asked["question"], redacted.texts, strict=True))
    spoken = frame["question"].map(new).where(frame["source"] == "interview")
    questions = spoken.fillna(frame["question"]).astype("str")
    return frame.assign(question=questions), Counter(redacted.counts)


def _redacted_cohorts(frame: pd.DataFrame) -> tuple[pd.DataFrame, Counter[str]]:
    """Redact cohort values that are somebody's full name, address or number.

    A single word stays: it is more often a shop in Florence than somebody called so. In a cohort
    of people every value is one of them, and gets a pseudonym that keeps them apart.
    """
    counts: Counter[str] = Counter()
    columns: dict[str, pd.Series] = {}
    # Read as most comments are: French alone cost an English file 3 s for its pipeline.
    language = "fr" if 2 * int((frame["language"] == "fr").sum()) >= len(frame) else "en"
    for name in [name for name in frame.columns if name.startswith("cohort_")]:
        values = frame[name].dropna().drop_duplicates().astype(str).sort_values().tolist()
        found = dict(zip(values, personal.find_all(values, [language] * len(values)), strict=True))
        new, replaced = _new_values(found)
        counts += replaced
        if new:
            columns[name] = frame[name].map(new).fillna(frame[name]).astype("str")
    return frame.assign(**columns), counts


def _new_values(found: dict[str, list[Span]]) -> tuple[dict[str, str], Counter[str]]:
    """Return what stands for the values of a cohort that tell somebody, and how many by kind."""
    if are_people(found):
        return {value: pseudonym(value) for value in found}, Counter(person=len(found))
    telling = {
        value: [s for s in spans if s.kind != "person" or " " in value[s.start : s.end]]
        for value, spans in found.items()
    }
    new = {value: personal.replaced(value, spans) for value, spans in telling.items() if spans}
    return new, Counter(span.kind for spans in telling.values() for span in spans)


def _suggested(frame: pd.DataFrame, progress: Progress) -> tuple[dict[str, object], ...]:
    """Return the personal data of the comments, by place, without its words."""
    with progress.stage("Find personal data", len(frame)) as advance:
        found = personal.find_all(list(frame["comment"]), list(frame["language"]))
        advance(len(frame))
    return tuple(
        {"response_id": response_id, "kind": span.kind, "start": span.start, "end": span.end}
        for response_id, spans in zip(frame["response_id"], found, strict=True)
        for span in spans
    )


def _without_telling_ids(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Replace respondents' and responses' ids that are e-mail addresses or full names."""
    respondents = [
        personal.hashed_id(value) if value and personal.is_telling_id(value) else value
        for value in _texts(frame["respondent_id"])
    ]
    n_replaced = sum(
        new != old for new, old in zip(respondents, _texts(frame["respondent_id"]), strict=True)
    )
    ids = [personal.hashed_id(v, 16) if "@" in v else v for v in frame["response_id"]]
    n_replaced += sum(new != old for new, old in zip(ids, frame["response_id"], strict=True))
    return frame.assign(
        respondent_id=pd.Series(respondents, index=frame.index, dtype="str"),
        response_id=pd.Series(ids, index=frame.index, dtype="str"),
    ), n_replaced


def _segments(frame: pd.DataFrame, settings: TextSettings, progress: Progress) -> pd.DataFrame:
    """Return the segments of the responses that say something."""
    spoken = frame[~frame["is_filler"]]
    comments, codes = list(spoken["comment"]), list(spoken["language"])
    rows: list[tuple[str, str, int, int, str]] = []
    inherited: list[str] = []
    with progress.stage("Cut into segments", len(spoken)) as advance:
        pieces = segment(comments, codes, settings.min_segment_chars)
        for response_id, comment, code, cuts in zip(
            spoken["response_id"], comments, codes, pieces, strict=True
        ):
            for k, (start, end) in enumerate(cuts):
                rows.append((f"{response_id}.{k:03d}", response_id, start, end, comment[start:end]))
                inherited.append(code)
            advance(1)
    if not rows:
        return SEGMENTS_PREPARED.empty()
    names = ["segment_id", "response_id", "start", "end", "text"]
    segments = pd.DataFrame(rows, columns=names)
    codes = language_of.segment_languages([row[4] for row in rows], inherited)
    return segments.assign(language=pd.Series(codes, dtype="str"))


def _language_notices(frame: pd.DataFrame) -> list[Notice]:
    """Say how many comments are in neither language."""
    counts = Counter(code for code in frame["language"] if code not in ("fr", "en"))
    if not counts:
        return []
    listed = ", ".join(f"{code} {n}" for code, n in sorted(counts.items()))
    n = counts.total()
    return [
        Notice(
            "other-languages",
            en=f"{n} comment(s) in another language than French or English ({listed}): "
            "kept and counted, read with less certainty.",
            fr=f"{n} commentaire(s) dans une autre langue que le français ou l'anglais "
            f"({listed}) : gardés et comptés, lus avec moins de certitude.",
        )
    ]


_KINDS_FR = {
    "person": "nom",
    "email": "e-mail",
    "phone": "téléphone",
    "iban": "IBAN",
    "card": "carte bancaire",
    "national_id": "numéro d'identité",
    "address": "adresse",
    "reference": "référence client",
    "url": "lien personnel",
    "ip": "adresse IP",
}


def _replaced_notices(replaced: dict[str, int]) -> list[Notice]:
    """Say what was replaced, by kind."""
    if not replaced:
        return []
    n = sum(replaced.values())
    en = ", ".join(f"{kind.replace('_', ' ')} {count}" for kind, count in replaced.items())
    fr = ", ".join(f"{_KINDS_FR[kind]} {count}" for kind, count in replaced.items())
    return [
        Notice(
            "personal-data-replaced",
            en=f"Personal data replaced in the comments: {n} ({en}).",
            fr=f"Données personnelles remplacées dans les commentaires : {n} ({fr}).",
        )
    ]


def _suggested_notices(suggested: tuple[dict[str, object], ...]) -> list[Notice]:
    """Say what was found and left in its place."""
    if not suggested:
        return []
    counts = sorted(Counter(str(item["kind"]) for item in suggested).items())
    en = ", ".join(f"{kind.replace('_', ' ')} {n}" for kind, n in counts)
    fr = ", ".join(f"{_KINDS_FR[kind]} {n}" for kind, n in counts)
    n = len(suggested)
    return [
        Notice(
            "personal-data-suggested",
            en=f"Personal data found and NOT replaced: {n} ({en}); each place is listed in "
            "manifest.json. Run without --redact suggest to replace it.",
            fr=f"Données personnelles trouvées et NON remplacées : {n} ({fr}) ; chaque endroit est "
            "listé dans manifest.json. Relancez sans --redact suggest pour les remplacer.",
        )
    ]


def _id_notices(n_ids: int) -> list[Notice]:
    """Say that identifiers were replaced."""
    if not n_ids:
        return []
    return [
        Notice(
            "ids-replaced",
            en=f"{n_ids} identifier(s) that were an e-mail address or a name replaced by a code.",
            fr=f"{n_ids} identifiant(s) qui étaient une adresse e-mail ou un nom sont remplacés "
            "par un code.",
        )
    ]
