"""Inputs: every development file read without a mapping, languages, non-answers, personal data."""

import csv
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pandas as pd

from benchmarks import corpora
from benchmarks.record import Row
from feedback import ingest
from feedback.ingest import Reading
from feedback.settings import ReadSettings

OWN = Path(__file__).parent.parent / "corpora" / "text"
ROWS = 100_000

# File → the open questions, the first score, the date, as a person reads them off the file.
TABLES: dict[str, tuple[tuple[str, ...], str | None, str | None]] = {
    "nps/telco_en.csv": (("text",), "NPS_SCORE", "CUSTOMER_RESPONSE_DATE"),
    "app_reviews/reviews_fr.csv": (("data",), "score", None),
    "app_reviews/reviews_en.csv": (("data",), "score", None),
    "app_reviews/gold_clusters_fr_en.csv": (("data",), "score", None),
    "sentiment/airline_tweets_en.csv": (("text",), None, "tweet_created"),
    "sentiment/course_evaluations_en.csv": (("text",), None, None),
    "sentiment/umsab_fr.csv": (("text",), None, None),
    "sentiment/umsab_en.csv": (("text",), None, None),
    "stars/insurance_fr.csv": (("avis",), "note", "date_publication"),
    "stars/hotel_tripadvisor_fr_semicolon.csv": (("Review",), "Rating", None),
    "stars/hotel_booking_multi.xlsx": (("Content", "Positive", "Negative"), "Score", "Date"),
    "stars/airline_seats_en.csv": (("content",), "overall_rating", "date"),
    "stars/drug_reviews_en.csv": (
        ("benefitsReview", "sideEffectsReview", "commentsReview"),
        "rating",
        None,
    ),
    "themes/clinc150_en.csv": (("text",), None, None),
    "themes/debate_proposals_fr.csv": (("contribution_versions_bodyText",), None, None),
    "exports/qualtrics_3_header_rows_en.csv": (("belief_open",), None, "EndDate"),
    "exports/qualtrics_3_header_rows_coded_en.csv": (("belief_open",), None, "EndDate"),
}
# Wide exports: a word of the first score; the open questions are counted off the file.
WIDE = {
    "exports/limesurvey_707_columns_en.csv": "satisGen1",
    "exports/surveymonkey_2020_h1_en.csv": "recommend",
    "exports/surveymonkey_2022_h1_en.csv": "recommend",
    "exports/surveymonkey_2022_h2_en.csv": "recommend",
}
_OPEN_KINDS = ("Open-Ended Response", "Why?", "Other (please specify)")
_LIMESURVEY_OPEN = 2  # ukrse3 and skill2, by the survey's published questionnaire
_MARK = re.compile(r"\[\[(\w+)\|([^\]]+)\]\]")
_LAST_PARTS = ("blind_8", "blind_9")
"""The rows of personal_data.csv written last, measured once with the same rules."""
_FIRST_MEASURE = {"fr": "124 of 129 found, 0.961", "en": "124 of 129 found, 0.961"}
"""What `_LAST_PARTS` gave then: their misses have since been read (corpora/text/README.md)."""
_MEASURE = """
import resource, sys, time
from pathlib import Path
from feedback import ingest, text
from feedback.settings import ReadSettings, TextSettings
started = time.process_time()
reading = ingest.read([Path(sys.argv[1])], ReadSettings(), "b")
read = time.process_time()
prepared = text.prepare(reading.responses, TextSettings())
done = time.process_time()
# Not ru_maxrss: on Linux a process begins with the peak of the one that started it.
status = Path("/proc/self/status").read_text() if sys.platform == "linux" else ""
peaks = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
peak = (peaks or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss])[0] / 1e6
print(len(reading.responses), len(prepared.segments), read - started, done - read, peak)
"""


def rows() -> Iterator[Row]:
    """Measure reading, languages, non-answers, personal data, and 100,000 rows."""
    yield from _files()
    yield from _languages()
    yield from _fillers()
    yield from _personal()
    yield from _many()


