"""Which columns hold the text, the score, the date, the id and the cohorts, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from feedback.errors import InputError, SettingsError
from feedback.headers import plain, squeezed
from feedback.ingest.dates import parse_date
from feedback.ingest.model import ColumnGuess, Table
from feedback.ingest.profile import Profile, profile_columns
from feedback.ingest.recognise_roles import (
    find_cohorts,
    find_date,
    find_id,
    find_respondent,
    is_counter,
)
from feedback.ingest.recognise_scores import ScoreRole, find_scores, headlines_of, score_before
from feedback.ingest.recognise_text import find_texts, find_title, question_of
from feedback.ingest.scores import is_missing
from feedback.ingest.words import WEIGHT
from feedback.settings import ReadSettings
from feedback.wording import close_names


@dataclass(frozen=True)
class TextRole:
    """An open question: its column, the question to show, the score it explains, its headline."""

    guess: ColumnGuess
    score: str | None
    title: ColumnGuess | None = None

    @property
    def name(self) -> str:
        """The column."""
        return self.guess.name


@dataclass(frozen=True)
class Roles:
    """Every column with a role.

    `carried` are the scores of which none may be lost, `ignored` the columns that hold something
    and are read as nothing; an `id` that `counts_rows` names no person.
    """

    texts: tuple[TextRole, ...]
    scores: tuple[ScoreRole, ...]
    carried: tuple[str, ...]
    date: ColumnGuess | None
    id: ColumnGuess | None
    cohorts: tuple[ColumnGuess, ...]
    weight: ColumnGuess | None = None
    respondent: ColumnGuess | None = None
    ignored: tuple[str, ...] = ()
    counts_rows: bool = False

    def guesses(self) -> tuple[ColumnGuess, ...]:
        """Return all guesses, in the order a reader wants them."""
        single = (self.date, self.id, self.respondent, self.weight)
        return (
            *(text.guess for text in self.texts),
            *(text.title for text in self.texts if text.title),
            *(score.guess for score in self.scores),
            *(guess for guess in single if guess),
            *self.cohorts,
        )


def resolve(table: Table, wanted: str) -> str | None:
    """Return the column a person means by a name, a question or another spelling of either.

    None where no column is meant, and where another spelling may mean several.
    """
    meant = _meant(table, wanted)
    return meant[0] if len(meant) == 1 else None


def _meant(table: Table, wanted: str) -> list[str]:
    """Return the columns that a person may mean: those of the nearest way to say it."""
    names = [str(name) for name in table.frame.columns]
    if wanted in names:
        return [wanted]
    asked = {name: table.questions.get(name, name) for name in names}
    # A word without Latin letters or digits has no other spelling.
    for spell in (plain, squeezed) if squeezed(wanted) else ():
        for said in ({name: name for name in names}, asked):
            if meant := [name for name in names if spell(said[name]) == spell(wanted)]:
                return meant
    return []


def check_names(tables: Sequence[Table], settings: ReadSettings) -> None:
    """Raise for a column named in the settings that no table has.

    Raises:
        SettingsError: With the closest names there are.
    """
    for role in ("text", "score", "date", "id", "respondent", "cohorts", "weight"):
        value = getattr(settings, role)
        for wanted in (value,) if isinstance(value, str) else value or ():
            if tables and not any(resolve(table, wanted) for table in tables):
                raise _unknown(tables, wanted, role)


def _unknown(tables: Sequence[Table], wanted: str, role: str) -> SettingsError:
    """Return the error for a name that means no column, or several."""
    several = next((meant for table in tables if (meant := _meant(table, wanted))), [])
    if several:
        todo = f"Write one of them as it stands there: {_listed(several)}"
        return SettingsError(f'"{wanted}" is more than one column', where=role, todo=todo)
    names = list(dict.fromkeys(str(n) for t in tables for n in t.frame.columns))
    close = close_names(wanted, names)
    todo = f"The columns closest to it: {', '.join(close)}" if close else ""
    return SettingsError(
        f'no column "{wanted}"', where=role, todo=todo or f"The columns are: {_listed(names)}"
    )


def recognise(table: Table, settings: ReadSettings) -> Roles:
    """Give every column of a table its role, the settings first.

    Raises:
        InputError: No column holds text.
        SettingsError: The column named as the score or the date holds none.
    """
    profiles = profile_columns(table.frame, table.questions)
    by_name = {profile.name: profile for profile in profiles}
    texts = _named(table, by_name, settings.text) or find_texts(profiles)
    if not texts:
        raise InputError(
            "no column holds answers in words",
            where=table.file,
            todo=f"Name it with --text; the columns are: {_listed(list(by_name))}",
        )
    text_names = {guess.name for guess in texts}
    rest = [profile for profile in profiles if profile.name not in text_names]
    title = find_title(rest, joined=settings.titles) if len(texts) == 1 else None
    rest = [profile for profile in rest if not title or profile.name != title.name]
    scores, forced = _scores(table, by_name, rest, settings)
    date, identity, respondent, cohorts = _others(table, rest, scores, settings)
    paired = _paired(profiles, texts, scores, forced, title)
    weight = _weight(table, rest, settings)
    counts = identity is not None and is_counter(by_name[identity.name])
    if identity and counts:
        why = f"{identity.evidence}; it counts the rows and names no respondent"
        identity = replace(identity, evidence=why)
    roles = Roles(*paired, date, identity, cohorts, weight, respondent, counts_rows=counts)
    return replace(roles, ignored=_ignored(profiles, roles))


def _ignored(profiles: list[Profile], roles: Roles) -> tuple[str, ...]:
    """Return the columns that hold something and have no role, in the file's order."""
    used = {guess.name for guess in roles.guesses()}
    return tuple(p.name for p in profiles if p.filled and p.name not in used)


