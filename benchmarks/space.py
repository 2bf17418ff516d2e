"""`python -m benchmarks.space`: learn the map of `feedback.themes.space` and write it to models/.

Only corpora whose licence lets what is trained on them be shipped; the app reviews that also stand
in the reference clusters are left out.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
from safetensors.numpy import save_file

from benchmarks import corpora
from feedback import encoders, frames, text
from feedback.settings import Settings
from feedback.themes.graph import ANY_LANGUAGE, centred, language_centres
from feedback.themes.space import Space, learn
from feedback.themes.texts import comments_of, languages_of

OUT = Path(__file__).parent.parent / "models" / "theme_space"
MOST, LEAST_CHARS = 1500, 60


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
        segments = _segments(texts, settings)
        rows = encoder.encode(list(segments["text"]))
        languages = languages_of(segments)
        centres = language_centres(rows, languages, {})
        whole = comments_of(segments).astype(np.float32)
        parts.append((centred(rows, languages, centres), whole, centres[ANY_LANGUAGE]))
        print(name, len(segments))
    write(learn(parts))


def _segments(texts: list[str], settings: Settings) -> pd.DataFrame:
    n = len(texts)
    table = frames.RESPONSES_READ.empty().reindex(range(n))
    table["response_id"] = [f"r{number:05d}" for number in range(n)]
    table["batch"], table["source"], table["comment"] = "space", "survey", texts
    return text.prepare(table, settings.text).segments


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
        "version": "1",
        "file": "theme_space/space.safetensors",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "licence": "MIT",
        "training_data": [
            "app reviews (MIT)",
            "drug reviews (CC BY)",
            "airline seat reviews (CC0)",
        ],
        "quality": "mean AMI on the reference clusters, see benchmarks/RESULTS.md",
    }
    known["models"] = [m for m in known["models"] if m["name"] != entry["name"]] + [entry]
    manifest.write_text(json.dumps(known, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
