"""A stored batch, taken up again: after edits of its themes, or to write its report anew."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from feedback import bands, themes
from feedback.assembly.deciding import deciding_spans
from feedback.assembly.facts import RunFacts
from feedback.assembly.models import Models
from feedback.assembly.past import pairs_in_state
from feedback.assembly.publish import Finished, Outcome, publish_again
from feedback.assembly.tables import tables_of
from feedback.frames import ANOMALIES, BatchFrames
from feedback.report import place_comments
from feedback.store import Store
from feedback.types import FloatArray
from feedback.workspace import Workspace


def write_again(
    workspace: Workspace, store: Store, batch: str, language: str | None = None
) -> Finished:
    """Write a stored batch's report from the store, with today's names and reviews.

    Raises:
        WorkspaceError: The report cannot be written; the old one stays.
    """
    outcome = refreshed_outcome(workspace, store, store.load(batch), language)
    return publish_again(workspace, store, outcome)


def refreshed_outcome(
    workspace: Workspace, store: Store, frames: BatchFrames, language: str | None = None
) -> Outcome:
    """Compute again from stored frames what is not stored: metrics, links, quotes."""
    settings = workspace.settings
    stored = store.facts(frames.batch)
    facts = RunFacts.from_dict(stored["run"])
    if language:
        facts = replace(facts, language=language)
    linked = bands.link(
        frames.responses,
        frames.segments,
        frames.assignments,
        frames.themes,
        replace(settings.bands, invitations=facts.invitations),
        facts.seed,
    )
    gone = pairs_in_state(store.reviews_of(frames.batch), "dismissed")
    kept = [
        key not in gone
        for key in zip(frames.anomalies["response_id"], frames.anomalies["kind"], strict=True)
    ]
    shown = replace(
        frames,
        theme_bands=linked.theme_bands,
        anomalies=frames.anomalies[kept].reset_index(drop=True),
    )
    models = Models.load(workspace, settings)
    vectors = models.meaning(list(shown.segments["text"]))
    quotes = _quotes(store, shown, vectors)
    positions = place_comments(shown, vectors)
    return Outcome(
        shown,
        linked,
        quotes,
        facts,
        linked.notices,
        positions,
        alerts=tables_of(stored.get("analysis", {})).get("alerts"),
        withheld=_withheld(stored, frames, kept),
        decisive=deciding_spans(quotes, shown.segments, linked.theme_metrics, models),
    )


def _quotes(store: Store, frames: BatchFrames, vectors: FloatArray) -> pd.DataFrame:
    """Return the quotes of each theme; `vectors` are the theme encoder's, one per segment."""
    space = store.theme_space(frames.batch)
    coded = themes.Coded(
        themes=frames.themes,
        assignments=frames.assignments,
        centroids=space.centroids,
        centres=space.means,
        segments=frames.segments,
        vectors=vectors,
    )
    return themes.quotes_of(coded, themes.N_QUOTES)


def _withheld(stored: Mapping[str, Any], frames: BatchFrames, kept: list[bool]) -> pd.DataFrame:
    """Return the flags dismissed before the run and since."""
    since = frames.anomalies[[not keep for keep in kept]]
    before = pd.DataFrame(stored.get("withheld", []), columns=ANOMALIES.names())
    both = [part for part in (before, since) if len(part)]
    return pd.concat(both, ignore_index=True) if both else ANOMALIES.empty()
