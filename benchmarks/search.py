"""Search: retrieval against words alone and vectors alone, between languages, speed, and safety."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import corpora
from benchmarks.record import Row
from benchmarks.search_live import live_rows
from benchmarks.search_topics import rows as topic_rows
from feedback import encoders
from feedback.frames import (
    ANOMALIES,
    ASSIGNMENTS,
    RESPONSES,
    SEGMENTS,
    THEME_BANDS,
    THEMES,
    BatchFrames,
    FrameSpec,
)
from feedback.settings import Settings
from feedback.store import BatchVectors, Query, Store
from feedback.store.centring import centre, measure, pool, unit
from feedback.types import Embed, FloatArray

E5_DIMENSIONS = 384
CLINC_QUERIES = 500
SEGMENTS_TIMED = 100_000
QUERIES_TIMED = 60
Ranker = Callable[[int], list[int]]


def rows() -> Iterator[Row]:
    """Measure retrieval, then speed, then what happens while others read, write and kill."""
    settings = Settings()
    e5 = encoders.CachedEncoder(encoders.load_encoder("e5", settings.encoders), _cache())
    use = encoders.CachedEncoder(encoders.load_encoder("use", settings.encoders), _cache())
    yield from _retrieval(e5, use)
    yield from topic_rows()
    yield from _speed(e5, use)
    yield from live_rows()


def _cache() -> Path:
    """Vectors of the corpora live as long as the machine's temporary folder: texts never do."""
    return Path(tempfile.gettempdir()) / "feedback-bench-search"


def _retrieval(e5: Embed, use: Embed) -> Iterator[Row]:
    gold = pd.read_csv(corpora.folder() / "app_reviews" / "gold_clusters_fr_en.csv")
    files = [part.reset_index(drop=True) for _, part in gold.groupby("file")]
    sets = [Collection.of(f["data"], f["ori_lang"], f["ground_truth"], e5, use) for f in files]
    yield from _ndcg_rows("gold clusters fr+en", [(s, range(len(s.texts))) for s in sets])
    yield from _cross_rows(sets)
    clinc = pd.read_csv(corpora.folder() / "themes" / "clinc150_en.csv")
    clinc = clinc[clinc["intent"] != "oos"].reset_index(drop=True)
    english = pd.Series(["en"] * len(clinc))
    whole = Collection.of(clinc["text"], english, clinc["intent"], e5, use)
    chosen = np.random.default_rng(0).choice(len(clinc), CLINC_QUERIES, replace=False)
    yield from _ndcg_rows("clinc150", [(whole, sorted(int(k) for k in chosen))])


class Collection:
    """Labelled texts in a store of their own, and the rankings that are compared."""

    def __init__(
        self, texts: list[str], languages: list[str], labels: Sequence[object], store: Store
    ) -> None:
        self.texts, self.languages, self.labels = texts, languages, np.asarray(labels)
        self.store = store
        self.spaces: dict[str, FloatArray] = {}
        self.embed: tuple[Embed, Embed] | None = None

    @classmethod
    def of(
        cls, texts: pd.Series, languages: pd.Series, labels: pd.Series, e5: Embed, use: Embed
    ) -> "Collection":
        """Save the texts, one segment each, as a run would."""
        said, tongues = [str(t) for t in texts], [str(x) for x in languages]
        vectors = (e5(said)[:, :E5_DIMENSIONS], use(said))
        store = Store.open(tempfile.mkdtemp(prefix="feedback-bench-"))
        frames = frames_of(said, tongues)
        order = np.zeros((0, vectors[1].shape[1]), np.float32)
        store.save(frames, BatchVectors(vectors[0], vectors[1], order, {}, "e5", "use"), {})
        made = cls(said, tongues, labels.tolist(), store)
        made.embed = (e5, use)
        both = [centre(v, tongues, pool(measure(unit(v), tongues))) for v in vectors]
        made.spaces = {"e5": both[0], "USE": both[1], "e5 + USE": unit(np.hstack(both))}
        return made

    def rankers(self, limit: int, language: str | None = None) -> dict[str, Ranker]:
        """Return, by name, functions from a query's row to the rows found, best first."""
        allowed = np.array([language in (None, x) for x in self.languages])

        def hybrid(row: int, embed: bool = True) -> list[int]:
            query = Query(self.texts[row], literal=True, limit=limit + 1, language=language)
            pair = self.embed if embed and self.embed else (None, None)
            found = self.store.search(query, *pair).rows["response_id"]
            return [k for k in (int(key[1:]) for key in found) if k != row][:limit]

        def nearest(space: FloatArray) -> Ranker:
            def rank(row: int) -> list[int]:
                scores = np.where(allowed, space @ space[row], -2.0)
                scores[row] = -2.0
                order = np.argsort(-scores, kind="stable")
                return [int(k) for k in order[:limit]]

            return rank

        alone = {name: nearest(space) for name, space in self.spaces.items()}
        return {"hybrid": hybrid, "BM25": lambda row: hybrid(row, False), **alone}


