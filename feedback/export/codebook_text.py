"""The codebook as a Markdown document, for people and for an appendix."""

import re
from pathlib import Path
from typing import Any

import pandas as pd

from feedback.errors import FeedbackError
from feedback.export.deck import short
from feedback.export.files import write_bytes
from feedback.export.phrases import Phrases
from feedback.export.qda import write_qda
from feedback.export.tables import canonical, plain, strongest
from feedback.frames import BatchFrames

QUOTES = 3
_ENDINGS = ("", ".md", ".markdown", ".txt")
# Everything that Markdown, or the HTML inside it, could take for markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:@$^=])")


def write_codebook(frames: BatchFrames, out: Path) -> None:
    """Write every theme: names, definition by keywords, size, place in the tree, typical words.

    Where `out` ends in ``.qdc``, as a REFI-QDA codebook.

    Raises:
        FeedbackError: The name of the file ends as no codebook of ours does.
        WorkspaceError: The file cannot be written.
    """
    ending = out.suffix.lower()
    if ending == ".qdc":
        write_qda(frames, out)
        return
    if ending not in _ENDINGS:
        raise FeedbackError(
            f"a codebook is Markdown (.md) or REFI-QDA (.qdc), not {ending}",
            where=str(out),
            todo="For a csv: feedback themes export FILE.csv",
        )
    tables = canonical(frames)
    say = Phrases(frames)
    themes = tables["themes"].set_index("theme_id", drop=False).rename_axis(None)
    lines = [f"# {say('codebook')} — {escaped(frames.batch)}", ""]
    if themes.empty:
        lines += [say("no_themes"), ""]
    quotes = _quotes(tables)
    for theme_id in _in_tree_order(themes):
        row = themes.loc[theme_id].to_dict()
        lines += _section(row, themes, quotes.get(theme_id, []), say)
    write_bytes(out, "\n".join(lines).encode("utf-8", "replace"))


def escaped(text: Any) -> str:
    """Return a text on one line in which Markdown and HTML see no markup."""
    return _MARKUP.sub(r"\\\1", short(text, 600))


def _section(
    theme: dict[Any, Any], themes: pd.DataFrame, quotes: list[str], say: Phrases
) -> list[str]:
    parent = plain(theme["parent_id"])
    has_parent = parent in themes.index and parent != theme["theme_id"]
    names = [theme[f"name_{code}"] for code in ("fr", "en")]
    if say.language == "en":
        names.reverse()
    since = say("since", batch=escaped(theme["first_batch"]))
    lines = [
        f"{'###' if has_parent else '##'} {escaped(names[0])}",
        "",
        f"- `{re.sub(r'[^A-Za-z0-9._-]', '-', str(theme['theme_id']))}` · {escaped(names[1])}",
        f"- {say('size', n=str(theme['n_responses']), segments=str(theme['n_segments']))}",
        f"- {say('status')}: {escaped(theme['status'])} · {since}",
    ]
    if has_parent:
        over = themes.loc[parent, f"name_{say.language}"]
        lines.append(f"- {say('part_of')}: {escaped(over)}")
    for code in ("fr", "en"):
        words = ", ".join(escaped(word) for word in theme[f"keywords_{code}"])
        if words:
            lines.append(f"- {say('keywords')} ({code}): {words}")
    if quotes:
        lines += ["", f"{say('quotes')}:", "", *(f"> {escaped(q)}\n>" for q in quotes)]
        lines[-1] = lines[-1].removesuffix("\n>")
    return [*lines, ""]


def _in_tree_order(themes: pd.DataFrame) -> list[str]:
    """Return the ids, each theme followed by its parts; larger ones first."""
    parents = {key: plain(parent) for key, parent in themes["parent_id"].items()}
    order = themes.sort_values(["n_responses", "theme_id"], ascending=[False, True]).index
    tops = [k for k in order if parents[k] not in parents or parents[k] == k]
    found: list[str] = []
    for top in tops:
        found += [top, *(k for k in order if parents[k] == top and k != top)]
    # Deeper parts, and themes whose parents form a ring, still have their place.
    return [*found, *(k for k in order if k not in found)]


def _quotes(tables: dict[str, pd.DataFrame]) -> dict[str, list[str]]:
    mine = strongest(tables["assignments"]).merge(tables["segments"], on="segment_id")
    mine = mine.sort_values(["theme_id", "strength", "segment_id"], ascending=[True, False, True])
    mine = mine.drop_duplicates(["theme_id", "response_id"]).drop_duplicates(["theme_id", "text"])
    mine = mine.groupby("theme_id").head(QUOTES)
    return {str(key): list(group["text"]) for key, group in mine.groupby("theme_id")}
