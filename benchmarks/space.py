"""`python -m benchmarks.space`: learn the map of `feedback.themes.space` and write it to models/.

Two steps: `learn` damps what varies within every comment, and `draw_together` moves clauses that a
reader put under one subject towards each other. Only corpora whose licence lets what is trained on
them be shipped; the app reviews that also stand in the reference clusters are left out.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from safetensors.numpy import save_file

from benchmarks import corpora
from benchmarks.read_subjects import Clauses, clauses_of, read_groups
from feedback import encoders
from feedback.settings import Settings
from feedback.themes.graph import ANY_LANGUAGE, IntArray, centred, language_centres
from feedback.themes.space import Space, learn
from feedback.types import FloatArray

OUT = Path(__file__).parent.parent / "models" / "theme_space"
MOST, LEAST_CHARS = 1500, 60
TEMPERATURE, PULL, STEPS, RATE = 0.2, 60.0, 200, 1e-3
"""Of `draw_together`; PULL holds the map to where it began. At 20 the sectors rose no further, and
twice as many new themes were invented in the demo months."""


def comments() -> dict[str, list[str]]:
    """Return the comments of each corpus, longer ones only: one segment says nothing here."""
    folder = corpora.folder()
    gold = set(pd.read_csv(folder / "app_reviews" / "gold_clusters_fr_en.csv")["data"].astype(str))
    apps = {
        f"app reviews {language}": pd.read_csv(folder / "app_reviews" / f"reviews_{language}.csv")
        for language in ("fr", "en")
    }
    drugs = pd.read_csv(folder / "stars" / "drug_reviews_en.csv")
    seats = pd.read_csv(folder / "stars" / "airline_seats_en.csv")
    found = {name: table["data"] for name, table in apps.items()}
    found |= {"drug reviews": drugs["benefitsReview"], "airline seats": seats["content"]}
    return {
        name: [t for t in own.dropna().astype(str) if len(t) > LEAST_CHARS and t not in gold][:MOST]
        for name, own in found.items()
    }


def main() -> None:
    """Learn, write, and put the file's hash into the manifest."""
    settings = Settings()
    encoder = encoders.load_encoder("use", settings.encoders)
    parts = []
    for name, texts in comments().items():
        clauses = clauses_of(texts, settings)
        rows = encoder.encode(clauses.texts)
        centres = language_centres(rows, clauses.languages, {})
        whole = clauses.comments.astype(np.float32)
        parts.append((centred(rows, clauses.languages, centres), whole, centres[ANY_LANGUAGE]))
        print(name, len(rows))
    groups = [
        (_centred(encoder, clauses), np.unique(subjects, return_inverse=True)[1].astype(np.int64))
        for clauses, subjects in read_groups(corpora.folder(), settings).values()
    ]
    space = learn(parts)
    write(Space(space.mean, draw_together(space.map, groups)))


def _centred(encoder: encoders.Encoder, clauses: Clauses) -> FloatArray:
    rows = encoder.encode(clauses.texts)
    return centred(rows, clauses.languages, language_centres(rows, clauses.languages, {}))


def draw_together(start: FloatArray, groups: Sequence[tuple[FloatArray, IntArray]]) -> FloatArray:
    """Return a map near `start` under which clauses of one subject lie nearer to each other.

    Supervised contrastive loss (Khosla et al., 2020) within each group, in both languages at once,
    by Adam on all rows together; the squared distance from `start` is held down by PULL.

    Args:
        start: The map to begin with, shape (d, d).
        groups: For every product its centred unit rows (n, d) and the subject of each (n,).
    """
    import torch
    from torch.nn.functional import normalize

    first = torch.from_numpy(start.astype(np.float32))
    moved = first.clone().requires_grad_()
    data = [(torch.from_numpy(rows), torch.from_numpy(subjects)) for rows, subjects in groups]
    optimiser = torch.optim.Adam([moved], lr=RATE)
    for _ in range(STEPS):
        optimiser.zero_grad()
        losses = [_contrast(normalize(rows @ moved, dim=1), own) for rows, own in data]
        away = ((moved - first) ** 2).mean() / (first**2).mean()
        loss = torch.stack(losses).mean() + PULL * away
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return np.asarray(moved.detach().numpy(), dtype=np.float32)


def _contrast(rows: Any, subjects: Any) -> Any:
    """Return the mean negative log share of the same subject among a row's neighbours."""
    similar = (rows @ rows.T / TEMPERATURE).fill_diagonal_(-1e4)
    same = (subjects[:, None] == subjects[None, :]).float().fill_diagonal_(0)
    shares = similar - similar.logsumexp(1, keepdim=True)
    n = same.sum(1)
    return -((shares * same).sum(1)[n > 0] / n[n > 0]).mean()


def write(space: Space) -> None:
    """Write the map as float16, and its entry of the manifest."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / "space.safetensors"
    arrays = {"mean": space.mean.astype(np.float16), "map": space.map.astype(np.float16)}
    save_file(arrays, path)
    manifest = OUT.parent / "manifest.json"
    known = json.loads(manifest.read_text(encoding="utf-8"))
    entry = {
        "name": "theme-space",
        "version": "2",
        "file": "theme_space/space.safetensors",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "licence": "MIT",
        "training_data": [
            "app reviews (MIT)",
            "drug reviews (CC BY)",
            "airline seat reviews (CC0)",
            "subjects of their clauses, read for this project (MIT)",
        ],
        "quality": "mean AMI on the reference clusters, see benchmarks/RESULTS.md",
    }
    known["models"] = [m for m in known["models"] if m["name"] != entry["name"]] + [entry]
    manifest.write_text(json.dumps(known, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