def _ndcg_rows(name: str, sets: Sequence[tuple[Collection, Sequence[int]]]) -> Iterator[Row]:
    reached: dict[str, list[float]] = {}
    for collection, queries in sets:
        for ranker, rank in collection.rankers(10).items():
            values = [
                value for row in queries if (value := _ndcg(collection, row, rank)) is not None
            ]
            reached.setdefault(ranker, []).append(float(np.mean(values)))
    means = {ranker: float(np.mean(values)) for ranker, values in reached.items()}
    rivals = {k: v for k, v in means.items() if k in ("BM25", "e5", "USE")}
    best = max(rivals.values())
    beside = ", ".join(f"{k} {v:.3f}" for k, v in means.items() if k != "hybrid")
    yield Row("search", f"{name}, nDCG@10", means["hybrid"], f">= {best + 0.02:.3f}", beside)


def _ndcg(collection: Collection, row: int, rank: Ranker) -> float | None:
    relevant = collection.labels == collection.labels[row]
    n_relevant = int(relevant.sum()) - 1
    if not n_relevant:
        return None
    discounts = 1 / np.log2(np.arange(2, 12))
    gains = sum(d for k, d in zip(rank(row), discounts, strict=False) if relevant[k])
    return float(gains / discounts[: min(10, n_relevant)].sum())


def _cross_rows(sets: Sequence[Collection]) -> Iterator[Row]:
    reached: dict[str, list[float]] = {}
    for collection in sets:
        english = np.array([x == "en" for x in collection.languages])
        french = [k for k, x in enumerate(collection.languages) if x == "fr"]
        for ranker, rank in collection.rankers(20, "en").items():
            values = []
            for row in french:
                relevant = (collection.labels == collection.labels[row]) & english
                if relevant.any():
                    values.append(relevant[rank(row)].sum() / relevant.sum())
            reached.setdefault(ranker, []).append(float(np.mean(values)))
    means = {ranker: float(np.mean(values)) for ranker, values in reached.items()}
    bound = max(2 * means["BM25"], means["e5"])
    beside = ", ".join(f"{k} {v:.3f}" for k, v in means.items() if k != "hybrid")
    note = f"{means['hybrid'] / means['BM25']:.2f} times BM25"
    test = "gold clusters, French query, English relevant, recall@20"
    yield Row("search", test, means["hybrid"], f">= {bound:.3f}", beside, note)


