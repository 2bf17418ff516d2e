"""Everything that was run, in one LanceDB store with commits over all tables, and its search."""

from feedback.store.asked import Query
from feedback.store.batches import BatchVectors
from feedback.store.codebook import StoredCodebook, ThemeSpace
from feedback.store.erasure import Erasure
from feedback.store.filters import suggest
from feedback.store.search import SearchResults
from feedback.store.store import Store, StoredEdit
from feedback.store.verify import Checked

__all__ = [
    "BatchVectors",
    "Checked",
    "Erasure",
    "Query",
    "SearchResults",
    "Store",
    "StoredCodebook",
    "StoredEdit",
    "ThemeSpace",
    "suggest",
]
