"""Everything that was run, in one LanceDB store with commits over all tables, and its search."""

from feedback.store.batches import BatchVectors
from feedback.store.codebook import StoredCodebook, ThemeSpace
from feedback.store.search import Query, SearchResults
from feedback.store.store import Store, StoredEdit

__all__ = [
    "BatchVectors",
    "Query",
    "SearchResults",
    "Store",
    "StoredCodebook",
    "StoredEdit",
    "ThemeSpace",
]
