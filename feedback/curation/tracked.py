"""From search to theme: what a person found becomes a theme that later batches are coded by."""

from dataclasses import dataclass

import pandas as pd

from feedback.assembly.memory import import_entry
from feedback.curation.codebook import check_seen
from feedback.curation.shelf import open_store
from feedback.errors import CodebookError
from feedback.themes import Seed, folded, theme_id
from feedback.wording import count_of
from feedback.workspace import Workspace

MOST_EXAMPLES = 50
"""Examples kept of each kind: the theme is their mean, which fifty settle."""


@dataclass(frozen=True)
class Kept:
    """A search that is to become a theme.

    Attributes:
        name_fr: French name; empty: the English one.
        name_en: English name; empty: the French one.
        right: Segments that belong to it, as ``batch/segment_id``.
        wrong: Segments that were found and do not belong.
    """

    name_fr: str
    name_en: str
    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()


def keep_theme(workspace: Workspace, kept: Kept, seen: int | None = None) -> str:
    """Keep a search as a tracked theme and return the line that says so.

    Args:
        workspace: Whose codebook.
        kept: Names and examples.
        seen: Version of the codebook the person looked at; None: whatever it is.

    Raises:
        CodebookError: It has no name or no example, or its name is taken.
        ConflictError: The codebook was changed meanwhile.
    """
    french = " ".join(kept.name_fr.split()) or " ".join(kept.name_en.split())
    english = " ".join(kept.name_en.split()) or french
    if not french:
        raise CodebookError("the theme has no name", todo="Give it a French or an English one")
    if not kept.right:
        raise CodebookError("the theme has no example", todo="Keep at least one of the hits")
    with workspace.lock():
        store = open_store(workspace)
        check_seen(store, seen)
        _refuse_taken(store.codebook().themes, (french, english))
        texts = store.segment_texts([*kept.right, *kept.wrong])
        right = tuple(texts[key] for key in kept.right if key in texts)[:MOST_EXAMPLES]
        if not right:
            raise CodebookError("the chosen examples are gone", todo="Search again")
        wrong = tuple(texts[key] for key in kept.wrong if key in texts)[:MOST_EXAMPLES]
        seed = Seed(theme_id([french, english]), french, english, right, negatives=wrong)
        store.append_edit(import_entry((seed,)))
    examples = count_of(len(right), "example")
    return f"{seed.theme_id} kept with {examples}; the next run codes by it first."


def _refuse_taken(known: pd.DataFrame, names: tuple[str, str]) -> None:
    """Raise if a theme in use is called so: two themes of one name cannot be told apart."""
    living = known[known["status"] != "retired"]
    taken = {folded(str(name)) for column in ("name_fr", "name_en") for name in living[column]}
    for name in names:
        if folded(name) in taken:
            raise CodebookError(f"a theme is already called {name!r}", todo="Choose another name")