def _files() -> Iterator[Row]:
    folder = corpora.folder()
    n_right = 0
    for name, wanted in TABLES.items():
        wrong = _wrong(_read(folder / name), wanted)
        n_right += not wrong
        yield Row("inputs", name, float(not wrong), ">= 1", note=wrong or _told(wanted))
    for name, word in WIDE.items():
        n_texts = _open_columns(folder / name)
        roles = _roles(_read(folder / name))
        texts, scores = roles.get("text", []), roles.get("score", [""])
        is_right = len(texts) == n_texts and word in scores[0]
        n_right += is_right
        note = f"{len(texts)} open questions of {n_texts}; first score: {scores[0][:40]}"
        yield Row("inputs", name, float(is_right), ">= 1", note=note)
    for path in sorted((folder / "interviews").iterdir()):
        reading = _read(path)
        [source] = reading.sources
        kept_out = source.interviewer_turns
        is_right = kept_out > 0 and abs(len(reading.responses) - kept_out) <= max(
            1, 0.4 * len(reading.responses)
        )
        n_right += is_right
        note = f"{len(reading.responses)} answers, {kept_out} turns of the interviewer"
        yield Row("inputs", f"interviews/{path.name}", float(is_right), ">= 1", note=note)
    total = len(TABLES) + len(WIDE) + len(list((folder / "interviews").iterdir()))
    yield Row("inputs", "files read rightly without a mapping, share", n_right / total, ">= 1")


def _open_columns(path: Path) -> int:
    """Count a SurveyMonkey file's open columns with more than two answers in words."""
    if "surveymonkey" not in path.name:
        return _LIMESURVEY_OPEN
    with path.open(encoding="utf-8-sig", newline="") as handle:
        _, kinds, *answers = csv.reader(handle)
    n = 0
    for j, kind in enumerate(kinds):
        cells = {row[j].strip() for row in answers if j < len(row)} - {""}
        words = sum(len(cell.split()) for cell in cells) / max(1, len(cells))
        n += kind in _OPEN_KINDS and len(cells) > 2 and words > 4
    return n


def _read(path: Path) -> Reading:
    return ingest.read([path], ReadSettings(), "b")


def _roles(reading: Reading) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for guess in reading.sources[0].columns:
        roles.setdefault(guess.role, []).append(guess.name)
    return roles


def _wrong(reading: Reading, wanted: tuple[tuple[str, ...], str | None, str | None]) -> str:
    roles = _roles(reading)
    found = (tuple(roles.get("text", [])), *(roles.get(r, [None])[0] for r in ("score", "date")))
    return "" if found == wanted else f"read as {_told(found)}"


def _told(columns: Sequence[object]) -> str:
    texts, score, date = columns
    return f"text {', '.join(texts)}; score {score or '–'}; date {date or '–'}"  # type: ignore[arg-type]