def _weight(table: Table, rest: list[Profile], settings: ReadSettings) -> ColumnGuess | None:
    """Return the column that says how much each answer counts, where there is one."""
    if settings.weight:
        name = resolve(table, settings.weight)
        return ColumnGuess("weight", name, "named in the settings") if name else None
    for profile in rest:
        named = profile.words & WEIGHT
        if named and len(profile.words) <= 3 and profile.number_share >= 0.9:
            return ColumnGuess("weight", profile.name, f'the name says "{min(named)}"')
    return None


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _named(table: Table, by_name: dict[str, Profile], wanted: Sequence[str]) -> list[ColumnGuess]:
    names = dict.fromkeys(name for want in wanted if (name := resolve(table, want)))
    return [
        ColumnGuess("text", name, "named in the settings", question_of(by_name[name], len(names)))
        for name in names
    ]


def _scores(
    table: Table, by_name: dict[str, Profile], rest: list[Profile], settings: ReadSettings
) -> tuple[list[ScoreRole], bool]:
    name = resolve(table, settings.score) if settings.score else None
    if name is None:
        return find_scores(rest), False
    if by_name[name].filled and not by_name[name].scores:
        raise _holds_none(table, "score", name)
    guess = ColumnGuess("score", name, "named in the settings")
    return [ScoreRole.of(by_name[name], guess, 99)], True


def _holds_none(table: Table, role: str, name: str) -> SettingsError:
    names = [str(column) for column in table.frame.columns]
    return SettingsError(
        f'no cell of column "{name}" holds a {role}',
        where=role,
        todo=f"Name another column with --{role}; the columns are: {_listed(names)}",
    )


_Single = ColumnGuess | None


def _others(
    table: Table,
    rest: list[Profile],
    scores: list[ScoreRole],
    settings: ReadSettings,
) -> tuple[_Single, _Single, _Single, tuple[ColumnGuess, ...]]:
    """Return the date, the id of the response, that of the respondent, and the cohorts."""

    def given(role: str, wanted: str | None) -> _Single:
        name = resolve(table, wanted) if wanted else None
        return ColumnGuess(role, name, "named in the settings") if name else None

    def without(*taken: _Single) -> list[Profile]:
        names = {guess.name for guess in taken if guess}
        return [profile for profile in free if profile.name not in names]

    numbers = {score.name for score in scores}
    free = [profile for profile in rest if profile.name not in numbers]
    date = given("date", settings.date)
    _check_date(table, date)
    date = date or find_date(free)
    respondent = given("respondent", settings.respondent)
    identity = given("id", settings.id) or find_id(without(respondent))
    named = tuple(guess for name in settings.cohorts if (guess := given("cohort", name)))
    if not respondent:
        respondent = find_respondent(without(date, identity, *named))
    cohorts = named or find_cohorts(table.frame, without(date, identity, respondent), scores)
    return date, identity, respondent, cohorts


def _check_date(table: Table, named: _Single) -> None:
    """Raise for a column that a person named and that holds something else than dates.

    Raises:
        SettingsError: With the columns there are.
    """
    if named is None:
        return
    cells = {cell for cell in table.frame[named.name].tolist() if not is_missing(cell)}
    read = (parse_date(cell, first, bare_numbers=True) for cell in cells for first in (True, False))
    if cells and not any(read):
        raise _holds_none(table, "date", named.name)


def _paired(
    profiles: list[Profile],
    texts: list[ColumnGuess],
    scores: list[ScoreRole],
    forced: bool,
    title: ColumnGuess | None,
) -> tuple[tuple[TextRole, ...], tuple[ScoreRole, ...], tuple[str, ...]]:
    """Give each open question the score it explains, and keep the scores that are of use."""
    headlines = headlines_of(scores)
    by_position = {profile.position: profile for profile in profiles}
    positions = {profile.name: profile.position for profile in profiles}
    text_names = {guess.name for guess in texts}
    roles = []
    for guess in texts:
        position = positions[guess.name]
        nearest = [name for name in headlines if positions[name] < position] or headlines[:1]
        before = None if forced else score_before(by_position, position, scores, text_names)
        roles.append(TextRole(guess, before or (nearest[-1] if nearest else None), title))
    metrics = [score.name for score in scores if score.is_metric]
    carried = tuple(dict.fromkeys([*headlines, *metrics]))
    used = {role.score for role in roles} | set(carried)
    return tuple(roles), tuple(score for score in scores if score.name in used), carried
