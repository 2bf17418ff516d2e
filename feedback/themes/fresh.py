"""The first themes, and those that no batch before had: find them, and name them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from feedback.settings import ThemeSettings
from feedback.themes import tone
from feedback.themes.assemble import texts_by_language, theme_rows
from feedback.themes.batch import Batch, Found
from feedback.themes.candidates import NamingInput
from feedback.themes.codebook import theme_id
from feedback.themes.continuity import NO_MATCH, Known, heirs_of
from feedback.themes.discover import Discovery, discover
from feedback.themes.emerging import Pool, emerging, holds_together
from feedback.themes.generic import into_generic
from feedback.themes.graph import ANY_LANGUAGE, IntArray, unit
from feedback.themes.leiden import smallest_theme
from feedback.themes.names import Naming, name_themes
from feedback.themes.phrases import learn
from feedback.themes.recognise import without_tones
from feedback.themes.subjects import in_subject_space, left_over_space
from feedback.themes.texts import are_fragments
from feedback.themes.words import LANGUAGES
from feedback.types import FloatArray

_FEW_NEIGHBOURS = 10
_SAMPLE = (16, 24)  # fewest and most segments of a theme and language tagged for its name


def discover_new(batch: Batch, found: Found) -> Found:
    """Find the first themes, or those that no batch before had."""
    if batch.request.codebook.is_empty():
        return _first(batch, found)
    pool = Pool.of(batch)
    if pool is None:
        return _of_left_over(batch, found)
    result = emerging(batch, pool)
    return _keep_new(batch, found, np.arange(len(batch.texts)), result)


def _first(batch: Batch, found: Found) -> Found:
    free = np.flatnonzero(found.slots < 0)
    settings = batch.request.settings
    settings = replace(settings, neighbours=min(settings.neighbours, _near_in(len(free))))
    return _divided(batch, found, free, in_subject_space, settings)


def _of_left_over(batch: Batch, found: Found) -> Found:
    """Look for themes among what no known one took: nothing is known of the batch before.

    A new subject is a small part of it: coarse clusters would hide it.
    """
    free = np.flatnonzero(found.slots < 0)
    settings = replace(batch.request.settings, granularity="many")
    return _divided(batch, found, free, left_over_space, settings)


def _divided(
    batch: Batch,
    found: Found,
    free: IntArray,
    space: Callable[..., FloatArray],
    settings: ThemeSettings,
) -> Found:
    if batch.texts.counts[free].sum() < smallest_theme(int(batch.texts.counts.sum()), settings):
        return found
    rows = space(batch.texts, free, batch.centres.get(ANY_LANGUAGE), batch.request.embed)
    result = discover(batch.texts, free, rows, settings, batch.request.seed)
    return _keep_new(batch, found, free, result)


def _near_in(n_texts: int) -> int:
    """Return `ThemeSettings.neighbours` for the first themes of a few texts: half of it is taken.

    With ten neighbours each, seventy texts on nine subjects made five themes. On samples of 24 to
    70 read clauses a tenth of them raises the AMI from 0.499 to 0.517 (from 0.559 to 0.578 on four
    months of 75 answers); from 100 texts on nothing changes. Sub-themes and the search for new
    subjects keep theirs: among few left-over texts ten neighbours hold a subject together.
    """
    return max(_FEW_NEIGHBOURS, n_texts // 5)


def _keep_new(batch: Batch, found: Found, free: IntArray, result: Discovery) -> Found:
    """Add the discovered themes that are new; send the others to where they belong.

    Args:
        batch: The batch.
        found: The themes so far.
        free: Numbers of the texts that were divided.
        result: Into what.
    """
    fresh = []
    for number in range(len(result.centroids)):
        members = free[result.labels == number]
        texts = [batch.texts.texts[i] for i in members]
        if tone.is_diffuse(result.terms[number], texts):
            if tone.are_short(texts):
                found = into_generic(batch, found, tone.tone_of(texts), members)
        elif are_fragments(batch.texts, members):
            continue  # the rest of their comments says what they are about
        elif (target := _continues(batch, found, members, result.centroids[number])) is not None:
            heir = int(heirs_of(found.themes)[target])
            found = found if heir == NO_MATCH else _given(found, members, heir)
        elif _may_found(batch, found, members):
            fresh.append(number)
    return _with_new(batch, found, free, result, fresh) if fresh else found


def _given(found: Found, members: IntArray, theme: int) -> Found:
    slots = found.slots.copy()
    slots[members] = theme
    return replace(found, slots=slots)


def _may_found(batch: Batch, found: Found, members: IntArray) -> bool:
    """Say whether a cluster may found a theme.

    In a first batch every one may, and where it is known what was said before, each that
    `emerging` names; else those that hold together.
    """
    if batch.request.codebook.is_empty() or batch.before is not None:
        return True
    rows = np.repeat(batch.rows[members], batch.texts.counts[members], axis=0)
    return holds_together(rows, np.linalg.norm(found.centroids, axis=1))


def _continues(batch: Batch, found: Found, members: IntArray, centroid: FloatArray) -> int | None:
    """Return the known theme that a cluster is more of, None if it is new.

    One whose centroid is near, or that took most of the cluster, as near to it as its own texts
    are: a theme that a person imported, or that nobody spoke of in the batch before, comes back.
    """
    if batch.request.codebook.is_empty():
        return None
    known = without_tones(Known(found.themes, found.centroids, np.arange(len(found.themes))))
    directions = unit(known.centroids)
    cosines = (directions @ unit(centroid[None])[0]).round(6)
    best = int(cosines.argmax())
    if cosines[best] >= batch.request.settings.match_threshold:
        return best
    taken = np.bincount(found.slots[members] + 1, minlength=len(found.themes) + 1)[1:]
    most = int(taken.argmax())
    cohesion = float(np.linalg.norm(known.centroids[most]))
    nearness = float((batch.rows[members] @ directions[most]).mean().round(6))
    return most if 2 * taken[most] > len(members) and nearness >= cohesion > 0 else None


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
