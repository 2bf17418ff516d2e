"""The theme stage against BERTopic with its defaults, by the clock.

Each side runs in processes of its own, twice in each: the first time our side loads spaCy's taggers
and BERTopic's side has numba compile UMAP, which is what whoever runs it once waits for; the second
time neither does. Imports and the vectors, the same for both, are left out. A warm-up on 600 texts
will not do: only from 4,096 texts on does UMAP compile its search for neighbours. With that beside
our second run it was 9.7 times.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np

from benchmarks.record import Row
from benchmarks.theme_runs import Texts, bertopic_defaults, run, theme_encoder
from feedback.settings import Settings
from feedback.system import give_back_memory

PROCESSES = 3
"""Of each side, in turns; their median is taken."""
SIDES = ("ours", "bertopic")


def rows(whole: Texts) -> Iterator[Row]:
    """Time both sides on one set of texts."""
    with tempfile.TemporaryDirectory() as folder:
        _write(whole, Path(folder))
        found = [{side: _child(side, Path(folder)) for side in SIDES} for _ in range(PROCESSES)]
    first, second = (
        {side: statistics.median(turn[side][k] for turn in found) for side in SIDES} for k in (0, 1)
    )
    n = len(whole.texts)
    for name, seconds, asked in (
        ("times faster", first, ">= 20"),
        ("times faster, second run in a process", second, ""),
    ):
        yield Row(
            "themes",
            f"{n:,} app reviews, theme stage, {name}",
            seconds["bertopic"] / seconds["ours"],
            asked,
            f"BERTopic defaults {seconds['bertopic']:.1f} s",
            f"ours {seconds['ours']:.1f} s, names and quotes included; same vectors, median of "
            f"{PROCESSES} processes each",
        )


def _write(whole: Texts, folder: Path) -> None:
    np.savez(folder / "whole.npz", vectors=whole.vectors, ids=whole.ids.astype(str))
    texts = {"texts": whole.texts, "languages": [str(code) for code in whole.languages]}
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")


def _child(side: str, folder: Path) -> list[float]:
    command = [sys.executable, "-m", "benchmarks.theme_speed", side, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(seconds) for seconds in json.loads(done.stdout.splitlines()[-1])]


def _time(side: str, folder: Path) -> list[float]:
    for module in ("bertopic", "spacy.lang.fr", "spacy.lang.en"):
        import_module(module)
    held = np.load(folder / "whole.npz")
    told = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    languages = np.array(told["languages"], dtype=object)
    whole = Texts(told["texts"], languages, held["vectors"], held["ids"])
    settings = Settings()
    embed = theme_encoder(settings)
    embed(["a name", "un nom"])  # the encoder is no part of the stage
    seconds = []
    for _ in range(2):
        give_back_memory()
        if side == "ours":
            seconds.append(run(whole.request(embed, settings)).seconds)
        else:
            seconds.append(bertopic_defaults(whole.texts, whole.vectors).seconds)
    return seconds


if __name__ == "__main__":
    print(json.dumps(_time(sys.argv[1], Path(sys.argv[2]))))
