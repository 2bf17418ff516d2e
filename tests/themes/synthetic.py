"""A small bilingual population with known subjects, and an encoder that understands only it."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from feedback.settings import ThemeSettings
from feedback.themes import Codebook, ThemeRequest
from feedback.types import FloatArray

DIMENSION = 64
SUBJECTS = {
    "invoice": (["la facture", "une facture", "le montant de la facture"], ["invoice", "bill"]),
    "support": (["le support", "l'équipe du support"], ["support", "support team"]),
    "mobile": (["l'application mobile", "le téléphone"], ["mobile app", "phone"]),
    "report": (["le tableau de bord", "le rapport"], ["dashboard", "report"]),
    "login": (["le mot de passe", "la connexion"], ["password", "login"]),
}
_FR = [
    "{} ne marche pas comme prévu",
    "nous attendons une correction pour {}",
    "{} pose des soucis chaque lundi",
    "tout va bien avec {} depuis janvier",
    "{} demande trop de clics au bureau",
    "mes collègues parlent encore de {}",
]
_EN = [
    "the {} does not behave as planned",
    "we are waiting for a fix to the {}",
    "the {} breaks every monday",
    "no complaints about the {} since january",
    "the {} needs too many clicks in the office",
    "my colleagues still talk about the {}",
]
_STEMS = {
    "invoice": ("factur", "invoice", "bill"),
    "support": ("support",),
    "mobile": ("mobile", "téléphone", "phone"),
    "report": ("tableau de bord", "rapport", "dashboard", "report"),
    "login": ("mot de passe", "connexion", "password", "login"),
}
_FRENCH = (" ne ", " pas ", "nous ", "tout ", " pose ", "demande ", "mes ", "le ", "la ", "l'")


def _noise(text: str, scale: float) -> FloatArray:
    seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).normal(0, scale, DIMENSION).astype(np.float32)


def embed(texts: Sequence[str]) -> FloatArray:
    """Encode a text as its subjects, a strong mark of its language, and noise of its own."""
    axes = np.eye(DIMENSION, dtype=np.float32)
    rows = []
    for text in texts:
        low = text.lower()
        row = _noise(text, 0.05)
        for number, stems in enumerate(_STEMS.values()):
            row = row + axes[number] * any(stem in low for stem in stems)
        is_french = any(mark in f" {low}" for mark in _FRENCH)
        rows.append(row + 2 * axes[40 if is_french else 41])
    return np.array(rows, dtype=np.float32).reshape(len(rows), DIMENSION)


def blur(texts: Sequence[str], scale: float) -> FloatArray:
    """Return noise that is always the same for a text, to be added to its vector."""
    return np.stack([_noise(f"blur {text}", scale) for text in texts])


def comments(subjects: Sequence[str], prefix: str, per_subject: int = 12) -> pd.DataFrame:
    """Return segments, one per comment, half of them French, with their `subject`."""
    rows = []
    for subject in subjects:
        french, english = SUBJECTS[subject]
        for i in range(per_subject):
            words, frames = (french, _FR) if i % 2 else (english, _EN)
            k = i // 2
            text = frames[k % len(frames)].format(words[(k // len(frames)) % len(words)])
            text = f"{text} ({prefix}{i})" if k >= len(frames) * len(words) else text
            rows.append((subject, text, "fr" if i % 2 else "en"))
    return segments(rows, prefix)


def segments(rows: Sequence[tuple[str, str, str]], prefix: str) -> pd.DataFrame:
    """Return a segments frame from (subject, text, language)."""
    ids = [f"{prefix}{number:04d}" for number in range(len(rows))]
    return pd.DataFrame(
        {
            "segment_id": pd.Series([f"{i}.000" for i in ids], dtype="str"),
            "response_id": pd.Series(ids, dtype="str"),
            "start": np.zeros(len(rows), dtype=np.int64),
            "end": np.array([len(text) for _, text, _ in rows], dtype=np.int64),
            "text": pd.Series([text for _, text, _ in rows], dtype="str"),
            "language": pd.Series([language for _, _, language in rows], dtype="str"),
            "subject": [subject for subject, _, _ in rows],
        }
    )


def request(frame: pd.DataFrame, batch: str = "m1", book: Codebook | None = None) -> ThemeRequest:
    """Return a request for segments made here."""
    plain = frame.drop(columns="subject")
    responses = pd.DataFrame({"response_id": plain["response_id"].unique()})
    return ThemeRequest(
        responses,
        plain,
        embed(list(plain["text"])),
        book or Codebook(),
        ThemeSettings(),
        1,
        batch,
        embed,
    )


def theme_of(frame: pd.DataFrame, assignments: pd.DataFrame) -> pd.Series:
    """Return the theme of every segment, empty for none."""
    by_segment = assignments.set_index("segment_id")["theme_id"]
    return frame["segment_id"].map(by_segment).fillna("")
