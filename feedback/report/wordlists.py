"""The words that set a score band or a theme apart, and the rows of the priority matrix."""

from collections.abc import Mapping, Sequence

from feedback.report.data import ReportData
from feedback.report.format import plain
from feedback.report.model import Priority, ThemeView, Word, WordList
from feedback.report.numbers import number, text_of

MAX_WORDS = 8
"""Of a group and a language, as many as are shown; `words.csv` has the others."""


def word_lists(data: ReportData, level: str) -> Mapping[str, tuple[WordList, ...]]:
    """Return the rows of ``tables["words"]`` of one level (``band`` or ``theme``) by its key.

    The language with more comments comes first, in a language the strongest word.
    """
    table = data.tables.get("words")
    if table is None or table.empty:
        return {}
    comments = data.frames.responses["language"].value_counts()
    mine = table[table["level"] == level].sort_values(
        ["z", "word"], ascending=[False, True], kind="stable"
    )
    found: dict[str, dict[str, list[Word]]] = {}
    for row in mine.to_dict("records"):
        words = found.setdefault(text_of(row["key"]), {}).setdefault(text_of(row["language"]), [])
        if len(words) < MAX_WORDS:
            words.append(Word(plain(text_of(row["word"])), int(row["n"]), int(row["n_rest"])))
    return {
        key: tuple(
            WordList(code, tuple(lists[code]))
            for code in sorted(lists, key=lambda code: (-comments.get(code, 0), code))
        )
        for key, lists in found.items()
    }


def priorities(data: ReportData, themes: Sequence[ThemeView]) -> tuple[Priority, ...]:
    """Return the rows of ``tables["priorities"]`` in their order."""
    table = data.tables.get("priorities")
    place = {view.theme_id: i for i, view in enumerate(themes)}
    rows = table.to_dict("records") if table is not None else []
    figures = (
        *("share", "share_low", "share_high", "impact", "impact_low", "impact_high"),
        *("trend", "trend_low", "trend_high"),
    )
    return tuple(
        Priority(
            theme=place[text_of(row["theme_id"])],
            quadrant="generic"
            if themes[place[text_of(row["theme_id"])]].is_generic
            else text_of(row["quadrant"]),
            **{name: number(row[name]) for name in figures},
            rank=int(row["rank"]),
            best=int(row["rank_best"]),
            worst=int(row["rank_worst"]),
        )
        for row in rows
        if text_of(row["theme_id"]) in place
    )
