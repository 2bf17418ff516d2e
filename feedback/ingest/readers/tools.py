"""Survey tools that write one plain header row, known by the columns they add on their own."""

from collections.abc import Sequence

from feedback.headers import plain

# Each line: the layout, then columns of which all must be there, in plain words.
_SIGNATURES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("typeform", ("start date utc", "submit date utc", "network id")),
    ("delighted", ("survey type", "score", "comment", "created at")),
    ("delighted", ("survey type", "score", "comment", "permalink")),
    ("microsoft-forms", ("id", "start time", "completion time", "email")),
    ("microsoft-forms", ("id", "heure de debut", "heure de fin", "adresse de messagerie")),
    ("limesurvey", ("id", "submitdate", "lastpage", "startlanguage")),
)
_GOOGLE_FIRST = ("timestamp", "horodateur")
_SCALE_NAMES = ("nps", "enps", "csat", "ces")


def tool_of(names: Sequence[str]) -> str | None:
    """Return the layout of a known tool by its header row, None for any other table."""
    columns = [plain(name) for name in names]
    for layout, wanted in _SIGNATURES:
        if set(wanted) <= set(columns):
            return layout
    questions = [name for name in names[1:] if "?" in name or len(name.split()) >= 4]
    if columns and columns[0] in _GOOGLE_FIRST and questions:
        return "google-forms"
    return None


def questions_of(layout: str, names: Sequence[str], first: Sequence[str]) -> dict[str, str]:
    """Return what a tool says of a column elsewhere: Delighted names the scale in each row.

    Args:
        layout: As `tool_of` gave it.
        names: The header.
        first: The first row of data.
    """
    if layout != "delighted":
        return {}
    cells = dict(zip((plain(name) for name in names), first, strict=False))
    kind = plain(cells.get("survey type", ""))
    column = next(name for name in names if plain(name) == "score")
    return {column: f"{kind.upper()} score"} if kind in _SCALE_NAMES else {}
