"""Search, as the command line, Python and the web page share it."""

import dataclasses
import threading
from collections.abc import Mapping
from typing import Any

from feedback.curation.shelf import chosen_batch, open_store
from feedback.encoders import CachedEncoder, for_themes, load_encoder
from feedback.errors import ModelError, SettingsError
from feedback.store import Query, SearchResults, Store, suggest
from feedback.types import Embed
from feedback.workspace import Workspace

_loading = threading.Lock()
"""Twenty readers of a fresh server load each model once, not twenty times."""


def find(workspace: Workspace, query: Query) -> SearchResults:
    """Search by word and by meaning.

    Raises:
        FeedbackError: The query is empty, or a filter names what does not exist.
    """
    store = open_store(workspace)
    chosen_batch(store, query.batch)
    embed, also = _encoders(workspace, store)
    return store.search(query, embed, also)


def find_text(workspace: Workspace, text: str, filters: Mapping[str, Any]) -> SearchResults:
    """Search with the filters given by name.

    Raises:
        SettingsError: There is no filter of that name.
        FeedbackError: The query is empty, or a filter names what does not exist.
    """
    known = {field.name for field in dataclasses.fields(Query)} - {"text"}
    for name in sorted(set(filters) - known):
        raise SettingsError(f"no filter {name!r}", todo=suggest(name, sorted(known)))
    given = dict(filters)
    if isinstance(given.get("cohort"), str):
        given["cohort"] = (given["cohort"],)
    return find(workspace, Query(text, **given))


def _encoders(workspace: Workspace, store: Store) -> tuple[Embed, Embed | None]:
    """Return the search encoder, and the theme encoder if the latest batch was read with it."""
    settings = workspace.settings.encoders
    with _loading:
        embed = CachedEncoder(load_encoder(settings.features, settings), None)
        if settings.themes == settings.features:
            return embed, for_themes(embed)
        try:
            theme = load_encoder(settings.themes, settings)
        except ModelError:
            return embed, None
    is_same = store.theme_encoder() == theme.fingerprint
    return embed, for_themes(CachedEncoder(theme, None)) if is_same else None