def frames_of(texts: Sequence[str], languages: Sequence[str]) -> BatchFrames:
    """Return a batch of one response and one segment per text."""
    n = len(texts)
    ids = [f"r{k:06d}" for k in range(n)]
    scores = [float(k % 11) for k in range(n)]
    common = {
        "response_id": ids,
        "language": list(languages),
        "sentiment": "neutral",
        "polarity": 0.0,
        "confidence": 1.0,
    }
    responses = _typed(
        RESPONSES,
        {
            **common,
            "batch": "bench",
            "source": "nps",
            "comment": list(texts),
            "score": scores,
            "scale": "nps",
            "scale_low": 0.0,
            "scale_high": 10.0,
            "score_band": ["low" if s <= 6 else "mid" if s <= 8 else "high" for s in scores],
            "date": pd.Timestamp("2026-01-01"),
            "is_filler": False,
        },
        n,
    )
    segments = _typed(
        SEGMENTS,
        {
            **common,
            "segment_id": [f"{key}.000" for key in ids],
            "start": 0,
            "end": [len(t) for t in texts],
            "text": list(texts),
        },
        n,
    )
    return BatchFrames(
        "bench",
        responses,
        segments,
        assignments=ASSIGNMENTS.empty(),
        themes=THEMES.empty(),
        theme_bands=THEME_BANDS.empty(),
        anomalies=ANOMALIES.empty(),
    )


def _typed(spec: FrameSpec, values: dict[str, object], n: int) -> pd.DataFrame:
    frame = pd.DataFrame({name: values.get(name) for name in spec.names()}, index=range(n))
    kinds = {k: v for k, v in spec.empty().dtypes.items() if v.kind != "O" or v == "str"}
    return frame.astype(kinds)


def _speed(e5: Embed, use: Embed) -> Iterator[Row]:
    """Time filtered hybrid queries, the encoding of the query included, on a warm store.

    The texts are real, repeated; the vectors random: what they say does not change what they cost.
    """
    reviews = corpora.app_reviews()
    base = [str(text) for text in reviews["data"]]
    texts = [f"{base[k % len(base)]} {k // len(base) or ''}".strip() for k in range(SEGMENTS_TIMED)]
    languages = [str(reviews["language"].iloc[k % len(base)]) for k in range(SEGMENTS_TIMED)]
    rng = np.random.default_rng(0)
    of_search, of_themes = (
        rng.standard_normal((SEGMENTS_TIMED, d), dtype=np.float32) for d in (384, 512)
    )
    store = Store.open(tempfile.mkdtemp(prefix="feedback-bench-"))
    none = np.zeros((0, 512), np.float32)
    vectors = BatchVectors(of_search, of_themes, none, {}, "e5", "use")
    store.save(frames_of(texts, languages), vectors, {})
    questions = [" ".join(base[int(k)].split()[:6]) for k in rng.choice(len(base), QUERIES_TIMED)]
    asked = [Query(q, band="low", language="fr", literal=True) for q in questions]
    started = time.perf_counter()
    store.search(asked[0], e5, use)
    first = time.perf_counter() - started
    fresh = encoders.load_encoder("e5", Settings().encoders)
    times, plain, worked = [], [], []
    matrix = unit(of_search)
    mask = np.array([x == "fr" for x in languages]) & (np.arange(SEGMENTS_TIMED) % 11 <= 6)
    for query in asked:
        started, cpu = time.perf_counter(), time.process_time()
        store.search(query, lambda t: fresh.encode(list(t)), use)
        times.append(time.perf_counter() - started)
        worked.append(time.process_time() - cpu)
        started = time.perf_counter()
        scores = np.where(mask, matrix @ unit(fresh.encode([query.text]))[0, :384], -2)
        np.argpartition(-scores, 10)
        plain.append(time.perf_counter() - started)
    median, late = (1000 * float(np.percentile(times, p)) for p in (50, 95))
    scan, scan_late = (1000 * float(np.percentile(plain, p)) for p in (50, 95))
    beside = f"brute-force numpy scan of e5 alone: {scan:.0f} ms, 95th percentile {scan_late:.0f}"
    note = f"query encoded anew; {1000 * float(np.median(worked)):.0f} ms of processor time; "
    note += f"the first query after a commit {first:.1f} s"
    name = f"{SEGMENTS_TIMED:,} segments, filtered hybrid query"
    yield Row("search", f"{name}, median ms", median, "<= 60", beside, note)
    yield Row("search", f"{name}, 95th percentile ms", late, "<= 150", beside, note)