def _languages() -> Iterator[Row]:
    from feedback.text.clean import clean
    from feedback.text.languages import detect, french_probability

    frames = [
        pd.read_csv(corpora.folder() / "app_reviews" / f"reviews_{c}.csv").assign(code=c)
        for c in ("fr", "en")
    ]
    reviews = pd.concat(frames).dropna(subset=["data"])
    reviews = reviews[reviews["data"].map(lambda text: 3 <= len(text.split()) <= 8)]
    comments, gold = [clean(text) for text in reviews["data"]], reviews["code"].to_numpy()
    alone = ["fr" if p > 0.5 else "en" for p in french_probability(comments)]
    together = (pd.Series(detect(comments)) == gold).mean()
    each = [detect([comment])[0] for comment in comments[:: len(comments) // 300]]
    yield Row(
        "inputs",
        f"language of {len(comments)} app reviews of 3 to 8 words, accuracy",
        float(together),
        ">= 0.978",
        f"{(pd.Series(alone) == gold).mean():.4f} lingua alone",
        "labels are the store's, as they stand",
    )
    single = (pd.Series(each) == gold[:: len(comments) // 300]).mean()
    yield Row("inputs", "the same, each comment alone", float(single), note="300 of them")
    yield from _third(detect)


def _third(detect: object) -> Iterator[Row]:
    """Count how often the hotel file's other languages are called French or English."""
    from lingua import Language, LanguageDetectorBuilder

    reading = _read(corpora.folder() / "stars" / "hotel_booking_multi.xlsx")
    comments = [c for c in reading.responses["comment"] if len(c.split()) >= 8]
    judge = LanguageDetectorBuilder.from_all_languages().build()
    other = []
    for comment, given in zip(
        comments, judge.compute_language_confidence_values_in_parallel(comments), strict=True
    ):
        best = given[0]
        if best.value > 0.95 and best.language not in (Language.FRENCH, Language.ENGLISH):
            other.append(comment)
    codes = detect(comments)  # type: ignore[operator]
    called = dict(zip(comments, codes, strict=True))
    n_french = sum(called[comment] == "fr" for comment in other)
    yield Row(
        "inputs",
        "hotel comments of 8 words or more in a third language called French, share",
        n_french / max(1, len(other)),
        "<= 0.01",
        note=f"{len(other)} comments; judged by lingua's 75 languages at 0.95",
    )


def _labelled(name: str) -> list[dict[str, str]]:
    with (OWN / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _fillers() -> Iterator[Row]:
    from feedback.text.clean import clean
    from feedback.text.fillers import filler_kind

    for part in sorted({row["part"] for row in _labelled("fillers.csv")}):
        labelled = [row for row in _labelled("fillers.csv") if row["part"] == part]
        found = [filler_kind(clean(r["comment"]), r["question"] or None) for r in labelled]
        pairs = list(zip(found, (row["kind"] or None for row in labelled), strict=True))
        hits = sum(bool(f and g) for f, g in pairs)
        f1 = 2 * hits / max(1, sum(bool(f) for f, _ in pairs) + sum(bool(g) for _, g in pairs))
        yield Row("inputs", f"non-answers ({part}), F1", f1, ">= 0.95", note=f"n = {len(pairs)}")


def _personal() -> Iterator[Row]:
    from feedback.text.personal import find_all

    labelled = _labelled("personal_data.csv")
    for language, parts in product(("fr", "en"), ((), _LAST_PARTS)):
        rows = [row for row in labelled if row["language"] == language]
        marked = [row["marked_comment"] for row in rows if not parts or row["part"] in parts]
        name = f"personal data {language}" + (f" ({', '.join(parts)})" if parts else "")
        plain = [_MARK.sub(lambda match: match[2], comment) for comment in marked]
        gold = [_spans(comment) for comment in marked]
        found = [
            [(s.start, s.end, s.kind) for s in spans]
            for spans in find_all(plain, [language] * len(plain))
        ]
        pairs = list(zip(gold, found, strict=True))
        recall = sum(any(_same(g, f) for f in fs) for gs, fs in pairs for g in gs)
        right = sum(any(_same(g, f) for g in gs) for gs, fs in pairs for f in fs)
        first = f"first measure: {_FIRST_MEASURE[language]}; " if parts else ""
        note = f"{len(marked)} comments; {first}see corpora/text/README.md"
        yield Row(
            "inputs",
            f"{name}, recall",
            recall / sum(map(len, gold)),
            ">= 0.95",
            note=note,
        )
        precision = right / sum(map(len, found))
        yield Row("inputs", f"{name}, precision", precision, ">= 0.90")


def _spans(marked: str) -> list[tuple[int, int, str]]:
    spans, shift = [], 0
    for match in _MARK.finditer(marked):
        start = match.start() - shift
        spans.append((start, start + len(match[2]), match[1]))
        shift += len(match[0]) - len(match[2])
    return spans


def _same(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return one[2] == other[2] and 2 * shared >= max(one[1], other[1]) - min(one[0], other[0])


def _many() -> Iterator[Row]:
    """Read, clean and segment 100,000 rows in a process of its own."""
    things = ["the invoice", "the app", "le support", "la facture", "the export", "l’application"]
    does = ["is far too slow", "plante souvent", "was answered at once", "coûte trop cher"]
    parts = list(product(things, does, things, does))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(["id", "date", "nps", "comment", "plan"])
            for i in range(ROWS):
                a, b, c, d = parts[i % len(parts)]
                comment = f"{a} {b} ({i}), mais {c} {d}. Merci à l’équipe du site {i % 977}."
                day = f"2026-{1 + i % 12:02d}-{1 + i % 28:02d}"
                writer.writerow([i, day, i % 11, comment, f"plan {i % 4}"])
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, str(path)], check=True, capture_output=True, text=True
        )
        seconds = time.perf_counter() - started
    n_responses, n_segments, read, prepare, peak = map(float, done.stdout.split()[-5:])
    note = f"{n_responses:,.0f} answers, {n_segments:,.0f} segments"
    yield Row("inputs", "100,000 rows: peak memory in GB", peak, "<= 1.5", note=note)
    yield Row("inputs", "100,000 rows: rows read a second of CPU", ROWS / read)
    yield Row(
        "inputs",
        "100,000 rows: rows cleaned, redacted and segmented a second of CPU",
        ROWS / prepare,
        note=f"{seconds:.0f} s in all by the clock, on a shared machine",
    )
