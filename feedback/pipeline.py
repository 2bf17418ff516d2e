"""The hallway: the order of the rooms and nothing else.

read → prepare → embed → classify sentiment → find themes → link score bands → flag anomalies
→ save → report
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from feedback import __version__, anomalies, bands, ingest, nlp, sentiment, text, themes
from feedback.anomalies import AnomalyContext, AnomalyResult
from feedback.assembly import (
    EndpointNamer,
    Finished,
    Memory,
    Models,
    Outcome,
    RunFacts,
    batch_name,
    check_batch_name,
    namer_of,
    overlap_notices,
    publish,
    recall,
    replaced_line,
    shift_notices,
)
from feedback.assembly.deciding import Spans, deciding_spans
from feedback.assembly.manifest import build_manifest, left_out_counts, source_line
from feedback.assembly.publish import with_sources
from feedback.bands import BandResult
from feedback.frames import BatchFrames
from feedback.ingest import Reading
from feedback.notices import Notice
from feedback.progress import SILENT, Progress
from feedback.sentiment import Felt
from feedback.settings import Settings
from feedback.store import BatchVectors, Store
from feedback.system import give_back_memory
from feedback.text import Prepared
from feedback.themes import ThemeRequest, ThemeResult
from feedback.workspace import Workspace


def run(
    workspace: Workspace,
    paths: Sequence[Path],
    batch: str | None = None,
    settings: Settings | None = None,
    progress: Progress = SILENT,
) -> Finished:
    """Read files and write one batch: its report, its tables, its place in the store.

    Args:
        workspace: Where everything is kept; locked while this runs.
        paths: Files or folders.
        batch: The batch's name; None: from the files. A batch run again replaces itself.
        settings: Instead of the workspace's own.
        progress: Where to report.

    Raises:
        FeedbackError: Something a person can mend; the previous report and store are untouched.
    """
    settings = settings or workspace.settings
    name = check_batch_name(batch or batch_name(paths))
    started = dt.datetime.now(dt.UTC)
    with workspace.lock():
        reading = ingest.read(paths, settings.mapping, name, progress)
        prepared = text.prepare(reading.responses, settings.text, progress)
        _release()
        models = Models.load(workspace, settings, progress)
        models.warm(prepared.responses, prepared.segments)
        felt = sentiment.classify(
            prepared.responses, prepared.segments, models.feeling, settings.sentiment, progress
        )
        models.rest_features()
        store = Store.open(workspace.store_uri, settings.store)
        memory = recall(store, name, models.meaning, prepared.responses)
        namer = namer_of(settings, store, name, progress)
        found = themes.find_themes(_theme_request(name, felt, models, memory, progress, namer))
        linked = _linked(felt, found, settings)
        flagged = anomalies.flag(_anomaly_context(felt, found, linked, models, memory))
        known = overlap_notices(store, name, prepared.responses)
        facts = _facts(reading, prepared, found, models, memory, namer, known)
        outcome = Outcome(
            _frames(name, felt, found, linked, flagged),
            linked,
            found.quotes,
            facts,
            (*linked.notices, *flagged.notices),
            alerts=flagged.alerts,
            withheld=flagged.withheld,
            decisive=_decisive(felt, found, linked, models, progress),
        )
        replaced = replaced_line(store, name, prepared.responses)
        naming = namer.facts() if namer else None
        manifest = build_manifest(reading, facts, settings, started, prepared.suggested, naming)
        with progress.stage("report and store"):
            vectors = _vectors(felt, found, models)
            finished = publish(workspace, store, outcome, vectors, manifest)
    lines = (*(source_line(source) for source in reading.sources), replaced)
    return with_sources(finished, tuple(line for line in lines if line))


def _release() -> None:
    """Free what the language of the texts was read with: the encoders need the room."""
    text.release()
    nlp.release()
    give_back_memory()


def _linked(felt: Felt, found: ThemeResult, settings: Settings) -> BandResult:
    return bands.link(
        felt.responses,
        felt.segments,
        found.assignments,
        found.themes,
        settings.bands,
        settings.seed,
    )


def _theme_request(
    name: str,
    felt: Felt,
    models: Models,
    memory: Memory,
    progress: Progress,
    namer: EndpointNamer | None,
) -> ThemeRequest:
    return ThemeRequest(
        responses=felt.responses,
        segments=felt.segments,
        vectors=models.meaning(list(felt.segments["text"])),
        codebook=memory.codebook,
        settings=models.settings.themes,
        seed=models.settings.seed,
        batch=name,
        embed=models.meaning,
        progress=progress,
        namer=namer,
    )


def _anomaly_context(
    felt: Felt, found: ThemeResult, linked: BandResult, models: Models, memory: Memory
) -> AnomalyContext:
    return AnomalyContext(
        responses=felt.responses,
        segments=felt.segments,
        assignments=found.assignments,
        themes=found.themes,
        theme_bands=linked.theme_bands,
        features=models.response_features(felt.responses),
        settings=models.settings.anomalies,
        seed=models.settings.seed,
        dismissed=memory.past.dismissed,
        accepted=memory.past.accepted,
        history=memory.past.history,
        reviews=memory.past.reviews,
        stances=sentiment.stance_by_question(felt.responses["question"]),
    )


def _decisive(
    felt: Felt, found: ThemeResult, linked: BandResult, models: Models, progress: Progress
) -> Spans:
    """Find the words that decide; before and after it the models make room for the next stage."""
    _release()
    models.rest()
    with progress.stage("words that decide"):
        spans = deciding_spans(found.quotes, felt.segments, linked.theme_metrics, models)
    models.rest()
    return spans


def _frames(
    name: str, felt: Felt, found: ThemeResult, linked: BandResult, flagged: AnomalyResult
) -> BatchFrames:
    return BatchFrames(
        batch=name,
        responses=felt.responses,
        segments=felt.segments,
        assignments=found.assignments,
        themes=found.themes,
        theme_bands=linked.theme_bands,
        anomalies=flagged.anomalies,
    )


def _vectors(felt: Felt, found: ThemeResult, models: Models) -> BatchVectors:
    return BatchVectors(
        search=models.search_vectors(felt.segments),
        themes=models.meaning(list(felt.segments["text"])),
        centroids=found.centroids,
        theme_means=found.centres,
        search_encoder=models.features.encoder.fingerprint,
        theme_encoder=models.meaning.encoder.fingerprint,
    )


def _facts(
    reading: Reading,
    prepared: Prepared,
    found: ThemeResult,
    models: Models,
    memory: Memory,
    namer: EndpointNamer | None,
    known: tuple[Notice, ...],
) -> RunFacts:
    settings = models.settings
    return RunFacts(
        seed=settings.seed,
        version=__version__,
        language=settings.report.language,
        n_sources=len(reading.sources),
        left_out=left_out_counts(reading),
        replaced=dict(prepared.replaced),
        models=models.facts(),
        settings={"themes.granularity": settings.themes.granularity},
        invitations=settings.bands.invitations,
        notices=(
            *reading.notices,
            *shift_notices(reading),
            *known,
            *prepared.notices,
            *memory.notices,
            *found.notices,
            *(namer.notices() if namer else ()),
        ),
    )
