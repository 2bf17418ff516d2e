"""The order of the room: centre, recognise known themes, discover the rest, name, count, quote."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from feedback import frames
from feedback.notices import Notice
from feedback.system import return_freed_pages
from feedback.themes.assemble import (
    after_batch,
    assignments_of,
    history_of,
    in_final_order,
    strengths_of,
)
from feedback.themes.batch import Batch, Found, prepare
from feedback.themes.codebook import Earlier
from feedback.themes.coded import Coded
from feedback.themes.edits import apply_edits
from feedback.themes.fresh import discover_new
from feedback.themes.generic import generic
from feedback.themes.graph import IntArray
from feedback.themes.left_over import join_near, without_wordless
from feedback.themes.proposed import N_SEGMENTS, new_ids, new_themes, taken_names, with_names
from feedback.themes.quotes import empty_quotes, typical_segments
from feedback.themes.recognise import recognise
from feedback.themes.request import ThemeRequest, ThemeResult
from feedback.themes.texts import sources_of, theme_ids_of
from feedback.types import FloatArray

N_QUOTES = 5


def find_themes(request: ThemeRequest) -> ThemeResult:
    """Find what a batch speaks of: known themes first, then new ones, named in both languages.

    The same rows in any order, with the same codebook, settings and seed, give the same result.

    Raises:
        FrameContractError: A frame or the vectors break their contract.
        SettingsError: The granularity is unknown.
        ModelError: No spaCy pipeline of a language that occurs is installed.
    """
    batch = prepare(request)
    n_answers = batch.segments["response_id"].nunique()
    if not len(batch.segments) or (
        request.codebook.is_empty() and n_answers < request.settings.min_responses
    ):
        return _without_themes(batch, n_answers)
    with request.progress.stage("finding themes", len(batch.texts)) as advance:
        found = recognise(batch)
        found = generic(batch, found)
        found = discover_new(batch, found)
        return_freed_pages()  # 0.4 GB of 200,000 texts
        found = without_wordless(batch, join_near(batch, found))
        advance(len(batch.texts))
    return _finish(batch, _with_proposed_names(batch, found))


def _without_themes(batch: Batch, n_answers: int) -> ThemeResult:
    needed = batch.request.settings.min_responses
    notice = Notice(
        "too-few-for-themes",
        f"{n_answers} answers are too few to look for themes (at least {needed} are needed).",
        f"{n_answers} réponses, c’est trop peu pour chercher des thèmes (il en faut {needed}).",
    )
    book = batch.request.codebook
    themes = book.themes.assign(n_segments=np.int64(0), n_responses=np.int64(0))
    return ThemeResult(
        themes,
        frames.ASSIGNMENTS.empty(),
        book.centroids,
        batch.centres,
        history_of(themes, batch.request.batch),
        empty_quotes(),
        Earlier(batch.segments, batch.vectors, sources_of(batch.segments, batch.request.responses)),
        (notice,),
    )


def _with_proposed_names(batch: Batch, found: Found) -> Found:
    """Let the request's namer, where there is one, name the themes new in this batch."""
    request = batch.request
    ids = new_ids(found.themes, request.codebook)
    if request.namer is None or not ids:
        return found
    assignments = _assigned(batch, found)
    own = assignments[assignments["theme_id"].isin(ids)]
    typical = typical_segments(own, batch.segments, _rows_of(batch), N_SEGMENTS)
    new = new_themes(found.themes, ids, typical, batch.segments, request.codebook.edits)
    names = request.namer(new, taken_names(found.themes, ids, request.codebook.edits))
    return replace(found, themes=with_names(found.themes, names))


def _assigned(batch: Batch, found: Found) -> pd.DataFrame:
    """Return `ASSIGNMENTS`."""
    row_of_segment = batch.texts.row_of_segment
    strengths = strengths_of(batch.rows, found.slots, found.centroids)[row_of_segment]
    ids = found.themes["theme_id"].tolist()
    return assignments_of(batch.segments, found.slots[row_of_segment], ids, strengths)


def _rows_of(batch: Batch) -> Callable[[IntArray], FloatArray]:
    """Return what gives the rows of segments by their places: all of 200,000 are 0.3 GB."""
    return lambda places: batch.rows[batch.texts.row_of_segment[places]]


def _finish(batch: Batch, found: Found) -> ThemeResult:
    request = batch.request
    assignments = _assigned(batch, found)
    coded = Coded(
        found.themes,
        assignments,
        found.centroids,
        batch.centres,
        batch.segments,
        batch.vectors,
        request.settings.context,
    )
    coded = apply_edits(coded, request.codebook.edits, request.embed, strict=False)
    themes, centroids = in_final_order(after_batch(coded.themes, request.batch), coded.centroids)
    return ThemeResult(
        frames.THEMES.check(themes),
        coded.assignments,
        centroids,
        batch.centres,
        history_of(themes, request.batch),
        typical_segments(coded.assignments, batch.segments, _rows_of(batch), N_QUOTES),
        Earlier(
            batch.segments,
            batch.vectors,
            sources_of(batch.segments, request.responses),
            theme_ids_of(batch.segments, coded.assignments),
        ),
    )
