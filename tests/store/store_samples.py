"""A small bilingual batch and a tiny encoder that knows meanings by a word list."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

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
from feedback.store import BatchVectors
from feedback.types import FloatArray

MEANINGS = {
    "export": 0,
    "exports": 0,
    "télécharger": 0,
    "download": 0,
    "prix": 1,
    "cher": 1,
    "price": 1,
    "expensive": 1,
    "support": 2,
    "assistance": 2,
    "réponse": 2,
    "answer": 2,
}


def embed(texts: Sequence[str]) -> FloatArray:
    """Meaning in the first dimensions, a strong offset for the language in the next ones."""
    rows = np.zeros((len(texts), 8), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        words = [word.strip(".,!?'’").lower() for word in text.replace("'", " ").split()]
        for word in words:
            if word in MEANINGS:
                row[MEANINGS[word]] += 1
        is_french = any(word in ("le", "les", "la", "est", "une", "de") for word in words)
        row[6 if is_french else 7] += 3
        row[5] += (len(text) % 7) / 70
    return rows


COMMENTS = [
    ("r1", "fr", "L’export est lent. Le prix est correct.", 3.0),
    ("r2", "en", "I cannot download my files as a spreadsheet.", 4.0),
    ("r3", "en", "Too expensive for what it is.", 2.0),
    ("r4", "fr", "Trop cher, une assistance de qualité.", 8.0),
    ("r5", "en", "The support gave an answer in an hour.", 10.0),
    ("r6", "fr", "Les équipes sont à l'écoute, la réponse est rapide.", 9.0),
    ("r7", "fr", "RAS", float("nan")),
    ("r8", "es", "La exportación va bien", 7.0),
]


def typed(spec: FrameSpec, rows: list[dict[str, object]]) -> pd.DataFrame:
    names = spec.names() + [k for k in (rows[0] if rows else {}) if k not in spec.names()]
    frame = pd.DataFrame(rows, columns=names)
    return frame.astype(
        {k: v for k, v in spec.empty().dtypes.items() if v.kind != "O" or v == "str"}
    )


def _band(score: float) -> str | None:
    if np.isnan(score):
        return None
    return "low" if score <= 6 else "mid" if score <= 8 else "high"


def _responses(batch: str, comments: list[tuple[str, str, str, float]]) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for i, (key, language, comment, score) in enumerate(comments):
        is_filler = comment == "RAS"
        rows.append(
            {
                "response_id": f"{batch}-{key}",
                "batch": batch,
                "source": "nps",
                "question": None,
                "respondent_id": f"person-{i}" if i % 2 else None,
                "comment": comment,
                "language": language,
                "score": score,
                "scale": "nps",
                "scale_low": 0.0,
                "scale_high": 10.0,
                "score_band": _band(score),
                "date": pd.Timestamp("2024-03-01") + pd.Timedelta(days=i),
                "sentiment": None if is_filler else "negative" if score < 5 else "positive",
                "polarity": float("nan") if is_filler else 0.25,
                "confidence": float("nan") if is_filler else 0.9,
                "is_filler": is_filler,
                "filler_kind": "nothing" if is_filler else None,
                "cohort_plan": "Pro" if i % 3 else None,
                "cohort_seats": i * 10,
            }
        )
    return typed(RESPONSES, rows).astype({"cohort_plan": "str", "cohort_seats": "int64"})


def _segments(responses: pd.DataFrame) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for response in responses.to_dict("records"):
        if response["is_filler"]:
            continue
        text, start = str(response["comment"]), 0
        for k, part in enumerate(p for p in text.split(". ") if p):
            start = text.index(part, start)
            rows.append(
                {
                    "segment_id": f"{response['response_id']}.{k:03d}",
                    "response_id": response["response_id"],
                    "start": start,
                    "end": start + len(part),
                    "text": part,
                    "language": response["language"],
                    "sentiment": response["sentiment"],
                    "polarity": 0.5,
                    "confidence": 0.75,
                }
            )
    return typed(SEGMENTS, rows)


def _themes(batch: str) -> pd.DataFrame:
    names = [("t-export", "Exports", "Exports"), ("t-price", "Prix", "Price")]
    return typed(
        THEMES,
        [
            {
                "theme_id": theme,
                "name_fr": fr,
                "name_en": en,
                "keywords_fr": [fr.lower(), "données"],
                "keywords_en": [],
                "parent_id": None,
                "status": "active",
                "first_batch": batch,
                "last_batch": batch,
                "n_segments": 2,
                "n_responses": 2,
            }
            for theme, fr, en in names
        ],
    )


def _assignments(segments: pd.DataFrame) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for segment, text in zip(segments["segment_id"], segments["text"], strict=True):
        for theme, words in (
            ("t-export", ("export", "download")),
            ("t-price", ("prix", "cher", "expensive")),
        ):
            if any(word in text.lower() for word in words):
                rows.append({"segment_id": segment, "theme_id": theme, "strength": 0.7})
    return typed(ASSIGNMENTS, rows)


def make_batch(
    batch: str = "march", comments: list[tuple[str, str, str, float]] | None = None
) -> BatchFrames:
    responses = _responses(batch, COMMENTS if comments is None else comments)
    segments = _segments(responses)
    bands = {"n": 1, "share": 0.5, "lift": float("nan"), "p_value": 0.04, "q_value": 0.08}
    bands |= {"impact": -1.5, "impact_low": -3.0, "impact_high": 0.125}
    return BatchFrames(
        batch=batch,
        responses=responses,
        segments=segments,
        assignments=_assignments(segments),
        themes=_themes(batch),
        theme_bands=typed(THEME_BANDS, [{"theme_id": "t-export", "score_band": "low", **bands}]),
        anomalies=typed(
            ANOMALIES,
            [
                {
                    "response_id": f"{batch}-r1",
                    "kind": "score-text",
                    "severity": 0.8,
                    "expected_score": float("nan"),
                    "reason_fr": "Note basse, texte élogieux",
                    "reason_en": "Low score, warm words",
                }
            ],
        ),
    )


def make_vectors(frames: BatchFrames, encoder: str = "tiny") -> BatchVectors:
    search = embed(frames.segments["text"].tolist())
    return BatchVectors(
        search=search,
        themes=search[:, :5],
        centroids=np.arange(len(frames.themes) * 5, dtype=np.float32).reshape(-1, 5),
        theme_means={"fr": np.full(5, 0.5, dtype=np.float32)},
        search_encoder=encoder,
        theme_encoder=encoder,
    )


@pytest.fixture
def batch() -> BatchFrames:
    return make_batch()


def assert_same(left: BatchFrames, right: BatchFrames) -> None:
    assert left.batch == right.batch
    for name in ("responses", "segments", "assignments", "themes", "theme_bands", "anomalies"):
        pd.testing.assert_frame_equal(getattr(left, name), getattr(right, name), obj=name)
