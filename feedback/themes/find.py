"""The order of the room: centre, recognise known themes, discover the rest, name, count, quote."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from feedback import frames
from feedback.errors import FrameContractError
from feedback.notices import Notice
from feedback.themes import tone
from feedback.themes.assemble import (
    after_batch,
    assignments_of,
    history_of,
    in_final_order,
    strengths_of,
    texts_by_language,
    theme_rows,
)
from feedback.themes.candidates import NamingInput
from feedback.themes.codebook import Earlier, theme_id
from feedback.themes.coded import Coded
from feedback.themes.continuity import (
    NEAR,
    NO_MATCH,
    Known,
    inherit,
    known_themes,
    match,
    thresholds,
)
from feedback.themes.discover import Discovery, discover
from feedback.themes.edits import apply_edits
from feedback.themes.emerging import Population, holds_together, is_more_frequent
from feedback.themes.graph import (
    ANY_LANGUAGE,
    IntArray,
    centred,
    language_centres,
    unit,
    with_context,
)
from feedback.themes.leiden import smallest_theme
from feedback.themes.names import Naming, name_themes
from feedback.themes.phrases import learn
from feedback.themes.precedents import population_before, themes_of_precedents
from feedback.themes.proposed import N_SEGMENTS, new_ids, new_themes, taken_names, with_names
from feedback.themes.quotes import empty_quotes, typical_segments
from feedback.themes.request import ThemeRequest, ThemeResult
from feedback.themes.space import spread
from feedback.themes.texts import (
    Texts,
    comments_of,
    distinct_texts,
    languages_of,
    sources_of,
    theme_ids_of,
)
from feedback.themes.words import LANGUAGES
from feedback.types import FloatArray

N_QUOTES = 5
_SAMPLE = (16, 24)  # fewest and most segments of a theme and language tagged for its name


@dataclass(frozen=True)
class _Batch:
    """The batch in canonical order: its segments, and their distinct texts."""

    request: ThemeRequest
    segments: pd.DataFrame
    vectors: FloatArray
    texts: Texts
    centres: dict[str, FloatArray]
    before: Population | None = None

    @property
    def rows(self) -> FloatArray:
        """Vectors of the distinct texts, centred, with context."""
        return self.texts.rows


@dataclass(frozen=True)
class _Found:
    """Themes as rows with centroids, and for every distinct text the row of its theme or -1."""

    themes: pd.DataFrame
    centroids: FloatArray
    slots: IntArray


def find_themes(request: ThemeRequest) -> ThemeResult:
    """Find what a batch speaks of: known themes first, then new ones, named in both languages.

    The same rows in any order, with the same codebook, settings and seed, give the same result.

    Raises:
        FrameContractError: A frame or the vectors break their contract.
        SettingsError: The granularity is unknown.
        ModelError: No spaCy pipeline of a language that occurs is installed.
    """
    batch = _prepare(request)
    n_answers = batch.segments["response_id"].nunique()
    if not len(batch.segments) or (
        request.codebook.is_empty() and n_answers < request.settings.min_responses
    ):
        return _without_themes(batch, n_answers)
    with request.progress.stage("finding themes", len(batch.texts)) as advance:
        found = _recognise(batch)
        found = _generic(batch, found)
        found = _discover(batch, found)
        found = _join_near(batch, found)
        advance(len(batch.texts))
    return _finish(batch, _with_proposed_names(batch, found))


def _prepare(request: ThemeRequest) -> _Batch:
    has_sentiment = "sentiment" in request.segments.columns
    spec = frames.SEGMENTS if has_sentiment else frames.SEGMENTS_PREPARED
    segments = spec.check(request.segments)
    if len(request.vectors) != len(segments):
        raise FrameContractError(
            f"themes: {len(request.vectors)} vectors for {len(segments)} segments"
        )
    vectors = np.asarray(request.vectors, dtype=np.float32)
    if not segments["segment_id"].is_monotonic_increasing:  # a copy of 200,000 rows is 0.4 GB
        order = np.argsort(segments["segment_id"].to_numpy(dtype=str), kind="stable")
        segments, vectors = segments.iloc[order], vectors[order]
    segments = segments.reset_index(drop=True)
    languages = languages_of(segments)
    once = ~segments.duplicated(["text", "language"]).to_numpy()
    if once.all():
        centres = language_centres(vectors, languages, request.codebook.centres)
    else:
        centres = language_centres(vectors[once], languages[once], request.codebook.centres)
    rows = centred(vectors, languages, centres) if len(segments) else vectors
    rows = with_context(rows, comments_of(segments), request.settings.context)
    texts = distinct_texts(segments, rows)
    before = population_before(request.codebook.earlier, centres, request.settings.context)
    return _Batch(request, segments, vectors, texts, centres, before)


def _without_themes(batch: _Batch, n_answers: int) -> ThemeResult:
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


def _recognise(batch: _Batch) -> _Found:
    """Give texts to the themes of the codebook."""
    book = batch.request.codebook
    known = known_themes(book, batch.centres, batch.request.embed, batch.rows.shape[1])
    slots = np.full(len(batch.texts), NO_MATCH, dtype=np.int64)
    if len(known):
        centre = batch.centres.get(ANY_LANGUAGE)
        matches = match(batch.rows, _without_tones(known), thresholds(known), centre)
        kept = _said_before(batch, known)
        slots = inherit(np.where(kept >= 0, kept, matches), known, batch.rows)
    return _Found(known.themes, known.centroids, slots)


def _said_before(batch: _Batch, known: Known) -> IntArray:
    """Return for every text the known theme of what the batch before said alike, -1 for none."""
    earlier = batch.request.codebook.earlier
    if batch.before is None or earlier is None or earlier.theme_ids is None:
        return np.full(len(batch.texts), NO_MATCH, dtype=np.int64)
    place = {identity: row for row, identity in enumerate(known.themes["theme_id"])}
    slots = np.array([place.get(str(i), NO_MATCH) for i in earlier.theme_ids], dtype=np.int64)
    centre = batch.centres.get(ANY_LANGUAGE)
    rows, before = spread(batch.rows, centre), spread(batch.before.rows, centre)
    return themes_of_precedents(rows, before, slots)


def _without_tones(known: Known) -> Known:
    """Return the themes with those of mere tone out of reach: words decide on them, not vectors."""
    is_tone = known.themes["theme_id"].isin(tone.IDS.values()).to_numpy()
    return replace(known, centroids=np.where(is_tone[:, None], 0, known.centroids))


def _generic(batch: _Batch, found: _Found) -> _Found:
    """Put texts that only judge into the two generic themes, where there are enough of them."""
    kinds = np.array([kind or "" for kind in tone.tones(batch.texts)])
    slots = found.slots.copy()
    slots[kinds != ""] = NO_MATCH
    found = replace(found, slots=slots)
    for kind in tone.TONES:
        found = _into_generic(batch, found, kind, np.flatnonzero(kinds == kind))
    return found


def _into_generic(batch: _Batch, found: _Found, kind: str, members: IntArray) -> _Found:
    """Give the texts numbered `members` to the generic theme of a tone, founded if need be."""
    is_known = tone.IDS[kind] in set(found.themes["theme_id"])
    n_segments = int(batch.texts.counts[members].sum())
    total = int(batch.texts.counts.sum())
    if not is_known and n_segments < smallest_theme(total, batch.request.settings):
        return found
    if not is_known:
        row = tone.generic_row(kind)
        themes = theme_rows([tone.IDS[kind]], row, "active", batch.request.batch)
        centroid = batch.rows[members].mean(axis=0, keepdims=True)
        found = _Found(
            pd.concat([found.themes, themes], ignore_index=True),
            np.concatenate([found.centroids, centroid]).astype(np.float32),
            found.slots,
        )
    slots = found.slots.copy()
    slots[members] = int(np.flatnonzero(found.themes["theme_id"] == tone.IDS[kind])[0])
    return replace(found, slots=slots)


def _discover(batch: _Batch, found: _Found) -> _Found:
    """Cluster what no theme has taken, and keep what is really new."""
    free = np.flatnonzero(found.slots < 0)
    settings = batch.request.settings
    least = smallest_theme(int(batch.texts.counts.sum()), settings)
    if batch.texts.counts[free].sum() < least:
        return found
    centre = batch.centres.get(ANY_LANGUAGE)
    if not batch.request.codebook.is_empty():
        # A new subject is a small part of what is left: coarse clusters would hide it. What is left
        # is what the known themes, which live in the encoder's space, did not take: in that space
        # the planted new theme of the demo months came out at F1 0.57, in the learnt one at 0.26.
        settings = replace(settings, granularity="many")
        centre = None
    result = discover(_subset(batch.texts, free), settings, batch.request.seed, centre)
    return _keep_new(batch, found, free, result)


def _subset(texts: Texts, chosen: IntArray) -> Texts:
    if len(chosen) == len(texts):
        return texts
    return Texts(
        [texts.texts[i] for i in chosen],
        texts.languages[chosen],
        texts.rows[chosen],
        texts.counts[chosen],
        np.empty(0, dtype=np.int64),
        round(texts.n_comments * len(chosen) / max(len(texts), 1)),
    )


def _keep_new(batch: _Batch, found: _Found, free: IntArray, result: Discovery) -> _Found:
    """Add the discovered themes that are new; send the others to where they belong."""
    fresh, n = [], len(result.centroids)
    is_first = batch.request.codebook.is_empty()  # there every cluster may found a theme
    compared = None if is_first else _compared(batch)
    for number in range(n):
        members = free[result.labels == number]
        texts = [batch.texts.texts[i] for i in members]
        if tone.is_diffuse(result.terms[number], texts):
            if tone.are_short(texts):
                found = _into_generic(batch, found, tone.tone_of(texts), members)
        elif (target := _continues(batch, found, result.centroids[number])) is not None:
            slots = found.slots.copy()
            slots[members] = target
            found = replace(found, slots=slots)
        elif is_first or _is_new(found, compared, batch.rows[members], n):
            fresh.append(number)
    return _with_new(batch, found, free, result, fresh) if fresh else found


def _is_new(
    found: _Found, compared: tuple[Population, Population] | None, members: FloatArray, n: int
) -> bool:
    """Say whether one of `n` clusters of a later batch may found a theme.

    Args:
        found: The themes so far.
        compared: What the batch and the one before say, see `_compared`.
        members: Rows of the cluster, shape (n_members, d).
        n: Clusters looked at.
    """
    if compared is None:
        return holds_together(members, np.linalg.norm(found.centroids, axis=1))
    now, before = compared
    return is_more_frequent(members, now, before, n)


def _compared(batch: _Batch) -> tuple[Population, Population] | None:
    """Return this batch and the one before, of the kinds of source both have; None without any."""
    if batch.before is None:
        return None
    now = Population(
        batch.rows[batch.texts.row_of_segment],
        comments_of(batch.segments),
        sources_of(batch.segments, batch.request.responses),
    )
    now, before = now.like(batch.before), batch.before.like(now)
    return (now, before) if len(now.rows) and len(before.rows) else None


def _continues(batch: _Batch, found: _Found, centroid: FloatArray) -> int | None:
    """Return the known theme that a cluster is more of, None if it is new."""
    if batch.request.codebook.is_empty():
        return None
    known = _without_tones(Known(found.themes, found.centroids, np.arange(len(found.themes))))
    cosines = (unit(known.centroids) @ unit(centroid[None])[0]).round(6)
    best = int(cosines.argmax())
    return best if cosines[best] >= batch.request.settings.match_threshold else None


def _with_new(
    batch: _Batch, found: _Found, free: IntArray, result: Discovery, fresh: list[int]
) -> _Found:
    members = [free[result.labels == number] for number in fresh]
    ids = [theme_id([batch.texts.texts[i] for i in own]) for own in members]
    names = _name(batch, found, result, fresh, members)
    is_first = batch.request.codebook.is_empty()
    status = "active" if is_first else "emerging"
    rows = theme_rows(ids, pd.DataFrame([vars(n) for n in names]), status, batch.request.batch)
    slots = found.slots.copy()
    for place, own in enumerate(members, start=len(found.themes)):
        slots[own] = place
    return _Found(
        pd.concat([found.themes, rows], ignore_index=True),
        np.concatenate([found.centroids, result.centroids[fresh]]).astype(np.float32),
        slots,
    )


def _name(
    batch: _Batch, found: _Found, result: Discovery, fresh: list[int], members: list[IntArray]
) -> list[Naming]:
    share = batch.request.settings.name_sample // max(len(members), 1)
    n_sample = min(max(share, _SAMPLE[0]), _SAMPLE[1])
    samples: dict[str, dict[int, list[str]]] = {language: {} for language in LANGUAGES}
    for place, own in enumerate(members):
        closeness = (batch.rows[own] @ unit(result.centroids[[fresh[place]]])[0]).round(6)
        ranked = own[np.argsort(-closeness, kind="stable")]
        for language in LANGUAGES:
            rows = ranked[batch.texts.languages[ranked] == language][:n_sample]
            samples[language][place] = [batch.texts.texts[i] for i in rows]
    return name_themes(
        NamingInput(
            centroids=result.centroids[fresh],
            terms=[result.terms[number] for number in fresh],
            lexicons={language: learn(samples[language], language) for language in LANGUAGES},
            texts=[
                texts_by_language(
                    [batch.texts.texts[i] for i in own], list(batch.texts.languages[own])
                )
                for own in members
            ],
            centres=batch.centres,
            embed=batch.request.embed,
            taken={la: frozenset(found.themes[f"name_{la}"]) for la in LANGUAGES},
        )
    )


def _join_near(batch: _Batch, found: _Found) -> _Found:
    """Give texts still without a theme to a near one, so that few are left over."""
    free = np.flatnonzero(found.slots < 0)
    alive = np.flatnonzero((found.themes["status"] != "retired").to_numpy())
    if not len(free) or not len(alive):
        return found
    cosines = (batch.rows[free] @ unit(found.centroids[alive]).T).round(6)
    slots = found.slots.copy()
    near = cosines.max(axis=1) >= NEAR
    slots[free[near]] = alive[cosines.argmax(axis=1)[near]]
    return replace(found, slots=slots)


def _with_proposed_names(batch: _Batch, found: _Found) -> _Found:
    """Let the request's namer, where there is one, name the themes new in this batch."""
    request = batch.request
    ids = new_ids(found.themes, request.codebook)
    if request.namer is None or not ids:
        return found
    assignments, rows = _assigned(batch, found)
    own = assignments[assignments["theme_id"].isin(ids)]
    typical = typical_segments(own, batch.segments, rows, N_SEGMENTS)
    new = new_themes(found.themes, ids, typical, batch.segments, request.codebook.edits)
    names = request.namer(new, taken_names(found.themes, ids, request.codebook.edits))
    return replace(found, themes=with_names(found.themes, names))


def _assigned(batch: _Batch, found: _Found) -> tuple[pd.DataFrame, FloatArray]:
    """Return `ASSIGNMENTS`, and the row of every segment, shape (n_segments, d)."""
    slots = found.slots[batch.texts.row_of_segment]
    rows = batch.rows[batch.texts.row_of_segment]
    strengths = strengths_of(rows, slots, found.centroids)
    ids = found.themes["theme_id"].tolist()
    return assignments_of(batch.segments, slots, ids, strengths), rows


def _finish(batch: _Batch, found: _Found) -> ThemeResult:
    request = batch.request
    assignments, rows = _assigned(batch, found)
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
        typical_segments(coded.assignments, batch.segments, rows, N_QUOTES),
        Earlier(
            batch.segments,
            batch.vectors,
            sources_of(batch.segments, request.responses),
            theme_ids_of(batch.segments, coded.assignments),
        ),
    )
