"""What no known theme took: cluster it, keep what is really new, and name that."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.themes import tone
from feedback.themes.assemble import texts_by_language, theme_rows
from feedback.themes.batch import Batch, Found
from feedback.themes.candidates import NamingInput
from feedback.themes.codebook import theme_id
from feedback.themes.continuity import Known
from feedback.themes.discover import Discovery, discover
from feedback.themes.emerging import Population, are_novel, holds_together, is_more_frequent
from feedback.themes.generic import into_generic
from feedback.themes.graph import ANY_LANGUAGE, IntArray, unit
from feedback.themes.leiden import smallest_theme
from feedback.themes.names import Naming, name_themes
from feedback.themes.phrases import learn
from feedback.themes.recognise import without_tones
from feedback.themes.subjects import in_subject_space, left_over_space
from feedback.themes.texts import are_fragments, comments_of, sources_of
from feedback.themes.words import LANGUAGES
from feedback.types import FloatArray

_FEW_NEIGHBOURS = 10
_SAMPLE = (16, 24)  # fewest and most segments of a theme and language tagged for its name


def discover_new(batch: Batch, found: Found) -> Found:
    """Cluster what no theme has taken, and keep what is really new."""
    free = np.flatnonzero(found.slots < 0)
    settings, is_first = batch.request.settings, batch.request.codebook.is_empty()
    least = smallest_theme(int(batch.texts.counts.sum()), settings)
    compared = None if is_first else _compared(batch)
    left = _LeftOver(int(batch.texts.counts[free].sum()), compared)
    if compared is not None:
        free = free[_may_be_new(batch, free, *compared)]
    elif not is_first:
        # A new subject is a small part of what is left: coarse clusters would hide it.
        settings = replace(settings, granularity="many")
    if batch.texts.counts[free].sum() < least:
        return found
    if is_first:
        settings = replace(settings, neighbours=min(settings.neighbours, _near_in(len(free))))
    space = in_subject_space if is_first else left_over_space
    rows = space(batch.texts, free, batch.centres.get(ANY_LANGUAGE), batch.request.embed)
    result = discover(batch.texts, free, rows, settings, batch.request.seed)
    return _keep_new(batch, found, free, result, left)


def _near_in(n_texts: int) -> int:
    """Return `ThemeSettings.neighbours` for the first themes of a few texts: half of it is taken.

    With ten neighbours each, seventy texts on nine subjects made five themes. On samples of 24 to
    70 read clauses a tenth of them raises the AMI from 0.499 to 0.517 (from 0.559 to 0.578 on four
    months of 75 answers); from 100 texts on nothing changes. Sub-themes and the search for new
    subjects keep theirs: among few left-over texts ten neighbours hold a subject together.
    """
    return max(_FEW_NEIGHBOURS, n_texts // 5)


@dataclass(frozen=True)
class _LeftOver:
    """What new subjects are looked for in.

    Attributes:
        n: Segments that no known theme took.
        compared: What the batch and the one before say, see `_compared`.
    """

    n: int
    compared: tuple[Population, Population] | None


def _may_be_new(
    batch: Batch, free: IntArray, now: Population, before: Population
) -> NDArray[np.bool_]:
    """Say of which free texts the batch before has fewer like them than this one.

    Looked at are the kinds of source that both have (`Population.like`): the first interviews among
    surveys are half of what is left over, and new in all they say. A text that many wrote counts
    as often as they did.
    """
    sources = sources_of(batch.segments, batch.request.responses)
    is_shared = np.ones(len(batch.segments), dtype=np.bool_)
    if sources is not None and before.sources is not None:
        is_shared = np.isin(sources, np.unique(before.sources))
    texts, first = np.unique(batch.texts.row_of_segment[is_shared], return_index=True)
    place = np.full(len(batch.texts), -1, dtype=np.int64)
    place[texts] = first
    may_be = np.asarray(place[free] >= 0)
    may_be[may_be] = are_novel(place[free][may_be], now.rows, before.rows)
    return may_be


def _keep_new(
    batch: Batch, found: Found, free: IntArray, result: Discovery, left: _LeftOver
) -> Found:
    """Add the discovered themes that are new; send the others to where they belong.

    Args:
        batch: The batch.
        found: The themes so far.
        free: Numbers of the texts that were divided.
        result: Into what.
        left: What they were chosen from.
    """
    fresh = []
    is_first = batch.request.codebook.is_empty()  # there every cluster may found a theme
    for number in range(len(result.centroids)):
        members = free[result.labels == number]
        texts = [batch.texts.texts[i] for i in members]
        if tone.is_diffuse(result.terms[number], texts):
            if tone.are_short(texts):
                found = into_generic(batch, found, tone.tone_of(texts), members)
        elif are_fragments(batch.texts, members):
            continue  # the rest of their comments says what they are about
        elif (target := _continues(batch, found, result.centroids[number])) is not None:
            slots = found.slots.copy()
            slots[members] = target
            found = replace(found, slots=slots)
        elif is_first or _is_new(found, left, _segments_of(batch, members)):
            fresh.append(number)
    return _with_new(batch, found, free, result, fresh) if fresh else found


def _is_new(found: Found, left: _LeftOver, members: FloatArray) -> bool:
    """Say whether a cluster of a later batch, rows of shape (n_members, d), may found a theme."""
    if left.compared is None:
        return holds_together(members, np.linalg.norm(found.centroids, axis=1))
    now, before = left.compared
    return is_more_frequent(members, now, before, left.n)


def _segments_of(batch: Batch, texts: IntArray) -> FloatArray:
    """Return the rows of some texts, each as often as it was written, shape (n_segments, d)."""
    return np.repeat(batch.rows[texts], batch.texts.counts[texts], axis=0)


def _compared(batch: Batch) -> tuple[Population, Population] | None:
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


def _continues(batch: Batch, found: Found, centroid: FloatArray) -> int | None:
    """Return the known theme that a cluster is more of, None if it is new."""
    if batch.request.codebook.is_empty():
        return None
    known = without_tones(Known(found.themes, found.centroids, np.arange(len(found.themes))))
    cosines = (unit(known.centroids) @ unit(centroid[None])[0]).round(6)
    best = int(cosines.argmax())
    return best if cosines[best] >= batch.request.settings.match_threshold else None


def _with_new(
    batch: Batch, found: Found, free: IntArray, result: Discovery, fresh: list[int]
) -> Found:
    members = [free[result.labels == number] for number in fresh]
    ids = [theme_id([batch.texts.texts[i] for i in own]) for own in members]
    names = _name(batch, found, result, fresh, members)
    is_first = batch.request.codebook.is_empty()
    status = "active" if is_first else "emerging"
    rows = theme_rows(ids, pd.DataFrame([vars(n) for n in names]), status, batch.request.batch)
    slots = found.slots.copy()
    for place, own in enumerate(members, start=len(found.themes)):
        slots[own] = place
    return Found(
        pd.concat([found.themes, rows], ignore_index=True),
        np.concatenate([found.centroids, result.centroids[fresh]]).astype(np.float32),
        slots,
    )


def _name(
    batch: Batch, found: Found, result: Discovery, fresh: list[int], members: list[IntArray]
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
            others={} if batch.request.codebook.is_empty() else _others(batch, members),
        )
    )


def _others(batch: Batch, members: list[IntArray]) -> dict[str, list[str]]:
    """Return the texts of no new theme, by language."""
    rest = np.setdiff1d(np.arange(len(batch.texts)), np.concatenate(members))
    texts = [batch.texts.texts[i] for i in rest]
    return texts_by_language(texts, list(batch.texts.languages[rest]))
