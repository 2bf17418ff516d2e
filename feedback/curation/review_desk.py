"""Theme reviews that the workspace keeps: a file per batch and reviewer, filled step by step.

The files hold ids and decisions; what a segment says is read from the store, so that a batch run
again with personal data replaced leaves none of it here.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from feedback.curation.shelf import chosen_batch, open_store
from feedback.curation.theme_review import (
    NO_THEME,
    Reviewed,
    in_use,
    load_review,
    review_agreement,
    review_sample,
    review_scores,
    save_review,
)
from feedback.errors import InputError, SettingsError
from feedback.workspace import Workspace, batch_slug

REVIEWERS = ("1", "2")
"""Two people may review a batch, each in a file of their own; alpha says how far they agree."""
SEGMENTS = 60
"""Segments asked about: 20 minutes or so of a person's time."""

_writing = threading.Lock()


@dataclass(frozen=True)
class ReviewState:
    """How far a review is.

    Attributes:
        batch: The batch reviewed.
        reviewer: One of `REVIEWERS`.
        done: Segments decided.
        total: Segments to decide.
        following: The next one to decide; None: all are.
        choices: Id and name of every theme in use, largest first.
    """

    batch: str
    reviewer: str
    done: int
    total: int
    following: Reviewed | None
    choices: Sequence[tuple[str, str]]


def review_state(
    workspace: Workspace, batch: str | None, reviewer: str, language: str, after: str = ""
) -> ReviewState:
    """Return how far a reviewer is with a batch; the sample is drawn when first asked for.

    Args:
        workspace: Where the batch lies.
        batch: Its name; None: the latest.
        reviewer: One of `REVIEWERS`.
        language: Of the theme names, ``fr`` or ``en``.
        after: Id of a segment that was skipped: the next one stands behind it, if there is one.

    Raises:
        WorkspaceError: There is no such batch, or it has no segment.
        SettingsError: There is no such reviewer.
    """
    store = open_store(workspace)
    name = chosen_batch(store, batch)
    frames = store.load(name)
    texts = dict(zip(frames.segments["segment_id"], frames.segments["text"], strict=True))
    rows = [
        replace(row, text=str(texts[row.segment_id]))
        for row in _rows(workspace, name, reviewer, language)
        if row.segment_id in texts
    ]
    places = [place for place, row in enumerate(rows) if not row.decided]
    skipped = next((place for place, row in enumerate(rows) if row.segment_id == after), -1)
    later = [place for place in places if place > skipped]
    following = rows[(later or places)[0]] if places else None
    choices = in_use(frames.themes, language)
    return ReviewState(name, reviewer, len(rows) - len(places), len(rows), following, choices)


def decide_theme(workspace: Workspace, batch: str, reviewer: str, segment: str, theme: str) -> None:
    """Keep what a reviewer says of a segment.

    Args:
        workspace: Where the batch lies.
        batch: Its name.
        reviewer: One of `REVIEWERS`.
        segment: Its id, one of the sample.
        theme: Id of a theme in use, or ``-`` for none.

    Raises:
        WorkspaceError: There is no such batch, or the file cannot be written.
        SettingsError: There is no such reviewer, segment or theme.
    """
    store = open_store(workspace)
    name = chosen_batch(store, batch)
    names = {NO_THEME: "", **dict(in_use(store.load(name).themes, "en"))}
    if theme not in names:
        raise SettingsError(f"no theme {theme[:40]!r}", todo="Choose one of the list")
    with _writing:
        rows = _rows(workspace, name, reviewer, "en")
        place = next((k for k, row in enumerate(rows) if row.segment_id == segment), None)
        if place is None:
            raise SettingsError(f"no segment {segment[:40]!r} in this review", todo="Load it again")
        rows[place] = replace(rows[place], decided=theme, decided_theme=names[theme])
        save_review(_path(workspace, name, reviewer), rows)


def review_figures(workspace: Workspace, batch: str, reviewer: str) -> dict[str, Any]:
    """Return `scores` (see `review_scores`) and `agreement` between both reviewers; None without.

    Raises:
        WorkspaceError: There is no such batch.
        SettingsError: There is no such reviewer.
    """
    name = chosen_batch(open_store(workspace), batch)
    own = _path(workspace, name, reviewer)
    found: dict[str, Any] = {"scores": None, "agreement": None}
    if own.exists() and any(row.decided for row in load_review(own)):
        found["scores"] = review_scores(workspace, own)
    both = [_path(workspace, name, one) for one in REVIEWERS]
    if all(path.exists() for path in both):
        try:
            found["agreement"] = review_agreement(workspace, *both)
        except InputError:  # no segment reviewed by both yet
            found["agreement"] = None
    return found


def forget_reviewed(workspace: Workspace, gone: Mapping[str, Sequence[str]]) -> None:
    """Take the segments of erased responses out of the reviews.

    Args:
        workspace: Whose reviews.
        gone: Response ids by batch.
    """
    with _writing:
        for batch, responses in gone.items():
            for path in (_path(workspace, batch, reviewer) for reviewer in REVIEWERS):
                if path.exists():
                    rows = load_review(path)
                    save_review(path, [r for r in rows if _response(r) not in set(responses)])


def _response(row: Reviewed) -> str:
    return row.segment_id.rpartition(".")[0]


def _rows(workspace: Workspace, batch: str, reviewer: str, language: str) -> list[Reviewed]:
    path = _path(workspace, batch, reviewer)
    if path.exists():
        return load_review(path)
    drawn = review_sample(workspace, batch, SEGMENTS, workspace.settings.seed, language)
    rows = [replace(row, text="") for row in drawn]
    path.parent.mkdir(parents=True, exist_ok=True)
    save_review(path, rows)
    return rows


def _path(workspace: Workspace, batch: str, reviewer: str) -> Path:
    """Return the file of a review; only the name of a known batch comes here."""
    if reviewer not in REVIEWERS:
        raise SettingsError(f"no reviewer {reviewer[:20]!r}", todo="Use 1 or 2")
    return workspace.hidden / "reviews" / f"{batch_slug(batch)}.{reviewer}.csv"
